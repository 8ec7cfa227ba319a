#include "mem.h"
#include "view_scene.h"

static void hint_is(struct scene *s, const char *text)
{
    paints(s, 100, 30);
    pane_shows(s, s->screen.layout.hint, 0, text);
}

static void who_is(struct scene *s, const char *text)
{
    paints(s, 100, 30);
    pane_shows(s, s->screen.layout.status, 0, text);
}

static void the_link_is_told_beside_our_name(void **state)
{
    struct scene *s = *state;
    who_is(s, " alice · lag 4ms");
    s->network->lag_ms = 2400;
    who_is(s, " alice · lag 2s");
    s->network->lag_ms = -1;
    who_is(s, " alice · online");
    s->network->away = true;
    who_is(s, " alice · away");
    s->network->stage = NETWORK_CONNECTING;
    who_is(s, " a… · connecting…");
    s->network->stage = NETWORK_WAITING;
    who_is(s, " alice · offline");
}

static void a_long_name_leaves_room_for_the_link(void **state)
{
    struct scene *s = *state;
    xreplace(&s->network->nick, "alexandrina");
    who_is(s, " alexa… · lag 4ms");
}

static void trouble_is_explained(void **state)
{
    struct scene *s = *state;
    s->chat->settings.show_users = false;
    s->network->stage = NETWORK_WAITING;
    xreplace(&s->network->why, "connection refused");
    s->chat->mono_ms = 1000;
    s->network->retry_ms = 4200;
    paints(s, 100, 30);
    shows(s, "│ offline, trying again in 4 s: connection refused ");
    s->network->was_ready = true;
    paints(s, 100, 30);
    shows(s, "│ server gone, trying again in 4 s: connection refused ");
    s->network->stage = NETWORK_CONNECTING;
    paints(s, 100, 30);
    shows(s, "│ connecting to chat.example.org… ");
    s->network->stage = NETWORK_OFFLINE;
    paints(s, 100, 30);
    shows(s, "│ offline: /reconnect to come back ");
}

static void what_waits_to_be_sent_is_counted(void **state)
{
    struct scene *s = *state;
    s->chat->settings.show_users = false;
    char target[] = "#teamchat";
    char text[] = "hello";
    struct queued said = {.target = target, .text = text};
    queue_add(&s->network->queue, &said);
    queue_add(&s->network->queue, &said);
    paints(s, 100, 30);
    shows(s, "│ ◷ 2 waiting: /queue shows what ");
    s->network->stage = NETWORK_OFFLINE;
    paints(s, 100, 30);
    shows(s, "│ ◷ 2 waiting · offline: /reconnect to come back ");
}

static void hints_go_when_they_were_used(void **state)
{
    struct scene *s = *state;
    s->chat->hints_used = 0;
    hint_is(s, " C-k find a room · Esc shows keys · F1 help              #teamchat");
    s->chat->hints_used = 1;
    hint_is(s, " Esc shows keys · F1 help                                #teamchat");
    s->chat->hints_used = 7;
    hint_is(s, "                                                         #teamchat");
}

static void a_complaint_has_a_sign_and_hides_hints(void **state)
{
    struct scene *s = *state;
    s->chat->hints_used = 0;
    chat_complain(s->chat, "There is no room 12");
    paints(s, 100, 30);
    shows(s, "│ ✗ There is no room 12  ");
    hides(s, "C-k find a room");
    chat_notice(s->chat, "Everything is read");
    paints(s, 100, 30);
    shows(s, "│ Everything is read  ");
}

static void the_leader_shows_its_keys(void **state)
{
    struct scene *s = *state;
    s->chat->leader = true;
    paints(s, 100, 30);
    shows(s, "a unread · 1-9 room · s pick · u new · ? help · Esc newest");
}

static void what_is_long_takes_the_place_of_the_keys(void **state)
{
    struct scene *s = *state;
    paints(s, 80, 24);
    shows(s, "C-k find  F1");
    s->chat->leader = true;
    paints_again(s, CHANGE_STATUS);
    shows(s, "│ a unread · 1-9 room · s pick · u new · ? help · Esc newest");
    hides(s, "C-k find");
    s->chat->leader = false;
    paints_again(s, CHANGE_STATUS);
    shows(s, "C-k find  F1");
}

static void the_usage_of_a_command_is_shown_with_its_present_argument_marked(void **state)
{
    struct scene *s = *state;
    s->chat->usage = (struct usage){.text = xstrdup("/msg name text  Write"), .from = 10, .to = 14};
    paints(s, 100, 30);
    shows(s, "│ /msg name text  Write");
    assert_true(style_of(s, "text  Write").attrs & ATTR_UNDERLINE);
    assert_false(style_of(s, "name text").attrs & ATTR_UNDERLINE);
    usage_clear(&s->chat->usage);
    s->chat->usage.unknown = true;
    paints(s, 100, 30);
    shows(s, "✗ there is no such command");
}

static void narrow_screens_say_it_in_the_rule(void **state)
{
    struct scene *s = *state;
    paints(s, 40, 20);
    row_shows(s, 18, "────────────────────────────────────────");
    chat_complain(s->chat, "There is no room 12");
    paints_again(s, CHANGE_STATUS);
    row_shows(s, 18, "─ ✗ There is no room 12 ────────────────");
    chat_complain(s->chat, "A complaint that is far too long for so narrow a screen");
    paints_again(s, CHANGE_STATUS);
    row_shows(s, 18, "─ ✗ A complaint that is far too long f…─");
}

static void without_a_server_it_says_what_to_do(void **state)
{
    struct scene *s = *state;
    chat_free(s->chat);
    s->chat = chat_new();
    s->chat->hints_used = 7;
    for (int w = 1; w < 120; w += 7)
        paints(s, w, 20);
    shows(s, "No server yet: /connect HOST");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(the_link_is_told_beside_our_name),
        SCENE(a_long_name_leaves_room_for_the_link),
        SCENE(trouble_is_explained),
        SCENE(what_waits_to_be_sent_is_counted),
        SCENE(hints_go_when_they_were_used),
        SCENE(a_complaint_has_a_sign_and_hides_hints),
        SCENE(the_leader_shows_its_keys),
        SCENE(what_is_long_takes_the_place_of_the_keys),
        SCENE(the_usage_of_a_command_is_shown_with_its_present_argument_marked),
        SCENE(narrow_screens_say_it_in_the_rule),
        SCENE(without_a_server_it_says_what_to_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
