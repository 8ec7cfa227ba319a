/* The list of what could be typed: by keys, and as it looks. */
#include <stdlib.h>
#include <string.h>

#include "canvas_row.h"
#include "keyboard.h"
#include "spec.h"
#include "view.h"

/* Rows of the screen as it is now, each with '\n'; to free. */
static char *picture(const struct scene *s)
{
    struct screen screen;
    struct theme theme;
    struct buf text = {0};
    theme_init(&theme);
    screen_init(&screen);
    views_paint(&screen, s->chat, &theme, CHANGE_ALL);
    for (int y = 0; y < screen.canvas.h; y++) {
        char *row = canvas_row(&screen.canvas, y);
        buf_printf(&text, "%s\n", row);
        free(row);
    }
    screen_clear(&screen);
    theme_clear(&theme);
    return buf_detach(&text);
}

static void look(struct scene *s, const char *text, bool there)
{
    char *all = picture(s);
    bool found = strstr(all, text) != NULL;
    if (found != there)
        print_error("\"%s\" is %s\n%s", text, found ? "in" : "not in", all);
    free(all);
    assert_true(found == there);
}

static void shows(struct scene *s, const char *text)
{
    look(s, text, true);
}

static void hides(struct scene *s, const char *text)
{
    look(s, text, false);
}

static int in_tea(void **state)
{
    scene_modern(state);
    struct scene *s = *state;
    s->chat->cols = 100;
    s->chat->rows = 30;
    server_says(s, ":alice!a@h JOIN #tea * :Alice");
    server_says(s, ":irc.example.org 353 alice = #tea :@alice bob carol bert");
    server_says(s, ":irc.example.org 366 alice #tea :End of /NAMES list.");
    chat_open(s->chat, scene_conv(s, "#tea"));
    return 0;
}

static void a_slash_shows_the_commands_and_typing_narrows(void **state)
{
    struct scene *s = *state;
    types(s, "/");
    shows(s, "/away ");
    types(s, "wh");
    shows(s, "/who     [name or #room]");
    shows(s, "/whois   [name]");
    shows(s, "Where you are, who is here");
    hides(s, "/away ");
    types(s, "oi");
    hides(s, "/who     [name");
    presses(s, "BS BS");
    shows(s, "/who     [name");
    input_shows(s, "/wh|");
    types(s, "zz");
    assert_int_equal(s->chat->choices.n, 0);
}

static void aliases_are_shown_with_what_they_run(void **state)
{
    struct scene *s = *state;
    types(s, "/par");
    shows(s, "/part  = /leave [#room] [why]");
    presses(s, "Tab");
    input_shows(s, "/part |");
}

static void tab_chooses_and_shift_tab_goes_back(void **state)
{
    struct scene *s = *state;
    types(s, "b");
    assert_int_equal(s->chat->choices.n, 0);
    presses(s, "Tab");
    input_shows(s, "bert: |");
    shows(s, "▸bert:");
    shows(s, " bob:");
    presses(s, "Tab");
    input_shows(s, "bob: |");
    presses(s, "S-Tab");
    input_shows(s, "bert: |");
    presses(s, "Down");
    input_shows(s, "bob: |");
    presses(s, "Up");
    input_shows(s, "bert: |");
}

static void enter_takes_the_choice_and_sends_nothing(void **state)
{
    struct scene *s = *state;
    types(s, "b");
    presses(s, "Tab Enter");
    input_shows(s, "bert: |");
    client_does_not_say(s, "*PRIVMSG*");
    assert_int_equal(s->chat->choices.n, 0);
    types(s, "hi");
    presses(s, "Enter");
    client_says(s, "*PRIVMSG #tea :bert: hi");
}

static void a_blank_takes_it_without_a_second_blank(void **state)
{
    struct scene *s = *state;
    types(s, "b");
    presses(s, "Tab");
    types(s, " hi");
    input_shows(s, "bert: hi|");
}

static void escape_brings_back_what_was_typed(void **state)
{
    struct scene *s = *state;
    types(s, "b");
    presses(s, "Tab Esc");
    input_shows(s, "b|");
    assert_false(s->chat->leader);
    types(s, " ");
    presses(s, "C-u");
    types(s, "/wh");
    presses(s, "Esc");
    types(s, "o");
    assert_int_equal(s->chat->choices.n, 0);
    presses(s, "C-u");
    types(s, "/wh");
    assert_true(s->chat->choices.n > 0);
}

static void enter_sends_a_command_whose_list_was_only_shown(void **state)
{
    struct scene *s = *state;
    types(s, "/who");
    assert_true(s->chat->choices.n > 1);
    presses(s, "Enter");
    client_says(s, "*WHO #tea");
    input_shows(s, "|");
}

static void emoji_are_found_by_a_part_of_their_names(void **state)
{
    struct scene *s = *state;
    types(s, "yes :t");
    assert_int_equal(s->chat->choices.n, 0);
    types(s, "ad");
    shows(s, ":tada:");
    presses(s, "Tab");
    input_shows(s, "yes 🎉 |");
}

static void a_whole_emoji_name_becomes_the_emoji(void **state)
{
    struct scene *s = *state;
    types(s, "nice :+1:");
    input_shows(s, "nice 👍|");
    types(s, " at 10:20:30 and :nosuch:");
    input_shows(s, "nice 👍 at 10:20:30 and :nosuch:|");
    presses(s, "C-u");
    types(s, ":tada:");
    presses(s, "C-_");
    input_shows(s, ":tada:|");
}

static void an_emoji_that_was_used_is_offered_first(void **state)
{
    struct scene *s = *state;
    types(s, ":thumbs");
    presses(s, "Tab Down");
    input_shows(s, "👎 |");
    types(s, "no :thumbs");
    presses(s, "Tab");
    input_shows(s, "👎 no 👎 |");
    types(s, ":+1: :thumbs");
    presses(s, "Tab");
    input_shows(s, "👎 no 👎 👍 👍 |");
    types(s, ":thumbs");
    presses(s, "Tab Down Esc");
    types(s, " :thumbs");
    presses(s, "Tab");
    input_shows(s, "👎 no 👎 👍 👍 :thumbs 👍 |");
}

static void in_code_colons_stay(void **state)
{
    struct scene *s = *state;
    types(s, "`a :tada:` and :tada:");
    input_shows(s, "`a :tada:` and 🎉|");
    presses(s, "C-u");
    types(s, "```");
    presses(s, "C-j");
    types(s, "x :tad");
    assert_int_equal(s->chat->choices.n, 0);
    types(s, "a:");
    presses(s, "C-j");
    types(s, "```");
    presses(s, "C-j");
    types(s, ":tada:");
    assert_string_equal(edit_text(s->chat->edit), "```\nx :tada:\n```\n🎉");
}

static void a_name_behind_an_at_opens_the_list(void **state)
{
    struct scene *s = *state;
    types(s, "ask @b");
    shows(s, "bert");
    types(s, "o");
    hides(s, " bert ");
    presses(s, "Tab");
    input_shows(s, "ask @bob |");
}

static void the_usage_shows_which_argument_comes(void **state)
{
    struct scene *s = *state;
    types(s, "/kick");
    shows(s, "/kick [#room] name [why]  Remove somebody from the room");
    types(s, " bo");
    const struct usage *usage = &s->chat->usage;
    assert_memory_equal(usage->text + usage->from, "[#room]", usage->to - usage->from);
    types(s, "b too loud");
    assert_memory_equal(usage->text + usage->from, "[why]", usage->to - usage->from);
    presses(s, "C-u");
    assert_null(usage->text);
}

static void a_ban_tells_its_mask_before_it_is_entered(void **state)
{
    struct scene *s = *state;
    types(s, "/ban ");
    hides(s, "Keeps out");
    types(s, "bob");
    shows(s, "Keeps out bob!*@*");
    presses(s, "C-u");
    types(s, "/kickban #tea *@spam.example.org");
    shows(s, "Keeps out *!*@spam.example.org");
    presses(s, "C-u");
    types(s, "/unban $a:bob");
    shows(s, "Lets in $a:bob");
}

static void an_unknown_command_is_told_before_it_is_entered(void **state)
{
    struct scene *s = *state;
    types(s, "/wh");
    assert_false(s->chat->usage.unknown);
    types(s, "xq");
    assert_true(s->chat->usage.unknown);
    shows(s, "there is no such command");
    presses(s, "C-u");
    types(s, "/w ");
    assert_false(s->chat->usage.unknown);
    presses(s, "C-u");
    types(s, "//wxq");
    assert_false(s->chat->usage.unknown);
    types(s, "/typo hello");
    presses(s, "C-u");
    enters(s, "/typo hello");
    client_does_not_say(s, "*PRIVMSG*");
    input_shows(s, "/typo hello|");
    presses(s, "C-u");
    enters(s, " /msg bob secret");
    client_does_not_say(s, "*PRIVMSG*");
}

static void a_small_screen_has_no_list_but_tab_works(void **state)
{
    struct scene *s = *state;
    s->chat->cols = 40;
    s->chat->rows = 5;
    types(s, "b");
    presses(s, "Tab Tab");
    hides(s, "bert");
    input_shows(s, "bob: |");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_TEA(test) cmocka_unit_test_setup_teardown(test, in_tea, scene_end)
        IN_TEA(a_slash_shows_the_commands_and_typing_narrows),
        IN_TEA(aliases_are_shown_with_what_they_run),
        IN_TEA(tab_chooses_and_shift_tab_goes_back),
        IN_TEA(enter_takes_the_choice_and_sends_nothing),
        IN_TEA(a_blank_takes_it_without_a_second_blank),
        IN_TEA(escape_brings_back_what_was_typed),
        IN_TEA(enter_sends_a_command_whose_list_was_only_shown),
        IN_TEA(emoji_are_found_by_a_part_of_their_names),
        IN_TEA(a_whole_emoji_name_becomes_the_emoji),
        IN_TEA(an_emoji_that_was_used_is_offered_first),
        IN_TEA(in_code_colons_stay),
        IN_TEA(a_name_behind_an_at_opens_the_list),
        IN_TEA(the_usage_shows_which_argument_comes),
        IN_TEA(a_ban_tells_its_mask_before_it_is_entered),
        IN_TEA(an_unknown_command_is_told_before_it_is_entered),
        IN_TEA(a_small_screen_has_no_list_but_tab_works),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
