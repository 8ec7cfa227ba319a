/* Which certificate is the right one. */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "spec.h"
#include "trust.h"

#define OLD   "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
#define NEW   "0000000000000000000000000000000000000000000000000000000000000001"
#define THIRD "0000000000000000000000000000000000000000000000000000000000000002"

static const struct trust_shown old_one = {.fingerprint = OLD, .doubt = "it has expired"};
static const struct trust_shown new_one = {.fingerprint = NEW, .doubt = "it has expired"};
static const struct trust_shown new_verified = {.fingerprint = NEW, .verified = true};

static enum trust_verdict far(const struct trust *trust, const struct trust_shown *shown)
{
    return trust_judge(trust, shown, false);
}

static void a_stranger_is_asked_about_unless_an_authority_vouches_for_it(void **state)
{
    (void)state;
    struct trust trust = {0};
    assert_int_equal(far(&trust, &old_one), TRUST_ASK);
    assert_int_equal(far(&trust, &new_verified), TRUST_GO);
}

static void on_this_machine_a_stranger_is_remembered_and_then_the_only_one(void **state)
{
    (void)state;
    struct trust trust = {0};
    assert_int_equal(trust_judge(&trust, &old_one, true), TRUST_PIN);
    trust_pin(&trust, OLD);
    assert_true(trust.pin_new);
    assert_int_equal(trust_judge(&trust, &old_one, true), TRUST_GO);
    assert_int_equal(trust_judge(&trust, &new_one, true), TRUST_CHANGED);
    trust_clear(&trust);
}

static void who_is_pinned_may_become_verified_but_not_another(void **state)
{
    (void)state;
    struct trust trust = {.pinned = xstrdup(OLD)};
    assert_int_equal(far(&trust, &old_one), TRUST_GO);
    assert_int_equal(far(&trust, &new_one), TRUST_CHANGED);
    assert_int_equal(far(&trust, &new_verified), TRUST_UNPIN);
    trust_clear(&trust);
}

static void what_the_link_names_is_right_and_nothing_else(void **state)
{
    (void)state;
    struct trust trust = {.wanted = xstrdup(OLD)};
    assert_int_equal(far(&trust, &old_one), TRUST_PIN);
    assert_int_equal(far(&trust, &new_one), TRUST_MISMATCH);
    assert_int_equal(far(&trust, &new_verified), TRUST_MISMATCH);
    assert_int_equal(trust_judge(&trust, &new_one, true), TRUST_MISMATCH);

    /* It goes before what was remembered, and is remembered itself. */
    trust_pin(&trust, NEW);
    assert_int_equal(far(&trust, &old_one), TRUST_PIN);
    assert_int_equal(far(&trust, &new_one), TRUST_MISMATCH);
    trust_pin(&trust, OLD);
    assert_int_equal(far(&trust, &old_one), TRUST_GO);
    trust_clear(&trust);
}

static void a_verified_one_is_never_pinned(void **state)
{
    (void)state;
    struct trust trust = {.wanted = xstrdup(NEW)};
    assert_int_equal(far(&trust, &new_verified), TRUST_GO);
    trust_clear(&trust);
}

static void no_certificate_is_no_server(void **state)
{
    (void)state;
    struct trust trust = {0};
    const struct trust_shown none = {.fingerprint = "", .verified = true};
    assert_int_equal(trust_judge(&trust, &none, true), TRUST_NONE);
}

static void what_is_accepted_once_is_not_remembered(void **state)
{
    (void)state;
    struct trust trust = {.pinned = xstrdup(OLD), .refused = xstrdup(NEW)};
    trust_accept(&trust, false);
    assert_null(trust.refused);
    assert_false(trust.pin_new);
    assert_int_equal(far(&trust, &new_one), TRUST_GO);
    assert_string_equal(trust.pinned, OLD);
    trust_clear(&trust);
}

static void what_is_accepted_must_come_again(void **state)
{
    (void)state;
    static const struct trust_shown third = {.fingerprint = THIRD, .doubt = ""};
    for (int keep = 0; keep < 2; keep++) {
        struct trust trust = {.wanted = xstrdup(OLD), .refused = xstrdup(NEW)};
        trust_accept(&trust, keep);
        assert_int_equal(far(&trust, &new_one), TRUST_GO);
        assert_int_equal(far(&trust, &third), TRUST_CHANGED);
        assert_int_equal(far(&trust, &old_one), TRUST_CHANGED);
        trust_clear(&trust);
    }
}

static void reads(const char *text, const char *wanted)
{
    char *read = trust_read(text, (int)strlen(text));
    if (wanted)
        assert_string_equal(read, wanted);
    else
        assert_null(read);
    free(read);
}

static void a_fingerprint_may_be_written_in_several_ways(void **state)
{
    (void)state;
    reads(OLD, OLD);
    reads("9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08", OLD);
    reads("9F:86:D0:81:88:4C:7D:65:9A:2F:EA:A0:C5:5A:D0:15:"
          "A3:BF:4F:1B:2B:0B:82:2C:D1:5D:6C:15:B0:F0:0A:08",
          OLD);
    reads("9f86 d081 884c 7d65 9a2f eaa0 c55a d015 a3bf 4f1b 2b0b 822c d15d 6c15 b0f0 0a08", OLD);
    reads("", NULL);
    reads("9f86d0", NULL);
    reads(OLD "00", NULL);
    reads("xf86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", NULL);
}

static void it_is_shown_in_groups_for_the_eye(void **state)
{
    (void)state;
    char *first = trust_half(OLD, 0);
    char *second = trust_half(OLD, 1);
    assert_string_equal(first, "9f86 d081 884c 7d65 9a2f eaa0 c55a d015");
    assert_string_equal(second, "a3bf 4f1b 2b0b 822c d15d 6c15 b0f0 0a08");
    free(first);
    free(second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stranger_is_asked_about_unless_an_authority_vouches_for_it),
        cmocka_unit_test(on_this_machine_a_stranger_is_remembered_and_then_the_only_one),
        cmocka_unit_test(who_is_pinned_may_become_verified_but_not_another),
        cmocka_unit_test(what_the_link_names_is_right_and_nothing_else),
        cmocka_unit_test(a_verified_one_is_never_pinned),
        cmocka_unit_test(no_certificate_is_no_server),
        cmocka_unit_test(what_is_accepted_once_is_not_remembered),
        cmocka_unit_test(what_is_accepted_must_come_again),
        cmocka_unit_test(a_fingerprint_may_be_written_in_several_ways),
        cmocka_unit_test(it_is_shown_in_groups_for_the_eye),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
