/* A paste that is more than a few rows is shown before it goes anywhere. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "handle.h"
#include "keyboard.h"
#include "mem.h"
#include "scratch.h"
#include "spec.h"
#include "transfer_list.h"

#define SIX "one\ntwo\nthree\nfour\nfive\nsix\n"

static char folder[] = "/tmp/parlor-paste-XXXXXX";

static int in_tea(void **state)
{
    scene_modern(state);
    struct scene *s = *state;
    server_says(s, ":irc.example.org 005 alice soju.im/FILEHOST=https://irc.example.org/uploads "
                   ":are supported by this server");
    server_says(s, ":alice!a@h JOIN #tea * :Alice");
    chat_open(s->chat, scene_conv(s, "#tea"));
    scene_forget(s);
    return 0;
}

static int in_tea_with_rows(void **state)
{
    in_tea(state);
    struct scene *s = *state;
    server_says(s, ":irc.example.org CAP alice NEW :draft/multiline=max-bytes=4000,max-lines=24");
    server_says(s, ":irc.example.org CAP alice ACK :draft/multiline");
    scene_forget(s);
    return 0;
}

/* Is there such a row in the open dialog? */
static bool dialog_has(const struct scene *s, const char *text)
{
    const struct dialog *dialog = s->chat->dialog;
    for (size_t i = 0; dialog && i < dialog->n; i++) {
        if (strstr(dialog->rows[i].label, text))
            return true;
    }
    return false;
}

static void chooses(struct scene *s, const char *value)
{
    assert_non_null(s->chat->dialog);
    dialog_pick(s->chat->dialog, value);
    presses(s, "Enter");
    assert_null(s->chat->dialog);
    assert_null(s->chat->paste);
}

static void a_few_rows_go_into_the_input(void **state)
{
    struct scene *s = *state;
    pastes(s, "one\ntwo\nthree");
    assert_null(s->chat->dialog);
    input_shows(s, "one\ntwo\nthree|");
}

static void more_rows_are_shown_first(void **state)
{
    struct scene *s = *state;
    pastes(s, SIX);
    input_shows(s, "|");
    assert_true(dialog_has(s, "│ one"));
    assert_true(dialog_has(s, "│ six"));
    assert_true(dialog_has(s, "Send row by row"));
    assert_false(dialog_has(s, "Send as one message"));
    assert_string_equal(s->chat->dialog->title, "Paste: 6 rows, 28 B");
    presses(s, "Esc");
    assert_null(s->chat->dialog);
    assert_null(s->chat->paste);
    client_does_not_say(s, "*PRIVMSG*");
    input_shows(s, "|");
}

static void of_many_rows_the_first_and_the_last_are_shown(void **state)
{
    struct scene *s = *state;
    struct buf text = {0};
    for (int i = 1; i <= 100; i++)
        buf_printf(&text, "row %d\r", i);
    pastes(s, buf_text(&text));
    assert_true(dialog_has(s, "│ row 8"));
    assert_true(dialog_has(s, "90 rows more"));
    assert_true(dialog_has(s, "│ row 100"));
    assert_false(dialog_has(s, "│ row 50"));
    buf_clear(&text);
}

/* The server takes 24 rows together. */
static void more_than_fits_together_is_told_as_so_many_messages(void **state)
{
    struct scene *s = *state;
    struct buf text = {0};
    for (int i = 1; i <= 50; i++)
        buf_printf(&text, "row %d\n", i);
    pastes(s, buf_text(&text));
    assert_true(dialog_has(s, "Send as 3 messages"));
    assert_false(dialog_has(s, "Send as one message"));
    presses(s, "Esc");
    pastes(s, SIX);
    assert_true(dialog_has(s, "Send as one message"));
    buf_clear(&text);
}

static void control_characters_are_shown_and_not_typed(void **state)
{
    struct scene *s = *state;
    pastes(s, "rm -rf \x1b[201~x");
    assert_true(dialog_has(s, "│ rm -rf ^[[201~x"));
    assert_true(dialog_has(s, "1 control character:"));
    chooses(s, "edit");
    input_shows(s, "rm -rf �[201~x|");
}

static void row_by_row_each_is_a_message(void **state)
{
    struct scene *s = *state;
    types(s, "look: ");
    pastes(s, SIX);
    chooses(s, "rows");
    client_says(s, "*PRIVMSG #tea :look: one");
    client_says(s, "*PRIVMSG #tea :two");
    client_says(s, "*PRIVMSG #tea :six");
    input_shows(s, "|");
}

static void behind_a_command_it_is_only_edited(void **state)
{
    struct scene *s = *state;
    types(s, "/who ");
    pastes(s, SIX);
    assert_false(dialog_has(s, "Send row by row"));
    assert_true(dialog_has(s, "Edit it in the input"));
    presses(s, "Esc C-u");
    pastes(s, "/etc/passwd\nb\nc\nd\ne\nf");
    chooses(s, "rows");
    client_says(s, "*PRIVMSG #tea :/etc/passwd");
}

static void who_presses_enter_out_of_habit_floods_nobody(void **state)
{
    struct scene *s = *state;
    pastes(s, SIX);
    assert_string_equal(dialog_picked(s->chat->dialog)->value, "edit");
    presses(s, "Esc");
    server_says(s, ":irc.example.org CAP alice NEW :draft/multiline=max-bytes=4000,max-lines=24");
    server_says(s, ":irc.example.org CAP alice ACK :draft/multiline");
    pastes(s, SIX);
    assert_string_equal(dialog_picked(s->chat->dialog)->value, "one");
    presses(s, "Esc");
}

static void as_one_message_it_is_sent_whole_and_as_it_is(void **state)
{
    struct scene *s = *state;
    pastes(s, "int *a, *b;\n2\n3\n4\n5\n6");
    chooses(s, "one");
    client_says(s, "*BATCH +m* draft/multiline *#tea");
    client_says(s, "@batch=m* PRIVMSG #tea :int *a, *b;");
    client_says(s, "@batch=m* PRIVMSG #tea :6");
    client_says(s, "BATCH -m*");
    input_shows(s, "|");
}

static void edited_it_stands_in_the_input(void **state)
{
    struct scene *s = *state;
    types(s, "see ");
    pastes(s, SIX);
    chooses(s, "edit");
    input_shows(s, "see one\ntwo\nthree\nfour\nfive\nsix\n|");
    presses(s, "C-_");
    input_shows(s, "see |");
}

static void as_a_file_it_is_uploaded_and_its_scratch_goes(void **state)
{
    struct scene *s = *state;
    struct stat about;
    assert_non_null(mkdtemp(folder));
    setenv("XDG_RUNTIME_DIR", folder, 1);
    pastes(s, SIX);
    chooses(s, "file");
    struct transfer *transfer = s->chat->transfers.first;
    assert_non_null(transfer);
    assert_true(transfer->scratch);
    assert_string_equal(transfer->name, "paste.txt");
    char *path = xstrdup(transfer->path);
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    char *cause = NULL;
    char *text = scratch_read(path, 1000, &cause);
    assert_string_equal(text, SIX);

    transfer->state = TRANSFER_DONE;
    transfer->unsaid = true;
    xreplace(&transfer->url, "https://irc.example.org/f/1/paste.txt");
    xreplace(&transfer->sum, "00");
    xreplace(&transfer->type, "text/plain");
    transfer_list_turn(s->chat);
    client_says(s, "*PRIVMSG #tea :paste.txt (28 B) https://irc.example.org/f/1/paste.txt");
    assert_int_not_equal(stat(path, &about), 0);
    assert_int_equal(rmdir(folder), 0);
    free(text);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_TEA(test) cmocka_unit_test_setup_teardown(test, in_tea, scene_end)
        IN_TEA(a_few_rows_go_into_the_input),
        IN_TEA(more_rows_are_shown_first),
        IN_TEA(of_many_rows_the_first_and_the_last_are_shown),
        IN_TEA(control_characters_are_shown_and_not_typed),
        IN_TEA(row_by_row_each_is_a_message),
        IN_TEA(behind_a_command_it_is_only_edited),
        IN_TEA(who_presses_enter_out_of_habit_floods_nobody),
        cmocka_unit_test_setup_teardown(more_than_fits_together_is_told_as_so_many_messages,
                                        in_tea_with_rows, scene_end),
        cmocka_unit_test_setup_teardown(as_one_message_it_is_sent_whole_and_as_it_is,
                                        in_tea_with_rows, scene_end),
        IN_TEA(edited_it_stands_in_the_input),
        IN_TEA(as_a_file_it_is_uploaded_and_its_scratch_goes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
