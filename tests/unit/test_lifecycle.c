/* How sessions end, and what others see of it (server.md, R6). */
#include "server_scene.h"

static void who_quits_is_gone_at_once(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_guest(s, &s->bob, "bob", "");
    says(&s->alice, "QUIT :tea is ready");
    hears_at_last(&s->alice, "ERROR :Closing link (quit)");
    assert_false(is_connected(&s->alice));
    hears(&s->bob, ":alice!alice@user/alice QUIT :Quit: tea is ready");
}

static void a_lost_connection_has_time_to_come_back(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_guest(s, &s->bob, "bob", "");
    loses_connection(&s->alice);
    time_passes(s, 29000);
    hears_nothing(&s->bob);
    comes_as_account(s, &s->alice, "alice", "desk", "");
    time_passes(s, 60000);
    hears_nothing(&s->bob);
}

static void who_does_not_come_back_is_gone(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_guest(s, &s->bob, "bob", "");
    loses_connection(&s->alice);
    time_passes(s, 31000);
    hears(&s->bob, ":alice!alice@user/alice QUIT :Connection lost");
    hears_nothing(&s->bob);
}

static void who_comes_back_later_is_seen_to_come(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_guest(s, &s->bob, "bob", "");
    says(&s->alice, "QUIT");
    ignores(&s->bob);
    comes_as_account(s, &s->alice, "alice", "desk", "");
    hears(&s->bob, ":alice!alice@user/alice JOIN #lobby");
    hears_nothing(&s->bob);
}

static void who_comes_back_knows_the_event_by_its_id(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    says(&s->alice, "QUIT");
    connects(s, &s->alice);
    says(&s->alice, "PASS :alice@desk:secret of alice");
    says(&s->alice, "CAP REQ :message-tags");
    says(&s->alice, "NICK alice");
    says(&s->alice, "USER alice 0 * :alice");
    says(&s->alice, "CAP END");
    hears_at_last(&s->alice, "@*msgid=* :alice!alice@user/alice JOIN #lobby");

    /* Another device: nothing happened. */
    connects(s, &s->alice_phone);
    says(&s->alice_phone, "PASS :alice@phone:secret of alice");
    says(&s->alice_phone, "CAP REQ :message-tags");
    says(&s->alice_phone, "NICK alice");
    says(&s->alice_phone, "USER alice 0 * :alice");
    says(&s->alice_phone, "CAP END");
    hears_at_last(&s->alice_phone, ":alice!alice@user/alice JOIN #lobby");
}

static void a_guest_whose_connection_is_lost_is_gone_at_once(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    comes_as_guest(s, &s->bob, "bob", "");
    loses_connection(&s->alice);
    hears(&s->bob, ":alice!alice@127.0.0.1 QUIT :Connection reset by peer");
    says(&s->bob, "NAMES #lobby");
    hears(&s->bob, "353 bob = #lobby :bob");
}

static void another_device_keeps_one_here(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_account(s, &s->alice_phone, "alice", "phone", "");
    comes_as_guest(s, &s->bob, "bob", "");
    says(&s->alice, "QUIT");
    time_passes(s, 60000);
    hears_nothing(&s->bob);
}

static void a_second_device_is_told_its_rooms(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_guest(s, &s->bob, "bob", "");
    ignores(&s->alice);
    connects(s, &s->alice_phone);
    says(&s->alice_phone, "PASS :alice@phone:secret of alice");
    says(&s->alice_phone, "NICK alice");
    says(&s->alice_phone, "USER alice 0 * :Alice");
    hears_at_last(&s->alice_phone, ":alice!alice@user/alice JOIN #lobby");
    hears(&s->alice_phone, "353 alice = #lobby :*bob*");
    hears(&s->alice_phone, "366 alice #lobby :*");
    hears_nothing(&s->alice);
    hears_nothing(&s->bob);
}

static void the_silent_are_asked_and_then_given_up(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    comes_as_guest(s, &s->bob, "bob", "");
    ignores(&s->alice);
    time_passes(s, 60000);
    says(&s->bob, "PING x");
    time_passes(s, 30000);
    hears(&s->alice, "PING parlor.local");
    hears(&s->bob, "PONG *");
    time_passes(s, 89000);
    says(&s->bob, "PING x");
    assert_true(is_connected(&s->alice));
    hears_nothing(&s->alice);
    time_passes(s, 1000);
    hears(&s->alice, "ERROR :Closing link (Ping timeout)");
    assert_false(is_connected(&s->alice));
    hears_at_last(&s->bob, ":alice!alice@127.0.0.1 QUIT :Ping timeout");
}

static void who_answers_is_kept(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    for (int i = 0; i < 5; i++) {
        time_passes(s, 90000);
        hears(&s->alice, "PING parlor.local");
        says(&s->alice, "PONG :parlor.local");
    }
    assert_true(is_connected(&s->alice));
}

static void a_stopping_server_says_so(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    connects(s, &s->bob);
    command_shutdown(&s->rig.server, "for repairs", s->rig.server.now_ms);
    rig_settle(&s->rig);
    hears(&s->alice, "NOTICE alice :The server stops: for repairs");
    hears(&s->alice, "ERROR :Closing link (The server stops)");
    hears_at_last(&s->bob, "ERROR :Closing link (The server stops)");
    assert_false(is_connected(&s->alice));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(who_quits_is_gone_at_once),
        SCENE(a_lost_connection_has_time_to_come_back),
        SCENE(who_does_not_come_back_is_gone),
        SCENE(who_comes_back_later_is_seen_to_come),
        SCENE(who_comes_back_knows_the_event_by_its_id),
        SCENE(a_guest_whose_connection_is_lost_is_gone_at_once),
        SCENE(another_device_keeps_one_here),
        SCENE(a_second_device_is_told_its_rooms),
        SCENE(the_silent_are_asked_and_then_given_up),
        SCENE(who_answers_is_kept),
        SCENE(a_stopping_server_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
