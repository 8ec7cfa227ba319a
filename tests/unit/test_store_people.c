#include "store_scene.h"

static void a_claimed_name_has_its_credential(void **state)
{
    struct scene *s = *state;
    assert_int_equal(claims(s, "alice", "a1ice"), STORE_OK);
    assert_string_equal(credentials(s, "alice"), "scram/=secret");
    assert_string_equal(credentials(s, "bob"), "");
    assert_string_equal(everything(s), "account alice");
}

static void a_taken_name_stays_with_its_owner(void **state)
{
    struct scene *s = *state;
    assert_int_equal(claims(s, "alice", "a1ice"), STORE_OK);
    assert_int_equal(claims(s, "alice", "else"), STORE_EXISTS);
    assert_int_equal(claims(s, "al1ce", "a1ice"), STORE_EXISTS);
    assert_string_equal(credentials(s, "alice"), "scram/=secret");
    assert_string_equal(credentials(s, "al1ce"), "");
    assert_string_equal(everything(s), "account alice");
}

struct race {
    int winners;
    int losers;
};

static void crosses_the_line(void *arg, enum store_status status)
{
    struct race *race = arg;
    assert_true(status == STORE_OK || status == STORE_EXISTS);
    race->winners += status == STORE_OK;
    race->losers += status == STORE_EXISTS;
}

static void of_racers_for_a_name_one_wins_and_others_words_are_kept(void **state)
{
    struct scene *s = *state;
    struct race race = {0};
    struct store_credential credential = {"scram", "", "secret"};
    static const char *const names[] = {"alice", "alice", "al1ce"};
    store_put(s->store, "before", "k", "v");
    for (int i = 0; i < 3; i++) {
        struct store_account account = {names[i], names[i], 1, 1};
        store_claim(s->store, &account, "a1ice", &credential, crosses_the_line, &race);
    }
    store_put(s->store, "behind", "k", "v");
    store_drain(s->store);
    assert_int_equal(race.winners, 1);
    assert_int_equal(race.losers, 2);
    assert_string_equal(everything(s), "account alice record before/k=v record behind/k=v");
}

static void ignore(void *arg, enum store_status status)
{
    (void)arg;
    assert_int_equal(status, STORE_OK);
}

static void a_credential_replaces_the_one_of_its_kind_and_label(void **state)
{
    struct scene *s = *state;
    claims(s, "alice", "a1ice");
    struct store_credential phone = {"scram", "phone", "first"};
    store_credential_put(s->store, "alice", &phone, ignore, NULL);
    struct store_credential typed = {"scram", "", "changed"};
    store_credential_put(s->store, "alice", &typed, NULL, NULL);
    phone.value = "second";
    store_credential_put(s->store, "alice", &phone, ignore, NULL);
    store_drain(s->store);
    assert_string_equal(credentials(s, "alice"), "scram/=changed scram/phone=second");
}

static void a_cursor_never_goes_back(void **state)
{
    struct scene *s = *state;
    assert_string_equal(cursor(s, "alice", "desk"), "new 0");
    store_ack(s->store, "alice", "desk", 5);
    store_ack(s->store, "alice", "desk", 3);
    store_drain(s->store);
    assert_string_equal(cursor(s, "alice", "desk"), "known 5");
    store_ack(s->store, "alice", "desk", 7);
    store_drain(s->store);
    assert_string_equal(cursor(s, "alice", "desk"), "known 7");
}

static void a_new_device_begins_where_all_others_are(void **state)
{
    struct scene *s = *state;
    store_ack(s->store, "alice", "desk", 9);
    store_ack(s->store, "alice", "phone", 4);
    store_ack(s->store, "bob", "desk", 1);
    store_drain(s->store);
    assert_string_equal(cursor(s, "alice", "tablet"), "new 4");
    assert_string_equal(cursor(s, "carol", "desk"), "new 0");
}

static void a_mark_never_goes_back(void **state)
{
    struct scene *s = *state;
    store_mark(s->store, "alice", "#tea", 500);
    store_mark(s->store, "alice", "#tea", 400);
    store_drain(s->store);
    assert_string_equal(everything(s), "marker alice #tea 500");
}

static void records_survive_and_can_be_deleted(void **state)
{
    struct scene *s = *state;
    store_put(s->store, "room", "#tea", "green");
    store_put(s->store, "room", "#tea", "black");
    store_put(s->store, "room", "#milk", "cold");
    store_put(s->store, "ban", "#milk", "carol");
    store_put(s->store, "room", "#milk", NULL);
    scene_close(s);
    scene_open(s);
    assert_string_equal(everything(s), "record ban/#milk=carol record room/#tea=black");
}

static void saw(void *arg, const struct store_account *account)
{
    *(struct store_account *)arg = *account;
}

static void when_somebody_was_last_here_is_kept(void **state)
{
    struct scene *s = *state;
    claims(s, "alice", "a1ice");
    store_seen(s->store, "alice", 7777);
    store_drain(s->store);
    struct store_account alice = {0};
    struct store_visitor visitor = {.account = saw};
    char *cause = NULL;
    assert_int_equal(store_load(s->store, &visitor, &alice, &cause), 0);
    assert_int_equal(alice.last_seen_ms, 7777);
    assert_int_equal(alice.created_ms, 1000);
}

#define SPEC(f) cmocka_unit_test_setup_teardown(f, scene_begin, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPEC(a_claimed_name_has_its_credential),
        SPEC(a_taken_name_stays_with_its_owner),
        SPEC(of_racers_for_a_name_one_wins_and_others_words_are_kept),
        SPEC(a_credential_replaces_the_one_of_its_kind_and_label),
        SPEC(a_cursor_never_goes_back),
        SPEC(a_new_device_begins_where_all_others_are),
        SPEC(a_mark_never_goes_back),
        SPEC(records_survive_and_can_be_deleted),
        SPEC(when_somebody_was_last_here_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
