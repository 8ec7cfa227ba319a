#include "irc_cap.h"
#include "irc_num.h"
#include "spec.h"

static void every_capability_is_found_by_its_name(void **state)
{
    (void)state;
    for (int i = 0; i < IRC_CAP_COUNT; i++)
        assert_int_equal(irc_cap_find(irc_cap_name(i)), UINT64_C(1) << i);
    assert_int_equal(irc_cap_find("sasl"), IRC_CAP_SASL);
}

static void names_are_case_sensitive_and_unknown_ones_are_nothing(void **state)
{
    (void)state;
    assert_int_equal(irc_cap_find("SASL"), 0);
    assert_int_equal(irc_cap_find("tls"), 0);
    assert_int_equal(irc_cap_find(""), 0);
}

static void names_of_drafts_mean_the_ratified_capability(void **state)
{
    (void)state;
    assert_int_equal(irc_cap_find("draft/no-implicit-names"), IRC_CAP_NO_IMPLICIT_NAMES);
}

static void numerics_have_their_texts(void **state)
{
    (void)state;
    assert_string_equal(irc_num_text(RPL_ENDOFNAMES), "End of /NAMES list");
    assert_string_equal(irc_num_text(ERR_CHANOPRIVSNEEDED), "You are not a channel operator");
    assert_null(irc_num_text(RPL_WELCOME));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_capability_is_found_by_its_name),
        cmocka_unit_test(names_are_case_sensitive_and_unknown_ones_are_nothing),
        cmocka_unit_test(names_of_drafts_mean_the_ratified_capability),
        cmocka_unit_test(numerics_have_their_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
