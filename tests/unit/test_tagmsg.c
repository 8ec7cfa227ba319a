#include "talk_scene.h"

static void tags_alone_go_to_those_who_know_tags(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "message-tags", "message-tags");
    comes_as_guest(s, &s->carol, "carol", "");
    says(&s->carol, "JOIN #tea");
    ignores(&s->alice);
    ignores(&s->bob);
    ignores(&s->carol);
    says(&s->alice, "@+draft/react=:);+reply=abc TAGMSG #tea");
    hears(&s->bob, "@msgid=*;+draft/react=:);+reply=abc :alice!* TAGMSG #tea");
    hears_nothing(&s->carol);
    hears_nothing(&s->alice);
}

static void they_are_echoed_with_their_label(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "message-tags echo-message labeled-response", "message-tags");
    says(&s->alice, "@label=1;+x=y TAGMSG bob");
    hears(&s->alice, "@label=1;msgid=*;+x=y :alice!* TAGMSG bob");
    hears(&s->bob, "@msgid=*;+x=y :alice!* TAGMSG bob");
}

static void typing_is_told_once_in_three_seconds_to_each(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "message-tags", "message-tags");
    says(&s->alice, "@+typing=active TAGMSG bob");
    says(&s->alice, "@+typing=active TAGMSG bob");
    says(&s->alice, "@+typing=active TAGMSG #tea");
    hears(&s->bob, "@msgid=*;+typing=active :alice!* TAGMSG bob");
    hears(&s->bob, "@msgid=*;+typing=active :alice!* TAGMSG #tea");
    hears_nothing(&s->bob);
    time_passes(s, 3000);
    says(&s->alice, "@+typing=active TAGMSG bob");
    hears(&s->bob, "@msgid=*;+typing=active :alice!* TAGMSG bob");
    hears_nothing(&s->alice);
}

static void nothing_of_it_waits_for_the_absent(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "message-tags", "message-tags");
    leaves_for_long(s, &s->bob);
    ignores(&s->alice);
    says(&s->alice, "@+typing=active TAGMSG bob");
    says(&s->alice, "@+x=y TAGMSG #tea");
    hears_nothing(&s->alice);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "message-tags");
    hears_nothing(&s->bob);
}

static void faults_are_answered_as_for_messages(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->carol, "TAGMSG");
    hears(&s->carol, "411 carol :No recipient given (TAGMSG)");
    says(&s->carol, "@+x=y TAGMSG nobody");
    hears(&s->carol, "401 carol nobody :*");
    says(&s->carol, "@+x=y TAGMSG #tea");
    hears(&s->carol, "404 carol #tea :*");
    says(&s->carol, "@+x=y TAGMSG a,b,c,d,e");
    hears(&s->carol, "407 carol a,b,c,d,e :*");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOMS(tags_alone_go_to_those_who_know_tags),
        ROOMS(they_are_echoed_with_their_label),
        ROOMS(typing_is_told_once_in_three_seconds_to_each),
        ROOMS(nothing_of_it_waits_for_the_absent),
        ROOMS(faults_are_answered_as_for_messages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
