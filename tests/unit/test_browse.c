/* The file browser, as keys and rows. */
#include <stdlib.h>
#include <string.h>

#include "browse.h"
#include "irc_name.h"
#include "keyboard.h"
#include "mem.h"
#include "spec.h"

#define BASE "https://chat.example.org:6681/files/"
#define SUM  "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

static int with_files(void **state)
{
    scene_modern(state);
    struct scene *s = *state;
    server_says(s, ":h 005 alice parlor.chat/FILES=" BASE " :are supported by this server");
    server_says(s, ":alice!a@h JOIN #tea * :Alice");
    xreplace(&s->chat->settings.downloads, "/tmp/nowhere");
    scene_forget(s);
    return 0;
}

static void lists(struct scene *s, const char *entries)
{
    char *all = xstrdup(entries);
    char *rest = all;
    int n = 0;
    for (char *one = strsep(&rest, ";"); one; one = strsep(&rest, ";"), n++)
        server_says(s, ":h FILES ENTRY %s", one);
    server_says(s, ":h FILES END %d 3800 *", n);
    browse_turn(s->chat);
    free(all);
}

static void lists_the_top(struct scene *s)
{
    lists(s, "folder 0 1795197600000 - :docs;folder 0 1795197600000 - :music;"
             "file 700 1795190000000 - :notes.txt;file 3100 1795199999000 " SUM " :plan.pdf");
}

/* The label of row i, as it is shown. */
static const char *row_label(const struct scene *s, size_t i)
{
    const struct dialog *dialog = s->chat->dialog;
    assert_non_null(dialog);
    assert_true(i < dialog->nshown);
    return dialog->rows[dialog->shown[i]].label;
}

static void rows_are(const struct scene *s, const char *labels)
{
    struct buf all = {0};
    assert_non_null(s->chat->dialog);
    for (size_t i = 0; i < s->chat->dialog->nshown; i++)
        buf_printf(&all, "%s%s", i ? " " : "", row_label(s, i));
    assert_string_equal(buf_text(&all), labels);
    buf_clear(&all);
}

static void picked_is(const struct scene *s, const char *label)
{
    const struct dialog_row *row = dialog_picked(s->chat->dialog);
    assert_non_null(row);
    assert_string_equal(row->label, label);
}

static void detail_is(const struct scene *s, size_t i, const char *mask)
{
    const struct dialog *dialog = s->chat->dialog;
    const char *detail = dialog->rows[dialog->shown[i]].detail;
    if (!irc_mask_match(mask, detail))
        fail_msg("the detail is \"%s\", not \"%s\"", detail, mask);
}

static void f9_lists_folders_and_files(void **state)
{
    struct scene *s = *state;
    presses(s, "F9");
    client_says(s, "FILES LIST :/");
    assert_string_equal(s->chat->dialog->note, "listing…");
    lists_the_top(s);
    rows_are(s, "docs/ music/ notes.txt plan.pdf");
    detail_is(s, 2, "     700 B  2026-11-20 15:53");
    detail_is(s, 3, "* 3.0 KiB  2026-11-20 18:39");
    assert_string_equal(s->chat->dialog->title, "Files of irc.example.org");
    assert_string_equal(s->chat->dialog->note, "4 entries, total 3.7 KiB");
    presses(s, "F9");
    assert_null(s->chat->dialog);
}

static void enter_goes_in_and_left_comes_back_where_one_was(void **state)
{
    struct scene *s = *state;
    enters(s, "/files");
    lists_the_top(s);
    presses(s, "Down Enter");
    client_says(s, "FILES LIST :music");
    lists(s, "folder 0 0 - :old tapes");
    assert_string_equal(s->chat->dialog->title, "Files of irc.example.org › music");
    presses(s, "Right");
    client_says(s, "FILES LIST :music/old%20tapes");
    lists(s, "file 1 0 - :a.ogg");
    assert_string_equal(s->chat->dialog->title, "Files of irc.example.org › music › old tapes");
    presses(s, "Left");
    client_says(s, "FILES LIST :music");
    lists(s, "folder 0 0 - :new;folder 0 0 - :old tapes");
    picked_is(s, "old tapes/");
    presses(s, "BS");
    client_says(s, "FILES LIST :/");
    lists_the_top(s);
    picked_is(s, "music/");
    presses(s, "Left");
    client_does_not_say(s, "FILES*");
}

static void a_folder_can_be_named(void **state)
{
    struct scene *s = *state;
    enters(s, "/files /docs/old/");
    client_says(s, "FILES LIST :docs/old");
    server_says(s, ":h FAIL FILES NOT_FOUND docs/old :no");
    browse_turn(s->chat);
    assert_string_equal(s->chat->dialog->error, "there is no such folder here");
    presses(s, "Left");
    client_says(s, "FILES LIST :docs");
    enters(s, "");
    presses(s, "Esc");
    enters(s, "/files -x");
    notice_says(s, "There is no -x. Usage: /files*");
}

static void typing_filters(void **state)
{
    struct scene *s = *state;
    presses(s, "F9");
    lists_the_top(s);
    types(s, "pl");
    rows_are(s, "plan.pdf");
    presses(s, "BS BS");
    rows_are(s, "docs/ music/ notes.txt plan.pdf");
    types(s, "n");
    presses(s, "Esc");
    rows_are(s, "docs/ music/ notes.txt plan.pdf");
    presses(s, "Esc");
    assert_null(s->chat->dialog);
}

static void it_can_be_sorted(void **state)
{
    struct scene *s = *state;
    presses(s, "F9");
    lists_the_top(s);
    presses(s, "C-s");
    rows_are(s, "docs/ music/ plan.pdf notes.txt");
    assert_string_equal(s->chat->dialog->note, "4 entries, total 3.7 KiB · largest first");
    presses(s, "C-s");
    rows_are(s, "plan.pdf docs/ music/ notes.txt");
    presses(s, "C-s");
    rows_are(s, "docs/ music/ notes.txt plan.pdf");
}

static void pages_come_as_one_scrolls(void **state)
{
    struct scene *s = *state;
    presses(s, "F9");
    for (int i = 0; i < 100; i++)
        server_says(s, ":h FILES ENTRY file 1 0 - :%03d", i);
    server_says(s, ":h FILES END 150 150 100");
    scene_forget(s);
    browse_turn(s->chat);
    presses(s, "PgDn");
    client_does_not_say(s, "FILES*");
    presses(s, "End");
    client_says(s, "FILES LIST / :100");
    presses(s, "Up");
    client_does_not_say(s, "FILES*");
    for (int i = 100; i < 150; i++)
        server_says(s, ":h FILES ENTRY file 1 0 - :%03d", i);
    server_says(s, ":h FILES END 150 150 *");
    browse_turn(s->chat);
    picked_is(s, "098");
    assert_int_equal(s->chat->dialog->nshown, 150);
}

static void a_filter_wants_all_pages(void **state)
{
    struct scene *s = *state;
    presses(s, "F9");
    for (int i = 0; i < 100; i++)
        server_says(s, ":h FILES ENTRY file 1 0 - :%03d", i);
    server_says(s, ":h FILES END 101 101 100");
    browse_turn(s->chat);
    scene_forget(s);
    types(s, "z");
    client_says(s, "FILES LIST / :100");
    server_says(s, ":h FILES ENTRY file 1 0 - :zebra");
    server_says(s, ":h FILES END 101 101 *");
    browse_turn(s->chat);
    rows_are(s, "zebra");
}

static void an_empty_one_says_what_would_be_there(void **state)
{
    struct scene *s = *state;
    presses(s, "F9");
    server_says(s, ":h FILES END 0 0 *");
    browse_turn(s->chat);
    assert_int_equal(s->chat->dialog->n, 0);
    assert_string_equal(s->chat->dialog->empty, "No files yet: /upload PATH");
    assert_string_equal(s->chat->dialog->note, "0 entries, total 0 B");
}

static void a_server_without_files_says_so(void **state)
{
    struct scene *s = *state;
    presses(s, "F9");
    server_says(s, ":h 421 alice FILES :Unknown command");
    browse_turn(s->chat);
    assert_string_equal(s->chat->dialog->error, "this server shares no files");
    presses(s, "Esc");
    s->network->stage = NETWORK_WAITING;
    presses(s, "F9");
    assert_null(s->chat->dialog);
    notice_says(s, "There is no link*");
}

static void a_file_is_got_after_its_size_was_shown(void **state)
{
    struct scene *s = *state;
    presses(s, "F9");
    lists_the_top(s);
    presses(s, "End Enter");
    assert_string_equal(s->chat->dialog->title, "Get plan.pdf");
    assert_string_equal(s->chat->dialog->note, "3.0 KiB · 2026-11-20 18:39");
    input_shows(s, "plan.pdf|");
    assert_null(s->chat->transfers.first);
    presses(s, "Esc");
    picked_is(s, "plan.pdf");
    presses(s, "Enter C-u");
    types(s, "ours.pdf\n");
    const struct transfer *transfer = s->chat->transfers.first;
    assert_non_null(transfer);
    assert_string_equal(transfer->url, BASE "plan.pdf");
    assert_string_equal(transfer->name, "ours.pdf");
    assert_int_equal(transfer->size, 3100);
    assert_string_equal(transfer->sha256, SUM);
    picked_is(s, "plan.pdf");
    detail_is(s, 3, "*↓ 0%*3.0 KiB*");
}

static void what_was_posted_here_is_a_list_with_who_and_when(void **state)
{
    struct scene *s = *state;
    server_says(s, "@msgid=m1;time=2026-11-20T18:04:00.000Z;+parlor.chat/file=2048," SUM
                   ",x :bob!b@h PRIVMSG #tea :" BASE "docs/plan.pdf");
    server_says(s,
                "@msgid=m2;time=2026-11-20T18:05:00.000Z :carol!c@h PRIVMSG #tea :" BASE "b.txt");
    enters(s, "/files");
    lists(s, "folder 0 0 - :docs");
    rows_are(s, "Posted in #tea/ docs/");
    detail_is(s, 0, "   2 files                  ");
    presses(s, "Enter");
    rows_are(s, "b.txt plan.pdf");
    detail_is(s, 1, "   2.0 KiB  bob    2026-11-20 18:04");
    assert_string_equal(s->chat->dialog->title, "Files posted in #tea");
    assert_string_equal(s->chat->dialog->note, "2 files, newest first");
    s->chat->cols = 50;
    browse_turn(s->chat);
    detail_is(s, 1, "   2.0 KiB  bob  ");
    s->chat->cols = 100;
    browse_turn(s->chat);
    presses(s, "Down Enter");
    assert_string_equal(s->chat->dialog->title, "Get plan.pdf");
    assert_string_equal(s->chat->dialog->note, "2.0 KiB · from bob · 2026-11-20 18:04");
    presses(s, "Enter");
    assert_string_equal(s->chat->transfers.first->url, BASE "docs/plan.pdf");
    picked_is(s, "plan.pdf");
    presses(s, "Left");
    client_says(s, "FILES LIST :/");
    presses(s, "Esc");
    enters(s, "/files -room");
    rows_are(s, "b.txt plan.pdf");
}

static void get_completes_what_was_posted_and_what_was_listed(void **state)
{
    struct scene *s = *state;
    server_says(s, "@msgid=m1;time=2026-11-20T18:04:00.000Z :bob!b@h PRIVMSG #tea :" BASE
                   "docs/the%%20plan.pdf");
    server_says(s, "@msgid=m2;time=2026-11-20T18:05:00.000Z :bob!b@h PRIVMSG #tea :" BASE "b.txt");
    presses(s, "F9");
    lists_the_top(s);
    presses(s, "Esc");
    types(s, "/get ");
    presses(s, "Tab");
    input_shows(s, "/get b.txt |");
    presses(s, "Tab");
    input_shows(s, "/get \"the plan.pdf\" |");
    presses(s, "Tab");
    input_shows(s, "/get notes.txt |");
    presses(s, "S-Tab Enter Enter");
    assert_string_equal(s->chat->transfers.first->url, BASE "docs/the%20plan.pdf");
    enters(s, "/get");
    rows_are(s, "b.txt the plan.pdf");
}

static void the_server_may_go_meanwhile(void **state)
{
    struct scene *s = *state;
    presses(s, "F9");
    lists_the_top(s);
    network_reset(s->network);
    s->network->stage = NETWORK_WAITING;
    presses(s, "Enter");
    browse_turn(s->chat);
    assert_string_equal(s->chat->dialog->error, "there is no link to the server now: /reconnect "
                                                "makes one");
}

static void who_posted_may_be_called_otherwise_meanwhile(void **state)
{
    struct scene *s = *state;
    server_says(s, "@msgid=p1 :bob!u@h PRIVMSG alice :" BASE "docs/b.txt");
    enters(s, "/query bob");
    enters(s, "/files -room");
    rows_are(s, "b.txt");
    server_says(s, ":bob!u@h NICK robert");
    presses(s, "Right C-r Enter");
    browse_turn(s->chat);
    assert_null(s->chat->dialog);
}

static void at_the_server_s_own_nothing_is_posted(void **state)
{
    struct scene *s = *state;
    chat_open(s->chat, s->network->console);
    enters(s, "/files -room");
    assert_null(s->chat->dialog);
    notice_says(s, "Nothing is posted here*");
}

static void of_many_files_some_are_offered(void **state)
{
    struct scene *s = *state;
    enters(s, "/files");
    for (int i = 0; i < 1000; i++)
        server_says(s, ":h FILES ENTRY file 1 0 - :plan%d", i);
    server_says(s, ":h FILES END 1000 1000 *");
    presses(s, "Esc");
    types(s, "/get pl");
    presses(s, "Tab");
    assert_true(s->chat->choices.n > 100 && s->chat->choices.n < 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define SCENE(test) cmocka_unit_test_setup_teardown(test, with_files, scene_end)
        SCENE(f9_lists_folders_and_files),
        SCENE(enter_goes_in_and_left_comes_back_where_one_was),
        SCENE(a_folder_can_be_named),
        SCENE(typing_filters),
        SCENE(it_can_be_sorted),
        SCENE(pages_come_as_one_scrolls),
        SCENE(a_filter_wants_all_pages),
        SCENE(an_empty_one_says_what_would_be_there),
        SCENE(a_server_without_files_says_so),
        SCENE(a_file_is_got_after_its_size_was_shown),
        SCENE(what_was_posted_here_is_a_list_with_who_and_when),
        SCENE(get_completes_what_was_posted_and_what_was_listed),
        SCENE(the_server_may_go_meanwhile),
        SCENE(who_posted_may_be_called_otherwise_meanwhile),
        SCENE(at_the_server_s_own_nothing_is_posted),
        SCENE(of_many_files_some_are_offered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
