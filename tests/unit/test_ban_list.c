/* Whom a list of bans meets, and how quickly. */
#include <stdio.h>
#include <stdlib.h>

#include "ban_list.h"
#include "clock.h"
#include "mem.h"
#include "spec.h"

static void add(struct ban_list *list, const char *text)
{
    enum ban_kind kind = BAN_NAME;
    const char *cause = NULL;
    char *what = ban_what(text, &kind, &cause);
    assert_non_null(what);
    ban_list_set_times(list, ban_list_add(list, what, "console", ""), 1, 0);
    free(what);
}

static bool meets(const char *what, const struct ban_query *query)
{
    struct ban_list list = {0};
    add(&list, what);
    bool met = ban_list_find(&list, query, 1) != NULL;
    assert_int_equal(met, ban_entry_fits(list.first, query));
    ban_list_clear(&list);
    return met;
}

static bool meets_address(const char *what, const char *address)
{
    return meets(what, &(struct ban_query){.address = address});
}

static bool meets_name(const char *what, const char *name)
{
    return meets(what, &(struct ban_query){.name = name});
}

static void a_network_has_its_addresses_and_no_others(void **state)
{
    (void)state;
    assert_true(meets_address("192.0.2.7", "192.0.2.7"));
    assert_false(meets_address("192.0.2.7", "192.0.2.70"));
    assert_true(meets_address("192.0.2.0/24", "192.0.2.255"));
    assert_false(meets_address("192.0.2.0/24", "192.0.3.0"));
    assert_true(meets_address("192.0.2.129/25", "192.0.2.130"));
    assert_false(meets_address("192.0.2.129/25", "192.0.2.1"));
    assert_true(meets_address("2001:db8::/32", "2001:db8:1::9"));
    assert_false(meets_address("2001:db8::/32", "2001:db9::9"));
    assert_true(meets_address("2001:DB8::1", "2001:db8:0::1"));
    assert_true(meets_address("192.0.2.7", "::ffff:192.0.2.7"));
    assert_true(meets_address("0.0.0.0/0", "192.0.2.7"));
    assert_false(meets_address("0.0.0.0/0", "2001:db8::1"));
    assert_false(meets_address("0.0.0.0/0", "unix"));
    assert_false(meets_address("alice", "192.0.2.7"));
}

static void names_and_masks_are_met_in_any_case(void **state)
{
    const struct ban_query whole = {
        .name = "Mallory", .mask = "Mallory!m@user/mallory", .mask_real = "Mallory!m@192.0.2.7"};
    (void)state;
    assert_true(meets_name("Mallory", "mallory"));
    assert_false(meets_name("mallory", "mallory2"));
    assert_true(meets_name("mal*", "MALLORY"));
    assert_false(meets_name("mal?", "mallory"));
    assert_true(meets("*!*@user/*", &whole));
    assert_true(meets("*@192.0.2.*", &whole));
    assert_false(meets("*@192.0.3.*", &whole));
    assert_true(meets("mallory", &(struct ban_query){.account = "mallory"}));
}

static void what_is_none_of_these_is_refused(void **state)
{
    static const char *const wrong[] = {"",           "two words",  "192.0.2.0/33", "1.2.3",
                                        "#room",      "::1/129",    "a\tb",         "no:name*",
                                        "192.0.2.0/", "192.0.2.0/x"};
    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        enum ban_kind kind = BAN_NAME;
        const char *cause = NULL;
        assert_null(ban_what(wrong[i], &kind, &cause));
        assert_non_null(cause);
    }
}

static void a_ban_holds_until_its_end(void **state)
{
    struct ban_list list = {0};
    const struct ban_query query = {.address = "192.0.2.7"};
    (void)state;
    add(&list, "192.0.2.7");
    add(&list, "mallory");
    ban_list_set_times(&list, list.first, 1, 1000);
    assert_non_null(ban_list_find(&list, &query, 999));
    assert_null(ban_list_find(&list, &query, 1000));
    assert_null(ban_list_ended(&list, 999));
    struct ban_entry *ended = ban_list_ended(&list, 1000);
    assert_ptr_equal(ended, list.first);
    ban_list_remove(&list, ended);
    assert_null(ban_list_ended(&list, 1000000));
    assert_int_equal(list.n, 1);
    ban_list_clear(&list);
}

/* Not a measurement, but a list that is walked would not pass (bench: 3 us against 1 ms). */
static void ten_thousand_networks_cost_one_arrival_little(void **state)
{
    struct ban_list list = {0};
    char text[64];
    (void)state;
    for (int i = 0; i < 10000; i++) {
        snprintf(text, sizeof(text), "10.%d.%d.0/%d", i / 256 % 256, i % 256, 24 + i % 3);
        add(&list, text);
    }
    int64_t begin_ms = clock_mono_ms();
    for (int i = 0; i < 10000; i++) {
        snprintf(text, sizeof(text), "172.16.%d.%d", i / 256 % 256, i % 256);
        const struct ban_query query = {.address = text};
        assert_null(ban_list_find(&list, &query, 1));
    }
    int64_t took_ms = clock_mono_ms() - begin_ms;
    print_message("10000 arrivals past 10000 networks: %lld ms\n", (long long)took_ms);
    assert_true(took_ms < 2000);
    ban_list_clear(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_network_has_its_addresses_and_no_others),
        cmocka_unit_test(names_and_masks_are_met_in_any_case),
        cmocka_unit_test(what_is_none_of_these_is_refused),
        cmocka_unit_test(a_ban_holds_until_its_end),
        cmocka_unit_test(ten_thousand_networks_cost_one_arrival_little),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
