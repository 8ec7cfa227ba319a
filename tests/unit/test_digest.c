#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "spec.h"

static void sums_up(const char *text, size_t piece, const char *sum)
{
    struct digest *digest = digest_new();
    for (size_t len = strlen(text); len > 0;) {
        size_t n = len < piece ? len : piece;
        digest_add(digest, text, n);
        text += n;
        len -= n;
    }
    char *hex = digest_hex(digest);
    assert_string_equal(hex, sum);
    free(hex);
}

/* FIPS 180-4, the examples of NIST. */
static void the_sum_is_sha_256_however_the_bytes_come(void **state)
{
    (void)state;
    sums_up("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    sums_up("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    sums_up("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void a_sum_that_nobody_wants_is_let_go(void **state)
{
    (void)state;
    struct digest *digest = digest_new();
    digest_add(digest, "abc", 3);
    digest_free(digest);
    digest_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sum_is_sha_256_however_the_bytes_come),
        cmocka_unit_test(a_sum_that_nobody_wants_is_let_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
