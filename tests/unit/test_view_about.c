/* What stands about a message: quoted, reacted to, edited, picked, on its way. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reactions.h"
#include "view_scene.h"

/* Said with a msgid, as the answer to another one ("" for none). */
static uint64_t told(struct scene *s, const char *when, const char *nick, const char *text,
                     const char *ids)
{
    char *copy = strdup(ids);
    char *reply = strchr(copy, ' ');
    if (reply)
        *reply++ = '\0';
    struct line line = {
        .time_ms = at(when), .nick = nick, .text = text, .msgid = copy, .reply = reply};
    if (strcmp(nick, "alice") == 0)
        line.flags = LINE_SELF;
    uint64_t serial = chat_add_line(s->chat, s->room, &line);
    free(copy);
    return serial;
}

static void gives(struct scene *s, const char *who, const char *value)
{
    chat_react(s->chat, s->room, "m1", &(struct reaction){.who = who, .value = value}, true);
}

static void an_answer_shows_what_it_answers_above_it(void **state)
{
    struct scene *s = *state;
    told(s, "18:04", "carol", "while you were away: deploy done", "m1");
    told(s, "18:05", "alice", "nice!", "m2 m1");
    paints(s, 100, 30);
    shows(s, "18:04  carol  while you were away: deploy done");
    int y = row_of(s, "┌ carol: while you were away: deploy done");
    assert_int_equal(row_of(s, "18:05  alice  nice!"), y + 1);
}

static void a_long_quote_is_cut(void **state)
{
    struct scene *s = *state;
    told(s, "18:04", "carol",
         "while you were away: deploy done, and everybody went home because it was so late", "m1");
    told(s, "18:05", "alice", "nice!", "m2 m1");
    paints(s, 80, 24);
    shows(s, "┌ carol: while you were away:");
    hides(s, "┌ carol: while you were away: deploy done, and everybody went home because");
    paints(s, 40, 12);
    shows(s, "┌ carol: while you were away:");
    paints(s, 30, 12);
    shows(s, "┌ carol: while you were aw");
}

static void what_is_answered_and_not_here_is_said_to_be_older(void **state)
{
    struct scene *s = *state;
    told(s, "18:05", "alice", "nice!", "m2 m0");
    paints(s, 80, 24);
    shows(s, "┌ an older message");
}

static void an_answer_to_what_was_deleted_does_not_tell_it(void **state)
{
    struct scene *s = *state;
    told(s, "18:04", "carol", "my secret", "m1");
    told(s, "18:05", "alice", "oh", "m2 m1");
    chat_redact(s->chat, s->room, "m1", "deleted by carol");
    paints(s, 80, 24);
    shows(s, "┌ carol: (deleted)");
    hides(s, "secret");
}

static void reactions_are_counted_behind_the_line_ours_in_brackets(void **state)
{
    struct scene *s = *state;
    told(s, "18:04", "carol", "deploy done", "m1");
    gives(s, "bob", "👍");
    gives(s, "dave", "👍");
    gives(s, "alice", "🎉");
    paints(s, 100, 30);
    shows(s, "deploy done  👍 2  [🎉 1]");
}

static void reactions_without_room_behind_have_a_row_below(void **state)
{
    struct scene *s = *state;
    told(s, "18:04", "carol", "while you were away now", "m1");
    gives(s, "bob", "👍");
    gives(s, "dave", "👍");
    paints(s, 40, 12);
    int y = row_of(s, "while you were away now");
    row_shows(s, y + 1, "        👍 2");
}

static void reactions_wrap_where_there_are_many(void **state)
{
    static const char *const values[] = {"one", "two",   "three", "four", "five",
                                         "six", "seven", "eight", "nine"};
    struct scene *s = *state;
    told(s, "18:04", "carol", "deploy", "m1");
    for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++)
        gives(s, "bob", values[i]);
    paints(s, 40, 12);
    assert_int_equal(row_of(s, "nine 1"), row_of(s, "one 1") + 2);
}

static void an_edited_line_says_so(void **state)
{
    struct scene *s = *state;
    told(s, "18:04", "carol", "deploy dome", "m1");
    chat_edit_line(s->chat, s->room, &(struct line){.msgid = "m1", .text = "deploy done"});
    paints(s, 80, 24);
    shows(s, "deploy done  (edited)");
}

static void a_change_that_is_on_its_way_is_marked(void **state)
{
    struct scene *s = *state;
    told(s, "18:04", "alice", "teh tea", "m1");
    char id[] = "m1";
    char name[] = "#teamchat";
    char text[] = "the tea";
    struct queued said = {.target = name, .text = text, .edits = id};
    struct queued *queued = queue_add(&s->network->queue, &said);
    paints(s, 100, 30);
    shows(s, "◷ change waits");
    queued->label = 7;
    paints(s, 100, 30);
    shows(s, "… changing");
}

static void the_state_of_what_we_said_stands_at_its_line(void **state)
{
    struct scene *s = *state;
    uint64_t serial = told(s, "18:04", "alice", "tea", "m1");
    lines_flag(s->room->lines, serial, LINE_PENDING, 0);
    paints(s, 80, 24);
    shows(s, "… sending");
    lines_flag(s->room->lines, serial, LINE_FAILED, LINE_PENDING);
    paints(s, 80, 24);
    shows(s, "✗ not sent");
}

static void the_picked_line_has_a_sign_and_its_colours(void **state)
{
    struct scene *s = *state;
    told(s, "18:04", "carol", "deploy done", "m1");
    told(s, "18:05", "bob", "good", "m2");
    pick_begin(s->chat);
    paints(s, 80, 24);
    shows(s, "▸18:05    bob  good");
    assert_true(style_same(style_of(s, "18:05"), s->theme.roles[ROLE_CURSOR_SEL]) ||
                style_of(s, "18:05").bg == s->theme.roles[ROLE_CURSOR_SEL].bg);
    pick_move(s->chat, -1);
    paints(s, 80, 24);
    shows(s, "▸18:04  carol  deploy done");
    pick_end(s->chat);
    paints(s, 80, 24);
    hides(s, "▸18:04");
}

static void the_picked_line_has_its_sign_at_its_name_where_it_is_narrow(void **state)
{
    struct scene *s = *state;
    told(s, "18:04", "carol", "deploy done", "m1");
    pick_begin(s->chat);
    paints(s, 30, 12);
    shows(s, "▸carol  deploy done");
}

static void while_one_is_picked_the_letters_are_shown(void **state)
{
    struct scene *s = *state;
    told(s, "18:04", "carol", "deploy done", "m1");
    pick_begin(s->chat);
    paints(s, 140, 40);
    shows(s, "r reply · + react · e edit · d delete · y copy · Y link");
    paints(s, 80, 24);
    shows(s, "r reply · + react · e edit · d delete · y copy · q leave");
    paints(s, 45, 12);
    shows(s, "r reply · + react · q leave");
}

static void what_is_answered_or_changed_is_said_above_the_input(void **state)
{
    struct scene *s = *state;
    told(s, "18:04", "carol", "deploy done", "m1");
    compose_set(s->chat, s->room, COMPOSE_REPLY, "m1");
    paints(s, 80, 24);
    shows(s, "Answering carol: deploy done · Esc drops it");
    told(s, "18:05", "carol", "deploy done, and everything that was asked for is in it", "m2");
    compose_set(s->chat, s->room, COMPOSE_REPLY, "m2");
    paints(s, 80, 24);
    shows(s, "… · Esc drops it");
    paints(s, 45, 12);
    shows(s, "… · Esc drops it");
    compose_set(s->chat, s->room, COMPOSE_EDIT, "m1");
    paints(s, 80, 24);
    shows(s, "Changing what you said");
}

static void who_types_is_said_above_the_input(void **state)
{
    struct scene *s = *state;
    typing_set(s->room, "bob", TYPING_ACTIVE, 0);
    paints(s, 80, 24);
    shows(s, "bob is typing…");
    paints(s, 45, 12);
    shows(s, "bob is typing…");
}

/* What the program does when the picked line moved. */
static void reveals(struct scene *s)
{
    view_messages_reveal(s->chat, &s->room->anchor, &s->room->anchor_rows);
    paints(s, s->chat->cols, s->chat->rows);
}

static void the_pane_follows_the_picked_line(void **state)
{
    struct scene *s = *state;
    for (int i = 0; i < 60; i++) {
        char text[20];
        char id[20];
        snprintf(text, sizeof(text), "line %d.", i);
        snprintf(id, sizeof(id), "m%d", i);
        told(s, "18:04", "carol", text, id);
    }
    paints(s, 80, 24);
    hides(s, "line 20.");
    pick_begin(s->chat);
    pick_move(s->chat, -39);
    reveals(s);
    shows(s, "line 20.");
    hides(s, "line 59.");
    pick_move(s->chat, 39);
    reveals(s);
    shows(s, "line 59.");
    assert_int_equal(s->room->anchor, 0);
    pick_move(s->chat, -2);
    assert_false(view_messages_reveal(s->chat, &s->room->anchor, &s->room->anchor_rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(an_answer_shows_what_it_answers_above_it),
        SCENE(a_long_quote_is_cut),
        SCENE(what_is_answered_and_not_here_is_said_to_be_older),
        SCENE(an_answer_to_what_was_deleted_does_not_tell_it),
        SCENE(reactions_are_counted_behind_the_line_ours_in_brackets),
        SCENE(reactions_without_room_behind_have_a_row_below),
        SCENE(reactions_wrap_where_there_are_many),
        SCENE(an_edited_line_says_so),
        SCENE(a_change_that_is_on_its_way_is_marked),
        SCENE(the_state_of_what_we_said_stands_at_its_line),
        SCENE(the_picked_line_has_a_sign_and_its_colours),
        SCENE(the_picked_line_has_its_sign_at_its_name_where_it_is_narrow),
        SCENE(while_one_is_picked_the_letters_are_shown),
        SCENE(what_is_answered_or_changed_is_said_above_the_input),
        SCENE(who_types_is_said_above_the_input),
        SCENE(the_pane_follows_the_picked_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
