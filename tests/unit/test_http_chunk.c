/* Bodies in chunks are framed in one way only, however they are cut between two packets. */
#include <string.h>

#include "http_chunk.h"
#include "spec.h"

static const char *const good[] = {
    "0\r\n\r\n",
    "3\r\nabc\r\n0\r\n\r\n",
    "0003\r\nabc\r\n000\r\n\r\n",
    "A\r\n0123456789\r\nb\r\nhello\r\nworl\r\n0\r\n\r\n",
    "3;a=b\r\nabc\r\n0;c\r\n\r\n",
    "3 ; a\r\nabc\r\n0\r\nX: trailer\r\nY: another\r\n\r\n",
    "3\r\nabc\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
};

static const char *const bad[] = {
    "\r\n\r\n",
    "-3\r\nabc\r\n0\r\n\r\n",
    "+3\r\nabc\r\n0\r\n\r\n",
    "0x3\r\nabc\r\n0\r\n\r\n",
    "3\nabc\n0\n\n",
    "3\rXabc\r\n0\r\n\r\n",
    "3\r\nabcdef\r\n0\r\n\r\n",
    "3\r\nabcX\n0\r\n\r\n",
    "3\r\nabc\rX0\r\n\r\n",
    "3\r\nabc0\r\n\r\n",
    "3,5\r\nabc\r\n0\r\n\r\n",
    "3;a\nabc\r\n0\r\n\r\n",
    "3;a\x01\r\nabc\r\n0\r\n\r\n",
    "0\r\nX: trailer\n\r\n",
    "0\r\n\rX",
    "ffffffffffffffff\r\n",
};

/* In two pieces, cut at this byte. */
static bool fits(const char *text, size_t cut)
{
    struct http_chunks chunks = {0};
    return http_chunks_fit(&chunks, text, cut) &&
           http_chunks_fit(&chunks, text + cut, strlen(text) - cut);
}

static void what_is_framed_well_fits(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
        for (size_t cut = 0; cut <= strlen(good[i]); cut++) {
            if (!fits(good[i], cut))
                fail_msg("%s: cut at %zu", good[i], cut);
        }
    }
}

static void anything_else_does_not(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        for (size_t cut = 0; cut <= strlen(bad[i]); cut++) {
            if (fits(bad[i], cut))
                fail_msg("%s: cut at %zu", bad[i], cut);
        }
    }
}

static void nobody_talks_on_beside_the_chunks(void **state)
{
    struct http_chunks chunks = {0};
    size_t said = 0;
    (void)state;
    assert_true(http_chunks_fit(&chunks, "3;", 2));
    while (http_chunks_fit(&chunks, "x", 1))
        assert_true(++said < 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_framed_well_fits),
        cmocka_unit_test(anything_else_does_not),
        cmocka_unit_test(nobody_talks_on_beside_the_chunks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
