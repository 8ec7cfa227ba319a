#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "mem.h"
#include "uploads_scene.h"

/* Of a file that nobody has. */
static const char lost_sha256[] =
    "f77ae1eb2dd1a3d8b6b5a3a9b7fba1ac2e7f5f17dc0c2d1c4a2bbd6b2b1d1111";

static struct server *server_of(struct uploads_scene *s)
{
    return &s->scene.rig.server;
}

static void an_upload_is_kept_by_what_is_in_it(void **state)
{
    struct uploads_scene *s = *state;
    assert_string_equal(uploads_file(s, "alice", "notes.txt", "kettle"), "201 notes.txt");
    assert_string_equal(content_of(s, s->sha256), "kettle");
    assert_string_equal(files_of(s, "alice"), "notes.txt:6");
    assert_int_equal(files_there(s), 1);
    assert_int_equal(parts_there(s), 0);
}

static void an_upload_is_there_after_a_restart(void **state)
{
    struct uploads_scene *s = *state;
    uploads_file(s, "alice", "notes.txt", "kettle");
    uploads_restart(s);
    time_passes(&s->scene, 2000);
    assert_string_equal(files_of(s, "alice"), "notes.txt:6");
    assert_string_equal(content_of(s, s->sha256), "kettle");
}

static void the_same_file_twice_is_kept_once_until_both_go(void **state)
{
    struct uploads_scene *s = *state;
    uploads_file(s, "alice", "notes.txt", "kettle");
    char *id = xstrdup(s->id);
    struct store_upload_key first = {STORE_BY_ID, id, "alice"};
    uploads_file(s, "bob", "copy.txt", "kettle");
    struct store_upload_key second = {STORE_BY_ID, s->id, "bob"};
    assert_int_equal(files_there(s), 1);
    uploads_remove(server_of(s), &first, "alice", NULL, NULL);
    rig_settle(&s->scene.rig);
    assert_string_equal(content_of(s, s->sha256), "kettle");
    uploads_remove(server_of(s), &second, "bob", NULL, NULL);
    rig_settle(&s->scene.rig);
    assert_int_equal(files_there(s), 0);
    assert_string_equal(files_of(s, NULL), "");
    free(id);
}

static void an_upload_that_is_cut_leaves_nothing(void **state)
{
    struct uploads_scene *s = *state;
    begins(s, "alice", 10);
    sends(s, "ket", 3);
    assert_int_equal(parts_there(s), 1);
    is_cut(s);
    assert_int_equal(parts_there(s), 0);
    assert_int_equal(files_there(s), 0);
    assert_string_equal(files_of(s, "alice"), "");
}

static void what_is_too_large_is_refused_before_it_comes(void **state)
{
    struct uploads_scene *s = *state;
    begins(s, "alice", 1001);
    assert_false(s->is_ready);
    assert_string_equal(
        s->answer, "413 the file is larger than may be uploaded; make it smaller (1000 bytes)");
}

static void more_than_may_come_is_refused_on_the_way(void **state)
{
    struct uploads_scene *s = *state;
    char *much = xcalloc(1, 1001);
    begins(s, "alice", -1);
    assert_true(s->is_ready);
    sends(s, much, 600);
    sends(s, much, 600);
    assert_string_equal(s->answer, "413 more came than may come");
    assert_int_equal(parts_there(s), 0);
    free(much);
}

static void an_account_has_no_more_than_its_quota(void **state)
{
    struct uploads_scene *s = *state;
    char text[1001];
    for (int i = 0; i < 3; i++) {
        memset(text, 'a' + i, sizeof(text));
        text[900] = '\0';
        assert_string_equal(uploads_file(s, "alice", "big", text), "201 big");
    }
    assert_string_equal(uploads_file(s, "alice", "big", text),
                        "507 your uploads would take more than they may; remove some first "
                        "(2.9 KiB)");
    assert_string_equal(uploads_file(s, "bob", "big", text), "201 big");
}

static void an_account_has_no_more_files_than_it_may(void **state)
{
    struct uploads_scene *s = *state;
    for (int i = 0; i < 4; i++)
        uploads_file(s, "alice", "small", "x");
    assert_string_equal(uploads_file(s, "alice", "small", "x"),
                        "507 you have 4 uploads here, which is the most you may have; remove some "
                        "first");
}

static void an_account_sends_no_more_in_a_day_than_it_may(void **state)
{
    struct uploads_scene *s = *state;
    char text[1001];
    memset(text, 'x', sizeof(text));
    text[1000] = '\0';
    for (int i = 0; i < 5; i++) {
        assert_string_equal(uploads_file(s, "alice", "big", text), "201 big");
        struct store_upload_key key = {STORE_BY_ID, s->id, "alice"};
        uploads_remove(server_of(s), &key, "alice", NULL, NULL);
        rig_settle(&s->scene.rig);
    }
    assert_non_null(
        strstr(uploads_file(s, "alice", "big", text), "507 you would upload more today"));
    server_of(s)->now_ms += 24LL * 3600 * 1000;
    assert_string_equal(uploads_file(s, "alice", "big", text), "201 big");
}

static void what_comes_at_the_same_time_counts_too(void **state)
{
    struct uploads_scene *s = *state;
    struct upload_limits narrow = s->limits;
    narrow.account_bytes = 1500;
    uploads_set_limits(server_of(s)->uploads, &narrow);
    begins(s, "alice", 1000);
    struct receiving *first = s->receiving;
    begins(s, "alice", 1000);
    assert_non_null(strstr(s->answer, "507 your uploads would take more"));
    begins(s, "bob", 1000);
    assert_true(s->is_ready);
    is_cut(s);
    s->receiving = first;
}

static void only_so_many_come_from_one_address(void **state)
{
    struct uploads_scene *s = *state;
    begins(s, "alice", 10);
    struct receiving *first = s->receiving;
    begins(s, "alice", 10);
    struct receiving *second = s->receiving;
    begins(s, "bob", 10);
    assert_string_equal(s->answer, "429 too many uploads come from your address at once; wait for "
                                   "the others");
    s->receiving = first;
    is_cut(s);
    begins(s, "bob", 10);
    assert_true(s->is_ready);
    is_cut(s);
    s->receiving = second;
}

static void a_blocked_file_goes_and_does_not_come_again(void **state)
{
    struct uploads_scene *s = *state;
    uploads_file(s, "alice", "notes.txt", "kettle");
    assert_int_equal(uploads_block(server_of(s), "no hash", true, "carol"), -1);
    assert_int_equal(uploads_block(server_of(s), s->sha256, true, "carol"), 0);
    rig_settle(&s->scene.rig);
    assert_string_equal(files_of(s, NULL), "");
    assert_int_equal(files_there(s), 0);
    assert_string_equal(
        uploads_file(s, "bob", "other.txt", "kettle"),
        "403 an operator does not allow this file here; ask whoever runs the server");
    uploads_restart(s);
    assert_string_equal(
        uploads_file(s, "bob", "other.txt", "kettle"),
        "403 an operator does not allow this file here; ask whoever runs the server");
    assert_int_equal(parts_there(s), 0);
    uploads_block(server_of(s), s->sha256, false, "carol");
    assert_string_equal(uploads_file(s, "bob", "other.txt", "kettle"), "201 other.txt");
}

static void uploads_go_when_their_time_is_over(void **state)
{
    struct uploads_scene *s = *state;
    uploads_file(s, "alice", "notes.txt", "kettle");
    server_of(s)->now_ms += s->limits.keep_ms;
    uploads_restart(s);
    time_passes(&s->scene, 61000);
    assert_string_equal(files_of(s, "alice"), "");
    assert_int_equal(files_there(s), 0);
}

static void an_upload_goes_with_its_message(void **state)
{
    struct uploads_scene *s = *state;
    uploads_file(s, "alice", "notes.txt", "kettle");
    char *text = xasprintf("see http://127.0.0.1:6680/u/%s/notes.txt, all", s->id);
    struct upload_message message = {"bob", "#tea", "m0", text};
    uploads_note_message(server_of(s), &message);
    message.account = "alice";
    message.msgid = "m1";
    uploads_note_message(server_of(s), &message);
    uploads_remove_msgid(server_of(s), "m0");
    rig_settle(&s->scene.rig);
    assert_string_equal(files_of(s, "alice"), "notes.txt:6");
    uploads_remove_msgid(server_of(s), "m1");
    rig_settle(&s->scene.rig);
    assert_string_equal(files_of(s, "alice"), "");
    assert_int_equal(files_there(s), 0);
    free(text);
}

static void what_a_killed_server_left_is_swept(void **state)
{
    struct uploads_scene *s = *state;
    struct blobs *blobs = uploads_blobs(server_of(s)->uploads);
    int fd = blobs_part_new(blobs, "left");
    assert_int_equal(blobs_part_write(fd, 0, "x", 1), 0);
    assert_int_equal(blobs_keep(blobs, "left", fd, lost_sha256), 0);
    close(fd);
    uploads_file(s, "alice", "notes.txt", "kettle");
    creates(s, "alice", 10);
    assert_int_equal(files_there(s), 2);
    uploads_restart(s);
    time_passes(&s->scene, 2000);
    assert_int_equal(files_there(s), 1);
    assert_int_equal(parts_there(s), 1);
}

static void a_full_disk_is_said_and_leaves_nothing(void **state)
{
    struct uploads_scene *s = *state;
    struct rlimit before;
    char text[901];
    memset(text, 'x', sizeof(text));
    text[900] = '\0';
    begins(s, "alice", 900);
    getrlimit(RLIMIT_FSIZE, &before);
    struct rlimit small = {.rlim_cur = 100, .rlim_max = before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    sends(s, text, 900);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_string_equal(s->answer,
                        "507 the server's disk is full and nothing was kept; try again later");
    assert_int_equal(parts_there(s), 0);
    assert_string_equal(files_of(s, "alice"), "");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        UPLOADS(an_upload_is_kept_by_what_is_in_it),
        UPLOADS(an_upload_is_there_after_a_restart),
        UPLOADS(the_same_file_twice_is_kept_once_until_both_go),
        UPLOADS(an_upload_that_is_cut_leaves_nothing),
        UPLOADS(what_is_too_large_is_refused_before_it_comes),
        UPLOADS(more_than_may_come_is_refused_on_the_way),
        UPLOADS(an_account_has_no_more_than_its_quota),
        UPLOADS(an_account_has_no_more_files_than_it_may),
        UPLOADS(an_account_sends_no_more_in_a_day_than_it_may),
        UPLOADS(what_comes_at_the_same_time_counts_too),
        UPLOADS(only_so_many_come_from_one_address),
        UPLOADS(a_blocked_file_goes_and_does_not_come_again),
        UPLOADS(uploads_go_when_their_time_is_over),
        UPLOADS(an_upload_goes_with_its_message),
        UPLOADS(what_a_killed_server_left_is_swept),
        UPLOADS(a_full_disk_is_said_and_leaves_nothing),
    };
    signal(SIGXFSZ, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
