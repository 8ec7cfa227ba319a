#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "dial.h"
#include "loop.h"
#include "mem.h"
#include "net_scene.h"
#include "spec.h"

/* How a dial ended. */
struct call {
    bool is_answered;
    int fd;
    char *why;
};

static void on_answer(void *arg, int fd, const char *why)
{
    struct call *call = arg;
    assert_false(call->is_answered);
    call->is_answered = true;
    call->fd = fd;
    call->why = xstrdup(why);
}

static bool is_answered(void *arg)
{
    return ((struct call *)arg)->is_answered;
}

static struct call dial(struct scene *scene, const char *host, int port)
{
    struct call call = {.fd = -1};
    struct dial *dial = dial_new(scene->loop, host, port, on_answer, &call);
    assert_false(call.is_answered);
    scene_until(scene, is_answered, &call);
    dial_free(dial);
    return call;
}

static void connects(struct scene *scene, const char *host, int port)
{
    struct call call = dial(scene, host, port);
    assert_null(call.why);
    assert_true(call.fd >= 0);
    close(call.fd);
}

static void fails(struct scene *scene, const char *host, int port, const char *why)
{
    struct call call = dial(scene, host, port);
    assert_int_equal(call.fd, -1);
    assert_string_equal(call.why, why);
    free(call.why);
}

static void an_address_or_localhost_needs_no_resolver(void **state)
{
    int port = 0;
    int listener = listen_anywhere(&port);
    connects(*state, "127.0.0.1", port);
    connects(*state, "localhost", port);
    connects(*state, "LOCALHOST", port);
    connects(*state, "::ffff:127.0.0.1", port);
    close(listener);
}

static void a_refused_connection_is_told_in_a_sentence(void **state)
{
    int port = 0;
    close(listen_anywhere(&port));
    char *why = xasprintf("127.0.0.1 port %d refused the connection; is the server running?", port);
    fails(*state, "127.0.0.1", port, why);
    free(why);
}

static void a_socket_in_the_file_system_is_dialled_by_its_path(void **state)
{
    char *dir = temporary_folder();
    char *path = xasprintf("%s/socket", dir);
    char *host = xasprintf("unix:%s", path);
    char *missing = xasprintf("%s does not exist; is the server running?", host);
    char *refused = xasprintf("%s refused the connection; is the server running?", host);

    fails(*state, host, 0, missing);
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    memcpy(name.sun_path, path, strlen(path));
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&name, sizeof(name)), 0);
    assert_int_equal(listen(fd, 1), 0);
    connects(*state, host, 0);
    close(fd);
    fails(*state, host, 0, refused);

    unlink(path);
    rmdir(dir);
    free(dir);
    free(refused);
    free(missing);
    free(host);
    free(path);
}

static void a_path_that_is_too_long_is_told(void **state)
{
    char host[200] = "unix:/";
    memset(host + 6, 'x', sizeof(host) - 7);
    struct call call = dial(*state, host, 0);
    assert_int_equal(call.fd, -1);
    assert_non_null(strstr(call.why, "cannot be reached: file name too long"));
    free(call.why);
}

static void what_cannot_be_a_name_is_no_host(void **state)
{
    fails(*state, "", 6667, "no such host: ");
    fails(*state, "tea room", 6667, "no such host: tea room");
    fails(*state, "tea..room", 6667, "no such host: tea..room");
}

static void giving_up_calls_nobody(void **state)
{
    struct scene *scene = *state;
    int port = 0;
    int listener = listen_anywhere(&port);
    struct call call = {.fd = -1};
    dial_free(dial_new(scene->loop, "127.0.0.1", port, on_answer, &call));
    struct dial *dial = dial_new(scene->loop, "127.0.0.1", port, on_answer, &call);
    scene_turns(scene, 1);
    bool was_answered = call.is_answered;
    dial_free(dial);
    scene_turns(scene, 3);
    assert_int_equal(call.is_answered, was_answered);
    if (was_answered)
        close(call.fd);
    close(listener);
}

/* Whatever the network of this machine says to such a name, and when. */
static void a_look_up_may_be_given_up_at_any_moment(void **state)
{
    struct scene *scene = *state;
    for (int turns = 0; turns < 6; turns++) {
        struct call call = {.fd = -1};
        struct dial *dial = dial_new(scene->loop, "alice.invalid", 1, on_answer, &call);
        scene_turns(scene, turns);
        bool was_answered = call.is_answered;
        dial_free(dial);
        if (turns < 5) /* the last one is answered by evdns while the loop is freed */
            scene_turns(scene, 3);
        assert_int_equal(call.is_answered, was_answered);
        free(call.why);
    }
}

#define DIAL_TEST(test) cmocka_unit_test_setup_teardown(test, scene_setup, scene_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        DIAL_TEST(an_address_or_localhost_needs_no_resolver),
        DIAL_TEST(a_refused_connection_is_told_in_a_sentence),
        DIAL_TEST(a_socket_in_the_file_system_is_dialled_by_its_path),
        DIAL_TEST(a_path_that_is_too_long_is_told),
        DIAL_TEST(what_cannot_be_a_name_is_no_host),
        DIAL_TEST(giving_up_calls_nobody),
        DIAL_TEST(a_look_up_may_be_given_up_at_any_moment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
