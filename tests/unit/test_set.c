/* Settings, keys and commands of one's own, changed from within. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alias.h"
#include "keyboard.h"
#include "keymap_user.h"
#include "mem.h"
#include "option.h"
#include "settings.h"
#include "spec.h"

/* alice in #tea and #ops; #tea is open; the program's settings are lent. */
static int in_rooms(void **state)
{
    scene_modern(state);
    struct scene *s = *state;
    char *cause = NULL;
    setenv("XDG_CONFIG_HOME", "/nowhere", 1);
    settings_lend(s->chat);
    assert_int_equal(settings_read(s->chat, NULL, &cause), 0);
    server_says(s, ":alice!a@h JOIN #tea * :Alice");
    server_says(s, ":alice!a@h JOIN #ops * :Alice");
    chat_open(s->chat, scene_conv(s, "#tea"));
    scene_forget(s);
    return 0;
}

/* What is noted for the file: "[ui] bell = no", "[ui] bell -". */
static void file_gets(struct scene *s, const char *wanted)
{
    bool found = false;
    for (size_t i = 0; i < s->chat->unsaved.n; i++) {
        const struct conf_change *change = &s->chat->unsaved.items[i];
        char *text = xasprintf("[%s] %s %s%s", change->section, change->key,
                               change->value ? "= " : "-", change->value ? change->value : "");
        found = found || strcmp(text, wanted) == 0;
        free(text);
    }
    if (!found)
        fail_msg("nothing is noted like %s", wanted);
}

/* ---- /set ---- */

static void a_setting_changes_at_once_and_for_good(void **state)
{
    struct scene *s = *state;
    enters(s, "/set ui.bell off");
    assert_false(s->chat->settings.bell);
    assert_true(s->chat->wishes & WISH_SETTINGS);
    notice_says(s, "ui.bell is no now");
    file_gets(s, "[ui] bell = no");
    enters(s, "/set text_columns 72");
    assert_int_equal(s->chat->settings.text_cols_max, 72);
    file_gets(s, "[ui] text_columns = 72");
}

static void what_may_not_be_set_is_refused_with_what_may(void **state)
{
    struct scene *s = *state;
    enters(s, "/set ui.text_columns 5");
    notice_says(s, "text_columns: \"5\" is not from 20 to 1000");
    assert_int_equal(s->chat->settings.text_cols_max, 100);
    enters(s, "/set ui.colours pink");
    notice_says(s, "colours: \"pink\" is not one of auto, none, 16, 256, rgb");
    assert_int_equal(s->chat->unsaved.n, 0);
}

static void a_setting_is_shown_with_help_and_default(void **state)
{
    struct scene *s = *state;
    enters(s, "/set text_columns 72");
    enters(s, "/set text_columns");
    notice_says(s, "ui.text_columns is 72 (else 100): Columns*; 20 to 1000");
}

static void the_theme_in_use_is_shown_with_who_chose_it(void **state)
{
    struct scene *s = *state;
    xreplace(&s->chat->theme, "auto");
    enters(s, "/set ui.theme");
    notice_says(s, "ui.theme is auto, as fits the terminal: Colours*");
    xreplace(&s->chat->theme_names, "gruvbox mono");
    enters(s, "/theme gruvbox");
    enters(s, "/set ui.theme");
    notice_says(s, "ui.theme is gruvbox, by /theme: Colours*");
    enters(s, "/set");
    types(s, "ui.theme");
    assert_string_equal(dialog_picked(s->chat->dialog)->detail, "  gruvbox, by /theme");
    presses(s, "Esc Esc");

    /* What the file says is the value; begun with another, that holds. */
    enters(s, "/set ui.theme mono");
    xreplace(&s->chat->theme, "mono");
    enters(s, "/set ui.theme");
    notice_says(s, "ui.theme is mono (else nothing): Colours*");
    xreplace(&s->chat->theme, "gruvbox");
    enters(s, "/set ui.theme");
    notice_says(s, "ui.theme is gruvbox, for this run: Colours*");
}

static void a_setting_is_turned_and_taken_back(void **state)
{
    struct scene *s = *state;
    enters(s, "/toggle bell");
    assert_false(s->chat->settings.bell);
    enters(s, "/toggle ui.colours");
    assert_int_equal(s->chat->settings.colours, 1);
    enters(s, "/unset ui.colours");
    assert_int_equal(s->chat->settings.colours, 0);
    file_gets(s, "[ui] colours -");
    enters(s, "/toggle text_columns");
    notice_says(s, "text_columns has more than two values*");
}

/* Row 126. */
static void the_browser_shows_changes_and_takes_back(void **state)
{
    struct scene *s = *state;
    enters(s, "/set");
    assert_string_equal(s->chat->dialog->title, "Settings");
    types(s, "ui.bell");
    assert_non_null(strstr(s->chat->dialog->help, "Ring the terminal's bell"));
    presses(s, "Enter");
    assert_false(s->chat->settings.bell);
    file_gets(s, "[ui] bell = no");
    assert_string_equal(dialog_picked(s->chat->dialog)->value, "ui.bell");
    assert_string_equal(dialog_picked(s->chat->dialog)->detail, "* no");
    presses(s, "Del");
    assert_true(s->chat->settings.bell);
    file_gets(s, "[ui] bell -");
    presses(s, "Esc Esc");
    assert_null(s->chat->dialog);
}

static void the_browser_asks_for_a_value_and_says_what_is_wrong(void **state)
{
    struct scene *s = *state;
    enters(s, "/set");
    types(s, "text_columns");
    presses(s, "Enter C-u");
    types(s, "5");
    presses(s, "Enter");
    assert_non_null(strstr(s->chat->dialog->error, "is not from 20 to 1000"));
    presses(s, "C-u");
    types(s, "60");
    presses(s, "Enter");
    assert_int_equal(s->chat->settings.text_cols_max, 60);
    assert_string_equal(dialog_picked(s->chat->dialog)->value, "ui.text_columns");
}

static void every_setting_has_help_and_a_default_that_is_allowed(void **state)
{
    struct scene *s = *state;
    for (size_t i = 0; i < s->chat->options.n; i++) {
        const struct conf_option *option = &s->chat->options.table[i];
        char *name = option_name(option);
        assert_true(strlen(option->help) > 10);
        assert_ptr_equal(option_find(s->chat, name), option);
        assert_true(option_is_default(s->chat, option));
        free(name);
    }
}

/* ---- keys: row 63 ---- */

static void a_key_is_bound_to_an_action_and_the_file_gets_it(void **state)
{
    struct scene *s = *state;
    enters(s, "/bind ctrl-g next-room");
    notice_says(s, "C-g is next-room now");
    file_gets(s, "[keys] C-g = next-room");
    presses(s, "C-g");
    assert_string_equal(s->chat->current->name, "#ops");
}

static void a_chord_is_bound_and_its_rest_does_nothing_by_mistake(void **state)
{
    struct scene *s = *state;
    enters(s, "/bind C-g n next-room");
    presses(s, "C-g n");
    assert_string_equal(s->chat->current->name, "#ops");
    presses(s, "C-g z");
    notice_says(s, "C-g z does nothing");
    input_shows(s, "|");
    enters(s, "/bind C-x q next-room");
    presses(s, "C-x q");
    presses(s, "C-x 1");
    assert_string_equal(s->chat->current->name, "#tea");
}

static void a_key_gets_back_what_it_did(void **state)
{
    struct scene *s = *state;
    enters(s, "/bind C-n none");
    presses(s, "C-n");
    assert_string_equal(s->chat->current->name, "#tea");
    enters(s, "/bind -d C-n");
    file_gets(s, "[keys] C-n -");
    presses(s, "C-n");
    assert_string_equal(s->chat->current->name, "#ops");
}

static void what_is_no_key_or_no_action_is_named(void **state)
{
    struct scene *s = *state;
    enters(s, "/bind C-g next-rom");
    notice_says(s, "there is no action next-rom: did you mean next-room?");
    enters(s, "/bind Hyper-x next-room");
    notice_says(s, "Hyper-x: there is no such key;*");
    enters(s, "/bind C-n");
    notice_says(s, "C-n is next-room: *");
}

static void lists_have_keys_of_their_own(void **state)
{
    struct scene *s = *state;
    enters(s, "/bind list.C-g list-leave");
    file_gets(s, "[keys] list.C-g = list-leave");
    presses(s, "F2");
    assert_non_null(s->chat->dialog);
    presses(s, "C-g");
    assert_null(s->chat->dialog);
}

static void letters_are_commands_with_the_preset_of_vi(void **state)
{
    struct scene *s = *state;
    enters(s, "/bind preset vi");
    file_gets(s, "[keys] preset = vi");
    types(s, "one two");
    presses(s, "Esc 0 w i");
    input_shows(s, "one| two");
    presses(s, "Esc d d");
    input_shows(s, "|");
    presses(s, "z");
    input_shows(s, "|");
    presses(s, "C-x 2");
    assert_string_equal(s->chat->current->name, "#ops");
    presses(s, "i");
    enters(s, "/bind preset default");
    presses(s, "Esc 1");
    assert_string_equal(s->chat->current->name, "#tea");
}

static void rows_of_presets_name_keys_and_actions(void **state)
{
    (void)state;
    size_t n = 0;
    const struct keymap_preset *presets = keymap_presets(&n);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < presets[i].n; j++) {
            const struct binding *row = &presets[i].rows[j];
            char *cause = NULL;
            char *key = keymap_parse(row->key, &cause);
            assert_string_equal(key, row->key);
            assert_int_equal(keymap_check_action(row->action, &cause), 0);
            assert_string_equal(
                keymap_bound_in(presets[i].rows, presets[i].n, row->context, row->key),
                row->action);
            free(key);
        }
    }
}

static void our_own_keys_are_written_as_anybody_may_write_them(void **state)
{
    (void)state;
    size_t n = 0;
    const struct binding *rows = keymap_bindings(&n);
    for (size_t i = 0; i < n; i++) {
        char *cause = NULL;
        char *written = keymap_written(rows[i].key);
        char *key = keymap_parse(written, &cause);
        assert_non_null(key);
        assert_string_equal(key, rows[i].key);
        free(written);
        free(key);
    }
}

/* ---- /alias ---- */

static void a_command_of_ones_own_has_words(void **state)
{
    struct scene *s = *state;
    enters(s, "/alias hi /say Hello, $1! $2- ($nick in $room, $$5)");
    file_gets(s, "[aliases] hi = /say Hello, $1! $2- ($nick in $room, $$5)");
    enters(s, "/hi bob how are you");
    client_says(s, "*PRIVMSG #tea :Hello, bob! how are you (alice in #tea, $5)");
    enters(s, "/alias brb /say back soon:");
    enters(s, "/brb tea");
    client_says(s, "*PRIVMSG #tea :back soon: tea");
}

static void a_command_of_ones_own_does_not_call_another(void **state)
{
    struct scene *s = *state;
    enters(s, "/alias one /two");
    enters(s, "/alias two /one");
    enters(s, "/one");
    notice_says(s, "There is no command /two*");
    presses(s, "C-c");
    enters(s, "/unalias one");
    file_gets(s, "[aliases] one -");
    presses(s, "C-c");
    enters(s, "/one");
    notice_says(s, "There is no command /one*");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_ROOMS(test) cmocka_unit_test_setup_teardown(test, in_rooms, scene_end)
        IN_ROOMS(a_setting_changes_at_once_and_for_good),
        IN_ROOMS(what_may_not_be_set_is_refused_with_what_may),
        IN_ROOMS(a_setting_is_shown_with_help_and_default),
        IN_ROOMS(the_theme_in_use_is_shown_with_who_chose_it),
        IN_ROOMS(a_setting_is_turned_and_taken_back),
        IN_ROOMS(the_browser_shows_changes_and_takes_back),
        IN_ROOMS(the_browser_asks_for_a_value_and_says_what_is_wrong),
        IN_ROOMS(every_setting_has_help_and_a_default_that_is_allowed),
        IN_ROOMS(a_key_is_bound_to_an_action_and_the_file_gets_it),
        IN_ROOMS(a_chord_is_bound_and_its_rest_does_nothing_by_mistake),
        IN_ROOMS(a_key_gets_back_what_it_did),
        IN_ROOMS(what_is_no_key_or_no_action_is_named),
        IN_ROOMS(lists_have_keys_of_their_own),
        IN_ROOMS(letters_are_commands_with_the_preset_of_vi),
        cmocka_unit_test(rows_of_presets_name_keys_and_actions),
        cmocka_unit_test(our_own_keys_are_written_as_anybody_may_write_them),
        IN_ROOMS(a_command_of_ones_own_has_words),
        IN_ROOMS(a_command_of_ones_own_does_not_call_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
