/* Going about: what is unread, who spoke to us, lists beside the messages. */
#include <stdio.h>
#include <string.h>

#include "keyboard.h"
#include "mem.h"
#include "pick.h"
#include "room_list.h"
#include "spec.h"

#define NAVIGATES(test) cmocka_unit_test_setup_teardown(test, in_three_rooms, scene_end)

static int64_t now = SCENE_START_MS;

static struct conv *said(struct scene *s, const char *name, const char *text)
{
    server_says(s, "@time=2026-11-20T18:%02d:%02d.000Z :bob!b@host PRIVMSG %s :%s",
                (int)(now / 60 % 60), (int)(now % 60), name, text);
    now++;
    return scene_conv(s, *name == '#' ? name : "bob");
}

static void joins(struct scene *s, const char *room, const char *people)
{
    server_says(s, ":alice!a@host JOIN %s", room);
    server_says(s, ":irc.example.org 353 alice = %s :%s", room, people);
    server_says(s, ":irc.example.org 366 alice %s :End", room);
}

static int in_three_rooms(void **state)
{
    int failed = scene_plain(state);
    struct scene *s = *state;
    now = 60;
    joins(s, "#tea", "alice @bob +carol dave");
    joins(s, "#cake", "alice bob erin");
    joins(s, "#milk", "alice fred");
    s->chat->page_rows = 10;
    s->chat->side.rooms_rows = s->chat->side.users_rows = 20;
    chat_open(s->chat, scene_conv(s, "#tea"));
    return failed;
}

static void is_in(const struct scene *s, const char *name)
{
    assert_string_equal(s->chat->current->name, name);
}

/* ---- what is unread ---- */

static void next_unread_takes_mentions_then_people_then_rooms_and_comes_home(void **state)
{
    struct scene *s = *state;
    said(s, "#milk", "hello");
    said(s, "alice", "psst");
    said(s, "#cake", "alice: cake!");
    presses(s, "M-a");
    is_in(s, "#cake");
    presses(s, "M-a");
    is_in(s, "bob");
    presses(s, "M-a");
    is_in(s, "#milk");
    presses(s, "M-a");
    is_in(s, "#tea");
    notice_says(s, "Everything is read*");
}

static void next_unread_lands_on_the_first_unread_line(void **state)
{
    struct scene *s = *state;
    struct conv *cake = scene_conv(s, "#cake");
    struct line line;
    size_t index = 0;
    said(s, "#cake", "read already");
    chat_open(s->chat, cake);
    chat_open(s->chat, scene_conv(s, "#tea"));
    for (int i = 0; i < 40; i++)
        said(s, "#cake", i == 0 ? "the first one" : "more");
    presses(s, "M-a");
    assert_true(lines_find(cake->lines, cake->anchor, &index));
    lines_get(cake->lines, lines_after(cake->lines, cake->line_ms), &line);
    assert_string_equal(line.text, "the first one");
    assert_int_equal(index, lines_after(cake->lines, cake->line_ms));
    assert_in_range(-cake->anchor_rows, 1, 9); /* rows below it: lines may have many */
}

static void what_has_no_room_is_not_turned_off_unseen(void **state)
{
    struct scene *s = *state;
    s->chat->cols = 50;
    presses(s, "F7");
    notice_says(s, "Too narrow for the list of rooms here");
    assert_true(s->chat->settings.show_rooms);
    s->chat->cols = 60;
    presses(s, "F8");
    notice_says(s, "Too narrow for the list of people here");
    presses(s, "F7");
    assert_false(s->chat->settings.show_rooms);
}

static void visited_rooms_go_back_and_forth_by_keys(void **state)
{
    struct scene *s = *state;
    presses(s, "M-2");
    presses(s, "M-3");
    presses(s, "M-{");
    is_in(s, "#cake");
    presses(s, "M-{");
    is_in(s, "#tea");
    presses(s, "M-}");
    is_in(s, "#cake");
    presses(s, "M-/");
    is_in(s, "#tea");
}

static void a_room_beyond_ten_is_reached_by_two_digits(void **state)
{
    struct scene *s = *state;
    char name[16];
    for (int i = 4; i <= 14; i++) {
        snprintf(name, sizeof(name), "#room%d", i);
        chat_conv_make(s->chat, s->network, name);
    }
    presses(s, "M-j 1 2");
    is_in(s, "#room12");
    presses(s, "M-j 0 2");
    is_in(s, "#cake");
}

/* ---- mentions ---- */

static void mentions_of_the_room_are_gone_through(void **state)
{
    struct scene *s = *state;
    struct conv *tea = scene_conv(s, "#tea");
    struct line line;
    size_t index = 0;
    said(s, "#tea", "alice: one");
    for (int i = 0; i < 30; i++)
        said(s, "#tea", "noise");
    said(s, "#tea", "alice: two");
    presses(s, "M-p");
    assert_true(lines_find(tea->lines, s->chat->mention, &index));
    lines_get(tea->lines, index, &line);
    assert_string_equal(line.text, "alice: two");
    presses(s, "M-p");
    assert_true(lines_find(tea->lines, s->chat->mention, &index));
    lines_get(tea->lines, index, &line);
    assert_string_equal(line.text, "alice: one");
    assert_true(tea->anchor != 0);
    presses(s, "M-p");
    notice_says(s, "*looking further up*");
    presses(s, "M-n");
    presses(s, "M-n");
    assert_true(tea->anchor == 0);
}

static void all_mentions_are_listed_and_lead_to_their_place(void **state)
{
    struct scene *s = *state;
    said(s, "#milk", "alice: old one");
    for (int i = 0; i < 30; i++)
        said(s, "#milk", "noise");
    said(s, "#cake", "alice: new one");
    enters(s, "/mentions");
    assert_int_equal(s->chat->dialog->n, 2);
    assert_string_equal(s->chat->dialog->rows[0].detail, "bob: alice: new one");
    types(s, "old\n");
    is_in(s, "#milk");
    assert_true(s->chat->current->anchor != 0);
}

/* ---- finding ---- */

static void the_switcher_finds_rooms_people_and_commands(void **state)
{
    struct scene *s = *state;
    presses(s, "C-k");
    types(s, "mk\n");
    is_in(s, "#milk");
    presses(s, "C-k");
    types(s, "dave\n");
    is_in(s, "dave");
    presses(s, "C-k");
    types(s, "/unmute");
    assert_string_equal(s->chat->dialog->title, "Do");
    assert_string_equal(dialog_picked(s->chat->dialog)->label, "/unmute");
    presses(s, "Esc Esc");
    presses(s, "C-k");
    types(s, ">copy-v\n");
    assert_true(s->chat->bare);
}

static void letters_here_and_there_in_a_help_text_find_nothing(void **state)
{
    struct scene *s = *state;
    presses(s, "C-k");
    types(s, "car");
    assert_string_equal(dialog_picked(s->chat->dialog)->label, "carol");
    for (size_t i = 0; i < s->chat->dialog->nshown; i++)
        assert_string_not_equal(s->chat->dialog->rows[s->chat->dialog->shown[i]].label, "/exec");
    presses(s, "C-u");
    types(s, "away again"); /* words of it do, in any order */
    assert_string_equal(dialog_picked(s->chat->dialog)->label, "/away");
}

static void a_command_is_found_by_what_people_call_it(void **state)
{
    static const char *const asked[][2] = {
        {"change your name",     "/nick"  },
        {"notifications",        "/dnd"   },
        {"do not disturb",       "/dnd"   },
        {"change what you said", "/edit"  },
        {"delete",               "/delete"},
        {"default",              "/unset" },
    };
    struct scene *s = *state;
    for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++) {
        presses(s, "M-x");
        types(s, asked[i][0]);
        bool found = false;
        for (size_t n = 0; n < s->chat->dialog->nshown && n < 3; n++)
            found |=
                strcmp(s->chat->dialog->rows[s->chat->dialog->shown[n]].label, asked[i][1]) == 0;
        assert_true(found);
        presses(s, "Esc Esc");
    }
}

static void switch_goes_by_number_or_by_letters(void **state)
{
    struct scene *s = *state;
    enters(s, "/switch 2");
    is_in(s, "#cake");
    enters(s, "/switch #mil");
    is_in(s, "#milk");
    enters(s, "/switch CAKE");
    is_in(s, "#cake");
    enters(s, "/switch ilk");
    is_in(s, "#milk");
}

/* ---- the lists beside the messages ---- */

static void tab_on_an_empty_line_goes_round_the_panes(void **state)
{
    struct scene *s = *state;
    said(s, "#tea", "hello");
    presses(s, "Tab");
    assert_int_equal(s->chat->focus, FOCUS_PICK);
    presses(s, "Tab");
    assert_int_equal(s->chat->focus, FOCUS_ROOMS);
    presses(s, "Tab");
    assert_int_equal(s->chat->focus, FOCUS_USERS);
    presses(s, "Tab");
    assert_int_equal(s->chat->focus, FOCUS_INPUT);
    presses(s, "S-Tab");
    assert_int_equal(s->chat->focus, FOCUS_USERS);
}

static void a_list_moves_filters_opens_and_is_left(void **state)
{
    struct scene *s = *state;
    chat_focus(s->chat, FOCUS_ROOMS);
    presses(s, "Down C-n");
    presses(s, "Enter");
    is_in(s, "#milk");
    assert_int_equal(s->chat->focus, FOCUS_INPUT);
    chat_focus(s->chat, FOCUS_ROOMS);
    types(s, "cak");
    input_shows(s, "cak|");
    presses(s, "Esc");
    assert_int_equal(s->chat->focus, FOCUS_ROOMS);
    types(s, "cak\n");
    is_in(s, "#cake");
    chat_focus(s->chat, FOCUS_ROOMS);
    presses(s, "Esc");
    assert_int_equal(s->chat->focus, FOCUS_INPUT);
}

static void a_command_can_be_typed_where_the_keyboard_is_in_a_list(void **state)
{
    struct scene *s = *state;
    enters(s, "/names");
    assert_int_equal(s->chat->focus, FOCUS_USERS);
    enters(s, "/switch #milk");
    is_in(s, "#milk");
    assert_int_equal(s->chat->focus, FOCUS_INPUT);
}

static void who_speaks_sees_what_they_said(void **state)
{
    struct scene *s = *state;
    said(s, "#tea", "hello");
    said(s, "#tea", "anybody?");
    s->chat->current->anchor = 1;
    s->chat->current->came = 1;
    types(s, "yes\n");
    assert_int_equal(s->chat->current->anchor, 0);
    assert_int_equal(s->chat->current->came, 0);
}

static void names_filters_the_people_and_enter_offers_what_to_do(void **state)
{
    struct scene *s = *state;
    enters(s, "/names da");
    assert_int_equal(s->chat->focus, FOCUS_USERS);
    presses(s, "Enter");
    assert_string_equal(s->chat->dialog->title, "dave");
    presses(s, "Enter");
    is_in(s, "dave");
}

static void pins_and_mutes_are_set_by_commands(void **state)
{
    struct scene *s = *state;
    enters(s, "/pin #milk");
    assert_string_equal(chat_nth(s->chat, 1)->name, "#milk");
    enters(s, "/unpin #milk");
    assert_string_equal(chat_nth(s->chat, 3)->name, "#milk");
    enters(s, "/mute #cake");
    notice_says(s, "#cake is muted, it notifies you of nothing: /unmute");
    said(s, "#cake", "alice: hey");
    presses(s, "M-a");
    is_in(s, "#tea");
    enters(s, "/unmute #cake");
    presses(s, "M-a");
    is_in(s, "#cake");
}

static void rooms_are_moved_by_keys(void **state)
{
    struct scene *s = *state;
    presses(s, "M-S-Down");
    assert_string_equal(chat_nth(s->chat, 2)->name, "#tea");
    presses(s, "M-S-Up");
    presses(s, "M-S-Up");
    notice_says(s, "It is the first of its group");
}

static void a_server_is_folded_by_enter(void **state)
{
    struct scene *s = *state;
    struct network *other = network_new("irc.example.net", 6697, true, "alice");
    struct room_list list;
    chat_add_network(s->chat, other);
    chat_focus(s->chat, FOCUS_ROOMS);
    presses(s, "Up Enter");
    assert_true(s->network->folded);
    room_list_make(&list, s->chat);
    assert_int_equal(list.n, 5); /* it, the open room, a blank, the other one, its console */
    room_list_clear(&list);
}

/* ---- Esc ---- */

static void esc_twice_reads_and_leaves_the_next_key_alone(void **state)
{
    struct scene *s = *state;
    for (int i = 0; i < 30; i++)
        said(s, "#tea", "noise");
    s->chat->current->anchor = 1;
    presses(s, "Esc Esc /");
    assert_true(s->chat->current->anchor == 0);
    input_shows(s, "/|");
    s->chat->current->anchor = 1;
    presses(s, "M-Esc q");
    assert_true(s->chat->current->anchor == 0);
    input_shows(s, "/q|");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        NAVIGATES(next_unread_takes_mentions_then_people_then_rooms_and_comes_home),
        NAVIGATES(next_unread_lands_on_the_first_unread_line),
        NAVIGATES(what_has_no_room_is_not_turned_off_unseen),
        NAVIGATES(visited_rooms_go_back_and_forth_by_keys),
        NAVIGATES(a_room_beyond_ten_is_reached_by_two_digits),
        NAVIGATES(mentions_of_the_room_are_gone_through),
        NAVIGATES(all_mentions_are_listed_and_lead_to_their_place),
        NAVIGATES(the_switcher_finds_rooms_people_and_commands),
        NAVIGATES(letters_here_and_there_in_a_help_text_find_nothing),
        NAVIGATES(a_command_is_found_by_what_people_call_it),
        NAVIGATES(a_command_can_be_typed_where_the_keyboard_is_in_a_list),
        NAVIGATES(who_speaks_sees_what_they_said),
        NAVIGATES(switch_goes_by_number_or_by_letters),
        NAVIGATES(tab_on_an_empty_line_goes_round_the_panes),
        NAVIGATES(a_list_moves_filters_opens_and_is_left),
        NAVIGATES(names_filters_the_people_and_enter_offers_what_to_do),
        NAVIGATES(pins_and_mutes_are_set_by_commands),
        NAVIGATES(rooms_are_moved_by_keys),
        NAVIGATES(a_server_is_folded_by_enter),
        NAVIGATES(esc_twice_reads_and_leaves_the_next_key_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
