#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "spec.h"
#include "weblink.h"

/* The addresses in a text, with blanks between. */
static void has(const char *text, const char *links)
{
    struct buf found = {0};
    size_t len = 0;
    for (const char *at = text; (at = weblink_next(at, &len)); at += len)
        buf_printf(&found, "%s%.*s", found.len ? " " : "", (int)len, at);
    assert_string_equal(buf_text(&found), links);
    buf_clear(&found);
}

static void addresses_are_found_between_words(void **state)
{
    (void)state;
    has("see https://a.example/x and HTTP://b.example", "https://a.example/x HTTP://b.example");
    has("irc://h/tea ircs://h/tea gemini://g/ mailto:bob@example.org",
        "irc://h/tea ircs://h/tea gemini://g/ mailto:bob@example.org");
    has("xhttps://a.example https:// file:///etc/passwd javascript:x", "");
}

static void what_ends_the_sentence_is_none_of_it(void **state)
{
    (void)state;
    has("(https://a.example/x), *https://b.example/y*.", "https://a.example/x https://b.example/y");
    has("https://a.example/x_(y)! <https://b.example>",
        "https://a.example/x_(y) https://b.example");
}

static void what_hides_or_sets_it_off_is_none_of_it(void **state)
{
    (void)state;
    has("||https://a.example/x|| `https://b.example/y`", "https://a.example/x https://b.example/y");
    has("\x02https://a.example\x02/x", "https://a.example");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_found_between_words),
        cmocka_unit_test(what_ends_the_sentence_is_none_of_it),
        cmocka_unit_test(what_hides_or_sets_it_off_is_none_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
