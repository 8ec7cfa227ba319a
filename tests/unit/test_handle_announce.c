/* What operators say to everybody, and where it is shown. */
#include <stdlib.h>

#include "handle.h"
#include "keyboard.h"
#include "spec.h"

#define OPERATOR "<★ operator> "

static int in_tea(void **state)
{
    scene_modern(state);
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea * :Alice");
    scene_forget(s);
    return 0;
}

static void announces(struct scene *s, const char *id, const char *time, const char *text)
{
    server_says(s,
                "@parlor.chat/announce;msgid=%s;time=2026-11-20T%s:00.000Z :irc.example.org NOTICE "
                "alice :%s",
                id, time, text);
}

static void it_is_shown_where_one_looks_and_at_the_servers_own(void **state)
{
    struct scene *s = *state;
    announces(s, "a1", "18:00", "Restart at six");
    conv_shows(s, "#tea", OPERATOR "Restart at six (mention)");
    conv_shows(s, "", OPERATOR "Restart at six");
    announces(s, "a1", "18:00", "Restart at six");
    conv_ends_with(s, "#tea", "-> alice\n" OPERATOR "Restart at six (mention)");
}

static void at_the_servers_own_it_stands_once(void **state)
{
    struct scene *s = *state;
    chat_open(s->chat, s->network->console);
    announces(s, "a1", "18:00", "Restart at six");
    conv_does_not_show(s, "#tea", "*Restart*");
    conv_shows(s, "", OPERATOR "Restart at six");
}

static void who_saw_it_has_read_it(void **state)
{
    struct scene *s = *state;
    s->chat->focused = true;
    announces(s, "a1", "18:01", "Restart at six");
    assert_int_equal(scene_conv(s, "")->unread, 0);
    s->chat->focused = false;
    announces(s, "a2", "18:02", "Restart at seven");
    assert_int_equal(scene_conv(s, "#tea")->mentions, 1);
}

static void nobody_else_can_look_like_one(void **state)
{
    struct scene *s = *state;
    server_says(s, "@+parlor.chat/announce;msgid=m1 :bob!b@h NOTICE #tea :I am the operator");
    conv_shows(s, "#tea", "-bob- I am the operator");
    conv_does_not_show(s, "", "*I am the operator*");
}

static void what_waited_is_marked_so(void **state)
{
    struct scene *s = *state;
    s->network->last_ms = SCENE_START_MS - 3600000;
    server_says(s, ":h CHATHISTORY TARGETS * :2026-11-20T17:30:00.000Z");
    client_says(s, "CHATHISTORY LATEST * timestamp=2026-11-20T17:00:00.000Z :20");
    server_says(s, ":h BATCH +b chathistory *");
    server_says(s, "@batch=b;parlor.chat/announce;msgid=a0;time=2026-11-20T16:00:00.000Z :h NOTICE "
                   "* :Long ago");
    server_says(s, "@batch=b;msgid=a1;time=2026-11-20T17:30:00.000Z :h NOTICE * :New rules");
    server_says(s, ":h BATCH -b");
    conv_shows(s, "#tea", OPERATOR "while you were away, 17:30: New rules (mention)");
    conv_does_not_show(s, "#tea", "*Long ago*");
    conv_shows(s, "", OPERATOR "Long ago");
    conv_shows(s, "", OPERATOR "New rules");
    assert_null(chat_conv(s->chat, s->network, "*"));
}

static void without_what_was_known_all_of_it_is_asked_for(void **state)
{
    struct scene *s = *state;
    s->network->last_ms = 0;
    server_says(s, ":h CHATHISTORY TARGETS * :2026-11-20T17:30:00.000Z");
    client_says(s, "CHATHISTORY LATEST * * :20");
}

static void who_looks_at_another_server_is_told_above_the_input(void **state)
{
    struct scene *s = *state;
    struct network *other = network_new("other.example.org", 6697, true, "alice");
    chat_add_network(s->chat, other);
    chat_open(s->chat, other->console);
    announces(s, "a1", "18:00", "Restart at six");
    notice_says(s, "irc.example.org: the operator says: Restart at six");
    conv_shows(s, "", OPERATOR "Restart at six");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define SCENE(test) cmocka_unit_test_setup_teardown(test, in_tea, scene_end)
        SCENE(it_is_shown_where_one_looks_and_at_the_servers_own),
        SCENE(at_the_servers_own_it_stands_once),
        SCENE(who_saw_it_has_read_it),
        SCENE(nobody_else_can_look_like_one),
        SCENE(what_waited_is_marked_so),
        SCENE(without_what_was_known_all_of_it_is_asked_for),
        SCENE(who_looks_at_another_server_is_told_above_the_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
