#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lines.h"
#include "mem.h"
#include "secret.h"
#include "spec.h"

static int begin(void **state)
{
    secret_init();
    *state = lines_new(1000);
    return 0;
}

static int end(void **state)
{
    lines_free(*state);
    return 0;
}

static uint64_t add(struct lines *lines, int64_t time_ms, const char *text, const char *msgid)
{
    return lines_add(
        lines,
        &(struct line){
            .time_ms = time_ms, .kind = LINE_MESSAGE, .nick = "bob", .text = text, .msgid = msgid});
}

/* "a b c": all texts in order. */
static void shows(const struct lines *lines, const char *texts)
{
    char all[256] = "";
    for (size_t i = 0; i < lines_count(lines); i++) {
        struct line line;
        lines_get(lines, i, &line);
        if (*all)
            strncat(all, " ", sizeof(all) - strlen(all) - 1);
        strncat(all, line.text, sizeof(all) - strlen(all) - 1);
    }
    assert_string_equal(all, texts);
}

static void lines_stand_in_order_of_time(void **state)
{
    struct lines *lines = *state;
    add(lines, 30, "c", "");
    add(lines, 10, "a", "");
    add(lines, 20, "b", "");
    add(lines, 20, "b2", "");
    shows(lines, "a b b2 c");
}

static void older_history_of_equal_time_goes_before_what_is_there(void **state)
{
    struct lines *lines = *state;
    uint64_t oldest = add(lines, 10, "b", "");
    add(lines, 10, "c", "");
    lines_add(lines, &(struct line){
                         .time_ms = 10, .nick = "", .text = "a1", .msgid = "", .before = oldest});
    lines_add(lines, &(struct line){
                         .time_ms = 10, .nick = "", .text = "a2", .msgid = "", .before = oldest});
    shows(lines, "a1 a2 b c");
}

static void a_message_id_comes_in_once(void **state)
{
    struct lines *lines = *state;
    assert_true(add(lines, 10, "a", "id1"));
    assert_false(add(lines, 10, "a", "id1"));
    assert_true(add(lines, 10, "b", "id2"));
    shows(lines, "a b");
}

static void what_is_dropped_may_come_again(void **state)
{
    (void)state;
    struct lines *lines = lines_new(2);
    add(lines, 10, "a", "id1");
    add(lines, 20, "b", "id2");
    uint64_t c = add(lines, 30, "c", "id3");
    shows(lines, "b c");
    assert_false(add(lines, 10, "a", "id1"));
    assert_true(add(lines, 40, "a", "id1"));
    shows(lines, "c a");
    size_t index;
    assert_true(lines_find(lines, c, &index));
    assert_int_equal(index, 0);
    lines_free(lines);
}

static void a_serial_names_its_line_while_others_come_and_go(void **state)
{
    (void)state;
    struct lines *lines = lines_new(3000);
    uint64_t *serials = xcalloc(5000, sizeof(*serials));
    char text[128];
    for (int i = 0; i < 5000; i++) {
        snprintf(text, sizeof(text), "line %d of many that fill chunk after chunk with text", i);
        serials[i] = add(lines, 1000 + i / 10, text, "");
    }
    size_t index;
    struct line line;
    assert_false(lines_find(lines, serials[1999], &index));
    for (int i = 2000; i < 5000; i++) {
        assert_true(lines_find(lines, serials[i], &index));
        assert_int_equal(index, i - 2000);
        lines_get(lines, index, &line);
        assert_true(line.serial == serials[i]);
    }
    lines_clear(lines);
    assert_int_equal(lines_count(lines), 0);
    assert_false(lines_find(lines, serials[4999], &index));
    free(serials);
    lines_free(lines);
}

static void a_confirmed_line_gets_id_and_time(void **state)
{
    struct lines *lines = *state;
    uint64_t serial = lines_add(lines, &(struct line){.time_ms = 10,
                                                      .flags = LINE_SELF | LINE_PENDING,
                                                      .nick = "alice",
                                                      .text = "mine",
                                                      .msgid = ""});
    add(lines, 20, "b", "id1");
    assert_true(lines_confirm(lines, serial, "id2", 30));
    shows(lines, "b mine");
    struct line line;
    lines_get(lines, 1, &line);
    assert_string_equal(line.msgid, "id2");
    assert_int_equal(line.flags, LINE_SELF);
    assert_true(line.serial == serial);
    assert_false(add(lines, 30, "mine", "id2"));
}

static void of_two_copies_of_ones_own_line_one_stays(void **state)
{
    struct lines *lines = *state;
    uint64_t serial = lines_add(lines, &(struct line){.time_ms = 10,
                                                      .flags = LINE_SELF | LINE_PENDING,
                                                      .nick = "alice",
                                                      .text = "mine",
                                                      .msgid = ""});
    add(lines, 11, "mine", "id1");
    assert_true(lines_confirm(lines, serial, "id1", 11));
    shows(lines, "mine");
    assert_false(lines_confirm(lines, serial, "id1", 11));
}

static void the_newest_and_oldest_ids_skip_lines_of_our_own_making(void **state)
{
    struct lines *lines = *state;
    struct line line;
    assert_false(lines_newest_id(lines, &line));
    add(lines, 10, "hint", "");
    add(lines, 20, "a", "id1");
    add(lines, 30, "b", "id2");
    add(lines, 40, "hint", "");
    assert_true(lines_newest_id(lines, &line));
    assert_string_equal(line.msgid, "id2");
    assert_true(lines_oldest_id(lines, &line));
    assert_string_equal(line.msgid, "id1");
    assert_int_equal(lines_after(lines, 20), 2);
    assert_int_equal(lines_after(lines, 5), 0);
    assert_int_equal(lines_after(lines, 40), 4);
}

static void flags_are_set_and_cleared(void **state)
{
    struct lines *lines = *state;
    uint64_t serial = add(lines, 10, "a", "");
    assert_true(lines_flag(lines, serial, LINE_SAVED | LINE_FAILED, 0));
    assert_true(lines_flag(lines, serial, 0, LINE_FAILED));
    struct line line;
    lines_get(lines, 0, &line);
    assert_int_equal(line.flags, LINE_SAVED);
    assert_false(lines_flag(lines, serial + ((uint64_t)7 << 32), LINE_SAVED, 0));
}

static void what_is_not_saved_yet_comes_in_order_of_arrival(void **state)
{
    struct lines *lines = *state;
    struct line line;
    add(lines, 20, "b", "");
    lines_add(lines, &(struct line){.flags = LINE_SAVED, .nick = "", .text = "kept", .msgid = ""});
    add(lines, 10, "a", "");
    assert_true(lines_unsaved(lines, &line));
    assert_string_equal(line.text, "b");
    lines_saved(lines);
    assert_true(lines_unsaved(lines, &line));
    assert_string_equal(line.text, "a");
    lines_saved(lines);
    assert_false(lines_unsaved(lines, &line));
}

static void texts_and_names_that_are_too_long_are_cut(void **state)
{
    struct lines *lines = *state;
    char *text = xcalloc(1, 200001);
    memset(text, 'x', 200000);
    lines_add(lines, &(struct line){.time_ms = 1, .nick = text, .text = text, .msgid = text});
    struct line line;
    lines_get(lines, 0, &line);
    assert_in_range(strlen(line.text), 40000, 65535);
    assert_in_range(strlen(line.nick), 100, 600);
    assert_string_equal(line.msgid, "");
    free(text);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void a_hundred_thousand_lines_are_small_and_soon_there(void **state)
{
    (void)state;
    struct lines *lines = lines_new(100000);
    char msgid[SECRET_MSGID_SIZE];
    char nick[16];
    double start = seconds();
    for (int i = 0; i < 100000; i++) {
        secret_make_msgid(1000 + i, msgid);
        snprintf(nick, sizeof(nick), "person%d", i % 200);
        lines_add(lines, &(struct line){
                             .time_ms = 1000 + i / 100,
                             .kind = LINE_MESSAGE,
                             .flags = LINE_SAVED,
                             .nick = nick,
                             .text = "sixty bytes of text as people write them, more or less so...",
                             .msgid = msgid});
    }
    print_message("lines_bytes_per_line %.1f bytes\nlines_add %.3f us\n",
                  (double)lines_bytes(lines) / 100000, (seconds() - start) * 10);
    assert_true(lines_bytes(lines) / 100000 <= 120);
    lines_free(lines);
}

static void fewer_are_kept_at_once_and_more_later(void **state)
{
    struct lines *lines = *state;
    add(lines, 10, "a", "1");
    add(lines, 20, "b", "2");
    add(lines, 30, "c", "3");
    lines_limit(lines, 2);
    shows(lines, "b c");
    add(lines, 40, "d", "4");
    shows(lines, "c d");
    lines_widen(lines, 2);
    lines_limit(lines, 2);
    add(lines, 50, "e", "5");
    shows(lines, "c d e");
    lines_limit(lines, 1000);
    add(lines, 60, "f", "6");
    shows(lines, "c d e f");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lines_stand_in_order_of_time, begin, end),
        cmocka_unit_test_setup_teardown(older_history_of_equal_time_goes_before_what_is_there,
                                        begin, end),
        cmocka_unit_test_setup_teardown(a_message_id_comes_in_once, begin, end),
        cmocka_unit_test_setup_teardown(what_is_dropped_may_come_again, begin, end),
        cmocka_unit_test_setup_teardown(a_serial_names_its_line_while_others_come_and_go, begin,
                                        end),
        cmocka_unit_test_setup_teardown(a_confirmed_line_gets_id_and_time, begin, end),
        cmocka_unit_test_setup_teardown(of_two_copies_of_ones_own_line_one_stays, begin, end),
        cmocka_unit_test_setup_teardown(the_newest_and_oldest_ids_skip_lines_of_our_own_making,
                                        begin, end),
        cmocka_unit_test_setup_teardown(flags_are_set_and_cleared, begin, end),
        cmocka_unit_test_setup_teardown(what_is_not_saved_yet_comes_in_order_of_arrival, begin,
                                        end),
        cmocka_unit_test_setup_teardown(fewer_are_kept_at_once_and_more_later, begin, end),
        cmocka_unit_test_setup_teardown(texts_and_names_that_are_too_long_are_cut, begin, end),
        cmocka_unit_test_setup_teardown(a_hundred_thousand_lines_are_small_and_soon_there, begin,
                                        end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
