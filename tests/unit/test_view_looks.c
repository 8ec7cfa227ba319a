/* Times, names, spoilers, code and mentions as they stand in the pane. */
#include "mem.h"
#include "unfold.h"
#include "view_scene.h"

static void times_are_shown_as_one_likes(void **state)
{
    struct scene *s = *state;
    says(s, "14:04", "bob", "hi");
    s->chat->settings.time_format = TIME_SECONDS;
    paints(s, 100, 24);
    shows(s, "14:04:00    bob  hi");
    s->chat->settings.time_format = TIME_12H;
    paints(s, 100, 24);
    shows(s, " 2:04pm    bob  hi");
    s->chat->settings.time_format = TIME_OFF;
    paints(s, 100, 24);
    hides(s, "14:04");
    hides(s, "2:04");
}

static void text_may_begin_behind_each_name(void **state)
{
    struct scene *s = *state;
    s->chat->settings.compact_names = true;
    says(s, "14:04", "bob", "hi");
    says(s, "14:05", "carol_the_second",
         "a longer text that has to go on below its beginning, "
         "where it hangs under the name and not under the text");
    paints(s, 80, 24);
    shows(s, "14:04 bob  hi");
    shows(s, "14:05 carol_th…  a longer");
}

static void the_same_account_has_the_same_colour_under_another_name(void **state)
{
    struct scene *s = *state;
    says(s, "14:04", "bob", "hi");
    says(s, "14:05", "rob", "ho");
    struct person *rob = enters(s, "rob", "", false);
    rob->account = xstrdup("BOB");
    paints(s, 100, 24);
    assert_int_equal(style_of(s, "bob  hi").fg, style_of(s, "rob  ho").fg);
}

static void a_spoiler_is_hidden_until_it_is_opened(void **state)
{
    struct scene *s = *state;
    uint64_t serial = says(s, "14:04", "bob", "it was ||the cook||");
    paints(s, 100, 24);
    shows(s, "it was ▒▒▒ ▒▒▒▒");
    assert_true(unfold_toggle(s->chat, s->room, serial));
    paints(s, 100, 24);
    shows(s, "it was the cook");
    assert_true(unfold_toggle(s->chat, s->room, serial));
    paints(s, 100, 24);
    hides(s, "the cook");
}

static void a_block_of_code_has_a_ground_to_the_edge(void **state)
{
    struct scene *s = *state;
    says(s, "14:04", "bob", "so:\n```\nint x;\n```\ndone");
    paints(s, 100, 24);
    int y = row_of(s, "int x;");
    int edge = s->screen.layout.messages.x + 60;
    struct cell cell = s->screen.canvas.cells[y * 100 + edge];
    assert_int_equal(cell.style.bg, s->theme.roles[ROLE_CODE].bg);
    hides(s, "```");
}

static void a_link_that_is_cut_in_two_leads_to_one_place(void **state)
{
    struct scene *s = *state;
    says(s, "14:04", "bob",
         "http://a.example/a/very/long/path/that/needs/more/than/one/row/of/the/pane/at/the/end");
    paints(s, 60, 24);
    int first = row_of(s, "http://");
    int second = first + 1;
    uint16_t link = 0;
    int below = 0;
    for (int x = 0; x < 60; x++) {
        uint16_t a = s->screen.canvas.cells[first * 60 + x].link;
        uint16_t b = s->screen.canvas.cells[second * 60 + x].link;
        link = a ? a : link;
        below += b > 0;
        assert_true(!b || b == link);
    }
    assert_in_range(below, 5, 60);
    assert_string_equal(canvas_link_url(&s->screen.canvas, link),
                        "http://a.example/a/very/long/path/that/needs/more/than/one/row/of/the/"
                        "pane/at/the/end");
}

/* Each role is seen somewhere, in the colours that a theme gives it. */
static void is_of(struct scene *s, const char *text, enum role role, int32_t fg)
{
    s->theme.roles[role].fg = fg;
    paints(s, 100, 24);
    assert_int_equal(style_of(s, text).fg, fg);
}

static void muted_pinned_bots_focus_and_what_is_done_have_their_roles(void **state)
{
    struct scene *s = *state;
    struct conv *ops = chat_conv_make(s->chat, s->network, "#ops");
    struct conv *tea = chat_conv_make(s->chat, s->network, "#zen");
    ops->muted = true;
    chat_pin(s->chat, tea, true);
    enters(s, "helper", "", false)->bot = true;
    is_of(s, "#ops", ROLE_ROOM_MUTED, 1);
    is_of(s, "^", ROLE_ROOM_PIN, 2);
    is_of(s, "helper", ROLE_USER_BOT, 3);
    chat_notice(s->chat, "✓ %s", "plan.pdf is on the server");
    is_of(s, "✓ plan.pdf", ROLE_OK, 4);
    is_of(s, "│", ROLE_BORDER, 5);
    s->chat->focus = FOCUS_ROOMS;
    is_of(s, "│", ROLE_BORDER_FOCUS, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(times_are_shown_as_one_likes),
        SCENE(text_may_begin_behind_each_name),
        SCENE(the_same_account_has_the_same_colour_under_another_name),
        SCENE(a_spoiler_is_hidden_until_it_is_opened),
        SCENE(a_block_of_code_has_a_ground_to_the_edge),
        SCENE(a_link_that_is_cut_in_two_leads_to_one_place),
        SCENE(muted_pinned_bots_focus_and_what_is_done_have_their_roles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
