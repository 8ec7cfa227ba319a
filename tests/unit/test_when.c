#include <stdlib.h>

#include "spec.h"
#include "when.h"

#define MINUTE_MS ((int64_t)60000)
#define HOUR_MS   (60 * MINUTE_MS)
#define DAY_MS    (24 * HOUR_MS)
#define NOON_MS   (20777 * DAY_MS + 12 * HOUR_MS) /* 2026-11-20, a Friday */

static char out[WHEN_SIZE];

static void times_are_local_and_without_seconds(void **state)
{
    (void)state;
    assert_string_equal(when_time(NOON_MS + 59999, 0, out), "12:00");
    assert_string_equal(when_time(NOON_MS - 3 * HOUR_MS + 14 * MINUTE_MS, 0, out), " 9:14");
    assert_string_equal(when_time(NOON_MS, 5 * 3600 + 1800, out), "17:30");
    assert_string_equal(when_time(0, -3600, out), "23:00");
}

static void dates_name_the_day_and_the_year_only_if_it_is_another(void **state)
{
    (void)state;
    assert_string_equal(when_date(NOON_MS, NOON_MS, 0, out), "Friday 20 November");
    assert_string_equal(when_date(NOON_MS - 366 * DAY_MS, NOON_MS, 0, out),
                        "Wednesday 19 November 2025");
    assert_string_equal(when_date(0, NOON_MS, 0, out), "Thursday 1 January 1970");
    assert_string_equal(when_date(NOON_MS, NOON_MS, 13 * 3600, out), "Saturday 21 November");
    /* 2028-02-29 */
    assert_string_equal(when_date(21243 * DAY_MS, 21243 * DAY_MS, 0, out), "Tuesday 29 February");
}

static void short_times_say_the_day_if_it_was_not_today(void **state)
{
    (void)state;
    assert_string_equal(when_short(NOON_MS - 3 * HOUR_MS, NOON_MS, 0, out), "9:00");
    assert_string_equal(when_short(NOON_MS - DAY_MS, NOON_MS, 0, out), "Thursday 12:00");
    assert_string_equal(when_short(NOON_MS - 8 * DAY_MS, NOON_MS, 0, out), "12 November 12:00");
}

static void stamps_stand_in_columns_and_leave_out_today(void **state)
{
    (void)state;
    struct chat *chat = chat_new();
    chat->now_ms = NOON_MS;
    assert_string_equal(when_text(chat, NOON_MS - 3 * HOUR_MS, out), "09:00");
    assert_string_equal(when_text(chat, NOON_MS - DAY_MS, out), "2026-11-19 12:00");
    assert_string_equal(when_stamp(chat, NOON_MS, out), "2026-11-20 12:00");
    assert_string_equal(when_stamp(chat, 0, out), "");
    chat_free(chat);
}

static void times_in_the_words_of_a_server_are_local(void **state)
{
    (void)state;
    struct chat *chat = chat_new();
    chat->now_ms = NOON_MS;
    chat->utc_offset_s = 3600;
    char *text =
        when_in_words(chat, "2 up since 2026-11-20T08:00:00.000Z, not 2026-11-19T08:00:00Z");
    assert_string_equal(text, "2 up since 09:00, not 2026-11-19 09:00");
    free(text);
    text = when_in_words(chat, "12345678901234567890Z 2026-11-20 TZ-1");
    assert_string_equal(text, "12345678901234567890Z 2026-11-20 TZ-1");
    free(text);
    chat_free(chat);
}

static void days_and_minutes_are_counted_from_local_midnight(void **state)
{
    (void)state;
    assert_int_equal(when_day(NOON_MS, 0), 20777);
    assert_int_equal(when_day(NOON_MS, 12 * 3600), 20778);
    assert_int_equal(when_day(-1, 0), -1);
    assert_int_equal(when_minute(-1, 0), -1);
    assert_int_equal(when_minute(60000, 0), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_local_and_without_seconds),
        cmocka_unit_test(dates_name_the_day_and_the_year_only_if_it_is_another),
        cmocka_unit_test(short_times_say_the_day_if_it_was_not_today),
        cmocka_unit_test(stamps_stand_in_columns_and_leave_out_today),
        cmocka_unit_test(times_in_the_words_of_a_server_are_local),
        cmocka_unit_test(days_and_minutes_are_counted_from_local_midnight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
