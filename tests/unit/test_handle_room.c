#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "handle.h"
#include "irc_cap.h"
#include "spec.h"
#include "ui_scene.h"

static void people_are(struct scene *s, const char *room, const char *names)
{
    char all[256] = "";
    size_t n;
    struct conv *conv = scene_conv(s, room);
    struct person *const *people = members_sorted(&conv->members, s->network->prefixes, &n);
    for (size_t i = 0; i < n; i++) {
        strncat(all, i ? " " : "", sizeof(all) - strlen(all) - 1);
        strncat(all, people[i]->prefixes, sizeof(all) - strlen(all) - 1);
        strncat(all, people[i]->nick, sizeof(all) - strlen(all) - 1);
        strncat(all, people[i]->away ? "(away)" : "", sizeof(all) - strlen(all) - 1);
    }
    assert_string_equal(all, names);
}

static void in_tea(struct scene *s)
{
    server_says(s, ":alice!a@h JOIN #tea");
    server_says(s, ":x 332 alice #tea :All about tea");
    server_says(s, ":x 333 alice #tea bob!b@h 1795190000");
    server_says(s, ":x 353 alice = #tea :@bob +carol alice");
    server_says(s, ":x 366 alice #tea :End");
    scene_forget(s);
}

static void joining_shows_topic_and_people(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    struct conv *tea = scene_conv(s, "#tea");
    assert_true(tea->joined);
    assert_string_equal(tea->topic, "All about tea");
    assert_string_equal(tea->topic_setter, "bob");
    assert_int_equal(tea->topic_ms / 1000, 1795190000);
    people_are(s, "#tea", "@bob +carol alice");
}

static void only_the_first_room_opens_by_itself(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    assert_ptr_equal(s->chat->current, scene_conv(s, "#tea"));
    server_says(s, ":alice!a@h JOIN #cake");
    assert_ptr_equal(s->chat->current, scene_conv(s, "#tea"));
    ask_join(s->network, "#scones", "jam");
    client_says(s, "JOIN #scones :jam");
    server_says(s, ":alice!a@h JOIN #scones");
    assert_ptr_equal(s->chat->current, scene_conv(s, "#tea"));
    assert_string_equal(scene_conv(s, "#scones")->key, "jam");
}

static void who_asked_for_a_room_and_went_on_is_not_called_back(void **state)
{
    struct scene *s = *state;
    ask_join(s->network, "#scones", NULL);
    chat_open(s->chat, s->network->console);
    server_says(s, ":alice!a@h JOIN #scones");
    assert_ptr_equal(s->chat->current, s->network->console);
}

static void people_come_and_go(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    server_says(s, ":dave!d@h JOIN #tea davy :Dave D");
    server_says(s, ":carol!c@h PART #tea :must go");
    server_says(s, ":bob!b@h QUIT :gone");
    people_are(s, "#tea", "alice dave");
    conv_ends_with(s, "#tea", "-> dave davy\n<- carol must go\n<< bob gone");
    assert_int_equal(scene_conv(s, "#tea")->unread, 0);
}

static void a_quit_is_shown_where_the_person_was(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    server_says(s, ":alice!a@h JOIN #cake");
    server_says(s, ":bob!b@h PRIVMSG alice :hi");
    server_says(s, ":bob!b@h QUIT :gone");
    conv_shows(s, "#tea", "<< bob gone");
    conv_shows(s, "bob", "<< bob gone");
    conv_does_not_show(s, "#cake", "<< bob*");
    assert_true(scene_conv(s, "bob")->offline);
}

static void a_kick_of_ours_closes_the_room_but_keeps_it(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    server_says(s, ":bob!b@h KICK #tea carol :noise");
    people_are(s, "#tea", "@bob alice");
    conv_shows(s, "#tea", "bob kicks carol noise");
    server_says(s, ":bob!b@h KICK #tea alice :enough");
    assert_false(scene_conv(s, "#tea")->joined);
    notice_says(s, "bob put you out of #tea: enough");
}

static void a_name_changes_everywhere(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    server_says(s, ":bob!b@h PRIVMSG alice :hi");
    server_says(s, ":bob!b@h NICK :rob");
    people_are(s, "#tea", "@rob +carol alice");
    conv_shows(s, "#tea", "bob > rob");
    conv_shows(s, "rob", "bob > rob");
    server_says(s, ":alice!a@h NICK alicia");
    assert_string_equal(s->network->nick, "alicia");
    notice_says(s, "the server calls you alicia now: /nick alice");
}

static void ranks_change(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    server_says(s, ":bob!b@h MODE #tea +ov-v carol alice carol");
    people_are(s, "#tea", "@bob @carol +alice");
    conv_shows(s, "#tea", "~ bob +ov-v carol alice carol");
    server_says(s, ":bob!b@h MODE #tea +bo *!*@x alice");
    people_are(s, "#tea", "@+alice @bob @carol");
    server_says(s, ":bob!b@h MODE #tea +ntl 5");
    server_says(s, ":bob!b@h MODE #tea -t");
    assert_string_equal(scene_conv(s, "#tea")->modes, "+nl");
    server_says(s, ":x MODE alice :+i");
    conv_shows(s, "", "-- your modes: +i");
}

static void every_rank_of_a_person_is_kept(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    server_says(s, ":x 353 alice = #tea :~@+bob!b@h alice");
    people_are(s, "#tea", "~@+bob alice");
    server_says(s, ":x MODE #tea -qo bob bob");
    people_are(s, "#tea", "+bob alice");
}

static void the_topic_changes(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    server_says(s, ":carol!c@h TOPIC #tea :Oolong\x1b[1m only");
    assert_string_equal(scene_conv(s, "#tea")->topic, "Oolong\xef\xbf\xbd[1m only");
    conv_shows(s, "#tea", "carol: topic Oolong*");
    server_says(s, ":carol!c@h TOPIC #tea :");
    assert_null(scene_conv(s, "#tea")->topic);
}

static void who_is_away_is_asked_once_and_then_told(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    server_says(s, ":x 353 alice = #tea :@bob alice");
    scene_forget(s);
    server_says(s, ":x 366 alice #tea :End");
    client_says(s, "WHO #tea");
    server_says(s, ":x 352 alice #tea b h x bob G@ :0 Bob");
    server_says(s, ":x 352 alice #tea a h x alice H :0 Alice");
    server_says(s, ":x 315 alice #tea :End");
    people_are(s, "#tea", "alice @bob(away)");
    server_says(s, ":bob!b@h AWAY");
    people_are(s, "#tea", "@bob alice");
    server_says(s, ":bob!b@h AWAY :tea time");
    people_are(s, "#tea", "alice @bob(away)");
    conv_does_not_show(s, "#tea", "-- *");
    server_says(s, ":x 352 alice #tea b h x bob G@ :0 Bob");
    conv_shows(s, "#tea", "-- bob (b@h) in #tea: Bob");
}

static void our_own_absence_stands_in_the_list_too(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    server_says(s, ":x 306 alice :You have been marked as being away");
    people_are(s, "#tea", "@bob +carol alice(away)");
    server_says(s, ":x 305 alice :You are no longer marked as being away");
    people_are(s, "#tea", "@bob +carol alice");
}

static bool is_absent(struct scene *s, const char *nick)
{
    return members_get(&scene_conv(s, "#tea")->absent, nick) != NULL;
}

static void who_hears_of_it_later_stays_in_the_room(void **state)
{
    struct scene *s = *state;
    s->network->caps |= IRC_CAP_PARLOR_EDIT;
    server_says(s, ":alice!a@h JOIN #tea");
    server_says(s, ":x 353 alice = #tea :@bob guest alice");
    scene_forget(s);
    server_says(s, ":x 366 alice #tea :End");
    client_says(s, "WHO #tea :m");
    server_says(s, ":x 352 alice #tea b h x bob Hr@ :0 Bob");
    server_says(s, ":x 352 alice #tea g h x guest H :0 Guest");
    server_says(s, ":x 352 alice #tea e h x erin G-r :0 Erin");
    server_says(s, ":x 315 alice #tea :End");
    people_are(s, "#tea", "@bob alice guest");
    assert_true(is_absent(s, "erin"));
    server_says(s, ":bob!b@h QUIT :bye");
    server_says(s, ":guest!g@h QUIT :bye");
    people_are(s, "#tea", "alice");
    assert_true(is_absent(s, "bob"));
    assert_false(is_absent(s, "guest"));
    server_says(s, ":erin!e@h JOIN #tea");
    server_says(s, ":alice!a@h KICK #tea bob");
    people_are(s, "#tea", "alice erin");
    assert_false(is_absent(s, "erin") || is_absent(s, "bob"));
}

static void a_room_is_entered_or_closed_to_us(void **state)
{
    struct scene *s = *state;
    struct conv *tea = chat_conv_make(s->chat, s->network, "#tea");
    assert_true(conv_is_left(tea));
    ask_join(s->network, "#Tea", NULL);
    assert_false(conv_is_left(tea));
    server_says(s, ":x 473 alice #tea :Cannot join");
    assert_true(conv_is_left(tea));
    ask_join(s->network, "#tea", NULL);
    server_says(s, ":alice!a@h JOIN #tea");
    assert_false(tea->entering || conv_is_left(tea));
}

static void accounts_are_known(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    server_says(s, ":dave!d@h JOIN #tea * :Dave D");
    server_says(s, ":dave!d@h ACCOUNT davy");
    struct conv *tea = scene_conv(s, "#tea");
    assert_string_equal(members_get(&tea->members, "dave")->account, "davy");
    server_says(s, ":dave!d@h ACCOUNT *");
    assert_null(members_get(&tea->members, "dave")->account);
}

static void an_invitation_is_shown(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    server_says(s, ":bob!b@h INVITE alice #cake");
    conv_shows(s, "#tea", "-- bob invites you to #cake: /join #cake");
    assert_string_equal(s->network->invited, "#cake");
    server_says(s, ":bob!b@h INVITE dave #tea");
    conv_shows(s, "#tea", "-- bob invited dave");
    server_says(s, ":x 341 alice erin #tea");
    conv_shows(s, "#tea", "-- erin is invited to #tea");
}

static void strange_names_do_no_harm(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    server_says(s, ":e\x1b[vil!e@h JOIN #tea");
    server_says(s, ":x 353 alice = #tea :@ @! \x02 ok");
    conv_does_not_show(s, "#tea", "*\x1b*");
    server_says(s, ":e\x1b[vil!e@h QUIT :x");
    server_says(s, ":bob!b@h NICK :a b");
    server_says(s, ":bob!b@h NICK :");
    people_are(s, "#tea", "@bob +carol alice ok \xef\xbf\xbd");
}

static void rooms_of_others_are_none_of_ours(void **state)
{
    struct scene *s = *state;
    server_says(s, ":bob!b@h JOIN #elsewhere");
    server_says(s, ":bob!b@h PART #elsewhere");
    server_says(s, ":bob!b@h TOPIC #elsewhere :x");
    server_says(s, ":alice!a@h JOIN bob");
    assert_null(chat_conv(s->chat, s->network, "#elsewhere"));
    assert_null(chat_conv(s->chat, s->network, "bob"));
}

static void leaving_keeps_the_room_readable(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    server_says(s, ":alice!a@h PART #tea :bye");
    assert_false(scene_conv(s, "#tea")->joined);
    conv_shows(s, "#tea", "<- alice bye");
    people_are(s, "#tea", "");
    handle_lost(s->chat, s->network, "closed");
    handle_connected(s->chat, s->network);
    server_says(s, ":x 001 alice :Welcome");
    server_says(s, ":x 422 alice :No MOTD");
    client_does_not_say(s, "JOIN*");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define PLAIN(test)  cmocka_unit_test_setup_teardown(test, scene_plain, scene_end)
#define MODERN(test) cmocka_unit_test_setup_teardown(test, scene_modern, scene_end)
        PLAIN(joining_shows_topic_and_people),
        PLAIN(only_the_first_room_opens_by_itself),
        PLAIN(who_asked_for_a_room_and_went_on_is_not_called_back),
        PLAIN(people_come_and_go),
        PLAIN(a_quit_is_shown_where_the_person_was),
        PLAIN(a_kick_of_ours_closes_the_room_but_keeps_it),
        PLAIN(a_name_changes_everywhere),
        PLAIN(ranks_change),
        MODERN(every_rank_of_a_person_is_kept),
        PLAIN(the_topic_changes),
        MODERN(who_is_away_is_asked_once_and_then_told),
        MODERN(our_own_absence_stands_in_the_list_too),
        MODERN(who_hears_of_it_later_stays_in_the_room),
        MODERN(accounts_are_known),
        MODERN(a_room_is_entered_or_closed_to_us),
        PLAIN(an_invitation_is_shown),
        PLAIN(strange_names_do_no_harm),
        PLAIN(rooms_of_others_are_none_of_ours),
        PLAIN(leaving_keeps_the_room_readable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
