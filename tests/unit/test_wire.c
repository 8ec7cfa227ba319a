#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "loop.h"
#include "mem.h"
#include "net_scene.h"
#include "spec.h"
#include "wire.h"

/* bob's wire, and the bare socket of alice at its other end. */
struct bench {
    struct scene *scene;
    struct talker bob;
    int alice;
    int bob_fd;     /* his wire's socket */
    struct buf got; /* what alice read */
    bool is_ended, is_reset;
    int floods;
};

static void set_up(struct bench *bench, struct scene *scene, size_t line_max)
{
    int fds[2];
    tcp_pair(fds);
    *bench = (struct bench){.scene = scene, .alice = fds[0], .bob_fd = fds[1]};
    fcntl(bench->alice, F_SETFL, O_NONBLOCK);
    talker_init(&bench->bob, scene, fds[1], line_max);
}

static void clear(struct bench *bench)
{
    talker_clear(&bench->bob);
    buf_clear(&bench->got);
    if (bench->alice >= 0)
        close(bench->alice);
}

static void alice_sends(struct bench *bench, const char *text)
{
    ssize_t len = (ssize_t)strlen(text);
    assert_int_equal(send(bench->alice, text, (size_t)len, 0), len);
}

/* Takes what has come for alice. */
static void alice_reads(struct bench *bench)
{
    char data[4096];
    ssize_t n = 0;
    while ((n = recv(bench->alice, data, sizeof(data), 0)) > 0)
        buf_append(&bench->got, data, (size_t)n);
    bench->is_ended = n == 0;
    bench->is_reset = n < 0 && errno != EAGAIN;
}

static void a_line_may_come_in_pieces(void **state)
{
    struct bench bench;
    set_up(&bench, *state, 20);
    alice_sends(&bench, "one\r\ntw");
    hears(&bench.bob, "one");
    alice_sends(&bench, "o\r");
    scene_turns(bench.scene, 3);
    alice_sends(&bench, "\nthree\r\n");
    hears(&bench.bob, "one|two|three");
    clear(&bench);
}

static void a_bare_line_feed_ends_a_line_and_empty_lines_are_skipped(void **state)
{
    struct bench bench;
    set_up(&bench, *state, 20);
    alice_sends(&bench, "one\n\r\n\n\r\ntwo\r\r\nthree\n");
    hears(&bench.bob, "one|two\r|three");
    clear(&bench);
}

static void a_line_of_the_longest_length_is_taken(void **state)
{
    struct bench bench;
    set_up(&bench, *state, 4);
    alice_sends(&bench, "1234\r\n1234\n12345\n123\r\n");
    hears(&bench.bob, "1234|1234|<too long>|123");
    clear(&bench);
}

static void a_longest_line_may_be_cut_before_its_line_feed(void **state)
{
    struct bench bench;
    set_up(&bench, *state, 4);
    alice_sends(&bench, "1234\r");
    scene_turns(bench.scene, 3);
    alice_sends(&bench, "\n5\n");
    hears(&bench.bob, "1234|5");
    clear(&bench);
}

static void a_line_that_is_too_long_is_skipped_to_its_end(void **state)
{
    struct bench bench;
    set_up(&bench, *state, 20);
    for (int i = 0; i < 3; i++) {
        alice_sends(&bench, "0123456789012345678901234567890123456789");
        scene_turns(bench.scene, 3);
    }
    assert_int_equal(bench.bob.lines, 0);
    alice_sends(&bench, "the end\r\nnext\r\n");
    hears(&bench.bob, "<too long>|next");
    clear(&bench);
}

static void a_nul_byte_does_not_shorten_a_line(void **state)
{
    struct bench bench;
    set_up(&bench, *state, 20);
    assert_int_equal(send(bench.alice, "a\0b\r\nc\r\n", 8, 0), 8);
    scene_turns(bench.scene, 3);
    assert_int_equal(bench.bob.heard.len, 5);
    assert_memory_equal(bench.bob.heard.data, "a\0b|c", 5);
    clear(&bench);
}

static void a_paused_wire_keeps_its_lines_until_it_is_resumed(void **state)
{
    struct bench bench;
    set_up(&bench, *state, 20);
    bench.bob.pause_at = 2;
    alice_sends(&bench, "1\r\n2\r\n3\r\n4\r\nfi");
    hears(&bench.bob, "1|2");
    alice_sends(&bench, "ve\r\n");
    scene_turns(bench.scene, 5);
    assert_int_equal(bench.bob.lines, 2);

    bench.bob.pause_at = 3;
    wire_resume(bench.bob.wire);
    assert_int_equal(bench.bob.lines, 2);
    hears(&bench.bob, "1|2|3");
    scene_turns(bench.scene, 5);
    wire_resume(bench.bob.wire);
    hears(&bench.bob, "1|2|3|4|five");
    clear(&bench);
}

static void a_paused_wire_holds_its_peer_back(void **state)
{
    struct bench bench;
    set_up(&bench, *state, 20);
    bench.bob.pause_at = 1;
    char flood[4096];
    memset(flood, '\n', sizeof(flood));
    alice_sends(&bench, "1\r\n");
    hears(&bench.bob, "1");
    for (int quiet = 0; quiet < 5; quiet++) {
        while (send(bench.alice, flood, sizeof(flood), 0) > 0)
            quiet = 0;
        scene_turns(bench.scene, 2);
    }
    assert_int_equal(errno, EAGAIN);
    clear(&bench);
}

static bool has_line(void *arg)
{
    return ((struct talker *)arg)->lines > 0;
}

static void a_flooder_leaves_the_others_their_turn(void **state)
{
    struct bench alice;
    struct bench carol;
    set_up(&alice, *state, 20);
    set_up(&carol, *state, 20);
    char flood[4096];
    memset(flood, '\n', sizeof(flood));
    wire_pause(alice.bob.wire);
    size_t sent = 0;
    for (ssize_t n = 0; n >= 0; n = send(alice.alice, flood, sizeof(flood), 0))
        sent += (size_t)n;
    assert_true(sent > 65536);
    wire_resume(alice.bob.wire);
    alice_sends(&carol, "hello\n");
    scene_until(carol.scene, has_line, &carol.bob);
    size_t left = 0;
    for (ssize_t n = 0; n >= 0; n = recv(alice.bob_fd, flood, sizeof(flood), 0))
        left += (size_t)n;
    assert_true(left > 0);
    clear(&alice);
    clear(&carol);
}

static void a_wire_may_be_closed_by_its_own_line(void **state)
{
    struct bench bench;
    set_up(&bench, *state, 20);
    bench.bob.close_at = 2;
    alice_sends(&bench, "1\r\n2\r\n3\r\n");
    hears(&bench.bob, "1|2");
    scene_turns(bench.scene, 5);
    assert_int_equal(bench.bob.lines, 2);
    assert_null(bench.bob.why);
    clear(&bench);
}

static void wake(void *arg)
{
    (void)arg;
}

static bool bob_is_done(void *arg)
{
    struct bench *bench = arg;
    alice_reads(bench);
    return bench->bob.written == bench->bob.queue.len;
}

static bool alice_sees_the_end(void *arg)
{
    struct bench *bench = arg;
    alice_reads(bench);
    return bench->is_ended || bench->is_reset;
}

static void what_the_kernel_does_not_take_goes_when_it_is_writable(void **state)
{
    struct bench bench;
    set_up(&bench, *state, 20);
    size_t size = 16u << 20;
    char *text = xmalloc(size);
    for (size_t i = 0; i < size; i++)
        text[i] = (char)('a' + i % 23);
    says_bytes(&bench.bob, text, size);
    assert_true(bench.bob.written < size);
    scene_turns(bench.scene, 5);
    assert_true(bench.bob.written < size);

    struct loop_watch *watch = loop_watch_new(bench.scene->loop, bench.alice, wake, NULL);
    scene_until(bench.scene, bob_is_done, &bench);
    assert_true(bench.bob.times_writable > 0);
    talker_close(&bench.bob);
    scene_until(bench.scene, alice_sees_the_end, &bench);
    assert_int_equal(bench.got.len, size);
    assert_memory_equal(bench.got.data, text, size);
    loop_watch_free(watch);
    free(text);
    clear(&bench);
}

static bool takes_bytes(struct wire *wire)
{
    char data[] = "hello\r\n";
    return wire_write(wire, &(struct iovec){data, sizeof(data) - 1}, 1) >= 0;
}

static void the_end_of_a_peer_is_told_after_its_last_line(void **state)
{
    struct bench bench;
    set_up(&bench, *state, 20);
    alice_sends(&bench, "1\r\nnot a li");
    close(bench.alice);
    bench.alice = -1;
    hears_end(&bench.bob);
    assert_string_equal(buf_text(&bench.bob.heard), "1");
    assert_string_equal(bench.bob.why, "connection closed by the peer");
    assert_false(takes_bytes(bench.bob.wire));
    clear(&bench);
}

static void a_reset_is_told_by_its_name(void **state)
{
    struct bench bench;
    set_up(&bench, *state, 20);
    struct linger hard = {.l_onoff = 1, .l_linger = 0};
    setsockopt(bench.alice, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
    close(bench.alice);
    bench.alice = -1;
    hears_end(&bench.bob);
    assert_string_equal(bench.bob.why, "connection reset by peer");
    clear(&bench);
}

static void a_failed_write_is_followed_by_the_end_though_paused(void **state)
{
    struct bench bench;
    set_up(&bench, *state, 20);
    wire_pause(bench.bob.wire);
    struct linger hard = {.l_onoff = 1, .l_linger = 0};
    setsockopt(bench.alice, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
    close(bench.alice);
    bench.alice = -1;
    scene_turns(bench.scene, 3);
    assert_null(bench.bob.why);
    assert_false(takes_bytes(bench.bob.wire));
    assert_null(bench.bob.why);
    hears_end(&bench.bob);
    assert_string_equal(bench.bob.why, "connection reset by peer");
    clear(&bench);
}

/* She floods on for a while before she reads. */
static bool a_flooding_alice_sees_the_end(void *arg)
{
    struct bench *bench = arg;
    char flood[4096] = {0};
    for (int i = 0; i < 16; i++)
        if (send(bench->alice, flood, sizeof(flood), MSG_NOSIGNAL) < 0 && errno != EAGAIN)
            bench->is_reset = true;
    return bench->is_reset || (bench->floods++ > 10 && alice_sees_the_end(bench));
}

static void the_last_words_reach_even_a_peer_that_floods(void **state)
{
    struct bench bench;
    set_up(&bench, *state, 20);
    struct loop_watch *watch = loop_watch_new(bench.scene->loop, bench.alice, wake, NULL);
    char flood[4096] = {0};
    while (send(bench.alice, flood, sizeof(flood), 0) > 0)
        ;
    says(&bench.bob, "ERROR :Excess flood\r\n");
    talker_close(&bench.bob);
    scene_until(bench.scene, a_flooding_alice_sees_the_end, &bench);
    assert_false(bench.is_reset);
    assert_string_equal(buf_text(&bench.got), "ERROR :Excess flood\r\n");
    loop_watch_free(watch);
    clear(&bench);
}

static void a_unix_socket_works_and_is_private(void **state)
{
    int fds[2];
    struct talker alice;
    struct talker bob;
    unix_pair(fds);
    talker_init(&alice, *state, fds[0], 20);
    talker_init(&bob, *state, fds[1], 20);
    says(&alice, "hello\r\n");
    hears(&bob, "hello");
    assert_string_equal(wire_peer(bob.wire), "unix");
    assert_int_equal(wire_peer_port(bob.wire), 0);
    assert_true(wire_is_private(bob.wire));
    talker_close(&alice);
    hears_end(&bob);
    talker_clear(&alice);
    talker_clear(&bob);
}

static void a_wire_knows_its_peer(void **state)
{
    struct bench bench;
    set_up(&bench, *state, 20);
    assert_string_equal(wire_peer(bench.bob.wire), "127.0.0.1");
    assert_true(wire_peer_port(bench.bob.wire) > 0);
    assert_true(wire_is_private(bench.bob.wire));
    assert_false(wire_is_tls(bench.bob.wire));
    clear(&bench);
}

#define WIRE_TEST(test) cmocka_unit_test_setup_teardown(test, scene_setup, scene_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WIRE_TEST(a_line_may_come_in_pieces),
        WIRE_TEST(a_bare_line_feed_ends_a_line_and_empty_lines_are_skipped),
        WIRE_TEST(a_line_of_the_longest_length_is_taken),
        WIRE_TEST(a_longest_line_may_be_cut_before_its_line_feed),
        WIRE_TEST(a_line_that_is_too_long_is_skipped_to_its_end),
        WIRE_TEST(a_nul_byte_does_not_shorten_a_line),
        WIRE_TEST(a_paused_wire_keeps_its_lines_until_it_is_resumed),
        WIRE_TEST(a_paused_wire_holds_its_peer_back),
        WIRE_TEST(a_flooder_leaves_the_others_their_turn),
        WIRE_TEST(a_wire_may_be_closed_by_its_own_line),
        WIRE_TEST(what_the_kernel_does_not_take_goes_when_it_is_writable),
        WIRE_TEST(the_end_of_a_peer_is_told_after_its_last_line),
        WIRE_TEST(a_reset_is_told_by_its_name),
        WIRE_TEST(a_failed_write_is_followed_by_the_end_though_paused),
        WIRE_TEST(the_last_words_reach_even_a_peer_that_floods),
        WIRE_TEST(a_unix_socket_works_and_is_private),
        WIRE_TEST(a_wire_knows_its_peer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
