#include "checksum.h"
#include "spec.h"

/* The check value that catalogues of CRCs give for this one (CRC-32/ISO-HDLC). */
static void the_check_value_is_right_in_one_piece_and_in_two(void **state)
{
    (void)state;
    assert_int_equal(checksum_add(0, "123456789", 9), 0xcbf43926);
    assert_int_equal(checksum_add(checksum_add(0, "1234", 4), "56789", 5), 0xcbf43926);
}

/* However a text is cut, and however many bytes are left of eight. */
static void the_sum_is_the_same_however_the_bytes_are_cut(void **state)
{
    static const char text[] = "The quick brown fox jumps over the lazy dog";
    (void)state;
    for (size_t cut = 0; cut < sizeof(text); cut++)
        assert_int_equal(
            checksum_add(checksum_add(0, text, cut), text + cut, sizeof(text) - 1 - cut),
            0x414fa339);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_check_value_is_right_in_one_piece_and_in_two),
        cmocka_unit_test(the_sum_is_the_same_however_the_bytes_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
