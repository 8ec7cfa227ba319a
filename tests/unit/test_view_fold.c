#include <stdio.h>
#include <string.h>

#include "unfold.h"
#include "view_scene.h"

static void a_run_of_comings_and_goings_is_one_row(void **state)
{
    struct scene *s = *state;
    says(s, "9:14", "bob", "hi");
    happens(s, "9:16", LINE_JOIN, "dave", "");
    happens(s, "9:20", LINE_QUIT, "erin", "connection lost");
    happens(s, "9:21", LINE_NICK, "dave", "david");
    says(s, "9:22", "bob", "ho");
    paints(s, 120, 24);
    struct rect pane = s->screen.layout.messages;
    pane_shows(s, pane, 2, "  9:16       → dave joined · ← erin left · dave is now david");
    pane_shows(s, pane, 3, "  9:22    bob  ho");
}

static void what_does_not_fit_is_counted(void **state)
{
    struct scene *s = *state;
    char nick[16];
    for (int i = 0; i < 20; i++) {
        snprintf(nick, sizeof(nick), "guest%d", i);
        happens(s, "9:16", LINE_JOIN, nick, "");
    }
    paints(s, 80, 24);
    pane_shows(s, s->screen.layout.messages, 1, "  9:16       → guest0 joined · 19 more");
    paints(s, 100, 24);
    pane_shows(s, s->screen.layout.messages, 1,
               "  9:16       → guest0 joined · → guest1 joined · 18 more");
}

static void what_follows_a_run_tells_its_own_time(void **state)
{
    struct scene *s = *state;
    happens(s, "9:16", LINE_JOIN, "dave", "");
    happens(s, "9:22", LINE_JOIN, "erin", "");
    says(s, "9:22", "bob", "ho");
    says(s, "9:22", "carol", "hum");
    paints(s, 100, 24);
    struct rect pane = s->screen.layout.messages;
    pane_shows(s, pane, 1, "  9:16       → dave joined · → erin joined");
    pane_shows(s, pane, 2, "  9:22    bob  ho");
    pane_shows(s, pane, 3, "        carol  hum");
}

static void one_alone_tells_why(void **state)
{
    struct scene *s = *state;
    happens(s, "9:16", LINE_QUIT, "erin", "connection lost");
    says(s, "9:17", "bob", "oh");
    happens(s, "9:18", LINE_PART, "dave", "");
    says(s, "9:19", "bob", "oh, oh");
    happens(s, "9:20", LINE_QUIT, "gus", "Quit: lunch");
    paints(s, 100, 24);
    shows(s, "← erin left: connection lost");
    shows(s, "← dave left  ");
    shows(s, "← gus left: lunch");
}

static void a_run_ends_with_the_day_and_at_the_new_line(void **state)
{
    struct scene *s = *state;
    happens(s, "19/23:59", LINE_JOIN, "dave", "");
    happens(s, "20/0:01", LINE_JOIN, "erin", "");
    happens(s, "20/0:03", LINE_JOIN, "fred", "");
    s->room->line_ms = at("0:02");
    paints(s, 100, 24);
    hides(s, "dave joined · → erin joined");
    hides(s, "erin joined · → fred joined");
    assert_true(row_of(s, "new since 0:02") < row_of(s, "fred joined"));
}

static void it_can_be_turned_off(void **state)
{
    struct scene *s = *state;
    s->chat->settings.joins = JOINS_ALL;
    happens(s, "9:16", LINE_JOIN, "dave", "");
    happens(s, "9:16", LINE_QUIT, "erin", "tired");
    paints(s, 100, 24);
    struct rect pane = s->screen.layout.messages;
    pane_shows(s, pane, 1, "  9:16       → dave joined");
    pane_shows(s, pane, 2, "             ← erin left: tired");
}

static void past(struct scene *s, const char *when, enum line_kind kind, const char *nick)
{
    struct line line = {.time_ms = at(when), .kind = kind, .nick = nick, .text = "", .msgid = ""};
    line.flags = LINE_HISTORY | (strcmp(nick, "alice") == 0 ? LINE_SELF : 0);
    chat_add_line(s->chat, s->chat->current, &line);
}

/* Row 40. */
static void our_own_comings_and_goings_are_no_history(void **state)
{
    struct scene *s = *state;
    says(s, "19/9:14", "bob", "hi");
    past(s, "20/9:15", LINE_JOIN, "alice");
    past(s, "20/9:16", LINE_PART, "alice");
    says(s, "20/9:17", "bob", "ho");
    past(s, "20/9:18", LINE_QUIT, "alice");
    past(s, "20/9:19", LINE_JOIN, "dave");
    past(s, "20/9:20", LINE_JOIN, "alice");
    says(s, "20/9:21", "bob", "well");
    happens(s, "20/9:22", LINE_JOIN, "alice", "");
    paints(s, 100, 24);
    struct rect pane = s->screen.layout.messages;
    pane_shows(s, pane, 2, "─────────────────────── Friday 20 November ────────────────────────");
    pane_shows(s, pane, 3, "  9:17    bob  ho");
    pane_shows(s, pane, 4, "  9:18       → dave joined");
    pane_shows(s, pane, 5, "  9:21    bob  well");
    pane_shows(s, pane, 6, "  9:22       → alice joined");
    s->chat->settings.joins = JOINS_ALL;
    paints(s, 100, 24);
    shows(s, "← alice left");
}

/* As many that nobody knows them all. */
static void many_are_in_the_room(struct scene *s)
{
    for (int i = 0; i < 20; i++) {
        char nick[16];
        snprintf(nick, sizeof(nick), "guest%d", i);
        members_put(&s->room->members, nick);
    }
    s->chat->settings.joins = JOINS_SMART;
}

static void among_few_everybody_is_named(void **state)
{
    struct scene *s = *state;
    s->chat->settings.joins = JOINS_SMART;
    happens(s, "9:16", LINE_JOIN, "lurker", "");
    happens(s, "9:17", LINE_QUIT, "lurker", "tired");
    paints(s, 120, 24);
    shows(s, "→ lurker joined · ← lurker left");
}

static void who_said_nothing_is_counted_and_not_named(void **state)
{
    struct scene *s = *state;
    many_are_in_the_room(s);
    says(s, "9:01", "erin", "long ago");
    says(s, "9:12", "dave", "good bye");
    happens(s, "9:16", LINE_JOIN, "lurker", "");
    happens(s, "9:17", LINE_QUIT, "dave", "tired");
    happens(s, "9:17", LINE_QUIT, "erin", "tired");
    happens(s, "9:18", LINE_JOIN, "fred", "");
    says(s, "9:20", "fred", "hello");
    happens(s, "9:40", LINE_JOIN, "mute1", "");
    happens(s, "9:41", LINE_JOIN, "mute2", "");
    happens(s, "9:41", LINE_PART, "mute3", "");
    paints(s, 120, 24);
    shows(s, "→ dave left · → fred joined · 2 more");
    shows(s, "→ 2 joined · ← 1 left");
    hides(s, "mute");
}

static void whoever_one_talks_to_is_always_named(void **state)
{
    struct scene *s = *state;
    many_are_in_the_room(s);
    struct line own = {.kind = LINE_MESSAGE, .flags = LINE_SELF, .time_ms = at("8:00")};
    own.nick = "alice";
    own.text = "bob: are you there?";
    own.msgid = "";
    lines_add(s->room->lines, &own);
    happens(s, "9:17", LINE_QUIT, "bob", "tired");
    happens(s, "9:17", LINE_QUIT, "erin", "tired");
    paints(s, 120, 24);
    shows(s, "← bob left · 1 more");
}

static void a_netsplit_is_one_number(void **state)
{
    struct scene *s = *state;
    s->chat->settings.joins = JOINS_SMART;
    for (int i = 0; i < 3; i++)
        happens(s, "9:16", LINE_QUIT,
                i == 0   ? "bob"
                : i == 1 ? "carol"
                         : "dave",
                "hub.a.example leaf.b.example");
    says(s, "9:17", "erin", "what was that?");
    paints(s, 100, 24);
    shows(s, "← 3 lost in a netsplit");
}

static void modes_are_folded_too(void **state)
{
    struct scene *s = *state;
    happens(s, "9:16", LINE_JOIN, "dave", "");
    happens(s, "9:16", LINE_MODE, "bob", "+o dave");
    paints(s, 100, 24);
    shows(s, "→ dave joined · bob set +o dave");
}

static void a_fold_opens_and_closes(void **state)
{
    struct scene *s = *state;
    happens(s, "9:16", LINE_JOIN, "dave", "");
    uint64_t erin = happens(s, "9:16", LINE_QUIT, "erin", "tired");
    uint64_t said = says(s, "9:17", "bob", "oh");
    assert_true(unfold_toggle(s->chat, s->room, erin));
    paints(s, 100, 24);
    struct rect pane = s->screen.layout.messages;
    pane_shows(s, pane, 1, "  9:16       → dave joined");
    pane_shows(s, pane, 2, "             ← erin left: tired");
    assert_true(unfold_toggle(s->chat, s->room, said));
    paints(s, 100, 24);
    pane_shows(s, pane, 1, "  9:16       → dave joined · ← erin left");
}

static void joins_can_be_hidden(void **state)
{
    struct scene *s = *state;
    s->chat->settings.joins = JOINS_NONE;
    says(s, "9:15", "bob", "hi");
    for (int i = 0; i < 100; i++) {
        happens(s, "9:16", LINE_JOIN, "dave", "");
        says(s, "9:16", "bob", "still");
    }
    happens(s, "9:17", LINE_QUIT, "dave", "tired");
    paints(s, 100, 24);
    hides(s, "dave");
    struct rect pane = s->screen.layout.messages;
    pane_shows(s, pane, pane.h - 1, "               still");
    pane_shows(s, pane, 0, "               still");
    uint64_t anchor = 0;
    int rows = 0;
    bool top = false;
    view_messages_scroll(s->chat, -500, &anchor, &rows, &top);
    assert_true(top);
    view_messages_scroll(s->chat, 500, &anchor, &rows, &top);
    assert_int_equal(anchor, 0);
}

static void a_netsplit_is_quickly_drawn(void **state)
{
    struct scene *s = *state;
    char nick[16];
    for (int i = 0; i < 5000; i++) {
        snprintf(nick, sizeof(nick), "guest%d", i);
        happens(s, "9:16", LINE_QUIT, nick, "split");
    }
    says(s, "9:17", "bob", "what was that?");
    paints(s, 100, 24);
    shows(s, "what was that?");
    shows(s, "← guest3999 left · ← guest4000 left · 999 more");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_run_of_comings_and_goings_is_one_row),
        SCENE(what_does_not_fit_is_counted),
        SCENE(what_follows_a_run_tells_its_own_time),
        SCENE(one_alone_tells_why),
        SCENE(a_run_ends_with_the_day_and_at_the_new_line),
        SCENE(it_can_be_turned_off),
        SCENE(our_own_comings_and_goings_are_no_history),
        SCENE(among_few_everybody_is_named),
        SCENE(who_said_nothing_is_counted_and_not_named),
        SCENE(whoever_one_talks_to_is_always_named),
        SCENE(a_netsplit_is_one_number),
        SCENE(modes_are_folded_too),
        SCENE(a_fold_opens_and_closes),
        SCENE(joins_can_be_hidden),
        SCENE(a_netsplit_is_quickly_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
