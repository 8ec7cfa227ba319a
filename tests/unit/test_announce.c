#include <stdlib.h>
#include <string.h>

#include "announce.h"
#include "talk_scene.h"

static void hear(void *arg, enum store_status status)
{
    *(int *)arg = (int)status;
}

static int announces(struct scene *s, const char *text)
{
    int status = -1;
    announce(&s->rig.server, "console", text, hear, &status);
    rig_settle(&s->rig);
    return status;
}

static int announces_in(struct scene *s, const char *room, const char *text)
{
    int status = -1;
    announce_in_room(&s->rig.server, "console", room, text, hear, &status);
    rig_settle(&s->rig);
    return status;
}

static void everybody_hears_it_and_those_with_tags_know_what_it_is(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "message-tags", "");
    comes_as_guest(s, &s->carol, "carol", "");
    assert_int_equal(announces(s, "tea is served"), STORE_OK);
    hears(&s->alice, "@msgid=*;parlor.chat/announce :parlor.local NOTICE * :tea is served");
    hears(&s->bob, "NOTICE * :tea is served");
    hears(&s->carol, "NOTICE * :tea is served");
}

static void who_was_away_hears_it_once_on_each_device(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    comes_as_account(s, &s->carol, "bob", "phone", "");
    leaves_for_long(s, &s->carol);
    leaves_for_long(s, &s->bob);
    announces(s, "tea is served");
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears(&s->bob, "NOTICE bob :While you were away: 1 message");
    hears(&s->bob, "NOTICE * :[2026-01-01 *] tea is served");
    acknowledges(&s->bob);
    leaves_for_long(s, &s->bob);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears_nothing(&s->bob);
    comes_back_to_tea(s, &s->carol, "bob", "phone", "batch message-tags server-time");
    hears(&s->carol, "* NOTICE bob :While you were away: 1 message");
    hears(&s->carol, "* BATCH +* chathistory :*");
    hears(&s->carol,
          "@batch=*;time=*;msgid=*;parlor.chat/announce :parlor.local NOTICE * :tea is served");
    hears(&s->carol, "* BATCH -*");
}

static void who_was_here_does_not_hear_it_again(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    announces(s, "tea is served");
    hears(&s->bob, "NOTICE * :tea is served");
    time_passes(s, 3000);
    acknowledges(&s->bob);
    leaves_for_long(s, &s->bob);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears_nothing(&s->bob);
}

static void it_waits_over_a_restart(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    leaves_for_long(s, &s->bob);
    announces(s, "tea is served");
    scene_restart(s);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears_at_last(&s->bob, "NOTICE * :[2026-01-01 *] tea is served");
}

static void clients_that_ask_for_history_find_it_there(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    leaves_for_long(s, &s->bob);
    announces(s, "tea is served");
    comes_back_to_tea(s, &s->bob, "bob", "desk",
                      "batch draft/chathistory message-tags server-time");
    hears_nothing(&s->bob);
    says(&s->bob, "CHATHISTORY TARGETS timestamp=2026-01-01T00:00:00.000Z "
                  "timestamp=2027-01-01T00:00:00.000Z 9");
    hears(&s->bob, "* BATCH +* :draft/chathistory-targets");
    hears(&s->bob, "* CHATHISTORY TARGETS * :2026-01-01T*");
    ignores(&s->bob);
    says(&s->bob, "CHATHISTORY LATEST * * 9");
    hears(&s->bob, "* BATCH +* chathistory :*");
    hears(&s->bob, "@*parlor.chat/announce :parlor.local NOTICE * :tea is served");
    hears(&s->bob, "* BATCH -*");
}

static void who_comes_later_does_not_get_what_is_old(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "laptop", "");
    announces(s, "tea is served");
    comes_as_account(s, &s->bob, "bob", "desk", "batch draft/chathistory message-tags server-time");
    says(&s->bob, "CHATHISTORY LATEST * * 9");
    hears(&s->bob, "* BATCH +* chathistory :*");
    hears(&s->bob, "* BATCH -*");
    comes_back(s, &s->carol, "bob", "phone", "");
    hears_no_such(&s->carol, "*tea is served");
}

static void guests_have_no_history_of_it(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->carol, "carol", "batch draft/chathistory");
    announces(s, "tea is served");
    hears(&s->carol, "NOTICE * :tea is served");
    says(&s->carol, "CHATHISTORY LATEST * * 9");
    hears(&s->carol, "FAIL CHATHISTORY INVALID_TARGET LATEST * :*");
}

static void a_long_text_is_said_in_pieces_and_nothing_of_it_is_lost(void **state)
{
    struct scene *s = *state;
    struct buf text = {0};
    struct buf heard = {0};
    for (int i = 0; i < 200; i++)
        buf_printf(&text, "%sword%d", i > 0 ? " " : "", i);
    comes_as_account(s, &s->alice, "alice", "laptop", "");
    announces(s, buf_text(&text));
    while (s->alice.unread.len > 0) {
        char *line = next_line(&s->alice);
        const char *piece = strstr(line, "* :");
        assert_true(strlen(line) <= 510);
        assert_non_null(piece);
        buf_printf(&heard, "%s%s", heard.len > 0 ? " " : "", piece + 3);
        free(line);
    }
    assert_string_equal(buf_text(&heard), buf_text(&text));
    buf_clear(&heard);
    buf_clear(&text);
}

static void lines_are_said_one_by_one_and_nothing_is_no_announcement(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "laptop", "");
    assert_int_equal(announces(s, "one\r\n\ntwo\n"), STORE_OK);
    hears(&s->alice, "NOTICE * :one");
    hears(&s->alice, "NOTICE * :two");
    hears_nothing(&s->alice);
    assert_int_equal(announces(s, " \n"), STORE_MISSING);
    hears_nothing(&s->alice);
}

static void into_a_room_it_is_a_message_there(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    comes_as_account(s, &s->carol, "carol", "desk", "");
    leaves_for_long(s, &s->bob);
    ignores(&s->alice);
    assert_int_equal(announces_in(s, "#TEA", "the kettle is on"), STORE_OK);
    hears(&s->alice, "NOTICE #tea :the kettle is on");
    hears_nothing(&s->carol);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears_at_last(&s->bob, ":parlor.local NOTICE #tea :[2026-01-01 *] the kettle is on");
    assert_int_equal(announces_in(s, "#nowhere", "hello"), STORE_MISSING);
}

static void what_the_disk_does_not_take_nobody_hears(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "laptop", "");
    disk_is_full();
    assert_int_equal(announces(s, "tea is served"), STORE_FAILED);
    disk_has_room();
    hears_no_such(&s->alice, "*tea is served");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOMS(everybody_hears_it_and_those_with_tags_know_what_it_is),
        ROOMS(who_was_away_hears_it_once_on_each_device),
        ROOMS(who_was_here_does_not_hear_it_again),
        ROOMS(it_waits_over_a_restart),
        ROOMS(clients_that_ask_for_history_find_it_there),
        ROOMS(who_comes_later_does_not_get_what_is_old),
        ROOMS(guests_have_no_history_of_it),
        ROOMS(a_long_text_is_said_in_pieces_and_nothing_of_it_is_lost),
        ROOMS(lines_are_said_one_by_one_and_nothing_is_no_announcement),
        ROOMS(into_a_room_it_is_a_message_there),
        ROOMS(what_the_disk_does_not_take_nobody_hears),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
