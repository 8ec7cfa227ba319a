#include "secret.h"
#include "spec.h"
#include "world.h"

static const struct world_config config = {.server_name = "parlor.local"};

static int setup(void **state)
{
    secret_init();
    *state = world_new(&config, 0);
    return 0;
}

static int teardown(void **state)
{
    world_free(*state);
    return 0;
}

static void a_name_is_found_in_any_case(void **state)
{
    struct world *world = *state;
    struct user *alice = world_user_new(world, "Alice", true, 0);
    assert_ptr_equal(world_user(world, "aLICE"), alice);
    assert_null(world_user(world, "bob"));
    assert_null(world_present_user(world, "alice"));
}

static void a_name_that_looks_the_same_has_the_same_owner(void **state)
{
    struct world *world = *state;
    struct user *bob = world_user_new(world, "bob", true, 0);
    assert_ptr_equal(world_name_owner(world, "b0b"), bob);
    world_user_unclaim(world, bob);
    assert_null(world_name_owner(world, "b0b"));
}

static void a_renamed_guest_stays_a_member(void **state)
{
    struct world *world = *state;
    struct user *guest = world_user_new(world, "bob", false, 0);
    struct room *room = world_room_new(world, "#tea", 0);
    struct member *member = room_add(room, guest, RANK_VOICE);
    world_user_rename(world, guest, "carol");
    assert_null(world_user(world, "bob"));
    assert_ptr_equal(world_user(world, "carol"), guest);
    assert_ptr_equal(room_member(room, guest), member);
}

static void a_room_that_goes_takes_its_members_with_it(void **state)
{
    struct world *world = *state;
    struct user *alice = world_user_new(world, "alice", true, 0);
    struct room *room = world_room_new(world, "#Tea", 0);
    room_add(room, alice, 0);
    world_room_free(world, room);
    assert_null(alice->rooms);
    assert_null(world_room(world, "#tea"));
}

static void a_session_is_found_by_its_serial_until_it_is_gone(void **state)
{
    struct world *world = *state;
    struct session *session = world_session_new(world, "127.0.0.1", true, 0);
    uint64_t serial = session->serial;
    world_dirty(world, session);
    assert_ptr_equal(world_session(world, serial), session);
    world_session_free(world, session);
    assert_null(world_session(world, serial));
    assert_null(world->dirty);
    assert_int_equal(world->nsessions, 0);
}

static void the_most_who_were_present_are_remembered(void **state)
{
    struct world *world = *state;
    struct user *alice = world_user_new(world, "alice", true, 0);
    struct user *bob = world_user_new(world, "bob", false, 0);
    world_set_present(world, alice, true);
    world_set_present(world, bob, true);
    world_user_free(world, bob);
    assert_int_equal(world->npresent, 1);
    assert_int_equal(world->npresent_max, 2);
}

static void the_grace_period_begun_first_ends_first(void **state)
{
    struct world *world = *state;
    struct user *alice = world_user_new(world, "alice", true, 0);
    struct user *bob = world_user_new(world, "bob", true, 0);
    world_set_grace(world, alice, 10);
    world_set_grace(world, bob, 20);
    assert_ptr_equal(world->grace, alice);
    world_set_grace(world, alice, 30);
    assert_ptr_equal(world->grace, bob);
    world_set_grace(world, bob, 0);
    assert_ptr_equal(world->grace, alice);
}

static void a_delivery_reaches_a_session_once(void **state)
{
    struct world *world = *state;
    struct session *session = world_session_new(world, "127.0.0.1", true, 0);
    world_visit(world);
    assert_true(world_visit_session(world, session));
    assert_false(world_visit_session(world, session));
    world_visit(world);
    assert_true(world_visit_session(world, session));
}

static void bans_know_masks_accounts_and_addresses(void **state)
{
    struct world *world = *state;
    struct user *alice = world_user_new(world, "alice", true, 0);
    struct session *session = world_session_new(world, "192.0.2.7", true, 0);
    world_attach(world, session, alice);
    struct room *room = world_room_new(world, "#tea", 0);
    assert_true(room_ban(room, "*!*@192.0.2.*", "bob!b@h", 0));
    assert_true(room_is_banned(room, alice));
    assert_true(room_unban(room, "*!*@192.0.2.*"));
    assert_false(room_is_banned(room, alice));
    assert_true(room_ban(room, "$a:ali*", "bob!b@h", 0));
    assert_true(room_is_banned(room, alice));
    assert_false(room_ban(room, "$A:ALI*", "bob!b@h", 0));
    assert_true(room_unban(room, "$a:ali*"));
    assert_true(room_ban(room, "alice!*@*", "bob!b@h", 0));
    assert_true(room_is_banned(room, alice));
}

static void who_may_speak_depends_on_modes_and_ranks(void **state)
{
    struct world *world = *state;
    struct user *alice = world_user_new(world, "alice", true, 0);
    struct user *bob = world_user_new(world, "bob", true, 0);
    struct room *room = world_room_new(world, "#tea", 0);
    struct member *member = room_add(room, alice, 0);
    assert_true(room_may_speak(room, bob));
    room->flags = ROOM_NO_EXTERNAL;
    assert_false(room_may_speak(room, bob));
    assert_true(room_may_speak(room, alice));
    room->flags = ROOM_MODERATED;
    assert_false(room_may_speak(room, alice));
    member->ranks = RANK_VOICE;
    assert_true(room_may_speak(room, alice));
}

static void ranks_show_as_prefixes(void **state)
{
    (void)state;
    char out[4];
    assert_string_equal(rank_prefixes(RANK_OWNER | RANK_OP, true, out), "~@");
    assert_string_equal(rank_prefixes(RANK_OP | RANK_VOICE, false, out), "@");
    assert_string_equal(rank_prefixes(0, true, out), "");
}

#define WORLD(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD(a_name_is_found_in_any_case),
        WORLD(a_name_that_looks_the_same_has_the_same_owner),
        WORLD(a_renamed_guest_stays_a_member),
        WORLD(a_room_that_goes_takes_its_members_with_it),
        WORLD(a_session_is_found_by_its_serial_until_it_is_gone),
        WORLD(the_most_who_were_present_are_remembered),
        WORLD(the_grace_period_begun_first_ends_first),
        WORLD(a_delivery_reaches_a_session_once),
        WORLD(bans_know_masks_accounts_and_addresses),
        WORLD(who_may_speak_depends_on_modes_and_ranks),
        WORLD(ranks_show_as_prefixes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
