#include <stdio.h>
#include <stdlib.h>

#include "mem.h"
#include "view_scene.h"

static struct conv *knows(struct scene *s, const char *name)
{
    struct conv *conv = chat_conv_make(s->chat, s->network, name);
    conv->joined = conv->kind == CONV_ROOM;
    return conv;
}

static void rooms_people_and_the_server_are_groups_with_numbers(void **state)
{
    struct scene *s = *state;
    knows(s, "#ops");
    knows(s, "bob");
    paints(s, 100, 30);
    struct rect pane = s->screen.layout.rooms;
    pane_shows(s, pane, 0, " Rooms");
    pane_shows(s, pane, 1, "▸1 #teamchat");
    pane_shows(s, pane, 2, " 2 #ops");
    pane_shows(s, pane, 3, "");
    pane_shows(s, pane, 4, " People");
    pane_shows(s, pane, 5, " 3 bob");
    pane_shows(s, pane, 6, "");
    pane_shows(s, pane, 7, " Server");
    pane_shows(s, pane, 8, " 4 Example");
}

static void unread_and_mentions_are_told_apart_by_a_sign(void **state)
{
    struct scene *s = *state;
    struct conv *ops = knows(s, "#ops");
    struct conv *random = knows(s, "#a-very-long-name");
    ops->unread = 5;
    ops->mentions = 3;
    random->unread = 12;
    knows(s, "bob")->unread = 2;
    paints(s, 100, 30);
    shows(s, " 2 #ops      @ 3 │");
    shows(s, " 3 #a-very-l… 12 │");
    shows(s, " 4 bob         2 │");
}

static void what_we_left_and_who_is_gone_has_a_word(void **state)
{
    struct scene *s = *state;
    knows(s, "#ops")->joined = false;
    knows(s, "bob")->offline = true;
    knows(s, "carol")->away = xstrdup("lunch");
    paints(s, 100, 30);
    shows(s, " 2 #ops     left │");
    shows(s, " 3 bob       off │");
    shows(s, " 4 carol    away │");
}

static void a_room_that_we_are_on_the_way_into_is_not_left(void **state)
{
    struct scene *s = *state;
    struct conv *ops = knows(s, "#ops");
    ops->joined = false;
    ops->entering = true;
    chat_open(s->chat, ops);
    paints(s, 100, 30);
    shows(s, "Entering the room…");
    hides(s, "left");
    hides(s, "not in");
}

static void numbers_end_with_ten(void **state)
{
    struct scene *s = *state;
    char name[16];
    for (int i = 2; i <= 12; i++) {
        snprintf(name, sizeof(name), "#room%d", i);
        knows(s, name);
    }
    paints(s, 100, 30);
    shows(s, " 9 #room9 ");
    shows(s, " 0 #room10 ");
    shows(s, "   #room11 ");
}

static void the_open_one_is_always_in_the_list(void **state)
{
    struct scene *s = *state;
    char name[16];
    for (int i = 2; i <= 60; i++) {
        snprintf(name, sizeof(name), "#room%d", i);
        knows(s, name);
    }
    for (int i = 1; i <= 60; i++) {
        chat_open(s->chat, chat_nth(s->chat, i));
        paints(s, 100, 24);
        row_of(s, "▸");
    }
}

static void several_servers_have_headings_of_their_own(void **state)
{
    struct scene *s = *state;
    struct network *other = network_new("irc.example.net", 6697, true, "alice");
    chat_add_network(s->chat, other);
    chat_conv_make(s->chat, other, "#tea");
    paints(s, 100, 30);
    struct rect pane = s->screen.layout.rooms;
    pane_shows(s, pane, 0, " ▾ Example");
    pane_shows(s, pane, 1, "▸1 #teamchat");
    pane_shows(s, pane, 2, " 2 server");
    pane_shows(s, pane, 4, " ▾ irc.example.…");
    pane_shows(s, pane, 5, " 3 #tea     left");
    pane_shows(s, pane, 6, " 4 server");
}

static void who_is_offline_stands_below_with_what_waits(void **state)
{
    struct scene *s = *state;
    enters(s, "bob", "", false);
    enters(s, "gus", "", true);
    struct person *erin = members_put(&s->room->absent, "erin");
    struct person *fred = members_put(&s->room->absent, "fred");
    erin->away = erin->offline = fred->away = fred->offline = true;
    struct person *long_one = members_put(&s->room->absent, "person001");
    long_one->away = long_one->offline = true;
    struct conv *talk = knows(s, "erin");
    talk->offline = true;
    talk->held = 2;
    paints(s, 100, 30);
    struct rect pane = s->screen.layout.users;
    pane_shows(s, pane, 0, " Here 1");
    pane_shows(s, pane, 1, "   bob");
    pane_shows(s, pane, 3, " Away 4");
    pane_shows(s, pane, 4, "   gus");
    pane_shows(s, pane, 5, "   erin   ✉ 2");
    pane_shows(s, pane, 6, "   fred   off");
    pane_shows(s, pane, 7, "   person001");
    shows(s, "  2  │ Here 1");
}

static void people_stand_by_rank_and_those_away_below(void **state)
{
    struct scene *s = *state;
    enters(s, "bob", "", false);
    enters(s, "alice", "~", false);
    enters(s, "carol", "+", false);
    enters(s, "dave", "@", false);
    enters(s, "erin", "@", true);
    enters(s, "a-long-name-indeed", "", true);
    paints(s, 100, 30);
    struct rect pane = s->screen.layout.users;
    pane_shows(s, pane, 0, " Here 4");
    pane_shows(s, pane, 1, " ★ alice");
    pane_shows(s, pane, 2, " @ dave");
    pane_shows(s, pane, 3, " + carol");
    pane_shows(s, pane, 4, "   bob");
    pane_shows(s, pane, 5, "");
    pane_shows(s, pane, 6, " Away 2");
    pane_shows(s, pane, 7, " @ erin");
    pane_shows(s, pane, 8, "   a-long-nam…");
}

static void too_many_people_are_counted(void **state)
{
    struct scene *s = *state;
    char nick[16];
    for (int i = 0; i < 200; i++) {
        snprintf(nick, sizeof(nick), "guest%03d", i);
        enters(s, nick, "", i >= 190);
    }
    paints(s, 100, 24);
    struct rect pane = s->screen.layout.users;
    pane_shows(s, pane, 0, " Here 190");
    pane_shows(s, pane, pane.h - 1, " … 181 more");
    for (int h = 6; h < 40; h++) {
        paints(s, 100, h);
        row_shows(s, h - 1, "                 │ >");
    }
}

static void the_title_names_room_topic_and_how_many(void **state)
{
    struct scene *s = *state;
    enters(s, "alice", "", false);
    xreplace(&s->room->topic, "Ship \x02v1\x02 on Friday");
    paints(s, 100, 30);
    struct rect title = s->screen.layout.title;
    pane_shows(s, title, 0, " #teamchat  Ship v1 on Friday                                   1");
    s->room->joined = false;
    paints(s, 100, 30);
    shows(s, " #teamchat  you are not in this room: /join #teamchat");
    shows(s, "left");
    s->room->rejoin = true; /* without a link, one comes back by oneself */
    paints(s, 100, 30);
    shows(s, " #teamchat  Ship v1 on Friday");
    hides(s, "left");
}

static void a_long_topic_is_cut(void **state)
{
    struct scene *s = *state;
    xreplace(&s->room->topic, "a topic that goes on and on and on and on and on and on and on");
    paints(s, 70, 24);
    pane_shows(s, s->screen.layout.title, 0, " #teamchat  a topic that goes o…  0");
}

static void the_title_of_a_person_says_where_they_are(void **state)
{
    struct scene *s = *state;
    struct conv *bob = knows(s, "bob");
    chat_open(s->chat, bob);
    bob->away = xstrdup("lunch");
    paints(s, 100, 30);
    shows(s, "│ bob  away: lunch");
    bob->offline = true;
    paints(s, 100, 30);
    shows(s, "│ bob  offline: what you write waits for them");
}

static void without_the_list_the_title_tells_what_waits(void **state)
{
    struct scene *s = *state;
    struct conv *ops = knows(s, "#ops");
    ops->unread = 3;
    ops->mentions = 1;
    paints(s, 50, 24);
    shows(s, " 1/3 #teamchat");
    shows(s, "●3 @1  0");
    ops->unread = ops->mentions = 0;
    paints(s, 50, 24);
    hides(s, "●");
}

static void only_what_changed_is_painted(void **state)
{
    struct scene *s = *state;
    paints(s, 100, 30);
    says(s, "9:14", "bob", "unseen");
    edit_set(s->chat->edit, "typed");
    paints_again(s, CHANGE_INPUT);
    shows(s, "> typed");
    hides(s, "unseen");
    paints_again(s, CHANGE_LINES);
    shows(s, "unseen");
}

static void an_input_that_grows_moves_everything(void **state)
{
    struct scene *s = *state;
    says(s, "9:14", "bob", "hello");
    paints(s, 100, 30);
    edit_set(s->chat->edit, "one\ntwo\nthree");
    paints_again(s, CHANGE_INPUT);
    row_shows(s, 27, "                 │ > one");
    row_shows(s, 29, "                 │   three");
    shows(s, "  9:14    bob  hello");
}

static void the_windows_title_is(const struct scene *s, const char *wanted)
{
    char *title = view_window_title(s->chat);
    assert_string_equal(title, wanted);
    free(title);
}

static void the_windows_title_counts_what_is_unread_and_what_speaks_to_us(void **state)
{
    struct scene *s = *state;
    the_windows_title_is(s, "#teamchat - parlor");
    struct conv *ops = knows(s, "#ops");
    ops->unread = 5;
    the_windows_title_is(s, "(5) #teamchat - parlor");
    ops->mentions = 2;
    the_windows_title_is(s, "(2@ 5) #teamchat - parlor");
    knows(s, "bob")->unread = 1;
    the_windows_title_is(s, "(2@ 6) #teamchat - parlor");
    ops->muted = true;
    the_windows_title_is(s, "(1) #teamchat - parlor");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(rooms_people_and_the_server_are_groups_with_numbers),
        SCENE(unread_and_mentions_are_told_apart_by_a_sign),
        SCENE(what_we_left_and_who_is_gone_has_a_word),
        SCENE(a_room_that_we_are_on_the_way_into_is_not_left),
        SCENE(numbers_end_with_ten),
        SCENE(the_open_one_is_always_in_the_list),
        SCENE(several_servers_have_headings_of_their_own),
        SCENE(people_stand_by_rank_and_those_away_below),
        SCENE(who_is_offline_stands_below_with_what_waits),
        SCENE(too_many_people_are_counted),
        SCENE(the_title_names_room_topic_and_how_many),
        SCENE(a_long_topic_is_cut),
        SCENE(the_title_of_a_person_says_where_they_are),
        SCENE(without_the_list_the_title_tells_what_waits),
        SCENE(the_windows_title_counts_what_is_unread_and_what_speaks_to_us),
        SCENE(only_what_changed_is_painted),
        SCENE(an_input_that_grows_moves_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
