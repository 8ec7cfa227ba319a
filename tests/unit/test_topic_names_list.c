#include <stdio.h>
#include <string.h>

#include "irc_name.h"
#include "rooms_scene.h"

/* ---- TOPIC ---- */

static void a_topic_is_set_and_shown(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->carol, "TOPIC #tea");
    hears(&s->carol, "331 carol #tea :No topic is set");
    says(&s->alice, "TOPIC #tea :the kettle is on");
    hears(&s->alice, ":alice!* TOPIC #tea :the kettle is on");
    hears(&s->bob, ":alice!* TOPIC #tea :the kettle is on");
    says(&s->carol, "TOPIC #tea");
    hears(&s->carol, "332 carol #tea :the kettle is on");
    hears(&s->carol, "333 carol #tea alice!alice@* :*");
}

static void an_empty_topic_is_none(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "TOPIC #tea :the kettle is on");
    says(&s->alice, "TOPIC #tea :");
    ignores(&s->bob);
    says(&s->bob, "TOPIC #tea");
    hears(&s->bob, "331 bob #tea :*");
}

static void the_topic_is_the_ops_while_t_is_set(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->bob, "TOPIC #tea :coffee");
    hears(&s->bob, "482 bob #tea :You are not a channel operator");
    says(&s->alice, "MODE #tea -t");
    ignores(&s->bob);
    says(&s->bob, "TOPIC #tea :coffee");
    hears(&s->bob, ":bob!* TOPIC #tea :coffee");
}

static void topics_of_other_rooms_are_refused(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->carol, "TOPIC");
    hears(&s->carol, "461 carol TOPIC :*");
    says(&s->carol, "TOPIC #soup");
    hears(&s->carol, "403 carol #soup :*");
    says(&s->carol, "TOPIC #tea :coffee");
    hears(&s->carol, "442 carol #tea :*");
    says(&s->alice, "MODE #tea +s");
    says(&s->carol, "TOPIC #tea");
    hears(&s->carol, "403 carol #tea :*");
}

static void a_topic_is_never_cut(void **state)
{
    struct scene *s = *state;
    char line[506] = "TOPIC #tea :";
    tea_is_served(s);
    memset(line + strlen(line), 'x', sizeof(line) - 1 - strlen("TOPIC #tea :"));
    line[sizeof(line) - 1] = '\0';
    says(&s->alice, line);
    hears(&s->alice, "417 alice :Input line was too long");
    hears_nothing(&s->bob);
}

/* ---- NAMES ---- */

static void names_show_what_the_client_can_read(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "MODE #tea +v bob");
    says(&s->alice, "CAP REQ :multi-prefix userhost-in-names");
    ignores(&s->alice);
    ignores(&s->bob);
    says(&s->bob, "NAMES #TEA");
    hears(&s->bob, "353 bob = #tea :~alice +bob");
    hears(&s->bob, "366 bob #tea :End of /NAMES list");
    says(&s->alice, "NAMES #tea");
    hears(&s->alice, "353 alice = #tea :~@alice!alice@* +bob!bob@*");
}

static void names_of_a_secret_room_are_those_of_none(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "MODE #tea +s");
    ignores(&s->bob);
    says(&s->carol, "NAMES #tea,#soup");
    hears(&s->carol, "366 carol #tea :*");
    hears(&s->carol, "366 carol #soup :*");
    says(&s->carol, "NAMES");
    hears(&s->carol, "366 carol * :*");
    hears_nothing(&s->carol);
    says(&s->bob, "NAMES #tea");
    hears(&s->bob, "353 bob @ #tea :~alice bob");
}

static void who_hides_shows_to_the_room_only(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->bob, "MODE bob +i");
    ignores(&s->bob);
    says(&s->carol, "NAMES #tea");
    hears(&s->carol, "353 carol = #tea :~alice");
    hears(&s->carol, "366 *");
    says(&s->bob, "NAMES #tea");
    hears(&s->bob, "353 bob = #tea :~alice bob");
}

static void who_is_offline_is_not_among_the_names(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "QUIT");
    ignores(&s->bob);
    says(&s->bob, "NAMES #tea");
    hears(&s->bob, "353 bob = #tea :bob");
}

static void many_names_take_several_lines(void **state)
{
    struct scene *s = *state;
    static struct person crowd[7];
    for (int i = 0; i < 7; i++) {
        char name[IRC_NICK_SIZE];
        snprintf(name, sizeof(name), "somebody_with_long_name%d", i);
        comes_as_account(s, &crowd[i], name, "laptop", "");
        says(&crowd[i], "JOIN #tea");
    }
    comes_as_guest(s, &s->alice, "alice", "userhost-in-names");
    says(&s->alice, "NAMES #tea");
    hears(&s->alice, "353 alice = #tea :~somebody*name0!*name5!*");
    hears(&s->alice, "353 alice = #tea :somebody*name6!*");
    hears(&s->alice, "366 alice #tea :*");
}

/* ---- LIST ---- */

static void rooms_are_listed_with_people_and_topic(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "TOPIC #tea :the kettle is on");
    says(&s->carol, "LIST #tea");
    hears(&s->carol, "321 carol Room :Users  Topic");
    hears(&s->carol, "322 carol #tea 2 :the kettle is on");
    hears(&s->carol, "323 carol :End of /LIST");
}

static void rooms_are_listed_by_mask_and_by_size(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->carol, "JOIN #teapot,#soup");
    ignores(&s->carol);
    says(&s->carol, "LIST #tea*");
    hears(&s->carol, "321 *");
    hears(&s->carol, "322 carol #tea 2 :");
    hears(&s->carol, "322 carol #teapot 1 :");
    hears(&s->carol, "323 *");
    says(&s->carol, "LIST #tea*,>1");
    hears(&s->carol, "321 *");
    hears(&s->carol, "322 carol #tea 2 :");
    hears(&s->carol, "323 *");
    says(&s->carol, "LIST <2,#s*,#tea*");
    hears(&s->carol, "321 *");
    hears(&s->carol, "322 carol #teapot 1 :");
    hears(&s->carol, "322 carol #soup 1 :");
    hears(&s->carol, "323 *");
}

static void a_secret_room_is_listed_to_its_members_only(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "MODE #tea +s");
    ignores(&s->bob);
    says(&s->carol, "LIST #tea");
    hears(&s->carol, "321 *");
    hears(&s->carol, "323 *");
    says(&s->bob, "LIST #tea");
    hears(&s->bob, "321 *");
    hears(&s->bob, "322 bob #tea 2 :");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOMS(a_topic_is_set_and_shown),
        ROOMS(an_empty_topic_is_none),
        ROOMS(the_topic_is_the_ops_while_t_is_set),
        ROOMS(topics_of_other_rooms_are_refused),
        ROOMS(a_topic_is_never_cut),
        ROOMS(names_show_what_the_client_can_read),
        ROOMS(names_of_a_secret_room_are_those_of_none),
        ROOMS(who_hides_shows_to_the_room_only),
        ROOMS(who_is_offline_is_not_among_the_names),
        ROOMS(many_names_take_several_lines),
        ROOMS(rooms_are_listed_with_people_and_topic),
        ROOMS(rooms_are_listed_by_mask_and_by_size),
        ROOMS(a_secret_room_is_listed_to_its_members_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
