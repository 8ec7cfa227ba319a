/* What is told line by line to who has it read to them (client.md, row 132). */
#include <stdlib.h>
#include <string.h>

#include "irc_name.h"
#include "keyboard.h"
#include "linear.h"
#include "mem.h"
#include "spec.h"

struct reader {
    struct scene *scene;
    struct linear linear;
};

static int begin(void **state)
{
    struct reader *reader = xnew(struct reader);
    void *scene = NULL;
    scene_modern(&scene);
    reader->scene = scene;
    struct chat *chat = reader->scene->chat;
    chat->page_rows = LINEAR_PAGE + 1;
    chat->side.rooms_rows = chat->side.users_rows = LINEAR_PAGE;
    *state = reader;
    return 0;
}

static int end(void **state)
{
    struct reader *reader = *state;
    void *scene = reader->scene;
    linear_clear(&reader->linear);
    free(reader);
    return scene_end(&scene);
}

/* The next turn tells these lines (masks, by '\n'), and no others. */
static void tells(struct reader *reader, const char *masks)
{
    linear_turn(&reader->linear, reader->scene->chat);
    char *told = xstrdup(buf_text(&reader->linear.out));
    char *wanted = xstrdup(masks);
    char *rest = told;
    char *rest_wanted = wanted;
    for (char *mask; (mask = strsep(&rest_wanted, "\n"));) {
        char *line = *mask ? strsep(&rest, "\n") : NULL;
        if (*mask && (!line || !irc_mask_match(mask, line)))
            fail_msg("\"%s\" is not told, but:\n%s", mask, buf_text(&reader->linear.out));
    }
    if (rest && *rest)
        fail_msg("this is told too:\n%s", rest);
    free(told);
    free(wanted);
    buf_reset(&reader->linear.out);
    xreplace(&reader->scene->chat->notice, NULL);
}

/* The next turn tells a line like this among others. */
static void tells_also(struct reader *reader, const char *mask)
{
    linear_turn(&reader->linear, reader->scene->chat);
    char *told = xstrdup(buf_text(&reader->linear.out));
    char *rest = told;
    bool found = false;
    for (char *line; (line = strsep(&rest, "\n"));)
        found |= irc_mask_match(mask, line);
    if (!found)
        fail_msg("\"%s\" is not told, but:\n%s", mask, buf_text(&reader->linear.out));
    free(told);
    buf_reset(&reader->linear.out);
    xreplace(&reader->scene->chat->notice, NULL);
}

/* All that was to be told so far was. */
static void all_is_told(struct reader *reader)
{
    linear_turn(&reader->linear, reader->scene->chat);
    buf_reset(&reader->linear.out);
    xreplace(&reader->scene->chat->notice, NULL);
}

/* alice and some others are in #tea; it is open. */
static void in_tea(struct reader *reader)
{
    struct scene *s = reader->scene;
    enters(s, "/join #tea");
    server_says(s, ":alice!a@h JOIN #tea * :Alice");
    server_says(s, ":irc.example.org 332 alice #tea :Kettle times");
    server_says(s, ":irc.example.org 353 alice = #tea :@bob carol alice");
    server_says(s, ":irc.example.org 366 alice #tea :End");
    chat_open(s->chat, scene_conv(s, "#tea"));
    linear_turn(&reader->linear, s->chat);
    scene_wait(s, 3000);
    all_is_told(reader);
}

static void the_row_is(struct reader *reader, const char *picture)
{
    struct linear_row row;
    linear_row_make(&row, reader->scene->chat);
    char *shown = xasprintf("%.*s|%s", (int)row.cursor, row.text, row.text + row.cursor);
    assert_string_equal(shown, picture);
    free(shown);
    free(row.text);
}

/* ---- talk ---- */

static void it_begins_by_saying_how_to_get_help(void **state)
{
    tells(*state, "Parlor, line by line. F1 or /help tells commands and keys*\n"
                  "Connected to * as alice\n"
                  "You are at the messages of the server *\n*");
}

static void what_is_said_is_one_sentence_with_the_time_when_it_changed(void **state)
{
    struct reader *r = *state;
    in_tea(r);
    server_says(r->scene, "@time=2026-11-20T18:04:00.000Z;msgid=a1 :bob!b@h PRIVMSG #tea :hello");
    tells(r, "18:04 bob says hello");
    server_says(r->scene, "@time=2026-11-20T18:04:10.000Z;msgid=a2 :bob!b@h PRIVMSG #tea :tea?");
    tells(r, "bob says tea?");
    server_says(r->scene, "@time=2026-11-20T18:05:00.000Z;msgid=a3 :bob!b@h PRIVMSG #tea "
                          ":\x01"
                          "ACTION waves\x01");
    tells(r, "18:05 bob waves");
    tells(r, "");
}

static void who_is_spoken_to_hears_that_first_wherever_it_was(void **state)
{
    struct reader *r = *state;
    in_tea(r);
    enters(r->scene, "/join #ops");
    server_says(r->scene, ":alice!a@h JOIN #ops * :Alice");
    chat_open(r->scene->chat, scene_conv(r->scene, "#ops"));
    all_is_told(r);
    server_says(r->scene, ":bob!b@h PRIVMSG #tea :alice: the kettle");
    tells(r, "*#tea: You are spoken to: bob says alice: the kettle");
    server_says(r->scene, ":bob!b@h PRIVMSG alice :psst");
    tells(r, "bob says to you: psst");
}

static void what_is_said_elsewhere_is_told_once_as_unread(void **state)
{
    struct reader *r = *state;
    in_tea(r);
    enters(r->scene, "/join #ops");
    server_says(r->scene, ":alice!a@h JOIN #ops * :Alice");
    chat_open(r->scene->chat, scene_conv(r->scene, "#ops"));
    all_is_told(r);
    server_says(r->scene, ":bob!b@h PRIVMSG #tea :one");
    tells(r, "Unread in #tea");
    server_says(r->scene, ":bob!b@h PRIVMSG #tea :two");
    tells(r, "");
    chat_open(r->scene->chat, scene_conv(r->scene, "#tea"));
    tells(r, "You are in #tea. Topic: Kettle times. 2 unread. 3 here.\n"
             "*alice joined\nbob says one\nbob says two");
}

static void comings_and_goings_are_one_sentence_when_it_is_quiet(void **state)
{
    struct reader *r = *state;
    in_tea(r);
    r->scene->chat->settings.joins = JOINS_FOLD;
    server_says(r->scene, ":bob!b@h PRIVMSG #tea :bye");
    all_is_told(r);
    server_says(r->scene, ":bob!b@h PART #tea :tired");
    tells(r, "");
    server_says(r->scene, ":dave!d@h JOIN #tea * :Dave");
    tells(r, "");
    assert_true(linear_waits(&r->linear));
    scene_wait(r->scene, 2500);
    tells(r, "*bob left, dave joined");
    assert_false(linear_waits(&r->linear));
}

static void what_was_said_is_told_before_what_follows_it(void **state)
{
    struct reader *r = *state;
    in_tea(r);
    server_says(r->scene, ":bob!b@h PART #tea");
    server_says(r->scene, ":carol!c@h PRIVMSG #tea :he is gone");
    tells(r, "*left\ncarol says he is gone");
}

static void an_own_message_is_told_when_it_arrived_or_does_not(void **state)
{
    struct reader *r = *state;
    in_tea(r);
    enters(r->scene, "tea is ready");
    tells(r, "");
    scene_wait(r->scene, 1500);
    tells(r, "*You say tea is ready, *");
    tells(r, "");
}

static void answers_changes_and_deletions_are_in_words(void **state)
{
    struct reader *r = *state;
    in_tea(r);
    server_says(r->scene, "@msgid=m1 :carol!c@h PRIVMSG #tea :who is there");
    all_is_told(r);
    server_says(r->scene, "@msgid=m2;+reply=m1 :bob!b@h PRIVMSG #tea :I am");
    tells(r, "bob answers carol: I am");
    server_says(r->scene, "@+draft/react=👍;+reply=m1 :bob!b@h TAGMSG #tea");
    tells(r, "bob reacts with thumbs up to: who is there");
    server_says(r->scene, ":carol!c@h REDACT #tea m1 :wrong room");
    tells_also(r, "*What carol said is deleted by carol: wrong room");
}

static void a_flood_is_passed_over_but_for_its_end(void **state)
{
    struct reader *r = *state;
    in_tea(r);
    for (int i = 1; i <= 50; i++)
        server_says(r->scene, ":bob!b@h PRIVMSG #tea :line %d", i);
    tells_also(r, "40 earlier lines are passed over*");
    tells(r, "");
    presses(r->scene, "PgUp");
    bool at_top = false;
    linear_scroll(r->scene->chat, r->scene->chat->scroll_rows, &r->scene->chat->current->anchor,
                  &at_top);
    tells_also(r, "*bob says line 41");
    linear_scroll(r->scene->chat, -LINEAR_PAGE, &r->scene->chat->current->anchor, &at_top);
    tells_also(r, "*bob says line 31");
    linear_scroll(r->scene->chat, LINEAR_PAGE, &r->scene->chat->current->anchor, &at_top);
    tells_also(r, "*bob says line 50");
}

/* ---- going about ---- */

static void the_lists_say_where_one_is_in_them(void **state)
{
    struct reader *r = *state;
    in_tea(r);
    enters(r->scene, "/names");
    tells(r, "3 people: bob, alice, carol\nArrows go through them*\n1 of 3: bob, operator");
    presses(r->scene, "Down");
    tells(r, "2 of 3: alice");
    presses(r->scene, "Esc");
    tells(r, "Back at the input");
    presses(r->scene, "C-M-o C-M-o");
    tells_also(r, "? of ?: #tea");
}

static void a_picked_message_is_read(void **state)
{
    struct reader *r = *state;
    in_tea(r);
    server_says(r->scene, "@msgid=p1 :bob!b@h PRIVMSG #tea :one");
    server_says(r->scene, "@msgid=p2 :bob!b@h PRIVMSG #tea :two");
    all_is_told(r);
    presses(r->scene, "M-s");
    tells(r, "Pick a message by the arrows*\n3 of 3: * bob says two");
    presses(r->scene, "k");
    tells(r, "2 of 3: * bob says one");
    presses(r->scene, "r");
    tells(r, "Back at the input\nYou answer bob. Escape drops that");
}

static void what_is_hidden_is_read_only_when_it_is_opened(void **state)
{
    struct reader *r = *state;
    in_tea(r);
    server_says(r->scene, "@msgid=p1 :bob!b@h PRIVMSG #tea :it was \x03"
                          "1,1the butler\x03 then");
    tells(r, "*bob says it was (hidden) then");
    presses(r->scene, "M-s");
    tells_also(r, "? of ?: * bob says it was (hidden) then");
    presses(r->scene, "Enter");
    tells(r, "? of ?: * bob says it was the butler then");
}

static void what_is_found_is_read(void **state)
{
    struct reader *r = *state;
    in_tea(r);
    server_says(r->scene, ":bob!b@h PRIVMSG #tea :the kettle is on");
    all_is_told(r);
    presses(r->scene, "C-s");
    tells_also(r, "Search in #tea*");
    types(r->scene, "kettle");
    the_row_is(r, "Search: kettle|");
    tells(r, "1 of 1: * bob says the kettle is on");
    types(r->scene, "x");
    tells(r, "Nothing found");
    presses(r->scene, "Esc");
    tells_also(r, "Back at the input");
}

static void a_list_a_text_a_form_and_a_question_are_told_row_by_row(void **state)
{
    struct reader *r = *state;
    all_is_told(r);
    enters(r->scene, "/help");
    tells_also(r, "your text, Enter, Say it to everybody in the room");
    types(r->scene, "kick");
    the_row_is(r, "Filter: kick|");
    tells_also(r, "/kick *, Remove somebody from the room");
    presses(r->scene, "Esc Esc");
    tells_also(r, "Back at the input");
    presses(r->scene, "M-x");
    tells_also(r, "1 of *: /alias, *");
    presses(r->scene, "Down");
    tells(r, "2 of *: /away, *");
    presses(r->scene, "Esc");
    tells_also(r, "Back at the input");
    pastes(r->scene, "one\ntwo\nthree\nfour\nfive\nsix\n");
    tells_also(r, "? of *: *");
    the_row_is(r, "Choose: |");
    presses(r->scene, "Esc");
    all_is_told(r);
    enters(r->scene, "/connect");
    tells_also(r, "2 of 3: Your name, alice");
    the_row_is(r, "Your name: alice|");
    presses(r->scene, "Tab");
    tells(r, "3 of 3: *");
}

static void what_could_be_typed_is_told_as_one_goes_through_it(void **state)
{
    struct reader *r = *state;
    in_tea(r);
    types(r->scene, "/top");
    presses(r->scene, "Tab");
    tells_also(r, "/topic *Show or set the topic*");
    the_row_is(r, "> /topic |");
}

static void where_one_is_is_told_by_a_key_and_a_command(void **state)
{
    struct reader *r = *state;
    in_tea(r);
    enters(r->scene, "/where");
    tells(r, "You are in #tea on *, as alice, connected*. 3 here: bob, alice, carol. Nothing is "
             "unread. It is 18:00");
    presses(r->scene, "M-w");
    tells(r, "You are in #tea on *");
}

static void errors_are_lines_each_time(void **state)
{
    struct reader *r = *state;
    in_tea(r);
    enters(r->scene, "/toggle nowhere");
    tells(r, "Error: *");
    enters(r->scene, "/toggle nowhere");
    tells(r, "Error: *");
    presses(r->scene, "Esc");
    tells(r, "Alt keys: *");
}

/* ---- the row ---- */

static void one_row_shows_what_is_typed(void **state)
{
    struct reader *r = *state;
    r->scene->chat->cols = 30;
    types(r->scene, "hello");
    the_row_is(r, "> hello|");
    presses(r->scene, "Left Left");
    the_row_is(r, "> hel|lo");
    presses(r->scene, "End C-j");
    types(r->scene, "two");
    the_row_is(r, "row 2 of 2> two|");
    presses(r->scene, "C-a C-u C-c");
    types(r->scene, "a line that is longer than the terminal");
    the_row_is(r, "> s longer than the terminal|");
}

int main(void)
{
#define READ(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        READ(it_begins_by_saying_how_to_get_help),
        READ(what_is_said_is_one_sentence_with_the_time_when_it_changed),
        READ(who_is_spoken_to_hears_that_first_wherever_it_was),
        READ(what_is_said_elsewhere_is_told_once_as_unread),
        READ(comings_and_goings_are_one_sentence_when_it_is_quiet),
        READ(what_was_said_is_told_before_what_follows_it),
        READ(an_own_message_is_told_when_it_arrived_or_does_not),
        READ(answers_changes_and_deletions_are_in_words),
        READ(a_flood_is_passed_over_but_for_its_end),
        READ(the_lists_say_where_one_is_in_them),
        READ(a_picked_message_is_read),
        READ(what_is_hidden_is_read_only_when_it_is_opened),
        READ(what_is_found_is_read),
        READ(a_list_a_text_a_form_and_a_question_are_told_row_by_row),
        READ(what_could_be_typed_is_told_as_one_goes_through_it),
        READ(where_one_is_is_told_by_a_key_and_a_command),
        READ(errors_are_lines_each_time),
        READ(one_row_shows_what_is_typed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
