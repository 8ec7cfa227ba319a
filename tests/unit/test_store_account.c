#include <stdio.h>

#include "store_scene.h"

/* ---- a sender's own key ---- */

struct echo {
    enum store_status status;
    uint64_t id;
    uint64_t seq;
    int64_t time_ms;
    char msgid[32];
    char conv[32];
};

static void hear_echo(void *arg, enum store_status status, const struct store_entry *entry)
{
    struct echo *echo = arg;
    echo->status = status;
    echo->id = entry->id;
    echo->seq = entry->seq;
    echo->time_ms = entry->time_ms;
    snprintf(echo->msgid, sizeof(echo->msgid), "%s", entry->msgid);
    snprintf(echo->conv, sizeof(echo->conv), "%s", entry->conv);
}

static void say_keyed(struct scene *s, const char *who, const char *key, const char *msgid,
                      struct echo *echo)
{
    struct store_entry entry = {.time_ms = s->now_ms++,
                                .queued = true,
                                .conv = "#tea",
                                .msgid = msgid,
                                .sender = who,
                                .device = "desk",
                                .source = "",
                                .body = msgid,
                                .tags = "",
                                .idem = key};
    store_append(s->store, &entry, hear_echo, echo);
}

static struct echo says_keyed(struct scene *s, const char *who, const char *key, const char *msgid)
{
    struct echo echo = {.status = STORE_FAILED};
    say_keyed(s, who, key, msgid, &echo);
    store_drain(s->store);
    return echo;
}

static const struct store_history tea = {
    .conv = "#tea", .a = {NULL, -1},
         .b = {NULL, -1},
         .limit = 9
};

static void a_repeat_is_answered_with_the_place_of_the_first(void **state)
{
    struct scene *s = *state;
    struct echo first = says_keyed(s, "alice", "k1", "one");
    says(s, "bob", "#tea", "between");
    scene_close(s);
    scene_open(s);
    struct echo again = says_keyed(s, "alice", "k1", "one-again");
    assert_int_equal(first.status, STORE_OK);
    assert_int_equal(again.status, STORE_REPEATED);
    assert_int_equal(again.id, first.id);
    assert_int_equal(again.seq, first.seq);
    assert_int_equal(again.time_ms, first.time_ms);
    assert_string_equal(again.msgid, "one");
    assert_string_equal(again.conv, "#tea");
    assert_string_equal(history(s, &tea), "one between");
    assert_int_equal(says(s, "alice", "#tea", "two").seq, 3);
}

static void a_repeat_is_known_within_one_commit(void **state)
{
    struct scene *s = *state;
    struct echo echoes[3];
    store_gather(s->store);
    for (int i = 0; i < 3; i++)
        say_keyed(s, "alice", "k1", "one", &echoes[i]);
    store_drain(s->store);
    assert_int_equal(echoes[0].status, STORE_OK);
    assert_int_equal(echoes[1].status, STORE_REPEATED);
    assert_int_equal(echoes[2].id, echoes[0].id);
    assert_string_equal(history(s, &tea), "one");
}

static void a_key_is_its_senders_own(void **state)
{
    struct scene *s = *state;
    assert_int_equal(says_keyed(s, "alice", "k1", "one").status, STORE_OK);
    assert_int_equal(says_keyed(s, "bob", "k1", "two").status, STORE_OK);
    assert_int_equal(says_keyed(s, "alice", "k2", "three").status, STORE_OK);
    assert_int_equal(says_keyed(s, "", "k1", "guest").status, STORE_OK);
    assert_int_equal(says_keyed(s, "", "k1", "guest-again").status, STORE_OK);
    assert_int_equal(says_keyed(s, "alice", "", "none").status, STORE_OK);
    assert_int_equal(says_keyed(s, "alice", "", "none-again").status, STORE_OK);
}

static void expires_at(struct scene *s, int64_t now_ms)
{
    struct store_policy policy = {.now_ms = now_ms};
    store_expire(s->store, &policy, NULL, NULL);
    store_drain(s->store);
}

static void a_key_expires_after_a_week(void **state)
{
    struct scene *s = *state;
    struct echo first = says_keyed(s, "alice", "k1", "one");
    expires_at(s, first.time_ms + STORE_IDEM_MS);
    assert_int_equal(says_keyed(s, "alice", "k1", "kept").status, STORE_REPEATED);
    expires_at(s, first.time_ms + STORE_IDEM_MS + 1);
    struct echo later = says_keyed(s, "alice", "k1", "later");
    assert_int_equal(later.status, STORE_OK);
    assert_int_equal(says_keyed(s, "alice", "k1", "again").id, later.id);
}

static void a_repeat_is_known_when_the_clock_has_jumped(void **state)
{
    struct scene *s = *state;
    struct echo first = says_keyed(s, "alice", "k1", "one");
    s->now_ms = first.time_ms + 9 * STORE_IDEM_MS;
    assert_int_equal(says_keyed(s, "alice", "k1", "again").id, first.id);
    s->now_ms = 0;
    assert_int_equal(says_keyed(s, "alice", "k1", "again").id, first.id);
}

/* ---- devices and credentials ---- */

static void note(void *arg, enum store_status status)
{
    *(enum store_status *)arg = status;
}

static void a_credential_that_is_removed_is_gone(void **state)
{
    struct scene *s = *state;
    enum store_status first = STORE_FAILED;
    enum store_status second = STORE_FAILED;
    claims(s, "alice", "a1ice");
    store_credential_remove(s->store, "alice", "scram", "", note, &first);
    store_credential_remove(s->store, "alice", "scram", "", note, &second);
    store_drain(s->store);
    assert_int_equal(first, STORE_OK);
    assert_int_equal(second, STORE_MISSING);
    assert_string_equal(credentials(s, "alice"), "");
}

static void devices_are_told_and_forgotten(void **state)
{
    struct scene *s = *state;
    enum store_status status = STORE_FAILED;
    store_ack(s->store, "alice", "phone", 7);
    store_ack(s->store, "alice", "desk", 5);
    store_device_seen(s->store, "alice", "desk", 2000);
    store_device_seen(s->store, "alice", "desk", 1000);
    store_device_seen(s->store, "alice", "never", 1000);
    store_drain(s->store);
    assert_string_equal(devices(s, "alice"), "desk:5@2000 phone:7@0");
    assert_string_equal(devices(s, "bob"), "");
    store_device_remove(s->store, "alice", "phone", note, &status);
    store_drain(s->store);
    assert_int_equal(status, STORE_OK);
    store_device_remove(s->store, "alice", "phone", note, &status);
    store_drain(s->store);
    assert_int_equal(status, STORE_MISSING);
    assert_string_equal(cursor(s, "alice", "phone"), "new 5");
}

#define SPEC(f) cmocka_unit_test_setup_teardown(f, scene_begin, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPEC(a_repeat_is_answered_with_the_place_of_the_first),
        SPEC(a_repeat_is_known_within_one_commit),
        SPEC(a_key_is_its_senders_own),
        SPEC(a_key_expires_after_a_week),
        SPEC(a_repeat_is_known_when_the_clock_has_jumped),
        SPEC(a_credential_that_is_removed_is_gone),
        SPEC(devices_are_told_and_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
