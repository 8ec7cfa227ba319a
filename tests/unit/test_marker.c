#include "talk_scene.h"

static void how_far_one_has_read_is_kept_and_told_to_all_devices(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "draft/read-marker", "draft/read-marker");
    comes_as_account(s, &s->alice_phone, "alice", "phone", "draft/read-marker");
    says(&s->alice, "MARKREAD #TEA");
    hears(&s->alice, "MARKREAD #tea :*");
    says(&s->alice, "MARKREAD #tea timestamp=2025-12-31T23:00:00.500Z");
    hears(&s->alice, "MARKREAD #tea :timestamp=2025-12-31T23:00:00.500Z");
    hears(&s->alice_phone, "MARKREAD #tea :timestamp=2025-12-31T23:00:00.500Z");
    hears_nothing(&s->bob);
    says(&s->alice, "MARKREAD bob timestamp=2025-12-31T22:00:00.000Z");
    hears(&s->alice_phone, "MARKREAD bob :timestamp=2025-12-31T22:00:00.000Z");
    says(&s->bob, "MARKREAD alice");
    hears(&s->bob, "MARKREAD alice :*");
}

static void it_never_goes_back_nor_beyond_now(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "draft/read-marker", "");
    comes_as_account(s, &s->alice_phone, "alice", "phone", "draft/read-marker");
    says(&s->alice, "MARKREAD #tea timestamp=2031-01-01T00:00:00.000Z");
    hears(&s->alice, "MARKREAD #tea :timestamp=2026-01-01T00:00:00.000Z");
    hears(&s->alice_phone, "MARKREAD #tea :timestamp=2026-01-01T00:00:00.000Z");
    says(&s->alice, "MARKREAD #tea timestamp=2025-01-01T00:00:00.000Z");
    hears(&s->alice, "MARKREAD #tea :timestamp=2026-01-01T00:00:00.000Z");
    hears_nothing(&s->alice_phone);
}

static void what_was_said_before_the_clock_went_back_can_be_read(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "draft/read-marker", "");
    says(&s->bob, "PRIVMSG alice :hello");
    s->rig.server.now_ms -= 3600000;
    says(&s->alice, "MARKREAD bob timestamp=2026-01-01T00:00:00.000Z");
    hears_at_last(&s->alice, "MARKREAD bob :timestamp=2026-01-01T00:00:00.000Z");
    scene_restart(s);
    s->rig.server.now_ms -= 3600000;
    comes_back_to_tea(s, &s->bob, "bob", "desk", "draft/read-marker");
    says(&s->bob, "MARKREAD alice timestamp=2026-01-01T00:00:00.000Z");
    hears_at_last(&s->bob, "MARKREAD alice :timestamp=2026-01-01T00:00:00.000Z");
}

static void it_outlives_a_restart(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "draft/read-marker", "");
    says(&s->alice, "MARKREAD #tea timestamp=2025-12-31T23:00:00.000Z");
    scene_restart(s);
    comes_back(s, &s->alice, "alice", "laptop", "draft/read-marker");
    hears_at_last(&s->alice, "MARKREAD #tea :timestamp=2025-12-31T23:00:00.000Z");
}

static void a_guest_marks_for_this_visit(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    comes_as_guest(s, &s->carol, "carol", "draft/read-marker");
    says(&s->carol, "JOIN #tea");
    ignores(&s->carol);
    says(&s->carol, "MARKREAD #tea timestamp=2025-12-31T23:00:00.000Z");
    hears(&s->carol, "MARKREAD #tea :timestamp=2025-12-31T23:00:00.000Z");
    says(&s->carol, "MARKREAD #tea");
    hears(&s->carol, "MARKREAD #tea :timestamp=2025-12-31T23:00:00.000Z");
}

static void faults_are_named(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "draft/read-marker", "");
    says(&s->alice, "MARKREAD");
    hears(&s->alice, "FAIL MARKREAD NEED_MORE_PARAMS :*");
    says(&s->alice, "MARKREAD #tea *");
    hears(&s->alice, "FAIL MARKREAD INVALID_PARAMS * :*");
    says(&s->alice, "MARKREAD #tea timestamp=yesterday");
    hears(&s->alice, "FAIL MARKREAD INVALID_PARAMS timestamp=yesterday :*");
    says(&s->alice, "MARKREAD #nowhere");
    hears(&s->alice, "MARKREAD #nowhere :*");
    says(&s->alice, "MARKREAD #nowhere timestamp=2025-12-31T23:00:00.000Z");
    hears(&s->alice, "FAIL MARKREAD INVALID_PARAMS #nowhere :*");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOMS(how_far_one_has_read_is_kept_and_told_to_all_devices),
        ROOMS(it_never_goes_back_nor_beyond_now),
        ROOMS(what_was_said_before_the_clock_went_back_can_be_read),
        ROOMS(it_outlives_a_restart),
        ROOMS(a_guest_marks_for_this_visit),
        ROOMS(faults_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
