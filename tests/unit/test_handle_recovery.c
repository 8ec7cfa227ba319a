/* The code that gives a name back: asked for once, shown once, and in no file. */
#include <string.h>

#include "handle.h"
#include "keyboard.h"
#include "recovery_card.h"
#include "spec.h"

#define CAPS "draft/account-registration=before-connect parlor.chat/ack"
#define CODE "7KQ2-XM4T-9HPD-WN3C"

/* alice claims her name on a server that has these capabilities. */
static void claims(struct scene *s, const char *caps)
{
    s->network->claim = true;
    handle_connected(s->chat, s->network);
    server_says(s, ":irc.example.org CAP * LS :%s", caps);
    server_says(s, ":irc.example.org CAP alice ACK :draft/account-registration");
    client_says(s, "REGISTER*");
    server_says(s, ":irc.example.org REGISTER SUCCESS alice :Name claimed");
    server_says(s, ":irc.example.org 001 alice :Welcome");
    client_does_not_say(s, "PRIVMSG*");
    server_says(s, ":irc.example.org 422 alice :No MOTD");
}

/* The line is shown, and nobody will write it to a file. */
static void conv_is_kept_nowhere(struct scene *s, const char *name, const char *text)
{
    struct lines *lines = scene_conv(s, name)->lines;
    struct line line;
    size_t seen = 0;
    for (size_t i = 0; i < lines_count(lines); i++) {
        lines_get(lines, i, &line);
        seen += strstr(line.text, text) != NULL;
    }
    assert_int_equal(seen, 1);
    while (lines_unsaved(lines, &line)) {
        assert_null(strstr(line.text, text));
        lines_saved(lines);
    }
}

static void is_kept_nowhere(struct scene *s, const char *text)
{
    conv_is_kept_nowhere(s, "", text);
}

static void who_claims_a_name_gets_a_code_that_is_kept_nowhere(void **state)
{
    struct scene *s = *state;
    claims(s, CAPS);
    client_says(s, "PRIVMSG NickServ :RECOVERY");
    server_says(s, ":alice!a@h PRIVMSG NickServ :RECOVERY");
    server_says(s, ":NickServ!NickServ@services NOTICE alice :recovery code: %s keep it", CODE);
    conv_shows(s, "", "-NickServ- recovery code: " CODE " keep it");
    conv_shows(s, "", "-- With it the name alice is yours again*/recovery*");
    is_kept_nowhere(s, CODE);
    assert_null(chat_conv(s->chat, s->network, "NickServ"));

    /* What NickServ says later is as any notice. */
    server_says(s, ":NickServ!NickServ@services NOTICE alice :hello");
    conv_shows(s, "", "-NickServ- hello");
}

static void the_question_may_come_back_behind_its_answer(void **state)
{
    struct scene *s = *state;
    claims(s, CAPS);
    server_says(s, ":NickServ!NickServ@services NOTICE alice :recovery code: %s", CODE);
    server_says(s, ":alice!a@h PRIVMSG NickServ :RECOVERY");
    assert_null(chat_conv(s->chat, s->network, "NickServ"));
}

static void a_server_of_another_kind_is_not_asked(void **state)
{
    struct scene *s = *state;
    claims(s, "draft/account-registration=before-connect");
    client_does_not_say(s, "PRIVMSG*");
}

static void who_comes_back_is_not_asked_again(void **state)
{
    struct scene *s = *state;
    claims(s, CAPS);
    server_says(s, ":NickServ!NickServ@services NOTICE alice :recovery code: %s", CODE);
    scene_forget(s);
    handle_connected(s->chat, s->network);
    server_says(s, ":irc.example.org CAP * LS :%s", CAPS);
    server_says(s, ":irc.example.org 001 alice :Welcome");
    server_says(s, ":irc.example.org 422 alice :No MOTD");
    client_does_not_say(s, "PRIVMSG*");
}

static void a_notice_of_somebody_is_no_code(void **state)
{
    struct scene *s = *state;
    claims(s, CAPS);
    server_says(s, ":bob!b@h NOTICE alice :recovery code: AAAA-BBBB-CCCC");
    server_says(s, ":irc.example.org NOTICE alice :the kettle is on");
    assert_true(s->network->recovery_asked);
    conv_does_not_show(s, "", "-- With it*");
}

static void recovery_asks_anew_and_goes_where_it_is_shown(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    chat_open(s->chat, scene_conv(s, "#tea"));
    enters(s, "/recovery");
    notice_says(s, "The name alice is not yours here*");
    presses(s, "C-c");
    server_says(s, ":irc.example.org 900 alice alice!a@h alice :You are now logged in as alice");
    enters(s, "/recovery");
    client_says(s, "PRIVMSG NickServ :RECOVERY");
    server_says(s, ":irc.example.org NOTICE alice :Recovery code: %s - it works once", CODE);
    recovery_card_turn(s->chat);
    assert_string_equal(s->chat->current->name, "#tea");
    assert_string_equal(s->chat->dialog->title, "Recovery code");
    assert_string_equal(s->chat->dialog->rows[0].label, CODE);
    conv_does_not_show(s, "", "*" CODE "*");
    presses(s, "Up Enter");
    assert_null(s->chat->dialog);
    assert_string_equal(s->chat->copy, CODE);
}

static void who_types_meanwhile_gets_it_as_lines_where_they_are(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    chat_open(s->chat, scene_conv(s, "#tea"));
    server_says(s, ":irc.example.org 900 alice alice!a@h alice :You are now logged in as alice");
    enters(s, "/recovery");
    client_says(s, "PRIVMSG NickServ :RECOVERY");
    types(s, "the kettle");
    server_says(s, ":irc.example.org NOTICE alice :Recovery code: %s", CODE);
    recovery_card_turn(s->chat);
    assert_null(s->chat->dialog);
    conv_shows(s, "#tea", "*Recovery code: " CODE);
    conv_shows(s, "#tea", "-- With it the name alice*write it down*/recovery*");
    conv_is_kept_nowhere(s, "#tea", CODE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define OFFLINE(test) cmocka_unit_test_setup_teardown(test, scene_offline, scene_end)
        OFFLINE(who_claims_a_name_gets_a_code_that_is_kept_nowhere),
        OFFLINE(the_question_may_come_back_behind_its_answer),
        OFFLINE(a_server_of_another_kind_is_not_asked),
        OFFLINE(who_comes_back_is_not_asked_again),
        OFFLINE(a_notice_of_somebody_is_no_code),
        cmocka_unit_test_setup_teardown(who_types_meanwhile_gets_it_as_lines_where_they_are,
                                        scene_plain, scene_end),
        cmocka_unit_test_setup_teardown(recovery_asks_anew_and_goes_where_it_is_shown, scene_plain,
                                        scene_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
