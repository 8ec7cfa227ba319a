#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "keyboard.h"
#include "mem.h"
#include "spec.h"
#include "state.h"

static void alice_is_in_tea(struct scene *s)
{
    server_says(s, ":alice!a@h JOIN #tea");
    server_says(s, ":irc.example.org 366 alice #tea :End");
    chat_open(s->chat, scene_conv(s, "#tea"));
}

static void is_said(struct scene *s, const char *who, const char *target, const char *text)
{
    server_says(s, "@time=2026-11-20T18:00:0%zu.000Z;msgid=id-%s :%s!u@h PRIVMSG %s :%s",
                strlen(text) % 10, text, who, target, text);
}

static void what_is_taken_back_is_gone_and_by_whom_is_shown(void **state)
{
    struct scene *s = *state;
    alice_is_in_tea(s);
    is_said(s, "bob", "#tea", "slip");
    is_said(s, "bob", "#tea", "better");
    server_says(s, ":bob!u@h REDACT #TEA id-slip");
    conv_ends_with(s, "#tea", "x bob deleted by bob\n<bob> better");
    server_says(s, ":carol!u@h REDACT #tea id-better :not here");
    conv_ends_with(s, "#tea", "x bob deleted by bob\nx bob deleted by carol: not here");
}

static void it_does_not_come_back(void **state)
{
    struct scene *s = *state;
    alice_is_in_tea(s);
    is_said(s, "bob", "#tea", "slip");
    server_says(s, ":bob!u@h REDACT #tea id-slip");
    server_says(s, ":bob!u@h REDACT #tea id-slip :again");
    is_said(s, "bob", "#tea", "slip");
    conv_ends_with(s, "#tea", "x bob deleted by bob");
}

static void in_private_it_is_found_by_who_is_there(void **state)
{
    struct scene *s = *state;
    is_said(s, "bob", "alice", "slip");
    server_says(s, ":bob!u@h REDACT alice id-slip");
    conv_ends_with(s, "bob", "x bob deleted by bob");
    is_said(s, "alice", "bob", "mine");
    server_says(s, ":alice!u@h REDACT bob id-mine");
    conv_ends_with(s, "bob", "x bob deleted by bob\nx alice deleted by alice");
}

static void in_history_it_is_the_same(void **state)
{
    struct scene *s = *state;
    alice_is_in_tea(s);
    is_said(s, "bob", "#tea", "slip");
    server_says(s, ":irc.example.org BATCH +h chathistory #tea");
    server_says(s, "@batch=h;time=2026-11-20T18:00:09.000Z :bob!u@h REDACT #tea id-slip");
    server_says(s, ":irc.example.org BATCH -h");
    conv_ends_with(s, "#tea", "x bob deleted by bob");
}

static void what_is_not_here_changes_nothing(void **state)
{
    struct scene *s = *state;
    alice_is_in_tea(s);
    is_said(s, "bob", "#tea", "slip");
    server_says(s, ":bob!u@h REDACT #tea id-other");
    server_says(s, ":bob!u@h REDACT #cake id-slip");
    server_says(s, ":bob!u@h REDACT carol id-slip");
    conv_shows(s, "#tea", "<bob> slip");
}

static void it_is_unread_no_more(void **state)
{
    struct scene *s = *state;
    alice_is_in_tea(s);
    server_says(s, ":alice!a@h JOIN #cake");
    chat_open(s->chat, scene_conv(s, "#cake"));
    scene_conv(s, "#tea")->read_ms = 1;
    is_said(s, "bob", "#tea", "slip");
    assert_int_equal(scene_conv(s, "#tea")->unread, 1);
    server_says(s, ":bob!u@h REDACT #tea id-slip");
    assert_int_equal(scene_conv(s, "#tea")->unread, 0);
}

/* ---- /delete ---- */

static void delete_takes_back_what_one_said_last_here(void **state)
{
    struct scene *s = *state;
    alice_is_in_tea(s);
    is_said(s, "alice", "#tea", "one");
    is_said(s, "alice", "#tea", "three");
    is_said(s, "bob", "#tea", "seven77");
    enters(s, "/delete a slip");
    client_says(s, "REDACT #tea id-three :a slip");
    server_says(s, ":alice!a@h REDACT #tea id-three :a slip");
    enters(s, "/delete");
    client_says(s, "REDACT #tea :id-one");
}

static void delete_says_why_it_cannot(void **state)
{
    struct scene *s = *state;
    enters(s, "/delete");
    notice_says(s, "Nothing is said here: *");
    alice_is_in_tea(s);
    is_said(s, "bob", "#tea", "his");
    enters(s, "/delete");
    notice_says(s, "There is nothing of yours here that could be deleted");
    client_does_not_say(s, "REDACT *");
}

static void an_older_server_cannot_delete(void **state)
{
    struct scene *s = *state;
    alice_is_in_tea(s);
    server_says(s, "@msgid=m1 :alice!a@h PRIVMSG #tea :hello");
    enters(s, "/delete");
    notice_says(s, "* cannot delete what was said");
}

/* ---- it is kept ---- */

#define FOLDER "/tmp/parlor-redact-XXXXXX"

static void restart(struct scene *s, struct archive *archive)
{
    state_save_lines(archive, s->chat, true);
    state_save(archive, s->chat);
    int64_t now_ms = s->chat->now_ms;
    chat_free(s->chat);
    s->chat = chat_new();
    s->chat->now_ms = now_ms + 60000;
    state_load(archive, s->chat);
    s->network = network_new("irc.example.org", 6697, true, "alice");
    chat_add_network(s->chat, s->network);
    state_load_network(archive, s->chat, s->network);
}

static struct archive *open_archive(char folder[sizeof(FOLDER)])
{
    char *warning = NULL;
    char *cause = NULL;
    assert_non_null(mkdtemp(folder));
    char *path = xasprintf("%s/archive.db", folder);
    struct archive *archive = archive_open(path, &warning, &cause);
    assert_non_null(archive);
    free(path);
    return archive;
}

static void close_archive(struct archive *archive, const char *folder)
{
    char *path = xasprintf("%s/archive.db", folder);
    archive_close(archive);
    unlink(path);
    rmdir(folder);
    free(path);
}

static void it_stays_gone_after_a_restart(void **state)
{
    struct scene *s = *state;
    char folder[] = FOLDER;
    struct archive *archive = open_archive(folder);
    s->chat->keeps = true;
    alice_is_in_tea(s);
    is_said(s, "bob", "#tea", "slip");
    is_said(s, "bob", "#tea", "quickly");
    server_says(s, ":bob!u@h REDACT #tea id-quickly");
    state_save_lines(archive, s->chat, true);
    server_says(s, ":bob!u@h REDACT #tea id-slip");
    restart(s, archive);
    conv_shows(s, "#tea", "x bob deleted by bob");
    conv_does_not_show(s, "#tea", "*slip*");
    conv_does_not_show(s, "#tea", "*quickly*");
    close_archive(archive, folder);
}

static void what_lies_on_the_disk_only_goes_too(void **state)
{
    struct scene *s = *state;
    char folder[] = FOLDER;
    struct archive *archive = open_archive(folder);
    s->chat->keeps = true;
    alice_is_in_tea(s);
    is_said(s, "bob", "#tea", "slip");
    state_save_lines(archive, s->chat, true);
    lines_clear(scene_conv(s, "#tea")->lines);
    server_says(s, ":bob!u@h REDACT #tea id-slip");
    restart(s, archive);
    conv_ends_with(s, "#tea", "-> alice\nx bob deleted by bob");
    close_archive(archive, folder);
}

#define MODERN(test) cmocka_unit_test_setup_teardown(test, scene_modern, scene_end)
#define PLAIN(test)  cmocka_unit_test_setup_teardown(test, scene_plain, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        MODERN(what_is_taken_back_is_gone_and_by_whom_is_shown),
        MODERN(it_does_not_come_back),
        MODERN(in_private_it_is_found_by_who_is_there),
        MODERN(in_history_it_is_the_same),
        MODERN(what_is_not_here_changes_nothing),
        MODERN(it_is_unread_no_more),
        MODERN(delete_takes_back_what_one_said_last_here),
        MODERN(delete_says_why_it_cannot),
        PLAIN(an_older_server_cannot_delete),
        MODERN(it_stays_gone_after_a_restart),
        MODERN(what_lies_on_the_disk_only_goes_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
