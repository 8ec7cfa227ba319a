/* Help says first what holds here, and always the keys that hold now. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "action.h"
#include "command.h"
#include "keyboard.h"
#include "manual.h"
#include "option.h"
#include "settings.h"
#include "spec.h"

static int in_a_room(void **state)
{
    scene_modern(state);
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea * :Alice");
    settings_lend(s->chat);
    return 0;
}

/* Where a label stands in the help; fails if it does not. */
static size_t place_of(struct scene *s, const char *label)
{
    const struct dialog *dialog = s->chat->dialog;
    assert_string_equal(dialog->title, "Help");
    for (size_t i = 0; i < dialog->n; i++) {
        if (strstr(dialog->rows[i].label, label))
            return i;
    }
    fail_msg("the help does not have %s", label);
    return 0;
}

static void the_first_page_is_what_a_newcomer_needs(void **state)
{
    struct scene *s = *state;
    enters(s, "/bind F2 none");
    presses(s, "F1");
    assert_int_equal(place_of(s, "First steps"), 0);
    assert_true(place_of(s, "/join #room") < place_of(s, "/msg name text"));
    assert_true(place_of(s, "M-s") < place_of(s, "Commands"));
    assert_true(place_of(s, "Commands") < 18);
}

static void where_one_types_commands_come_first_then_keys(void **state)
{
    struct scene *s = *state;
    presses(s, "F1");
    assert_true(place_of(s, "/join") < place_of(s, "Keys while you type"));
    assert_true(place_of(s, "Keys while you type") < place_of(s, "Keys in lists"));
    place_of(s, "ui.bell");
}

/* Row 127. */
static void over_a_list_its_own_keys_come_first_and_it_comes_back(void **state)
{
    struct scene *s = *state;
    enters(s, "/set");
    types(s, "bell");
    presses(s, "F1");
    assert_int_equal(place_of(s, "Settings"), 0);
    assert_int_equal(place_of(s, "Enter"), 1);
    assert_true(place_of(s, "Keys in lists") < place_of(s, "/join"));
    presses(s, "F1 Esc");
    assert_string_equal(s->chat->dialog->title, "Settings");
    input_shows(s, "bell|");
    presses(s, "Esc Esc");
    assert_null(s->chat->dialog);
}

static void a_picked_message_has_its_letters_first(void **state)
{
    struct scene *s = *state;
    server_says(s, "@msgid=a :bob!b@h PRIVMSG #tea :hi");
    presses(s, "M-s F1");
    assert_true(place_of(s, "Keys on a picked message") < place_of(s, "/join"));
}

static void help_names_the_keys_that_hold_now(void **state)
{
    struct scene *s = *state;
    enters(s, "/bind F6 none");
    enters(s, "/bind C-g next-room");
    enters(s, "/help next room in the list");
    assert_int_equal(s->chat->dialog->nshown, 1);
    const char *keys = s->chat->dialog->rows[s->chat->dialog->shown[0]].label;
    assert_non_null(strstr(keys, "C-g"));
    assert_null(strstr(keys, "F6"));
}

/* Row 129. */
static void hints_name_the_keys_that_hold_now(void **state)
{
    struct scene *s = *state;
    enters(s, "/bind F1 none");
    assert_string_equal(s->chat->key_names.help, "M-?");
    enters(s, "/bind M-? none");
    assert_string_equal(s->chat->key_names.help, "");
    assert_string_equal(s->chat->key_names.find, "C-k");
}

static void the_leader_names_the_keys_that_it_leads_to_now(void **state)
{
    struct scene *s = *state;
    enters(s, "/bind M-u none");
    assert_string_equal(s->chat->key_names.led,
                        "a unread · 1-9 room · s pick · ? help · Esc newest");
    enters(s, "/bind M-a none");
    enters(s, "/bind M-w next-unread");
    assert_non_null(strstr(s->chat->key_names.led, "w unread · "));
    assert_null(s->chat->key_names.leave);
    enters(s, "/bind list.Esc none");
    enters(s, "/bind list.C-g list-leave");
    assert_string_equal(s->chat->key_names.leave, "C-g");
}

static char *printed(void (*print)(FILE *out))
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    print(out);
    fclose(out);
    return text;
}

static void the_man_page_has_every_command_action_and_setting(void **state)
{
    struct scene *s = *state;
    size_t n = 0;
    char *text = printed(manual_man);
    const struct command *commands = command_table(&n);
    for (size_t i = 0; i < n; i++)
        assert_non_null(strstr(text, commands[i].name));
    assert_non_null(strstr(text, "it stays readable (also /part)."));
    for (size_t i = 0; i < s->chat->options.n; i++)
        assert_non_null(strstr(text, s->chat->options.table[i].key));
    free(text);
}

/* Reads what was printed as the user's file. */
static void is_a_file_of_settings(struct scene *s, void (*print)(FILE *out))
{
    char path[] = "/tmp/parlor-print-XXXXXX";
    char *cause = NULL;
    FILE *file = fdopen(mkstemp(path), "w");
    print(file);
    fclose(file);
    int result = settings_read(s->chat, path, &cause);
    remove(path);
    if (result != 0)
        fail_msg("%s", cause);
}

static void what_is_printed_as_settings_can_be_read_back(void **state)
{
    struct scene *s = *state;
    is_a_file_of_settings(s, manual_settings);
    for (size_t i = 0; i < s->chat->options.n; i++)
        assert_true(option_is_default(s->chat, &s->chat->options.table[i]));
    is_a_file_of_settings(s, manual_keys);
    presses(s, "F1");
    place_of(s, "F1");
}

/* Row 128: commands and actions are in one list, which runs either. */
static void the_palette_has_commands_and_actions_with_their_keys(void **state)
{
    struct scene *s = *state;
    presses(s, "M-x");
    types(s, "copy-view");
    assert_string_equal(s->chat->dialog->title, "Do");
    assert_string_equal(dialog_picked(s->chat->dialog)->label, "copy-view  M-l");
    types(s, "\n");
    assert_true(s->chat->bare);
    presses(s, "M-l M-x");
    types(s, "/away\n");
    client_says(s, "AWAY away");
    presses(s, "M-x");
    types(s, "/kick\n");
    assert_string_equal(edit_text(s->chat->edit), "/kick "); /* it waits for what it needs */
}

/* C-k has the commands too, and does the same with them. */
static void a_command_that_was_found_is_done_and_costs_nobody_what_was_typed(void **state)
{
    struct scene *s = *state;
    types(s, "half a sentence");
    presses(s, "C-k");
    types(s, "away\n");
    client_says(s, "AWAY away");
    assert_string_equal(edit_text(s->chat->edit), "half a sentence");
    presses(s, "C-k");
    types(s, "upload");
    assert_string_equal(dialog_picked(s->chat->dialog)->label, "/upload");
    types(s, "\n");
    assert_string_equal(edit_text(s->chat->edit), "/upload ");
    presses(s, "C-u Up");
    assert_string_equal(edit_text(s->chat->edit), "half a sentence");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_A_ROOM(test) cmocka_unit_test_setup_teardown(test, in_a_room, scene_end)
        IN_A_ROOM(the_first_page_is_what_a_newcomer_needs),
        IN_A_ROOM(where_one_types_commands_come_first_then_keys),
        IN_A_ROOM(over_a_list_its_own_keys_come_first_and_it_comes_back),
        IN_A_ROOM(a_picked_message_has_its_letters_first),
        IN_A_ROOM(help_names_the_keys_that_hold_now),
        IN_A_ROOM(hints_name_the_keys_that_hold_now),
        IN_A_ROOM(the_leader_names_the_keys_that_it_leads_to_now),
        IN_A_ROOM(the_palette_has_commands_and_actions_with_their_keys),
        IN_A_ROOM(a_command_that_was_found_is_done_and_costs_nobody_what_was_typed),
        IN_A_ROOM(the_man_page_has_every_command_action_and_setting),
        IN_A_ROOM(what_is_printed_as_settings_can_be_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
