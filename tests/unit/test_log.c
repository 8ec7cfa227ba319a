#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "clock.h"
#include "log.h"
#include "spec.h"

static int sink = -1;

static int opens_a_sink(void **state)
{
    (void)state;
    sink = memfd_create("log", 0);
    log_open(sink, LOG_INFO);
    return 0;
}

static int closes_it(void **state)
{
    (void)state;
    log_open(-1, LOG_INFO);
    return close(sink);
}

/* All that was logged. */
static const char *logged(void)
{
    static char text[8192];
    ssize_t n = pread(sink, text, sizeof(text) - 1, 0);
    assert_true(n >= 0);
    text[n] = '\0';
    return text;
}

static void a_line_has_time_level_event_and_pairs(void **state)
{
    (void)state;
    log_event(LOG_INFO, "connect", "addr=%s port=%d", "::1", 6667);

    char time[CLOCK_ISO_SIZE];
    memcpy(time, logged(), sizeof(time) - 1);
    time[sizeof(time) - 1] = '\0';
    assert_true(clock_parse_iso(time) > 0);
    assert_string_equal(logged() + sizeof(time) - 1, " info connect addr=::1 port=6667\n");
}

static void lines_beyond_the_level_are_dropped(void **state)
{
    (void)state;
    log_event(LOG_DEBUG, "parse", "n=%d", 1);
    assert_string_equal(logged(), "");
    log_event(LOG_ERROR, "disk", "free=%d", 0);
    assert_non_null(strstr(logged(), " error disk free=0\n"));
}

static void control_characters_show_as_question_marks(void **state)
{
    (void)state;
    log_event(LOG_WARN, "odd", "a=%s", "x\r\ny\x1b[2J\x7f\xc2\x9bz \xc3\xa9");
    assert_non_null(strstr(logged(), " warn odd a=x??y?[2J???z \xc3\xa9\n"));
}

static void a_long_line_is_cut_between_characters_and_still_ends(void **state)
{
    (void)state;
    char text[4001];
    for (size_t i = 0; i < 4000; i += 2)
        memcpy(text + i, "\xc3\xa9", 3);
    log_event(LOG_INFO, "long", "a=%s", text);
    log_event(LOG_INFO, "longer", "aa=%s", text);

    const char *end = strchr(logged(), '\n');
    assert_in_range(end - logged(), 2000, 2048);
    assert_int_equal((unsigned char)end[-1], 0xa9);
    end = strchr(end + 1, '\n');
    assert_int_equal((unsigned char)end[-1], 0xa9);
}

static void logging_leaves_errno_alone(void **state)
{
    (void)state;
    log_open(sink, LOG_INFO);
    int closed = dup(sink);
    close(closed);
    log_open(closed, LOG_INFO);
    errno = ENOENT;
    log_event(LOG_INFO, "lost", "n=%d", 1);
    assert_int_equal(errno, ENOENT);
}

static void levels_have_names(void **state)
{
    (void)state;
    assert_int_equal(log_level_parse("error"), LOG_ERROR);
    assert_int_equal(log_level_parse("debug"), LOG_DEBUG);
    assert_int_equal(log_level_parse("loud"), -1);
}

#define LOG_TEST(test) cmocka_unit_test_setup_teardown((test), opens_a_sink, closes_it)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOG_TEST(a_line_has_time_level_event_and_pairs),
        LOG_TEST(lines_beyond_the_level_are_dropped),
        LOG_TEST(control_characters_show_as_question_marks),
        LOG_TEST(a_long_line_is_cut_between_characters_and_still_ends),
        LOG_TEST(logging_leaves_errno_alone),
        LOG_TEST(levels_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
