#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "view_scene.h"

/* The screen of the specification. */
static void fill(struct scene *s)
{
    struct chat *chat = s->chat;
    struct conv *ops = NULL;
    struct conv *people = NULL;
    struct conv *lobby = chat_conv_make(chat, s->network, "#lobby");
    ops = chat_conv_make(chat, s->network, "#ops");
    people = chat_conv_make(chat, s->network, "carol");
    lobby->joined = ops->joined = true;
    ops->unread = 5;
    ops->mentions = 3;
    people->unread = people->mentions = 1;
    xreplace(&s->room->topic, "Ship v1 on Friday");
    enters(s, "alice", "~", false);
    enters(s, "carol", "+", false);
    enters(s, "bob", "", false);
    enters(s, "erin", "", true);
    says(s, "9:14", "alice", "Hello team!");
    says(s, "9:14", "bob", "morning. build is green, notes are in https://ci.example.org/run/812");
    happens(s, "9:16", LINE_JOIN, "dave", "");
    happens(s, "9:16", LINE_QUIT, "erin", "");
    s->room->line_ms = at("18:02");
    says(s, "18:04", "carol", "while you were away: deploy done 👍");
    says(s, "18:05", "alice", "@erin nice! see shared/plan.pdf");
    lines_flag(s->room->lines, happens(s, "18:05", LINE_ACTION, "alice", "waves"), LINE_PENDING, 0);
    edit_set(chat->edit, "see you");
}

static void at_100_columns_it_is_the_picture(void **state)
{
    struct scene *s = *state;
    static const char *const rows[] = {
        " Rooms           │ #teamchat  Ship v1 on Friday                                   4  │ Here 3",
        "▸1 #teamchat     │─────────────────────── Friday 20 November ────────────────────────│ ★ alice",
        " 2 #lobby        │  9:14  alice  Hello team!                                         │ + carol",
        " 3 #ops      @ 3 │          bob  morning. build is green, notes are in               │   bob",
        "                 │               https://ci.example.org/run/812                      │",
        " People          │  9:16       → dave joined · ← erin left                           │ Away 1",
        " 4 carol       1 │───────────────────────── new since 18:02 ─────────────────────────│   erin",
        "                 │ 18:04  carol  while you were away: deploy done 👍                 │",
        " Server          │ 18:05  alice  @erin nice! see shared/plan.pdf                     │",
        " 5 Example       │       *alice  waves                                     … sending │",
        "                 │                                                                   │",
        "─────────────────┼───────────────────────────────────────────────────────────────────┼──────────────",
    };
    fill(s);
    paints(s, 100, 14);
    for (int y = 0; y < 11; y++)
        row_shows(s, y, rows[y]);
    row_shows(
        s, 12,
        " alice · lag 4ms │                                                         #teamchat │ C-k find  F1");
    row_shows(s, 13, "                 │ > see you");
}

static void at_50_columns_messages_have_it_all(void **state)
{
    struct scene *s = *state;
    static const char *const rows[] = {
        " 1/5 #teamchat  Ship v1 on Friday    ●6 @4     4",
        "─────────────── Friday 20 November ───────────────",
        " 9:14 alice  Hello team!",
        "      bob  morning. build is green, notes are in",
        "        https://ci.example.org/run/812",
        " 9:16 → dave joined · ← erin left",
        "──────────────── new since 18:02 ─────────────────",
        "18:04 carol  while you were away: deploy done 👍",
        "18:05 alice  @erin nice! see shared/plan.pdf",
        "      *alice  waves                     … sending",
        "",
        "──────────────────────────────────────────────────",
        " > see you",
    };
    fill(s);
    paints(s, 50, 13);
    for (int y = 1; y < 13; y++)
        row_shows(s, y, rows[y]);
    shows(s, " 1/5 #teamchat  Ship v1 on Friday");
    shows(s, "●6 @4  4");
}

static void narrow_panes_put_the_name_before_the_text(void **state)
{
    struct scene *s = *state;
    says(s, "9:14", "bob", "morning. build is green");
    says(s, "9:15", "bob", "and the kettle");
    paints(s, 30, 10);
    row_shows(s, 2, "bob  morning. build is green");
    row_shows(s, 3, "  and the kettle");
    paints(s, 24, 10);
    row_shows(s, 2, "bob  morning. build is");
    row_shows(s, 3, "  green");
}

static void between_panes_too_names_stand_before_the_text_where_it_is_narrow(void **state)
{
    struct scene *s = *state;
    says(s, "9:14", "bob", "morning. build is green, and so is the tea");
    says(s, "9:15", "bob", "and the kettle");
    paints(s, 70, 10);
    struct rect pane = s->screen.layout.messages;
    pane_shows(s, pane, 1, "  9:14 bob  morning. build is green,");
    pane_shows(s, pane, 2, "         and so is the tea");
    pane_shows(s, pane, 3, "  9:15   and the kettle");
}

static void who_came_before_what_is_new_stands_above_the_line(void **state)
{
    struct scene *s = *state;
    says(s, "9:14", "bob", "one");
    happens(s, "9:16", LINE_JOIN, "dave", "");
    s->room->line_ms = at("9:14");
    happens(s, "9:17", LINE_QUIT, "dave", "");
    lines_flag(s->room->lines, says(s, "9:17", "alice", "mine"), LINE_SELF, 0);
    says(s, "9:18", "bob", "two");
    paints(s, 100, 30);
    int line = row_of(s, "new since 9:14");
    assert_int_equal(row_of(s, "→ dave joined · ← dave left"), line - 2);
    assert_int_equal(row_of(s, "alice  mine"), line - 1);
    assert_int_equal(row_of(s, "  bob  two"), line + 1);
}

static void times_show_once_a_minute_and_names_once_a_run(void **state)
{
    struct scene *s = *state;
    says(s, "9:14", "bob", "one");
    says(s, "9:14", "bob", "two");
    says(s, "9:15", "bob", "three");
    says(s, "9:15", "carol", "four");
    paints(s, 100, 30);
    struct rect pane = s->screen.layout.messages;
    pane_shows(s, pane, 1, "  9:14    bob  one");
    pane_shows(s, pane, 2, "               two");
    pane_shows(s, pane, 3, "  9:15         three");
    pane_shows(s, pane, 4, "        carol  four");
}

static void long_names_are_cut(void **state)
{
    struct scene *s = *state;
    says(s, "9:14", "abcdefghijklmnop", "hi");
    paints(s, 120, 30);
    shows(s, "  9:14  abcdefghijk…  hi");
    hides(s, "abcdefghijkl");
}

static void days_are_apart(void **state)
{
    struct scene *s = *state;
    says(s, "19/23:59", "bob", "night");
    says(s, "20/0:01", "bob", "morning");
    paints(s, 80, 24);
    struct rect pane = s->screen.layout.messages;
    pane_shows(s, pane, 0, "──────────── Thursday 19 November ─────────────");
    pane_shows(s, pane, 1, " 23:59    bob  night");
    pane_shows(s, pane, 2, "───────────── Friday 20 November ──────────────");
    pane_shows(s, pane, 3, "  0:01    bob  morning");
}

static void local_time_decides_about_the_day(void **state)
{
    struct scene *s = *state;
    s->chat->utc_offset_s = 3600;
    says(s, "19/23:30", "bob", "late");
    paints(s, 80, 24);
    shows(s, "Friday 20 November");
    shows(s, "  0:30    bob  late");
}

static void our_name_stands_out(void **state)
{
    struct scene *s = *state;
    says(s, "9:14", "bob", "alice: tea?");
    paints(s, 100, 30);
    assert_true(style_same(style_of(s, "alice: tea?"), s->theme.roles[ROLE_MENTION]));
    assert_true(style_same(style_of(s, ": tea?"), s->theme.roles[ROLE_TEXT]));
}

static void notices_and_events_have_signs_of_their_own(void **state)
{
    struct scene *s = *state;
    happens(s, "9:14", LINE_NOTICE, "bot", "build is red");
    happens(s, "9:14", LINE_NOTICE, "", "server goes down");
    happens(s, "9:14", LINE_KICK, "carol", "mallory spam again");
    happens(s, "9:14", LINE_KICK, "carol", "trudy ");
    happens(s, "9:14", LINE_TOPIC, "bob", "Tea at four");
    happens(s, "9:14", LINE_TOPIC, "bob", "");
    happens(s, "9:14", LINE_MODE, "bob", "+o carol");
    chat_info(s->chat, s->room, LINE_INFO, "carol is idle");
    chat_info(s->chat, s->room, LINE_ERROR, "not sent: no such nick");
    paints(s, 100, 30);
    shows(s, "  9:14  -bot-  build is red");
    shows(s, "   - server goes down");
    shows(s, "   ← mallory was removed by carol: spam again");
    shows(s, "   ← trudy was removed by carol  ");
    shows(s, "   · bob changed the topic to: Tea at four");
    shows(s, "   · bob removed the topic");
    shows(s, "   · bob set +o carol");
    shows(s, "   · carol is idle");
    shows(s, "   ✗ not sent: no such nick");
}

static void what_was_not_sent_says_so(void **state)
{
    struct scene *s = *state;
    uint64_t serial = says(s, "9:14", "alice", "hello");
    lines_flag(s->room->lines, serial, LINE_FAILED, 0);
    paints(s, 80, 24);
    pane_shows(s, s->screen.layout.messages, 1, "  9:14  alice  hello                ✗ not sent");
    lines_flag(s->room->lines, says(s, "9:14", "alice", "a text that fills its row"), LINE_PENDING,
               0);
    paints(s, 80, 24);
    pane_shows(s, s->screen.layout.messages, 2, "               a text that fills its row");
    pane_shows(s, s->screen.layout.messages, 3, "                                     … sending");
    lines_flag(s->room->lines, says(s, "9:15", "alice", "later"), LINE_PENDING | LINE_WAITING, 0);
    lines_flag(s->room->lines, says(s, "9:15", "alice", "perhaps"), LINE_PENDING | LINE_UNSURE, 0);
    paints(s, 80, 24);
    pane_shows(s, s->screen.layout.messages, 4, "  9:15         later                 ◷ waiting");
    pane_shows(s, s->screen.layout.messages, 5, "               perhaps                ? unsure");
}

static void messages_of_several_rows_hang_below_themselves(void **state)
{
    struct scene *s = *state;
    says(s, "9:14", "bob", "one\ntwo\n日本語の文章をここに書いて折り返しを見る");
    paints(s, 80, 24);
    struct rect pane = s->screen.layout.messages;
    pane_shows(s, pane, 1, "  9:14    bob  one");
    pane_shows(s, pane, 2, "               two");
    pane_shows(s, pane, 3, "               日本語の文章をここに書いて折り");
    pane_shows(s, pane, 4, "               返しを見る");
}

static void text_is_not_wider_than_people_read(void **state)
{
    struct scene *s = *state;
    char text[301];
    memset(text, 'x', sizeof(text) - 1);
    text[300] = '\0';
    says(s, "9:14", "bob", text);
    s->chat->settings.text_cols_max = 100;
    paints(s, 200, 40);
    text[100] = '\0';
    shows(s, text);
    text[100] = 'x';
    text[101] = '\0';
    hides(s, text);
}

static void an_empty_room_says_so(void **state)
{
    struct scene *s = *state;
    paints(s, 80, 24);
    shows(s, "Nothing has been said here yet.");
    s->room->joined = false;
    paints(s, 80, 24);
    shows(s, "You are not in this room.");
    s->room->cleared = true;
    paints(s, 80, 24);
    shows(s, "Cleared; PgUp brings back what was here.");
}

static void the_newest_lines_are_at_the_bottom_when_there_are_many(void **state)
{
    struct scene *s = *state;
    char text[24];
    for (int i = 0; i < 1000; i++) {
        snprintf(text, sizeof(text), "line %d.", i);
        says(s, "9:14", "bob", text);
    }
    paints(s, 80, 24);
    struct rect pane = s->screen.layout.messages;
    pane_shows(s, pane, pane.h - 1, "               line 999.");
    pane_shows(s, pane, 0, "               line 980.");
}

static void every_size_is_survived(void **state)
{
    struct scene *s = *state;
    fill(s);
    says(s, "18:05", "bob",
         "👩‍💻👩‍💻日本語 https://example.org/a/very/long/address/that/goes/on");
    for (int w = 1; w < 130; w += w < 60 ? 1 : 7)
        for (int h = 1; h < 40; h += h < 12 ? 1 : 5)
            paints(s, w, h);
    paints(s, 1, 1);
    assert_int_equal(s->screen.canvas.w, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(at_100_columns_it_is_the_picture),
        SCENE(at_50_columns_messages_have_it_all),
        SCENE(narrow_panes_put_the_name_before_the_text),
        SCENE(between_panes_too_names_stand_before_the_text_where_it_is_narrow),
        SCENE(who_came_before_what_is_new_stands_above_the_line),
        SCENE(times_show_once_a_minute_and_names_once_a_run),
        SCENE(long_names_are_cut),
        SCENE(days_are_apart),
        SCENE(local_time_decides_about_the_day),
        SCENE(our_name_stands_out),
        SCENE(notices_and_events_have_signs_of_their_own),
        SCENE(what_was_not_sent_says_so),
        SCENE(messages_of_several_rows_hang_below_themselves),
        SCENE(text_is_not_wider_than_people_read),
        SCENE(an_empty_room_says_so),
        SCENE(the_newest_lines_are_at_the_bottom_when_there_are_many),
        SCENE(every_size_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
