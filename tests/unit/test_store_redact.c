#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "store_scene.h"

static const struct store_history tea = {
    .conv = "#tea", .a = {NULL, -1},
         .b = {NULL, -1},
         .limit = 9
};

struct answer {
    enum store_status status;
    uint64_t id;
};

static void hear(void *arg, enum store_status status, const struct store_entry *entry)
{
    *(struct answer *)arg = (struct answer){status, entry->id};
}

/* By alice, of what she said, unless the asking says otherwise. */
static struct store_redaction of(const char *msgid)
{
    return (struct store_redaction){
        .msgid = msgid,
        .reason = "slip",
        .event = {.time_ms = 5000,
                  .queued = true,
                  .kind = STORE_ABOUT,
                  .conv = "#tea",
                  .msgid = "id-redact",
                  .sender = "alice",
                  .device = "desk",
                  .source = "alice!a@b",
                  .body = "redact",
                  .tags = ""},
    };
}

static enum store_status asks_for(struct scene *s, const struct store_redaction *redaction)
{
    struct answer answer = {.status = STORE_FAILED};
    store_redact(s->store, redaction, hear, &answer);
    store_drain(s->store);
    return answer.status;
}

static enum store_status redacts(struct scene *s, const char *msgid)
{
    struct store_redaction redaction = of(msgid);
    return asks_for(s, &redaction);
}

static void three_words(struct scene *s)
{
    store_join(s->store, "bob", "#tea", "");
    says(s, "alice", "#tea", "one");
    says(s, "alice", "#tea", "two");
    says(s, "bob", "#tea", "three");
}

static void what_is_taken_back_is_given_to_nobody(void **state)
{
    struct scene *s = *state;
    three_words(s);
    assert_int_equal(redacts(s, "id-two"), STORE_OK);
    assert_string_equal(history(s, &tea), "one three");
    assert_string_equal(page(s, "phone", 0, 9, 0), "one three redact");
}

static void who_asks_for_it_gets_what_says_so_in_its_place_once_and_not_counted(void **state)
{
    struct scene *s = *state;
    struct store_history query = tea;
    query.abouts = true;
    three_words(s);
    assert_int_equal(redacts(s, "id-two"), STORE_OK);
    assert_string_equal(history(s, &query), "one redact three");
    query.limit = 2;
    assert_string_equal(history(s, &query), "one redact three");
    query.limit = 1;
    assert_string_equal(history(s, &query), "redact three ...");
    query.range = STORE_AFTER;
    query.a.msgid = "id-three";
    assert_string_equal(history(s, &query), "redact");
    query.range = STORE_AROUND;
    query.limit = 2;
    assert_string_equal(history(s, &query), "one redact three");
    query.range = STORE_BEFORE;
    assert_string_equal(history(s, &query), "one redact");
}

static void it_is_done_once(void **state)
{
    struct scene *s = *state;
    three_words(s);
    assert_int_equal(redacts(s, "id-two"), STORE_OK);
    assert_int_equal(redacts(s, "id-two"), STORE_MISSING);
    assert_int_equal(redacts(s, "id-redact"), STORE_MISSING);
    assert_int_equal(redacts(s, "id-never"), STORE_MISSING);
}

static void events_are_not_taken_back(void **state)
{
    struct scene *s = *state;
    happens(s, "#tea", "join");
    assert_int_equal(redacts(s, "id-join"), STORE_MISSING);
}

static void what_others_said_is_for_who_rules(void **state)
{
    struct scene *s = *state;
    struct store_redaction redaction = of("id-three");
    three_words(s);
    assert_int_equal(asks_for(s, &redaction), STORE_FORBIDDEN);
    redaction.rules = true;
    redaction.own_since = 9000;
    assert_int_equal(asks_for(s, &redaction), STORE_OK);
    assert_string_equal(history(s, &tea), "one two");
}

static void a_guest_has_nothing_of_its_own(void **state)
{
    struct scene *s = *state;
    struct store_redaction redaction = of("id-word");
    says(s, "", "#tea", "word");
    redaction.event.sender = "";
    assert_int_equal(asks_for(s, &redaction), STORE_FORBIDDEN);
}

static void ones_own_is_for_a_while(void **state)
{
    struct scene *s = *state;
    struct store_redaction redaction = of("id-one");
    three_words(s);
    redaction.own_since = 1001;
    assert_int_equal(asks_for(s, &redaction), STORE_LATE);
    redaction.own_since = 1000;
    assert_int_equal(asks_for(s, &redaction), STORE_OK);
}

static void what_they_could_not_see_is_not_there(void **state)
{
    struct scene *s = *state;
    struct store_redaction redaction = of("id-early");
    says(s, "carol", "#tea", "early");
    store_join(s->store, "alice", "#tea", "");
    says(s, "carol", "#tea", "then");
    store_part(s->store, "alice", "#tea");
    says(s, "carol", "#tea", "late");
    redaction.rules = true;
    redaction.member = "alice";
    assert_int_equal(asks_for(s, &redaction), STORE_MISSING);
    redaction.msgid = "id-late";
    assert_int_equal(asks_for(s, &redaction), STORE_MISSING);
    redaction.msgid = "id-then";
    redaction.event.conv = "#cake";
    assert_int_equal(asks_for(s, &redaction), STORE_MISSING);
    redaction.event.conv = "#tea";
    redaction.not_before = 1002;
    assert_int_equal(asks_for(s, &redaction), STORE_MISSING);
    redaction.not_before = 1001;
    assert_int_equal(asks_for(s, &redaction), STORE_OK);
}

/* ---- it stays in shape ---- */

static void note(void *arg, const char *line)
{
    buf_printf(arg, "%s\n", line);
}

static int findings(struct scene *s, struct buf *said)
{
    char *cause = NULL;
    int n = store_check(s->path, note, said, &cause);
    free(cause);
    return n;
}

static void the_store_is_whole_afterwards(void **state)
{
    struct scene *s = *state;
    struct buf said = {0};
    three_words(s);
    assert_int_equal(redacts(s, "id-one"), STORE_OK);
    assert_int_equal(redacts(s, "id-two"), STORE_OK);
    scene_close(s);
    if (findings(s, &said) != 0)
        fail_msg("%s", buf_text(&said));
    buf_clear(&said);
    scene_open(s);
    assert_string_equal(history(s, &tea), "three");
    assert_string_equal(page(s, "phone", 0, 9, 0), "three redact redact");
}

/* More than the file has. */
#define SOME_BYTES ((size_t)1 << 20)

static void the_words_are_in_no_file(void **state)
{
    struct scene *s = *state;
    says(s, "alice", "#tea", "unspeakable-secret");
    assert_int_equal(redacts(s, "id-unspeakable-secret"), STORE_OK);
    scene_close(s);
    char *bytes = xcalloc(1, SOME_BYTES);
    FILE *file = fopen(s->path, "re");
    assert_non_null(file);
    size_t len = fread(bytes, 1, SOME_BYTES, file);
    fclose(file);
    const char *at = memmem(bytes, len, "unspeakable-secret", 18);
    /* The msgid of this scene has the word in it. */
    for (; at; at = memmem(at + 1, len - (size_t)(at + 1 - bytes), "unspeakable-secret", 18))
        assert_memory_equal(at - 3, "id-", 3);
    free(bytes);
}

static void expired(void *arg, enum store_status status, size_t deleted, bool more)
{
    (void)more;
    assert_int_equal(status, STORE_OK);
    *(size_t *)arg += deleted;
}

static void it_expires_with_its_place(void **state)
{
    struct scene *s = *state;
    struct buf said = {0};
    size_t deleted = 0;
    struct store_policy policy = {.now_ms = 4000, .queued_ms = 100};
    three_words(s);
    assert_int_equal(redacts(s, "id-two"), STORE_OK);
    store_expire(s->store, &policy, expired, &deleted);
    store_drain(s->store);
    assert_int_equal(deleted, 3);
    scene_close(s);
    if (findings(s, &said) != 0)
        fail_msg("%s", buf_text(&said));
    buf_clear(&said);
    scene_open(s);
    assert_int_equal(redacts(s, "id-two"), STORE_MISSING);
}

static void erased(void *arg, enum store_status status, const struct store_erased *counts)
{
    (void)counts;
    *(enum store_status *)arg = status;
}

static void an_erased_account_leaves_no_reason_behind(void **state)
{
    struct scene *s = *state;
    struct buf said = {0};
    enum store_status status = STORE_FAILED;
    claims(s, "alice", "a1ice");
    three_words(s);
    assert_int_equal(redacts(s, "id-two"), STORE_OK);
    store_erase(s->store, "alice", erased, &status);
    store_drain(s->store);
    assert_int_equal(status, STORE_OK);
    scene_close(s);
    if (findings(s, &said) != 0)
        fail_msg("%s", buf_text(&said));
    buf_clear(&said);
    scene_open(s);
    assert_string_equal(history(s, &tea), "three");
}

/* ---- everybody's conversation ---- */

static void what_is_said_to_everybody_waits_for_the_accounts_that_there_are(void **state)
{
    struct scene *s = *state;
    claims(s, "alice", "a1ice");
    claims(s, "bob", "b0b");
    says(s, "", STORE_EVERYBODY, "hello");
    says(s, "", STORE_EVERYBODY, "again");
    assert_string_equal(waits_for_bob(s, 0), "hello again");
    assert_string_equal(targets(s, "alice", 0, 9999), "*@1001");
}

static void who_comes_later_has_only_what_is_said_later(void **state)
{
    struct scene *s = *state;
    struct store_history query = tea;
    query.conv = STORE_EVERYBODY;
    query.account = "bob";
    claims(s, "alice", "a1ice");
    says(s, "", STORE_EVERYBODY, "hello");
    claims(s, "bob", "b0b");
    assert_string_equal(waits_for_bob(s, 0), "");
    says(s, "", STORE_EVERYBODY, "news");
    assert_string_equal(waits_for_bob(s, 0), "news");
    assert_string_equal(history(s, &query), "news");
    query.account = "alice";
    assert_string_equal(history(s, &query), "hello news");
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, scene_begin, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(what_is_taken_back_is_given_to_nobody),
        SCENE(who_asks_for_it_gets_what_says_so_in_its_place_once_and_not_counted),
        SCENE(it_is_done_once),
        SCENE(events_are_not_taken_back),
        SCENE(what_others_said_is_for_who_rules),
        SCENE(a_guest_has_nothing_of_its_own),
        SCENE(ones_own_is_for_a_while),
        SCENE(what_they_could_not_see_is_not_there),
        SCENE(the_store_is_whole_afterwards),
        SCENE(the_words_are_in_no_file),
        SCENE(it_expires_with_its_place),
        SCENE(an_erased_account_leaves_no_reason_behind),
        SCENE(what_is_said_to_everybody_waits_for_the_accounts_that_there_are),
        SCENE(who_comes_later_has_only_what_is_said_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
