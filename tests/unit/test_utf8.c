#include <stdlib.h>
#include <string.h>

#include "spec.h"
#include "utf8.h"

#define E_ACUTE  "e\xcc\x81"
#define FAMILY   "👨‍👩‍👧‍👦"
#define FLAG     "🇩🇪"
#define KEYCAP   "1️⃣"
#define HEART    "❤️"
#define WAVE     "👋🏽"
#define REPLACED "\xef\xbf\xbd"

static bool valid(const char *text)
{
    return utf8_valid(text, strlen(text));
}

static void well_formed_text_is_valid(void **state)
{
    (void)state;
    assert_true(valid(""));
    assert_true(valid("plain text that is longer than one word of the machine"));
    assert_true(valid("Grüße, 日本語, " FAMILY ", \xf4\x8f\xbf\xbf and \xed\x9f\xbf"));
    assert_true(valid("\x01\x7f"));
}

static void malformed_text_is_not_valid(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "\x80",         /* a continuation alone */
        "\xc3",         /* cut */
        "abc\xe2\x82",  /* cut */
        "\xc0\xaf",     /* overlong */
        "\xe0\x9f\xbf", /* overlong */
        "\xf0\x8f\xbf\xbf",
        "\xed\xa0\x80",     /* a surrogate */
        "\xf4\x90\x80\x80", /* beyond U+10FFFF */
        "\xff",
        "twelve chars\xc3(",
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_false(valid(wrong[i]));
}

static void nul_is_not_valid_at_any_place(void **state)
{
    (void)state;
    for (size_t at = 0; at < 20; at++) {
        char text[20];
        memset(text, 'a', sizeof(text));
        assert_true(utf8_valid(text, sizeof(text)));
        text[at] = '\0';
        assert_false(utf8_valid(text, sizeof(text)));
        text[at] = '\xff';
        assert_false(utf8_valid(text, sizeof(text)));
    }
}

static void decoding_gives_code_points_and_their_sizes(void **state)
{
    (void)state;
    size_t size = 0;
    assert_int_equal(utf8_decode("a", 1, &size), 'a');
    assert_int_equal(size, 1);
    assert_int_equal(utf8_decode("ü", 2, &size), 0xfc);
    assert_int_equal(size, 2);
    assert_int_equal(utf8_decode("€", 3, &size), 0x20ac);
    assert_int_equal(size, 3);
    assert_int_equal(utf8_decode("😀", 4, &size), 0x1f600);
    assert_int_equal(size, 4);
    assert_int_equal(utf8_decode("€", 2, &size), 0xfffd);
    assert_int_equal(size, 1);
}

/* A picture of a text: its clusters, each with its columns, "a1 日2". */
static void shows(const char *text, const char *picture)
{
    char out[256] = "";
    size_t len = strlen(text);
    size_t n = 0;
    for (size_t i = 0; i < len;) {
        size_t size = utf8_cluster(text + i, len - i);
        assert_in_range(size, 1, len - i);
        if (i > 0)
            out[n++] = ' ';
        memcpy(out + n, text + i, size);
        n += size;
        out[n++] = (char)('0' + utf8_cluster_cols(text + i, size));
        assert_int_equal(utf8_cluster_before(text, i + size), i);
        i += size;
    }
    assert_string_equal(out, picture);
}

static void clusters_are_what_a_reader_calls_characters(void **state)
{
    (void)state;
    shows("ab", "a1 b1");
    shows("a" E_ACUTE "b", "a1 " E_ACUTE "1 b1");
    shows("日本", "日2 本2");
    shows("x" FAMILY "y", "x1 " FAMILY "2 y1");
    shows(FLAG FLAG "z", FLAG "2 " FLAG "2 z1");
    shows(KEYCAP "2", KEYCAP "2 21");
    shows("❤ " HEART, "❤1  1 " HEART "2");
    shows(WAVE "!", WAVE "2 !1");
    shows("한국", "한2 국2");
    shows("\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab"
                                                  "2");
    shows("ｱＡ", "ｱ1 Ａ2");
    shows("a\r\nb", "a1 \r\n0 b1");
    shows("\x1b[", "\x1b"
                   "0 [1");
}

static void a_mark_without_a_letter_has_no_columns(void **state)
{
    (void)state;
    shows("\xcc\x81", "\xcc\x81"
                      "0");
    shows("\xe2\x80\x8b", "\xe2\x80\x8b"
                          "0");
}

static void columns_of_a_text_are_those_of_its_clusters(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "plain",
        "exactly8",
        "a text that is longer than eight bytes",
        "tab\there\x7f and control\x01 characters here",
        "caf" E_ACUTE " au lait, bien s\xc3\xbbr, merci",
        "日本語のテキスト",
        "mixed 日本 and " FAMILY " and " FLAG " and " KEYCAP " end",
        "12345678"
        "\xcc\x81"
        "12345678"
        "️⃣",
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        size_t len = strlen(texts[i]);
        int cols = 0;
        for (size_t at = 0; at < len;) {
            size_t size = utf8_cluster(texts[i] + at, len - at);
            cols += utf8_cluster_cols(texts[i] + at, size);
            at += size;
        }
        assert_int_equal(utf8_cols(texts[i], len), cols);
    }
    assert_int_equal(utf8_cols("mixed 日本", 12), 10);
}

static void what_terminals_draw_differently_is_doubtful(void **state)
{
    (void)state;
    static const char *const doubtful[] = {FAMILY, FLAG, KEYCAP, HEART, WAVE};
    static const char *const certain[] = {"a", E_ACUTE, "日", "😀", "ｱ"};
    for (size_t i = 0; i < 5; i++) {
        assert_true(utf8_cluster_doubtful(doubtful[i], strlen(doubtful[i])));
        assert_false(utf8_cluster_doubtful(certain[i], strlen(certain[i])));
    }
}

static void cutting_keeps_clusters_whole(void **state)
{
    (void)state;
    const char *text = "a" E_ACUTE FAMILY "b";
    size_t len = strlen(text);
    assert_int_equal(utf8_cut_bytes(text, len, len), len);
    assert_int_equal(utf8_cut_bytes(text, len, len - 1), len - 1);
    assert_int_equal(utf8_cut_bytes(text, len, len - 2), 4);
    assert_int_equal(utf8_cut_bytes(text, len, 3), 1);
    assert_int_equal(utf8_cut_bytes(text, len, 0), 0);

    assert_int_equal(utf8_cut_cols(text, len, 5), len);
    assert_int_equal(utf8_cut_cols(text, len, 4), len - 1);
    assert_int_equal(utf8_cut_cols(text, len, 3), 4);
    assert_int_equal(utf8_cut_cols(text, len, 1), 1);
    assert_int_equal(utf8_cut_cols(text, len, 0), 0);
}

static void sanitizes_to(const char *text, bool newlines, bool formatting, const char *expected)
{
    char *clean = utf8_sanitize(text, strlen(text), newlines, formatting);
    assert_string_equal(clean, expected);
    free(clean);
}

static void nothing_that_steers_a_terminal_gets_through(void **state)
{
    (void)state;
    sanitizes_to("plain Grüße " FAMILY, false, false, "plain Grüße " FAMILY);
    sanitizes_to("\x1b[2J\x7f\x9b\xc2\x9b", true, true, REPLACED "[2J" REPLACED REPLACED REPLACED);
    /* NOLINTNEXTLINE(misc-misleading-bidirectional): it is to be dropped */
    sanitizes_to("a\xe2\x80\xae-\xe2\x81\xa6-\xe2\x80\xa8-", true, true, "a---");
    sanitizes_to("a\xe2\x80\x8e-\xe2\x80\x8f-\xd8\x9c-", true, true, "a---");
    sanitizes_to("\xff\xe2\x82", true, true, REPLACED REPLACED REPLACED);
    sanitizes_to("a\tb", true, true, "a b");
    char *clean = utf8_sanitize("a\0b", 3, true, true);
    assert_string_equal(clean, "a" REPLACED "b");
    free(clean);
}

static void newlines_and_formatting_stay_only_when_asked(void **state)
{
    (void)state;
    sanitizes_to("a\nb\x02", false, false, "a" REPLACED "b" REPLACED);
    sanitizes_to("a\nb\x02", true, false, "a\nb" REPLACED);
    sanitizes_to("a\nb\x02\x03"
                 "4\x1f\x07",
                 false, true,
                 "a" REPLACED "b\x02\x03"
                 "4\x1f" REPLACED);
}

static void a_letter_carries_four_marks_at_most(void **state)
{
    (void)state;
#define MARK "\xcc\x81"
    sanitizes_to("a" MARK MARK MARK MARK MARK MARK "b" MARK, false, false,
                 "a" MARK MARK MARK MARK "b" MARK);
    /* NOLINTNEXTLINE(misc-misleading-bidirectional): it is to be dropped */
    sanitizes_to("a" MARK MARK MARK MARK "\xe2\x80\xae" MARK, false, false,
                 "a" MARK MARK MARK MARK);
}

static void folding_makes_one_of_what_reads_alike(void **state)
{
    (void)state;
    char *folded = utf8_fold("ＴＥＡ Straße");
    assert_string_equal(folded, "tea strasse");
    free(folded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(well_formed_text_is_valid),
        cmocka_unit_test(malformed_text_is_not_valid),
        cmocka_unit_test(nul_is_not_valid_at_any_place),
        cmocka_unit_test(decoding_gives_code_points_and_their_sizes),
        cmocka_unit_test(clusters_are_what_a_reader_calls_characters),
        cmocka_unit_test(a_mark_without_a_letter_has_no_columns),
        cmocka_unit_test(columns_of_a_text_are_those_of_its_clusters),
        cmocka_unit_test(what_terminals_draw_differently_is_doubtful),
        cmocka_unit_test(cutting_keeps_clusters_whole),
        cmocka_unit_test(nothing_that_steers_a_terminal_gets_through),
        cmocka_unit_test(newlines_and_formatting_stay_only_when_asked),
        cmocka_unit_test(a_letter_carries_four_marks_at_most),
        cmocka_unit_test(folding_makes_one_of_what_reads_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
