/* Logs that people can read: what is in them, and what never is. */
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "irc_cap.h"
#include "logs.h"
#include "mem.h"
#include "past_scene.h"
#include "spec.h"

#define SERVER "irc.example.org_6697"

/* A client that logs into a folder of its own. */
struct diary {
    struct past *past;
    struct loop *loop;
    struct logs *logs;
    char *folder;
};

static int keep_diary(void **state)
{
    void *past = NULL;
    struct diary *diary = xnew(struct diary);
    past_setup(&past);
    diary->past = past;
    struct chat *chat = diary->past->s->chat;
    diary->folder = xasprintf("%s/logs", diary->past->folder);
    xreplace(&chat->settings.log_folder, diary->folder);
    chat->utc_offset_s = 0;
    chat->keeps = true;
    chat->mono_ms = 100000;
    diary->loop = loop_new();
    past_turn(diary->past);
    diary->logs = logs_new(diary->loop, chat, diary->past->archive);
    *state = diary;
    return 0;
}

static int remove_one(const char *path, const struct stat *stat_of, int kind, struct FTW *ftw)
{
    (void)stat_of, (void)kind, (void)ftw;
    return remove(path);
}

static int close_diary(void **state)
{
    struct diary *diary = *state;
    void *past = diary->past;
    logs_free(diary->logs);
    loop_free(diary->loop);
    xreplace(&diary->past->s->chat->settings.log_folder, NULL);
    if (access(diary->folder, F_OK) == 0)
        nftw(diary->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(diary->folder);
    past_teardown(&past);
    free(diary);
    return 0;
}

#define WITH_A_DIARY(test) cmocka_unit_test_setup_teardown(test, keep_diary, close_diary)

static void after(const struct diary *diary, int64_t ms)
{
    past_turn(diary->past);
    diary->past->s->chat->mono_ms += ms;
    logs_turn(diary->logs);
}

static char *text_of(const char *path)
{
    struct buf text = {0};
    char piece[4096];
    int fd = open(path, O_RDONLY);
    ssize_t n = 0;
    while (fd >= 0 && (n = read(fd, piece, sizeof(piece))) > 0)
        buf_append(&text, piece, (size_t)n);
    if (fd >= 0)
        close(fd);
    return buf_detach(&text);
}

/* What the log of a room says behind what it said at first: who came in. */
static char *log_of(const struct diary *diary, const char *room)
{
    char *path = xasprintf("%s/" SERVER "/%s.log", diary->folder, room);
    char *text = text_of(path);
    char *said = strstr(text, "2026-11-20 10:");
    char *rest = xstrdup(said ? said : "");
    free(text);
    free(path);
    return rest;
}

static void log_says(const struct diary *diary, const char *room, const char *wanted)
{
    char *text = log_of(diary, room);
    assert_string_equal(text, wanted);
    free(text);
}

static void what_is_said_is_written_once_a_second_to_a_file_of_its_conversation(void **state)
{
    struct diary *diary = *state;
    after(diary, 2000);
    bob_says(diary->past, "#ops", 1, "the \x02kettle\x02 is on");
    bob_says(diary->past, "#tea", 2, "tea?");
    after(diary, 500);
    log_says(diary, "#ops", "");
    bob_says(diary->past, "#ops", 3,
             "\x01"
             "ACTION waves\x01");
    after(diary, 500);
    log_says(diary, "#ops",
             "2026-11-20 10:00:01\tbob\tthe kettle is on\n2026-11-20 10:00:03\t*\tbob waves\n");
    log_says(diary, "#tea", "2026-11-20 10:00:02\tbob\ttea?\n");
}

static void only_its_owner_reads_a_log(void **state)
{
    struct diary *diary = *state;
    struct stat stat_of;
    bob_says(diary->past, "#ops", 1, "hush");
    after(diary, 2000);
    char *path = xasprintf("%s/" SERVER "/#ops.log", diary->folder);
    assert_int_equal(stat(path, &stat_of), 0);
    assert_int_equal(stat_of.st_mode & 0777, 0600);
    assert_int_equal(stat(diary->folder, &stat_of), 0);
    assert_int_equal(stat_of.st_mode & 0777, 0700);
    free(path);
}

static void what_came_again_from_the_server_is_written_once(void **state)
{
    struct diary *diary = *state;
    bob_says(diary->past, "#ops", 1, "the kettle is on");
    after(diary, 2000);
    lines_clear(scene_conv(diary->past->s, "#ops")->lines);
    bob_says(diary->past, "#ops", 1, "the kettle is on");
    after(diary, 2000);
    log_says(diary, "#ops", "2026-11-20 10:00:01\tbob\tthe kettle is on\n");
}

static void what_services_are_told_is_not_written(void **state)
{
    struct diary *diary = *state;
    struct scene *s = diary->past->s;
    enters(s, "/query NickServ");
    server_says(s, "@msgid=x1;time=2026-11-20T10:00:01.000Z :NickServ!n@h NOTICE alice :hunter2");
    after(diary, 2000);
    chat_edit_line(s->chat, scene_conv(s, "NickServ"),
                   &(struct line){.msgid = "x1", .text = "hunter3"});
    after(diary, 2000);
    char *path = xasprintf("%s/" SERVER "/nickserv.log", diary->folder);
    assert_int_not_equal(access(path, F_OK), 0);
    free(path);
}

/* Before it is written, nothing of it is. After that, it is said that it is gone. */
static void what_is_taken_back_is_not_written(void **state)
{
    struct diary *diary = *state;
    struct scene *s = diary->past->s;
    bob_says(diary->past, "#ops", 1, "kettle");
    after(diary, 2000);
    bob_says(diary->past, "#ops", 2, "oops");
    after(diary, 10);
    server_says(s, "@time=2026-11-20T10:00:05.000Z :bob!b@h REDACT #ops ops2 :typo");
    after(diary, 2000);
    char *path = xasprintf("%s/" SERVER "/#ops.log", diary->folder);
    char *text = text_of(path);
    assert_null(strstr(text, "oops"));
    assert_non_null(strstr(text, "\t--\tbob said something; it is deleted by bob: typo"));
    free(text);
    free(path);
}

static void other_words_are_a_line_of_their_own(void **state)
{
    struct diary *diary = *state;
    struct scene *s = diary->past->s;
    bob_says(diary->past, "#ops", 1, "the kettel is on");
    after(diary, 2000);
    s->network->caps |= IRC_CAP_PARLOR_EDIT;
    s->chat->now_ms = 1795168802000; /* 2026-11-20 10:00:02 */
    server_says(s, "@msgid=e1;+parlor.chat/edit=ops1 :bob!b@h PRIVMSG #ops :the kettle is on");
    after(diary, 2000);
    log_says(diary, "#ops",
             "2026-11-20 10:00:01\tbob\tthe kettel is on\n"
             "2026-11-20 10:00:02\tbob\t(changed) the kettle is on\n");
}

static void what_cannot_be_written_is_said_once(void **state)
{
    struct diary *diary = *state;
    int fd = open(diary->folder, O_WRONLY | O_CREAT | O_EXCL, 0600);
    close(fd);
    bob_says(diary->past, "#ops", 1, "one");
    after(diary, 2000);
    notice_says(diary->past->s, "Not logged: *logs*");
    chat_notice(diary->past->s->chat, "calm");
    bob_says(diary->past, "#ops", 2, "two");
    after(diary, 2000);
    notice_says(diary->past->s, "calm");
    unlink(diary->folder);
}

static void without_a_folder_there_is_no_log(void **state)
{
    struct diary *diary = *state;
    xreplace(&diary->past->s->chat->settings.log_folder, NULL);
    bob_says(diary->past, "#ops", 1, "one");
    after(diary, 2000);
    assert_int_not_equal(access(diary->folder, F_OK), 0);
}

static void all_that_was_said_here_is_exported(void **state)
{
    struct diary *diary = *state;
    struct scene *s = diary->past->s;
    char *path = xasprintf("%s/ops.txt", diary->past->folder);
    char *command = xasprintf("/log export %s", path);
    bob_counts(diary->past, "#ops", 1, 3000);
    enters(s, command);
    for (int i = 0; i < 5; i++)
        after(diary, 0);
    notice_says(s, "300* lines of #ops are in *ops.txt");
    char *text = text_of(path);
    assert_non_null(strstr(text, "2026-11-20 10:00:01\tbob\tnumber 1\n"));
    assert_non_null(strstr(text, "2026-11-20 10:50:00\tbob\tnumber 3000\n"));
    free(text);
    enters(s, command);
    after(diary, 0);
    notice_says(s, "*ops.txt: File exists");
    unlink(path);
    free(command);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_A_DIARY(what_is_said_is_written_once_a_second_to_a_file_of_its_conversation),
        WITH_A_DIARY(only_its_owner_reads_a_log),
        WITH_A_DIARY(what_came_again_from_the_server_is_written_once),
        WITH_A_DIARY(what_services_are_told_is_not_written),
        WITH_A_DIARY(what_is_taken_back_is_not_written),
        WITH_A_DIARY(other_words_are_a_line_of_their_own),
        WITH_A_DIARY(what_cannot_be_written_is_said_once),
        WITH_A_DIARY(without_a_folder_there_is_no_log),
        WITH_A_DIARY(all_that_was_said_here_is_exported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
