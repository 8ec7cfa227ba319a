#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "store_scene.h"

/* An upload of a file that is called after its content. */
static struct store_upload upload_of(const char *id, const char *account, const char *sha256)
{
    return (struct store_upload){.id = id,
                                 .sha256 = sha256,
                                 .name = "notes.txt",
                                 .type = "text/plain",
                                 .account = account,
                                 .size = 100,
                                 .created_ms = 1000,
                                 .until_ms = 5000,
                                 .conv = "",
                                 .msgid = ""};
}

static void take_status(void *arg, enum store_status status)
{
    struct scene *s = arg;
    snprintf(s->answer, sizeof(s->answer), "%s",
             status == STORE_OK        ? "ok"
             : status == STORE_MISSING ? "missing"
                                       : "failed");
}

/* "ok", "missing" or "failed" */
static const char *adds(struct scene *s, const char *id, const char *account, const char *sha256)
{
    struct store_upload upload = upload_of(id, account, sha256);
    store_upload_add(s->store, &upload, 7, take_status, s);
    store_drain(s->store);
    return s->answer;
}

static void take_uploads(void *arg, enum store_status status, const struct store_uploads *uploads)
{
    struct scene *s = arg;
    struct buf text = {0};
    assert_int_equal(status, STORE_OK);
    for (size_t i = 0; i < uploads->n; i++)
        buf_printf(&text, "%s%s:%s:%s%s%s", i > 0 ? " " : "", uploads->list[i].id,
                   uploads->list[i].account, uploads->list[i].sha256,
                   *uploads->list[i].msgid ? "@" : "", uploads->list[i].msgid);
    snprintf(s->answer, sizeof(s->answer), "%s%s", buf_text(&text), uploads->more ? " ..." : "");
    buf_clear(&text);
}

/* "id:account:sha256@msgid ..." */
static const char *uploads(struct scene *s, const char *account)
{
    store_uploads_list(s->store, account, 0, 3, take_uploads, s);
    store_drain(s->store);
    return s->answer;
}

static void take_removed(void *arg, enum store_status status, const struct store_removed *removed)
{
    struct scene *s = arg;
    struct buf text = {0};
    buf_printf(&text, "%s %zu/%lld", status == STORE_OK ? "ok" : "missing", removed->uploads,
               (long long)removed->bytes);
    for (size_t i = 0; i < removed->nfiles; i++)
        buf_printf(&text, " %s", removed->files[i]);
    for (size_t i = 0; i < removed->nparts; i++)
        buf_printf(&text, " part:%s", removed->parts[i]);
    snprintf(s->answer, sizeof(s->answer), "%s", buf_text(&text));
    buf_clear(&text);
}

/* "ok uploads/bytes free files part:id": what went */
static const char *removes(struct scene *s, enum store_upload_by by, const char *key,
                           const char *account)
{
    struct store_upload_key wanted = {by, key, account};
    store_upload_remove(s->store, &wanted, take_removed, s);
    store_drain(s->store);
    return s->answer;
}

static const char *expires(struct scene *s, int64_t now_ms)
{
    store_upload_expire(s->store, now_ms, take_removed, s);
    store_drain(s->store);
    return s->answer;
}

static void take_sums(void *arg, enum store_status status, const struct store_upload_sums *sums)
{
    struct scene *s = arg;
    assert_int_equal(status, STORE_OK);
    snprintf(s->answer, sizeof(s->answer), "%lld files %lld bytes %lld today %lld of all",
             (long long)sums->files, (long long)sums->bytes, (long long)sums->day_bytes,
             (long long)sums->total_bytes);
}

static const char *sums(struct scene *s, const char *account, int64_t day)
{
    store_upload_sums(s->store, account, day, take_sums, s);
    store_drain(s->store);
    return s->answer;
}

static void take_part(void *arg, enum store_status status, const struct store_part *part)
{
    struct scene *s = arg;
    if (status == STORE_OK)
        snprintf(s->answer, sizeof(s->answer), "%s %s %s %lld/%lld", part->id, part->account,
                 part->name, (long long)part->offset, (long long)part->size);
    else
        snprintf(s->answer, sizeof(s->answer), "missing");
}

static const char *part(struct scene *s, const char *id)
{
    store_part_find(s->store, id, take_part, s);
    store_drain(s->store);
    return s->answer;
}

static const char *puts_part(struct scene *s, const char *id, const char *account, int64_t offset)
{
    struct store_part wanted = {.id = id,
                                .name = "film.ogv",
                                .type = "video/ogg",
                                .account = account,
                                .size = 900,
                                .offset = offset,
                                .until_ms = 5000};
    store_part_put(s->store, &wanted, take_status, s);
    store_drain(s->store);
    return s->answer;
}

static void take_strays(void *arg, enum store_status status, const char *names)
{
    struct scene *s = arg;
    assert_int_equal(status, STORE_OK);
    snprintf(s->answer, sizeof(s->answer), "%s", names);
}

static void an_upload_is_there_after_a_restart(void **state)
{
    struct scene *s = *state;
    claims(s, "alice", "a1ice");
    assert_string_equal(adds(s, "one", "alice", "aa"), "ok");
    scene_close(s);
    scene_open(s);
    assert_string_equal(uploads(s, "alice"), "one:alice:aa");
    assert_string_equal(uploads(s, NULL), "one:alice:aa");
    assert_string_equal(uploads(s, "bob"), "");
}

static void nobody_uploads_without_an_account(void **state)
{
    struct scene *s = *state;
    assert_string_equal(adds(s, "one", "alice", "aa"), "missing");
    assert_string_equal(puts_part(s, "two", "alice", 0), "missing");
    assert_string_equal(uploads(s, NULL), "");
}

static void a_file_is_free_when_its_last_upload_goes(void **state)
{
    struct scene *s = *state;
    claims(s, "alice", "a1ice");
    claims(s, "bob", "b0b");
    adds(s, "one", "alice", "aa");
    adds(s, "two", "bob", "aa");
    assert_string_equal(sums(s, "bob", 7), "1 files 100 bytes 100 today 100 of all");
    assert_string_equal(removes(s, STORE_BY_ID, "one", "alice"), "ok 1/100");
    assert_string_equal(removes(s, STORE_BY_ID, "one", "alice"), "missing 0/0");
    assert_string_equal(removes(s, STORE_BY_ID, "two", NULL), "ok 1/100 aa");
}

static void only_the_author_removes_an_upload(void **state)
{
    struct scene *s = *state;
    claims(s, "alice", "a1ice");
    adds(s, "one", "alice", "aa");
    assert_string_equal(removes(s, STORE_BY_ID, "one", "bob"), "missing 0/0");
    assert_string_equal(uploads(s, NULL), "one:alice:aa");
}

static void what_was_sent_today_counts_after_it_is_removed(void **state)
{
    struct scene *s = *state;
    claims(s, "alice", "a1ice");
    adds(s, "one", "alice", "aa");
    adds(s, "two", "alice", "bb");
    removes(s, STORE_BY_ID, "one", "alice");
    assert_string_equal(sums(s, "alice", 7), "1 files 100 bytes 200 today 100 of all");
    assert_string_equal(sums(s, "alice", 8), "1 files 100 bytes 0 today 100 of all");
}

static void an_upload_goes_with_the_message_that_announced_it(void **state)
{
    struct scene *s = *state;
    struct store_upload wanted = {.id = "one", .account = "alice", .conv = "#tea", .msgid = "m1"};
    claims(s, "alice", "a1ice");
    adds(s, "one", "alice", "aa");
    adds(s, "two", "alice", "bb");
    wanted.account = "bob";
    store_upload_announce(s->store, &wanted);
    wanted.account = "alice";
    store_upload_announce(s->store, &wanted);
    wanted.msgid = "m2";
    store_upload_announce(s->store, &wanted);
    store_drain(s->store);
    assert_string_equal(uploads(s, "alice"), "one:alice:aa@m1 two:alice:bb");
    assert_string_equal(removes(s, STORE_BY_MSGID, "m2", NULL), "missing 0/0");
    assert_string_equal(removes(s, STORE_BY_MSGID, "", NULL), "missing 0/0");
    assert_string_equal(removes(s, STORE_BY_MSGID, "m1", NULL), "ok 1/100 aa");
}

static void all_uploads_of_a_file_go_with_it(void **state)
{
    struct scene *s = *state;
    claims(s, "alice", "a1ice");
    claims(s, "bob", "b0b");
    adds(s, "one", "alice", "aa");
    adds(s, "two", "bob", "aa");
    assert_string_equal(removes(s, STORE_BY_SHA256, "aa", NULL), "ok 2/200 aa");
}

static void uploads_and_parts_expire(void **state)
{
    struct scene *s = *state;
    claims(s, "alice", "a1ice");
    adds(s, "one", "alice", "aa");
    puts_part(s, "two", "alice", 300);
    assert_string_equal(expires(s, 4999), "ok 0/0");
    assert_string_equal(part(s, "two"), "two alice film.ogv 300/900");
    assert_string_equal(expires(s, 5000), "ok 1/100 aa part:two");
    assert_string_equal(part(s, "two"), "missing");
}

static void a_part_is_gone_when_it_became_an_upload(void **state)
{
    struct scene *s = *state;
    claims(s, "alice", "a1ice");
    puts_part(s, "one", "alice", 0);
    puts_part(s, "one", "alice", 900);
    assert_string_equal(part(s, "one"), "one alice film.ogv 900/900");
    adds(s, "one", "alice", "aa");
    assert_string_equal(part(s, "one"), "missing");
    assert_string_equal(uploads(s, "alice"), "one:alice:aa");
}

static void what_nothing_has_is_a_stray(void **state)
{
    struct scene *s = *state;
    claims(s, "alice", "a1ice");
    adds(s, "one", "alice", "aa");
    puts_part(s, "two", "alice", 0);
    store_strays(s->store, STORE_WHOLE_FILES, "aa\nbb\ncc", take_strays, s);
    store_drain(s->store);
    assert_string_equal(s->answer, "bb\ncc");
    store_strays(s->store, STORE_PART_FILES, "one\ntwo", take_strays, s);
    store_drain(s->store);
    assert_string_equal(s->answer, "one");
}

static void erased(void *arg, enum store_status status, const struct store_erased *counts)
{
    (void)arg, (void)counts;
    assert_int_equal(status, STORE_OK);
}

static void an_erased_account_has_no_uploads(void **state)
{
    struct scene *s = *state;
    claims(s, "alice", "a1ice");
    adds(s, "one", "alice", "aa");
    puts_part(s, "two", "alice", 0);
    store_erase(s->store, "alice", erased, NULL);
    store_drain(s->store);
    assert_string_equal(uploads(s, NULL), "");
    assert_string_equal(part(s, "two"), "missing");
    assert_string_equal(adds(s, "one", "alice", "aa"), "missing");
}

/* The whole file; to free. */
static char *content(const char *path)
{
    struct buf text = {0};
    char piece[512];
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    for (size_t n = 0; (n = fread(piece, 1, sizeof(piece), file)) > 0;)
        buf_append(&text, piece, n);
    fclose(file);
    return buf_detach(&text);
}

static void an_export_names_the_uploads(void **state)
{
    struct scene *s = *state;
    char path[128];
    snprintf(path, sizeof(path), "%s/alice.json", s->folder);
    claims(s, "alice", "a1ice");
    adds(s, "one", "alice", "aa");
    store_export(s->store, "alice", path, take_status, s);
    store_drain(s->store);
    assert_string_equal(s->answer, "ok");
    char *text = content(path);
    assert_non_null(strstr(text, "\"id\":\"one\",\"name\":\"notes.txt\""));
    free(text);
    unlink(path);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_upload_is_there_after_a_restart, scene_begin, scene_end),
        cmocka_unit_test_setup_teardown(nobody_uploads_without_an_account, scene_begin, scene_end),
        cmocka_unit_test_setup_teardown(a_file_is_free_when_its_last_upload_goes, scene_begin,
                                        scene_end),
        cmocka_unit_test_setup_teardown(only_the_author_removes_an_upload, scene_begin, scene_end),
        cmocka_unit_test_setup_teardown(what_was_sent_today_counts_after_it_is_removed, scene_begin,
                                        scene_end),
        cmocka_unit_test_setup_teardown(an_upload_goes_with_the_message_that_announced_it,
                                        scene_begin, scene_end),
        cmocka_unit_test_setup_teardown(all_uploads_of_a_file_go_with_it, scene_begin, scene_end),
        cmocka_unit_test_setup_teardown(uploads_and_parts_expire, scene_begin, scene_end),
        cmocka_unit_test_setup_teardown(a_part_is_gone_when_it_became_an_upload, scene_begin,
                                        scene_end),
        cmocka_unit_test_setup_teardown(what_nothing_has_is_a_stray, scene_begin, scene_end),
        cmocka_unit_test_setup_teardown(an_erased_account_has_no_uploads, scene_begin, scene_end),
        cmocka_unit_test_setup_teardown(an_export_names_the_uploads, scene_begin, scene_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
