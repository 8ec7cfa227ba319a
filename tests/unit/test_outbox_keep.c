/* What was said and has no answer yet outlives the client, whenever it is killed. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "handle.h"
#include "keyboard.h"
#include "mem.h"
#include "outbox_keep.h"
#include "spec.h"
#include "state.h"

#define FOLDER "/tmp/parlor-outbox-XXXXXX"

struct past {
    struct scene *s;
    char folder[sizeof(FOLDER)];
    char *path;
    struct archive *archive;
};

static void open_archive(struct past *past)
{
    char *warning = NULL;
    char *cause = NULL;
    archive_close(past->archive);
    past->archive = archive_open(past->path, &warning, &cause);
    assert_non_null(past->archive);
    assert_null(warning);
}

static void link_comes(struct scene *s)
{
    static const char caps[] = "message-tags server-time echo-message labeled-response batch "
                               "standard-replies draft/chathistory parlor.chat/idempotency";
    handle_connected(s->chat, s->network);
    server_says(s, ":x CAP * LS :%s", caps);
    server_says(s, ":x CAP alice ACK :%s", caps);
    server_says(s, ":x 900 alice alice!a@h alice :You are now logged in");
    server_says(s, ":x 001 alice :Welcome");
    server_says(s, ":x 422 alice :No MOTD");
    server_says(s, ":alice!a@h JOIN #tea");
}

static int setup(void **state)
{
    struct past *past = xnew(struct past);
    void *scene = NULL;
    scene_offline(&scene);
    past->s = scene;
    memcpy(past->folder, FOLDER, sizeof(FOLDER));
    assert_non_null(mkdtemp(past->folder));
    past->path = xasprintf("%s/archive.db", past->folder);
    open_archive(past);
    link_comes(past->s);
    chat_open(past->s->chat, scene_conv(past->s, "#tea"));
    scene_forget(past->s);
    state_save(past->archive, past->s->chat);
    *state = past;
    return 0;
}

static int teardown(void **state)
{
    struct past *past = *state;
    void *scene = past->s;
    archive_close(past->archive);
    scene_end(&scene);
    unlink(past->path);
    rmdir(past->folder);
    free(past->path);
    free(past);
    return 0;
}

static void turn_ends(struct past *past)
{
    state_save_lines(past->archive, past->s->chat, true);
}

/* The client is killed, and another one begins where the disk says. */
static void killed(struct past *past)
{
    struct scene *s = past->s;
    int64_t now_ms = s->chat->now_ms;
    chat_free(s->chat);
    buf_clear(&s->written);
    open_archive(past);
    s->chat = chat_new();
    s->chat->now_ms = now_ms + 60000;
    s->chat->mono_ms = 5000000;
    state_load(past->archive, s->chat);
    s->network = network_new("irc.example.org", 6697, true, "alice");
    chat_add_network(s->chat, s->network);
    state_load_network(past->archive, s->chat, s->network);
}

static void killed_before_it_was_written_it_goes_out_the_next_time(void **state)
{
    struct past *past = *state;
    handle_lost(past->s->chat, past->s->network, "");
    enters(past->s, "one");
    enters(past->s, "two");
    enters(past->s, "/me waves");
    enters(past->s, "/msg bob psst");
    turn_ends(past);
    killed(past);
    conv_ends_with(past->s, "#tea",
                   "-> alice\n<alice> one (waiting)\n<alice> two (waiting)\n"
                   "* alice waves (waiting)");
    conv_ends_with(past->s, "bob", "<alice> psst (waiting)");
    input_shows(past->s, "|");
    link_comes(past->s);
    client_says(past->s, "@*PRIVMSG bob :psst");
    client_says(past->s, "@*PRIVMSG #tea :one");
    client_says(past->s, "@*PRIVMSG #tea :two");
    client_says(past->s, "@*PRIVMSG #tea :\x01"
                         "ACTION waves\x01");
}

/* The key under which the next message is sent; to free. */
static char *key_sent(struct past *past)
{
    const char *out = buf_text(&past->s->network->out);
    const char *at = strstr(out, "parlor.chat/idem=");
    assert_non_null(at);
    at += strlen("parlor.chat/idem=");
    return xstrndup(at, strcspn(at, "; "));
}

static void killed_before_the_echo_it_is_sent_again_under_the_same_key(void **state)
{
    struct past *past = *state;
    enters(past->s, "one");
    char *key = key_sent(past);
    turn_ends(past);
    killed(past);
    conv_ends_with(past->s, "#tea", "-> alice\n<alice> one (waiting)");
    link_comes(past->s);
    char *again = key_sent(past);
    assert_string_equal(again, key);
    server_says(past->s, "@label=1;msgid=m1;time=2026-11-20T18:00:00.100Z;parlor.chat/dup "
                         ":alice!a@h PRIVMSG #tea :one");
    turn_ends(past);
    killed(past);
    conv_shows(past->s, "#tea", "<alice> one");
    assert_int_equal(past->s->network->queue.n, 0);
    free(key);
    free(again);
}

static void killed_after_the_echo_but_before_the_disk_it_is_the_same(void **state)
{
    struct past *past = *state;
    enters(past->s, "one");
    turn_ends(past);
    server_says(past->s, "@label=1;msgid=m1 :alice!a@h PRIVMSG #tea :one");
    killed(past);
    conv_ends_with(past->s, "#tea", "-> alice\n<alice> one (waiting)");
    assert_int_equal(past->s->network->queue.n, 1);
}

static void what_is_settled_is_a_line_and_no_entry(void **state)
{
    struct past *past = *state;
    enters(past->s, "one");
    enters(past->s, "two");
    turn_ends(past);
    server_says(past->s, "@label=1;msgid=m1;time=2026-11-20T18:00:01.000Z "
                         ":alice!a@h PRIVMSG #tea :one");
    server_says(past->s, "@label=2 :x 404 alice #tea :Cannot send to room");
    turn_ends(past);
    killed(past);
    assert_int_equal(past->s->network->queue.n, 0);
    conv_shows(past->s, "#tea", "<alice> one");
    conv_shows(past->s, "#tea", "<alice> two (failed)");
}

static void other_lines_do_not_wait_for_one_that_does(void **state)
{
    struct past *past = *state;
    enters(past->s, "one");
    server_says(past->s, "@msgid=b1;time=2026-11-20T18:00:01.000Z :bob!b@h PRIVMSG #tea :hi");
    turn_ends(past);
    killed(past);
    conv_shows(past->s, "#tea", "<bob> hi");
    conv_shows(past->s, "#tea", "<alice> one (waiting)");
}

static void what_is_taken_back_is_a_draft_and_no_entry(void **state)
{
    struct past *past = *state;
    handle_lost(past->s->chat, past->s->network, "");
    enters(past->s, "one");
    turn_ends(past);
    enters(past->s, "/queue edit 1");
    turn_ends(past);
    killed(past);
    assert_int_equal(past->s->network->queue.n, 0);
    assert_string_equal(scene_conv(past->s, "#tea")->draft, "one");
}

static void what_was_dropped_stays_dropped(void **state)
{
    struct past *past = *state;
    handle_lost(past->s->chat, past->s->network, "");
    enters(past->s, "one");
    turn_ends(past);
    enters(past->s, "/queue drop 1");
    turn_ends(past);
    killed(past);
    assert_int_equal(past->s->network->queue.n, 0);
    conv_does_not_show(past->s, "#tea", "<alice> one*");
}

static void a_password_is_not_written_down(void **state)
{
    struct past *past = *state;
    enters(past->s, "/msg NickServ IDENTIFY tea-and-milk");
    turn_ends(past);
    server_says(past->s, "@label=1 :NickServ!n@x NOTICE alice :You are now logged in");
    conv_shows(past->s, "NickServ", "<alice> IDENTIFY tea-and-milk");
    turn_ends(past);
    state_save(past->archive, past->s->chat);
    killed(past);
    assert_int_equal(past->s->network->queue.n, 0);
    conv_does_not_show(past->s, "NickServ", "*tea-and-milk*");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_TIME(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
        IN_TIME(killed_before_it_was_written_it_goes_out_the_next_time),
        IN_TIME(killed_before_the_echo_it_is_sent_again_under_the_same_key),
        IN_TIME(killed_after_the_echo_but_before_the_disk_it_is_the_same),
        IN_TIME(what_is_settled_is_a_line_and_no_entry),
        IN_TIME(other_lines_do_not_wait_for_one_that_does),
        IN_TIME(what_is_taken_back_is_a_draft_and_no_entry),
        IN_TIME(what_was_dropped_stays_dropped),
        IN_TIME(a_password_is_not_written_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
