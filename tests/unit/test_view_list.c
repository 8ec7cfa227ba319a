/* The lists beside the messages: trees, pins, filters, widths; what the mouse points at; copying.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "view_scene.h"

static struct conv *knows(struct scene *s, const char *name)
{
    struct conv *conv = chat_conv_make(s->chat, s->network, name);
    conv->joined = conv->kind == CONV_ROOM;
    return conv;
}

static void the_heading_of_the_people_stays_while_they_scroll(void **state)
{
    struct scene *s = *state;
    struct pointed at = {0};
    char nick[16];
    for (int i = 0; i < 60; i++) {
        snprintf(nick, sizeof(nick), "user%02d", i);
        enters(s, nick, "", false);
    }
    s->chat->side.users_top = 6;
    paints(s, 100, 30);
    struct rect pane = s->screen.layout.users;
    char *heading = xasprintf(" Here %zu", s->room->members.n);
    pane_shows(s, pane, 0, heading);
    free(heading);
    struct rect place = {pane.x + 4, pane.y, 1, 1};
    views_point(&s->screen, s->chat, &s->theme, place, &at);
    assert_null(at.nick);
    place.y++;
    views_point(&s->screen, s->chat, &s->theme, place, &at);
    assert_non_null(at.nick);
    pointed_clear(&at);
}

static void pinned_ones_are_a_group_of_their_own_with_a_sign(void **state)
{
    struct scene *s = *state;
    chat_pin(s->chat, knows(s, "#ops"), true);
    chat_pin(s->chat, knows(s, "bob"), true);
    paints(s, 100, 30);
    struct rect pane = s->screen.layout.rooms;
    pane_shows(s, pane, 0, " Pinned");
    pane_shows(s, pane, 1, " 1^#ops");
    pane_shows(s, pane, 2, " 2^bob");
    pane_shows(s, pane, 4, " Rooms");
    pane_shows(s, pane, 5, "▸3 #teamchat");
}

static void a_muted_room_has_a_sign_and_calls_nobody(void **state)
{
    struct scene *s = *state;
    struct conv *ops = knows(s, "#ops");
    ops->muted = true;
    ops->unread = 5;
    paints(s, 100, 30);
    shows(s, " 2×#ops        5 │");
    paints(s, 50, 20);
    hides(s, "●5");
}

static void where_something_was_begun_to_be_written_there_is_a_pencil(void **state)
{
    struct scene *s = *state;
    struct conv *ops = knows(s, "#ops");
    edit_insert(s->chat->edit, "half a thought");
    paints(s, 100, 30);
    hides(s, "✎");
    chat_open(s->chat, ops);
    paints(s, 100, 30);
    shows(s, " 1 #teamchat   ✎ │");
    chat_open(s->chat, s->room);
    edit_set(s->chat->edit, "");
    chat_open(s->chat, ops);
    paints(s, 100, 30);
    hides(s, "✎");
}

static void what_waits_for_somebody_offline_is_counted(void **state)
{
    struct scene *s = *state;
    struct conv *bob = knows(s, "bob");
    bob->offline = true;
    bob->held = 2;
    paints(s, 100, 30);
    shows(s, " 2 bob       ✉ 2 │");
}

static void a_folded_server_shows_what_waits_below_it(void **state)
{
    struct scene *s = *state;
    struct network *other = network_new("irc.example.net", 6697, true, "alice");
    chat_add_network(s->chat, other);
    struct conv *tea = chat_conv_make(s->chat, other, "#tea");
    tea->unread = tea->mentions = 3;
    other->folded = true;
    paints(s, 100, 30);
    struct rect pane = s->screen.layout.rooms;
    pane_shows(s, pane, 4, " ▸ irc.exam… @ 3");
    pane_shows(s, pane, 5, "");
    chat_open(s->chat, tea);
    paints(s, 100, 30);
    pane_shows(s, pane, 5, "▸3 #tea     left");
}

static void a_list_that_has_the_keys_is_filtered_as_one_types(void **state)
{
    struct scene *s = *state;
    enters(s, "alice", "~", false);
    enters(s, "bob", "", false);
    enters(s, "bobby", "", true);
    enters(s, "carol", "@", false);
    chat_focus(s->chat, FOCUS_USERS);
    paints(s, 100, 30);
    struct rect pane = s->screen.layout.users;
    pane_shows(s, pane, 0, " > find");
    edit_set(s->chat->side.filter, "bo");
    paints(s, 100, 30);
    pane_shows(s, pane, 0, " > bo");
    pane_shows(s, pane, 1, " Here 1");
    pane_shows(s, pane, 2, ">  bob");
    pane_shows(s, pane, 4, " Away 1");
    pane_shows(s, pane, 5, "   bobby");
    assert_int_equal(s->screen.canvas.cursor_x, pane.x + 5);
    assert_int_equal(s->screen.canvas.cursor_y, pane.y);
}

static void a_bot_is_told_by_a_word(void **state)
{
    struct scene *s = *state;
    enters(s, "helper", "", false)->bot = true;
    paints(s, 100, 30);
    pane_shows(s, s->screen.layout.users, 1, "   helper bot");
}

static void the_wheel_moves_a_long_list(void **state)
{
    struct scene *s = *state;
    char nick[16];
    for (int i = 0; i < 100; i++) {
        snprintf(nick, sizeof(nick), "guest%03d", i);
        enters(s, nick, "", false);
    }
    s->chat->side.users_top = 10;
    paints(s, 100, 24);
    pane_shows(s, s->screen.layout.users, 0, " Here 100");
    pane_shows(s, s->screen.layout.users, 1, "   guest010");
    s->chat->side.users_top = 5000;
    paints(s, 100, 24);
    struct rect pane = s->screen.layout.users;
    pane_shows(s, pane, pane.h - 1, "   guest099");
}

static void panes_are_as_wide_as_asked_within_a_third(void **state)
{
    struct scene *s = *state;
    s->chat->settings.rooms_cols = 24;
    s->chat->settings.users_cols = 60;
    paints(s, 90, 24);
    assert_int_equal(s->screen.layout.rooms.w, 24);
    assert_int_equal(s->screen.layout.users.w, 30);
    s->chat->settings.rooms_cols = 1;
    paints(s, 90, 24);
    assert_int_equal(s->screen.layout.rooms.w, 8);
}

/* ---- what is pointed at ---- */

static struct pointed points(struct scene *s, int x, int y)
{
    struct pointed at;
    views_point(&s->screen, s->chat, &s->theme, (struct rect){x, y, 1, 1}, &at);
    return at;
}

static void each_pane_says_what_is_pointed_at(void **state)
{
    struct scene *s = *state;
    struct conv *ops = knows(s, "#ops");
    enters(s, "carol", "", false);
    says(s, "18:04", "carol", "first");
    uint64_t second = says(s, "18:05", "bob",
                           "a line that is long enough to be wrapped more than "
                           "once in a pane of this width, and then some more");
    says(s, "18:06", "carol", "third");
    paints(s, 100, 30);
    struct pointed at = points(s, 5, row_of(s, "#ops"));
    assert_ptr_equal(at.conv, ops);
    at = points(s, 90, row_of(s, "   carol"));
    assert_int_equal(at.pane, POINT_USERS);
    pointed_clear(&at);
    at = points(s, 90, 1);
    assert_string_equal(at.nick, "carol");
    pointed_clear(&at);
    int y = row_of(s, "a line that");
    assert_int_equal(points(s, 40, y).serial, second);
    assert_int_equal(points(s, 40, y + 1).serial, second);
    assert_true(points(s, 40, y + 2).serial != second);
    assert_int_equal(points(s, 17, 5).pane, POINT_ROOMS_BORDER);
    assert_int_equal(points(s, 85, 5).pane, POINT_USERS_BORDER);
    assert_int_equal(points(s, 40, 29).pane, POINT_INPUT);
    assert_int_equal(points(s, 900, 29).pane, POINT_NOWHERE);
}

static void a_link_is_pointed_at(void **state)
{
    struct scene *s = *state;
    says(s, "18:04", "carol", "see https://example.org/run now");
    paints(s, 100, 30);
    int y = row_of(s, "https://example.org/run");
    bool found = false;
    for (int x = 18; x < 85; x++) {
        struct pointed at = points(s, x, y);
        found |= at.url && strcmp(at.url, "https://example.org/run") == 0;
        pointed_clear(&at);
    }
    assert_true(found);
    assert_null(points(s, 20, y).url);
}

static void rows_of_a_list_are_pointed_at_and_what_is_beside_it(void **state)
{
    struct scene *s = *state;
    struct dialog *dialog = dialog_new(DIALOG_LIST, "Go to", "Esc close", NULL);
    dialog_add(dialog, "#one", "", "1");
    dialog_add(dialog, "#two", "", "2");
    dialog_refilter(dialog);
    chat_dialog(s->chat, dialog);
    paints(s, 100, 30);
    int y = row_of(s, "#two");
    assert_int_equal(points(s, 50, y).row, 1);
    assert_int_equal(points(s, 50, y - 2).row, POINT_NO_ROW);
    assert_int_equal(points(s, 2, y).pane, POINT_BESIDE_DIALOG);
}

static void letters_that_match_are_set_off(void **state)
{
    struct scene *s = *state;
    struct dialog *dialog = dialog_new(DIALOG_LIST, "Go to", "Esc close", NULL);
    dialog_add(dialog, "#Team-lobby", "", "1");
    edit_set(dialog->filter, "lob");
    dialog_refilter(dialog);
    chat_dialog(s->chat, dialog);
    paints(s, 100, 30);
    assert_true(style_of(s, "lobby").attrs & ATTR_UNDERLINE);
    assert_false(style_of(s, "Team-").attrs & ATTR_UNDERLINE);
    assert_false(style_of(s, "by ").attrs & ATTR_UNDERLINE);
}

/* ---- scrolled back ---- */

static void the_newest_line_is_seen_while_scrolled_back(void **state)
{
    struct scene *s = *state;
    for (int i = 0; i < 40; i++)
        says(s, "18:04", "bob", "noise");
    uint64_t serial = says(s, "18:05", "bob", "here I am");
    says(s, "18:05", "bob", "below");
    s->room->anchor = serial;
    says(s, "18:06", "carol", "it works now");
    paints(s, 100, 24);
    shows(s, " carol: it works now ");
    shows(s, " 1 new ↓ ");
}

/* ---- copying ---- */

static void the_copy_view_is_text_without_panes_or_wrapping(void **state)
{
    struct scene *s = *state;
    happens(s, "18:03", LINE_JOIN, "dave", "");
    says(s, "18:04", "carol", "\x02one\x02 two");
    happens(s, "18:05", LINE_ACTION, "bob", "waves");
    s->chat->cols = 40;
    s->chat->rows = 10;
    char *text = view_bare_text(s->chat);
    assert_non_null(strstr(text, "18:04 carol: one two\n18:05 * bob waves\n("));
    assert_null(strstr(text, "dave"));
    free(text);
    s->chat->rows = 2;
    text = view_bare_text(s->chat);
    assert_null(strstr(text, "carol"));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(the_heading_of_the_people_stays_while_they_scroll),
        SCENE(pinned_ones_are_a_group_of_their_own_with_a_sign),
        SCENE(a_muted_room_has_a_sign_and_calls_nobody),
        SCENE(what_waits_for_somebody_offline_is_counted),
        SCENE(where_something_was_begun_to_be_written_there_is_a_pencil),
        SCENE(a_folded_server_shows_what_waits_below_it),
        SCENE(a_list_that_has_the_keys_is_filtered_as_one_types),
        SCENE(a_bot_is_told_by_a_word),
        SCENE(the_wheel_moves_a_long_list),
        SCENE(panes_are_as_wide_as_asked_within_a_third),
        SCENE(each_pane_says_what_is_pointed_at),
        SCENE(a_link_is_pointed_at),
        SCENE(rows_of_a_list_are_pointed_at_and_what_is_beside_it),
        SCENE(letters_that_match_are_set_off),
        SCENE(the_newest_line_is_seen_while_scrolled_back),
        SCENE(the_copy_view_is_text_without_panes_or_wrapping),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
