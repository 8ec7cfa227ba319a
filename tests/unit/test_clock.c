#include <string.h>
#include <time.h>

#include "clock.h"
#include "spec.h"

static void reads_and_writes(int64_t ms, const char *text)
{
    char out[CLOCK_ISO_SIZE];
    clock_format_iso(ms, out);
    assert_string_equal(out, text);
    assert_int_equal(clock_parse_iso(text), ms);
}

static void known_moments_read_and_write(void **state)
{
    (void)state;
    reads_and_writes(0, "1970-01-01T00:00:00.000Z");
    reads_and_writes(951782400000, "2000-02-29T00:00:00.000Z");
    reads_and_writes(1795197845123, "2026-11-20T18:04:05.123Z");
    reads_and_writes(4107542400000, "2100-03-01T00:00:00.000Z");
    reads_and_writes(253402300799999, "9999-12-31T23:59:59.999Z");
}

static void every_day_agrees_with_the_c_library(void **state)
{
    (void)state;
    char ours[CLOCK_ISO_SIZE];
    char theirs[CLOCK_ISO_SIZE];
    for (int64_t day = 0; day < 150000; day++) {
        time_t seconds = day * 86400 + 3723;
        struct tm tm;
        gmtime_r(&seconds, &tm);
        strftime(theirs, sizeof(theirs), "%Y-%m-%dT%H:%M:%S.000Z", &tm);
        clock_format_iso((int64_t)seconds * 1000, ours);
        assert_string_equal(ours, theirs);
        assert_int_equal(clock_parse_iso(ours), (int64_t)seconds * 1000);
    }
}

static void times_out_of_range_are_clamped(void **state)
{
    (void)state;
    char out[CLOCK_ISO_SIZE];
    clock_format_iso(-1, out);
    assert_string_equal(out, "1970-01-01T00:00:00.000Z");
    clock_format_iso(INT64_MAX, out);
    assert_string_equal(out, "9999-12-31T23:59:59.999Z");
}

static void the_fraction_may_be_missing_short_or_long(void **state)
{
    (void)state;
    assert_int_equal(clock_parse_iso("1970-01-01T00:00:01Z"), 1000);
    assert_int_equal(clock_parse_iso("1970-01-01T00:00:01.5Z"), 1500);
    assert_int_equal(clock_parse_iso("1970-01-01T00:00:01.123987Z"), 1123);
}

static void a_leap_second_is_the_next_minute(void **state)
{
    (void)state;
    assert_int_equal(clock_parse_iso("2012-06-30T23:59:60.419Z"),
                     clock_parse_iso("2012-07-01T00:00:00.419Z"));
}

static void what_is_no_time_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "now",
        "2026-11-20",
        "2026-11-20T18:04:05",
        "2026-11-20 18:04:05Z",
        "2026-13-20T18:04:05Z",
        "2026-00-20T18:04:05Z",
        "2026-02-29T18:04:05Z",
        "2026-11-00T18:04:05Z",
        "2026-11-20T24:04:05Z",
        "2026-11-20T18:60:05Z",
        "2026-11-20T18:04:61Z",
        "2026-11-20T18:04:05.Z",
        "2026-11-20T18:04:05.123Zz",
        "1969-12-31T23:59:59Z",
        "-026-11-20T18:04:05Z",
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_int_equal(clock_parse_iso(wrong[i]), -1);
}

static void both_clocks_run(void **state)
{
    (void)state;
    assert_true(clock_wall_ms() > clock_parse_iso("2020-01-01T00:00:00Z"));
    int64_t before = clock_mono_ms();
    assert_true(clock_mono_ms() >= before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_moments_read_and_write),
        cmocka_unit_test(every_day_agrees_with_the_c_library),
        cmocka_unit_test(times_out_of_range_are_clamped),
        cmocka_unit_test(the_fraction_may_be_missing_short_or_long),
        cmocka_unit_test(a_leap_second_is_the_next_minute),
        cmocka_unit_test(what_is_no_time_is_refused),
        cmocka_unit_test(both_clocks_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
