#include <stdlib.h>
#include <string.h>

#include "secret.h"
#include "spec.h"

static int starts(void **state)
{
    (void)state;
    secret_init();
    return 0;
}

static void a_made_secret_is_43_characters_and_never_the_same(void **state)
{
    (void)state;
    char one[SECRET_TEXT_SIZE];
    char two[SECRET_TEXT_SIZE];
    secret_make_text(one);
    secret_make_text(two);
    assert_int_equal(strlen(one), 43);
    assert_int_equal(
        strspn(one, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), 43);
    assert_string_not_equal(one, two);
}

static void msgids_sort_by_time_and_differ_within_it(void **state)
{
    (void)state;
    char before[SECRET_MSGID_SIZE];
    char after[SECRET_MSGID_SIZE];
    for (int64_t ms = 1; ms < INT64_C(1) << 47; ms *= 2) {
        secret_make_msgid(ms - 1, before);
        secret_make_msgid(ms, after);
        assert_int_equal(strlen(after), 26);
        assert_int_equal(strspn(after, "0123456789abcdefghijklmnopqrstuv"), 26);
        assert_true(strcmp(before, after) < 0);
    }
    secret_make_msgid(5, before);
    secret_make_msgid(5, after);
    assert_memory_equal(before, after, 10);
    assert_string_not_equal(before, after);
}

static void a_msgid_begins_with_its_time_in_base32(void **state)
{
    (void)state;
    char id[SECRET_MSGID_SIZE];
    /* The first digit holds three bits of 128, the others five each: ten hold 48. */
    secret_make_msgid(INT64_C(0xffffffffffff), id);
    assert_memory_equal(id, "7vvvvvvvvv", 10);
    secret_make_msgid(8 + 32, id);
    assert_memory_equal(id, "0000000018", 10);
}

static void equal_means_every_byte(void **state)
{
    (void)state;
    assert_true(secret_equal("kettle", "kettle", 6));
    assert_false(secret_equal("kettle", "kettlf", 6));
    assert_true(secret_equal("a", "b", 0));
}

static void wiping_leaves_zeros(void **state)
{
    (void)state;
    char text[] = "secret";
    secret_wipe(text, sizeof(text));
    assert_memory_equal(text, "\0\0\0\0\0\0\0", 7);
    secret_free(strdup("secret"));
    secret_free(NULL);
}

static void base64_goes_both_ways(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"",       ""        }, /* RFC 4648, 10 */
        {"f",      "Zg=="    },
        {"fo",     "Zm8="    },
        {"foo",    "Zm9v"    },
        {"foobar", "Zm9vYmFy"},
    };
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        char *text = secret_base64(pairs[i][0], strlen(pairs[i][0]));
        assert_string_equal(text, pairs[i][1]);
        char out[8] = "";
        int size = secret_unbase64(text, strlen(text), out, sizeof(out));
        assert_int_equal(size, strlen(pairs[i][0]));
        assert_memory_equal(out, pairs[i][0], size);
        free(text);
    }
}

static void malformed_base64_is_refused(void **state)
{
    (void)state;
    char out[8];
    assert_int_equal(secret_unbase64("Zg", 2, out, sizeof(out)), -1);
    assert_int_equal(secret_unbase64("Zg=", 3, out, sizeof(out)), -1);
    assert_int_equal(secret_unbase64("Z*==", 4, out, sizeof(out)), -1);
    assert_int_equal(secret_unbase64("Zm9v Zm9v", 9, out, sizeof(out)), -1);
    assert_int_equal(secret_unbase64("Zm9vYmFy", 8, out, 5), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_made_secret_is_43_characters_and_never_the_same),
        cmocka_unit_test(msgids_sort_by_time_and_differ_within_it),
        cmocka_unit_test(a_msgid_begins_with_its_time_in_base32),
        cmocka_unit_test(equal_means_every_byte),
        cmocka_unit_test(wiping_leaves_zeros),
        cmocka_unit_test(base64_goes_both_ways),
        cmocka_unit_test(malformed_base64_is_refused),
    };
    return cmocka_run_group_tests(tests, starts, NULL);
}
