/* What to look for, as people type it. */
#include <stdlib.h>

#include "query.h"
#include "spec.h"

/* 2026-11-20 18:00 where the user is, an hour east. */
#define NOW_MS (1795197600000LL - 3600000)
static const struct query_clock now = {NOW_MS, 3600};

#define DAY_MS 86400000LL
/* Midnight of that day. */
#define TODAY_MS (1795197600000LL - 18 * 3600000LL - 3600000)

static struct query ask(const char *typed)
{
    struct query query;
    char *cause = NULL;
    if (query_parse(&query, typed, now, &cause) != 0)
        fail_msg("%s: %s", typed, cause);
    return query;
}

static bool meets(const char *typed, const char *nick, const char *text)
{
    struct query query = ask(typed);
    struct line line = {
        .time_ms = now.now_ms, .kind = LINE_MESSAGE, .nick = nick, .text = text, .msgid = ""};
    bool met = query_matches(&query, &line);
    query_clear(&query);
    return met;
}

static void words_are_found_within_words_in_whatever_case(void **state)
{
    (void)state;
    assert_true(meets("kettle", "bob", "two Teakettles"));
    assert_true(meets("TWO kettles", "bob", "TWO Teakettles"));
    assert_false(meets("kettle pot", "bob", "two Teakettles"));
    assert_true(meets("\303\274ber", "bob", "\303\234BER alles"));
}

static void a_word_with_a_capital_means_it(void **state)
{
    (void)state;
    assert_true(meets("Kettle", "bob", "the Kettle"));
    assert_false(meets("Kettle", "bob", "the kettle"));
    assert_false(meets("\303\234ber", "bob", "\303\274ber"));
}

static void quoted_words_stand_in_a_row(void **state)
{
    (void)state;
    assert_true(meets("\"kettle is on\"", "bob", "the kettle is on"));
    assert_false(meets("\"kettle on\"", "bob", "the kettle is on"));
    assert_true(meets("\"kettle is", "bob", "the kettle is on"));
}

static void a_minus_takes_out(void **state)
{
    (void)state;
    assert_true(meets("kettle -off", "bob", "kettle on"));
    assert_false(meets("kettle -off", "bob", "kettle off"));
    assert_false(meets("kettle -\"is off\"", "bob", "kettle is off"));
    assert_true(meets("a - b", "bob", "a - b"));
}

static void from_names_who_said_it(void **state)
{
    (void)state;
    assert_true(meets("from:BOB kettle", "bob", "kettle"));
    assert_false(meets("from:bob", "bobby", "kettle"));
}

static void has_link_wants_an_address(void **state)
{
    (void)state;
    assert_true(meets("has:link", "bob", "see https://example.org"));
    assert_false(meets("has:link", "bob", "see example.org"));
}

static void what_is_no_filter_is_a_word(void **state)
{
    (void)state;
    assert_true(meets("https://example.org", "bob", "see https://example.org/x"));
    assert_true(meets("18:30", "bob", "at 18:30"));
}

static void in_means_a_room_with_or_without_its_sign(void **state)
{
    (void)state;
    struct query query = ask("in:tea");
    assert_true(query_means(&query, "#tea"));
    assert_true(query_means(&query, "Tea"));
    assert_false(query_means(&query, "#teapot"));
    query_clear(&query);
}

static void dates_are_those_of_the_users_clock(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        int64_t from_ms, to_ms;
    } rows[] = {
        {"after:today",                     TODAY_MS,               INT64_MAX             },
        {"after:yesterday before:today",    TODAY_MS - DAY_MS,      TODAY_MS              },
        {"before:2026-11-20",               0,                      TODAY_MS              },
        {"after:2026-11 before:2026-12-01", TODAY_MS - 19 * DAY_MS, TODAY_MS + 11 * DAY_MS},
        {"after:7d",                        NOW_MS - 7 * DAY_MS,    INT64_MAX             },
        {"since:12h until:1h",              NOW_MS - DAY_MS / 2,    NOW_MS - DAY_MS / 24  },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct query query = ask(rows[i].typed);
        assert_int_equal(query.from_ms, rows[i].from_ms);
        assert_int_equal(query.to_ms, rows[i].to_ms);
        query_clear(&query);
    }
}

static void a_wrong_filter_is_answered_with_a_sentence(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"after:tomorow",
         "after:tomorow is no date: write 2026-11-20, today, yesterday, 7d or 12h"                       },
        {"x before:2026-13-01",
         "before:2026-13-01 is no date: write 2026-11-20, today, yesterday, 7d or 12h"                   },
        {"has:pictures",        "has:pictures is nothing to look for: has:link, has:file or has:reaction"},
        {"from: bob",           "from: needs something behind it, without a blank"                       },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct query query;
        char *cause = NULL;
        assert_int_equal(query_parse(&query, rows[i][0], now, &cause), -1);
        assert_string_equal(cause, rows[i][1]);
        assert_true(query_is_empty(&query));
        free(cause);
    }
}

static void where_a_word_stands_is_known(void **state)
{
    (void)state;
    size_t from = 0;
    size_t to = 0;
    struct query query = ask("tea \303\274");
    assert_true(query_span(&query, "\303\234 for Tea", 0, &from, &to));
    assert_int_equal(from, 0);
    assert_int_equal(to, 2);
    assert_true(query_span(&query, "\303\234 for Tea", to, &from, &to));
    assert_int_equal(from, 7);
    assert_int_equal(to, 10);
    assert_false(query_span(&query, "\303\234 for Tea", to, &from, &to));
    query_clear(&query);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_found_within_words_in_whatever_case),
        cmocka_unit_test(a_word_with_a_capital_means_it),
        cmocka_unit_test(quoted_words_stand_in_a_row),
        cmocka_unit_test(a_minus_takes_out),
        cmocka_unit_test(from_names_who_said_it),
        cmocka_unit_test(has_link_wants_an_address),
        cmocka_unit_test(what_is_no_filter_is_a_word),
        cmocka_unit_test(in_means_a_room_with_or_without_its_sign),
        cmocka_unit_test(dates_are_those_of_the_users_clock),
        cmocka_unit_test(a_wrong_filter_is_answered_with_a_sentence),
        cmocka_unit_test(where_a_word_stands_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
