#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "file_name.h"
#include "file_type.h"
#include "mem.h"
#include "spec.h"

static void decodes(const char *encoded, const char *path)
{
    char *decoded = file_path_decode(encoded);
    if (path)
        assert_string_equal(decoded, path);
    else if (decoded)
        fail_msg("\"%s\" became \"%s\"", encoded, decoded);
    free(decoded);
}

static void a_path_is_decoded_once(void **state)
{
    (void)state;
    decodes("", "");
    decodes("notes.txt", "notes.txt");
    decodes("a%20b/c%2Bd", "a b/c+d");
    decodes("a+b", "a+b");
    decodes("docs/", "docs");
    decodes("%E8%8C%B6.txt", "\xe8\x8c\xb6.txt");
    decodes("%2523", "%23");
    decodes("%23tea/a", "#tea/a");
}

static void a_path_that_leads_elsewhere_is_none(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "..",        "../etc/passwd", "a/../b",       "a/..",
        "./a",       "a/./b",         "%2e%2e/a",     "%2E%2e%2fa",
        "..%2fa",    "a//b",          "/a",           "//",
        "/",         "a//",           ".hidden",      "a/.hidden",
        "%2ehidden", "a%5cb",         "..\\a",        "a\\b",
        "a%00b",     "a%00",          "a%0ab",        "a%0d%0ab",
        "a%7f",      "a%1bb",         "%c2%9bb",      "a%",
        "a%2",       "a%zz",          "%c0%ae%c0%ae", "%ff",
        "%ed%a0%80", "...",           "a%2f%2fb",     "a%2f",
        "%2f",       "%u002e",        "%e0%80%ae",
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        if (strcmp(bad[i], "a%2f") == 0)
            decodes(bad[i], "a");
        else
            decodes(bad[i], NULL);
    }
}

static void a_name_has_255_bytes_at_most(void **state)
{
    (void)state;
    char name[FILE_NAME_MAX + 2];
    memset(name, 'n', sizeof(name));
    name[FILE_NAME_MAX + 1] = '\0';
    assert_false(file_path_fits(name));
    assert_false(file_name_fits(name));
    name[FILE_NAME_MAX] = '\0';
    assert_true(file_path_fits(name));
    assert_true(file_name_fits(name));
    assert_false(file_name_fits("a/b"));
    assert_false(file_name_fits(""));
}

static void a_path_comes_back_as_it_was_sent(void **state)
{
    (void)state;
    struct buf text = {0};
    file_path_encode(&text, "#tea/a b/100% \"x\"&<y>?\xe8\x8c\xb6.txt");
    assert_string_equal(buf_text(&text), "%23tea/a%20b/100%25%20%22x%22%26%3Cy%3E%3F%E8%8C%B6.txt");
    decodes(buf_text(&text), "#tea/a b/100% \"x\"&<y>?\xe8\x8c\xb6.txt");
    buf_clear(&text);
}

static void is_kept_as(const char *name, const char *kept)
{
    char *safe = file_name_safe(name);
    assert_string_equal(safe, kept);
    assert_true(file_name_fits(safe));
    free(safe);
}

static void the_name_of_an_upload_is_made_fit(void **state)
{
    (void)state;
    is_kept_as("notes.pdf", "notes.pdf");
    is_kept_as("/etc/passwd", "passwd");
    is_kept_as("C:\\Users\\alice\\cat.png", "cat.png");
    is_kept_as("../../x", "x");
    is_kept_as("..", "file");
    is_kept_as("", "file");
    is_kept_as("...hidden ", "hidden");
    is_kept_as("a\r\nb\tc", "abc");
    is_kept_as("what?<i>.txt", "what__i_.txt");
    is_kept_as("CON.txt", "_CON.txt");
    is_kept_as("com1", "_com1");
    /* An override of direction, written so that it overrides nothing here. */
    const char override[] = {'c', 'a', 't', '\xe2', '\x80', '\xae', 'g', 'p', 'j', '\0'};
    is_kept_as(override, "catgpj");
    is_kept_as("\xe8\x8c\xb6\xff.txt", "\xe8\x8c\xb6_.txt");
    is_kept_as("a\xc2\x9b"
               "b",
               "ab");
}

static void a_long_name_keeps_its_extension(void **state)
{
    (void)state;
    char name[1000];
    memset(name, 'n', sizeof(name));
    memcpy(name + 990, ".tar.gz", 8);
    char *safe = file_name_safe(name);
    assert_int_equal(strlen(safe), FILE_SAFE_MAX);
    assert_string_equal(safe + FILE_SAFE_MAX - 3, ".gz");
    free(safe);
}

static void is_offered_as(bool shown, const char *name, const char *header)
{
    struct buf text = {0};
    file_name_disposition(&text, shown, name);
    assert_string_equal(buf_text(&text), header);
    buf_clear(&text);
}

static void a_name_stands_safely_in_a_header(void **state)
{
    (void)state;
    is_offered_as(false, "a b.txt", "attachment; filename=\"a b.txt\"");
    is_offered_as(true, "\xe8\x8c\xb6.png",
                  "inline; filename=\"_.png\"; filename*=UTF-8''%E8%8C%B6.png");
    is_offered_as(false, "a\"; x=\"\\",
                  "attachment; filename=\"a_; x=__\"; filename*=UTF-8''a%22%3B%20x%3D%22%5C");
    is_offered_as(false, "a\r\nb", "attachment; filename=\"a__b\"; filename*=UTF-8''a%0D%0Ab");
}

static void the_type_is_told_by_the_name(void **state)
{
    (void)state;
    assert_string_equal(file_type("a.png"), "image/png");
    assert_string_equal(file_type("A.PNG"), "image/png");
    assert_string_equal(file_type("7.7z"), "application/x-7z-compressed");
    assert_string_equal(file_type("a.tar.zst"), "application/zstd");
    assert_string_equal(file_type("Makefile"), "application/octet-stream");
    assert_string_equal(file_type("a."), "application/octet-stream");
}

static void only_what_holds_no_scripts_is_shown_where_it_is(void **state)
{
    (void)state;
    static const char *const shown[] = {"a.png", "a.jpg",  "a.gif", "a.webp", "a.txt", "a.c",
                                        "a.mp3", "a.webm", "a.pdf", "a.apng", "a.js"};
    static const char *const saved[] = {"a.svg", "a.html", "a.htm", "a.xml",
                                        "a.zip", "a",      "a.json"};
    for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
        assert_true(file_type_inline(file_type(shown[i])));
    for (size_t i = 0; i < sizeof(saved) / sizeof(saved[0]); i++)
        assert_false(file_type_inline(file_type(saved[i])));
    assert_string_equal(file_type("a.js"), "text/plain; charset=utf-8");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_is_decoded_once),
        cmocka_unit_test(a_path_that_leads_elsewhere_is_none),
        cmocka_unit_test(a_name_has_255_bytes_at_most),
        cmocka_unit_test(a_path_comes_back_as_it_was_sent),
        cmocka_unit_test(the_name_of_an_upload_is_made_fit),
        cmocka_unit_test(a_long_name_keeps_its_extension),
        cmocka_unit_test(a_name_stands_safely_in_a_header),
        cmocka_unit_test(the_type_is_told_by_the_name),
        cmocka_unit_test(only_what_holds_no_scripts_is_shown_where_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
