/* Files on their way, by commands: /get, /upload, /transfers and what goes with them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command.h"
#include "handle.h"
#include "keyboard.h"
#include "mem.h"
#include "spec.h"
#include "transfer_list.h"

#define SUM "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

static char *folder; /* owned while there is one */

static int setup(void **state)
{
    scene_modern(state);
    struct scene *s = *state;
    server_says(s,
                ":irc.example.org 005 alice soju.im/FILEHOST=https://irc.example.org:6681/uploads "
                "parlor.chat/FILES=https://irc.example.org:6681/files/ :are supported");
    server_says(s, ":alice!a@h JOIN #tea");
    chat_open(s->chat, scene_conv(s, "#tea"));
    scene_forget(s);
    return 0;
}

static struct transfer *first(const struct scene *s)
{
    assert_non_null(s->chat->transfers.first);
    return s->chat->transfers.first;
}

static void turn(struct scene *s)
{
    transfers_schedule(s->chat);
    transfer_list_turn(s->chat);
}

static void row_shows(const struct scene *s, size_t i, const char *label, const char *detail)
{
    const struct dialog *dialog = s->chat->dialog;
    assert_non_null(dialog);
    assert_true(i < dialog->nshown);
    assert_string_equal(dialog->rows[dialog->shown[i]].label, label);
    assert_string_equal(dialog->rows[dialog->shown[i]].detail, detail);
}

/* A file of alice's own, with a blank in its name. */
static void make_file(void)
{
    folder = xstrdup("/tmp/parlor-slash-XXXXXX");
    assert_non_null(mkdtemp(folder));
    char *path = xasprintf("%s/my notes.txt", folder);
    FILE *file = fopen(path, "we");
    fputs("hello", file);
    fclose(file);
    free(path);
}

static void remove_file(void)
{
    char *path = xasprintf("%s/my notes.txt", folder);
    unlink(path);
    rmdir(folder);
    free(path);
    free(folder);
}

static void a_file_is_got_by_its_path(void **state)
{
    struct scene *s = *state;
    enters(s, "/get docs/plan%20b.pdf");
    assert_string_equal(first(s)->url, "https://irc.example.org:6681/files/docs/plan%2520b.pdf");
    notice_says(s, "↓ plan%20b.pdf: asking how large it is");
    turn(s);
    transfer_size(s->chat, first(s), 2048);
    notice_says(s, "↓ plan%20b.pdf (2.0 KiB): /transfers *");
    xreplace(&first(s)->path, "/d/plan%20b.pdf");
    transfer_done(s->chat, first(s), SUM);
    notice_says(s, "✓ plan%20b.pdf is here");
}

static void a_file_can_be_called_otherwise(void **state)
{
    struct scene *s = *state;
    enters(s, "/get \"docs/old plans/b.pdf\" 'my plan.pdf'");
    assert_string_equal(first(s)->url, "https://irc.example.org:6681/files/docs/old%20plans/b.pdf");
    assert_string_equal(first(s)->name, "my plan.pdf");
}

static void a_known_name_with_blanks_needs_no_quotes(void **state)
{
    struct scene *s = *state;
    server_says(
        s, "@msgid=m1 :bob!b@h PRIVMSG #tea :https://irc.example.org:6681/u/abc/my%%20plan.pdf");
    enters(s, "/get my plan.pdf");
    assert_string_equal(first(s)->url, "https://irc.example.org:6681/u/abc/my%20plan.pdf");
    assert_string_equal(first(s)->name, "my plan.pdf");
}

static void a_file_is_got_by_its_address(void **state)
{
    struct scene *s = *state;
    enters(s, "/get https://example.org/x/kettle.png tea.png");
    assert_string_equal(first(s)->url, "https://example.org/x/kettle.png");
    assert_string_equal(first(s)->name, "tea.png");
    assert_false(first(s)->own);
}

static void a_posted_file_is_got_by_its_number(void **state)
{
    struct scene *s = *state;
    server_says(s, "@msgid=m1;+parlor.chat/file=1234," SUM ",application/pdf :bob!b@h PRIVMSG #tea "
                   ":plan.pdf (1.2 KiB) https://irc.example.org:6681/u/abc/plan.pdf");
    enters(s, "/get 1");
    assert_string_equal(first(s)->url, "https://irc.example.org:6681/u/abc/plan.pdf");
    assert_string_equal(first(s)->sha256, SUM);
    assert_int_equal(first(s)->size, 1234);
    notice_says(s, "↓ plan.pdf (1.2 KiB): *");
}

static void all_files_of_a_room_are_got_at_once(void **state)
{
    struct scene *s = *state;
    enters(s, "/get all");
    notice_says(s, "No file was posted in #tea");
    server_says(s, "@msgid=m1;+parlor.chat/file=1024," SUM ",application/pdf :bob!b@h PRIVMSG #tea "
                   ":https://irc.example.org:6681/u/abc/plan.pdf");
    server_says(s, "@msgid=m2;+parlor.chat/file=2048," SUM ",image/png :bob!b@h PRIVMSG #tea "
                   ":https://irc.example.org:6681/u/abd/kettle.png");
    enters(s, "/get all");
    notice_says(s, "↓ 2 files (3.0 KiB): *");
    assert_string_equal(first(s)->name, "kettle.png");
    assert_string_equal(first(s)->next->name, "plan.pdf");
    assert_null(first(s)->next->next);
    for (struct transfer *one = first(s); one; one = one->next) {
        xreplace(&one->path, "/d/it");
        transfer_done(s->chat, one, SUM);
    }
    enters(s, "/get all");
    notice_says(s, "All files that were posted in #tea are here already");
    assert_null(first(s)->next->next);
}

static void wrong_use_is_told(void **state)
{
    struct scene *s = *state;
    enters(s, "/get 7");
    notice_says(s, "There is no file 7 here*");
    enters(s, "/get a b c");
    notice_says(s, "Too many words*");
    enters(s, "/upload /nowhere/x");
    notice_says(s, "/nowhere/x cannot be read*");
    enters(s, "/upload /tmp");
    notice_says(s, "/tmp is a folder*");
    enters(s, "/cancel 3");
    notice_says(s, "No files are on their way");
    enters(s, "/transfers");
    notice_says(s, "No files are on their way*");
}

static void the_list_shows_how_far_they_are(void **state)
{
    struct scene *s = *state;
    enters(s, "/get https://example.org/kettle.png");
    enters(s, "/get https://example.org/b");
    enters(s, "/get https://example.org/c");
    turn(s);
    transfer_size(s->chat, first(s), 10 << 20);
    transfer_measure(s->chat, first(s));
    s->chat->mono_ms += 1000;
    transfer_progress(s->chat, first(s), 5 << 20);
    transfer_measure(s->chat, first(s));
    enters(s, "/transfers");
    row_shows(s, 0, "1 ↓ kettle.png", "█████░░░░░  50%  5.0 of 10.0 MiB  5.0 MiB/s  1 s left");
    row_shows(s, 2, "3 ↓ c         ", "waits");
    presses(s, "r");
    assert_string_equal(s->chat->dialog->error, "this one needs no resuming");
    transfer_measure(s->chat, first(s));
    turn(s);
    assert_string_equal(s->chat->dialog->error, "this one needs no resuming");
    presses(s, "Esc");
    s->chat->cols = 50;
    enters(s, "/transfers");
    row_shows(s, 0, "1 ↓ kettle.png", " 50%  5.0 MiB/s  1 s left");
    s->chat->cols = 100;

    s->chat->mono_ms += 1000;
    transfer_progress(s->chat, first(s), 10 << 20);
    xreplace(&first(s)->path, "/d/kettle.png");
    transfer_done(s->chat, first(s), SUM);
    turn(s);
    row_shows(s, 0, "1 ↓ kettle.png", "done  10.0 MiB");
    conv_shows(s, "#tea",
               "-- ↓ kettle.png is here: /d/kettle.png, 10.0 MiB in 1 s, SHA-256 9f86d081…");
}

static void keys_pause_resume_and_cancel(void **state)
{
    struct scene *s = *state;
    enters(s, "/get https://example.org/a");
    turn(s);
    enters(s, "/transfers");
    presses(s, "p");
    assert_int_equal(first(s)->state, TRANSFER_PAUSED);
    presses(s, "r");
    assert_int_equal(first(s)->state, TRANSFER_QUEUED);
    presses(s, "Enter");
    assert_int_equal(s->chat->dialog->kind, DIALOG_TEXT);
    presses(s, "Enter c");
    assert_int_equal(first(s)->state, TRANSFER_CANCELLED);
}

static void commands_pause_resume_and_cancel(void **state)
{
    struct scene *s = *state;
    enters(s, "/get https://example.org/a");
    enters(s, "/get https://example.org/b");
    enters(s, "/pause");
    notice_says(s, "Which one?*");
    enters(s, "/pause all");
    assert_int_equal(first(s)->next->state, TRANSFER_PAUSED);
    enters(s, "/resume 2");
    assert_int_equal(first(s)->state, TRANSFER_PAUSED);
    assert_int_equal(first(s)->next->state, TRANSFER_QUEUED);
    enters(s, "/cancel 2");
    assert_int_equal(first(s)->next->state, TRANSFER_CANCELLED);
}

static void a_large_one_asks_where_nobody_is_disturbed(void **state)
{
    struct scene *s = *state;
    s->chat->settings.confirm_above = 1000;
    enters(s, "/get https://example.org/a");
    turn(s);
    types(s, "I am typing");
    transfer_size(s->chat, first(s), 1 << 20);
    turn(s);
    assert_null(s->chat->dialog);
    presses(s, "Enter");
    turn(s);
    assert_non_null(s->chat->dialog);
    assert_string_equal(s->chat->dialog->rows[0].label, "It has 1.0 MiB. Get it?");
    presses(s, "Enter");
    assert_null(s->chat->dialog);
    assert_int_equal(first(s)->state, TRANSFER_QUEUED);
    notice_says(s, "↓ a (1.0 MiB): *");

    turn(s);
    transfer_progress(s->chat, first(s), 600000);
    turn(s);
    assert_string_equal(s->chat->dialog->rows[0].label, "585.9 KiB of 1.0 MiB are here. Go on?");
    presses(s, "End Enter");
    assert_int_equal(first(s)->state, TRANSFER_PAUSED);
    notice_says(s, "a is paused: /resume 1 goes on");
}

static void an_upload_is_said_where_it_was_asked_for(void **state)
{
    struct scene *s = *state;
    make_file();
    char *command = xasprintf("/upload %s/my\\ notes.txt", folder);
    enters(s, command);
    free(command);
    struct transfer *transfer = first(s);
    assert_string_equal(transfer->name, "my notes.txt");
    assert_int_equal(transfer->size, 5);
    chat_open(s->chat, s->network->console);
    xreplace(&transfer->url, "https://irc.example.org:6681/u/abc/my%20notes.txt");
    xreplace(&transfer->type, "text/plain");
    transfer_done(s->chat, transfer, SUM);
    notice_says(s, "✓ my notes.txt is on the server");
    conv_does_not_show(s, "#tea", "*is on the server*");
    turn(s);
    client_says(s, "*+parlor.chat/file=5," SUM ",text/plain* PRIVMSG #tea :my notes.txt (5 B) "
                   "https://irc.example.org:6681/u/abc/my%20notes.txt");
    turn(s);
    client_does_not_say(s, "*PRIVMSG*");
    remove_file();
}

static void leave_is_asked_for_with_a_name_of_ones_own(void **state)
{
    struct scene *s = *state;
    server_says(s, ":irc.example.org 900 alice alice!a@h alice :You are logged in");
    scene_forget(s);
    enters(s, "/get plan.pdf");
    turn(s);
    client_says(s, "TOKEN GENERATE *FILEHOST");
    assert_int_equal(first(s)->state, TRANSFER_QUEUED);
    server_says(s, ":irc.example.org TOKEN GENERATE FILEHOST :t0ken");
    turn(s);
    assert_int_equal(first(s)->state, TRANSFER_RUNNING);
    assert_string_equal(s->network->token, "t0ken");
}

static void a_server_without_tokens_is_asked_without(void **state)
{
    struct scene *s = *state;
    server_says(s, ":irc.example.org 900 alice alice!a@h alice :You are logged in");
    enters(s, "/get plan.pdf");
    turn(s);
    server_says(s, ":irc.example.org 421 alice TOKEN :Unknown command");
    turn(s);
    assert_int_equal(first(s)->state, TRANSFER_RUNNING);
    conv_does_not_show(s, "#tea", "*TOKEN*");
}

static void leaving_asks_once_while_files_are_on_their_way(void **state)
{
    struct scene *s = *state;
    s->chat->keeps = true;
    enters(s, "/get https://example.org/a");
    turn(s);
    enters(s, "/quit");
    notice_says(s, "1 file is on its way, kept for next time: /quit again leaves");
    assert_false(s->chat->wishes & WISH_QUIT);
    enters(s, "/quit");
    assert_true(s->chat->wishes & WISH_QUIT);
}

static void paths_are_completed(void **state)
{
    struct scene *s = *state;
    make_file();
    char *typed = xasprintf("/upload %s/m", folder);
    char *shown = xasprintf("/upload %s/my\\ notes.txt |", folder);
    types(s, typed);
    presses(s, "Tab");
    input_shows(s, shown);
    free(typed);
    free(shown);
    remove_file();
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, scene_end)
    const struct CMUnitTest tests[] = {
        TEST(a_file_is_got_by_its_path),
        TEST(a_file_can_be_called_otherwise),
        TEST(a_known_name_with_blanks_needs_no_quotes),
        TEST(a_file_is_got_by_its_address),
        TEST(a_posted_file_is_got_by_its_number),
        TEST(all_files_of_a_room_are_got_at_once),
        TEST(wrong_use_is_told),
        TEST(the_list_shows_how_far_they_are),
        TEST(keys_pause_resume_and_cancel),
        TEST(commands_pause_resume_and_cancel),
        TEST(a_large_one_asks_where_nobody_is_disturbed),
        TEST(an_upload_is_said_where_it_was_asked_for),
        TEST(leave_is_asked_for_with_a_name_of_ones_own),
        TEST(a_server_without_tokens_is_asked_without),
        TEST(leaving_asks_once_while_files_are_on_their_way),
        TEST(paths_are_completed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
