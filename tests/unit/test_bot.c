/* The tag of what bots say (user mode +B). */
#include <stdlib.h>

#include "talk_scene.h"

#define CAPS \
    "batch draft/chathistory draft/event-playback draft/multiline echo-message message-tags server-time"

static void a_bots_lines_say_so_live_in_its_echo_and_in_history(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    says(&s->alice, "MODE alice +B");
    ignores(&s->alice);
    says(&s->alice, "@+note=x PRIVMSG #tea :kettle");
    hears(&s->alice, "@time=*;msgid=*;bot;+note=x :alice!* PRIVMSG #tea :kettle");
    hears(&s->bob, "@time=*;msgid=*;bot;+note=x :alice!* PRIVMSG #tea :kettle");
    says(&s->alice, "TAGMSG #tea");
    hears(&s->bob, "@time=*;msgid=*;bot :alice!* TAGMSG #tea");
    says(&s->alice, "TOPIC #tea :cups");
    hears(&s->bob, "@time=*;msgid=*;bot :alice!* TOPIC #tea :cups");
    says(&s->alice, "MODE alice -B");
    says(&s->alice, "PRIVMSG #tea :by hand");
    hears(&s->bob, "@time=*;msgid=* :alice!* PRIVMSG #tea :by hand");
    says(&s->bob, "CHATHISTORY LATEST #tea * 3");
    hears(&s->bob, "* BATCH +* chathistory :#tea");
    hears(&s->bob, "@batch=*;time=*;msgid=*;bot;+note=x :alice!* PRIVMSG #tea :kettle");
    hears(&s->bob, "@batch=*;time=*;msgid=*;bot :alice!* TOPIC #tea :cups");
    hears(&s->bob, "@batch=*;time=*;msgid=* :alice!* PRIVMSG #tea :by hand");
}

static void guests_may_be_bots_and_nobody_else_can_say_so(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    comes_as_guest(s, &s->carol, "carol", CAPS);
    says(&s->carol, "JOIN #tea");
    ignores(&s->bob);
    says(&s->carol, "@bot PRIVMSG bob :no machine");
    hears(&s->bob, "@time=*;msgid=* :carol!* PRIVMSG bob :no machine");
    says(&s->carol, "MODE carol +B");
    ignores(&s->carol);
    says(&s->carol, "PRIVMSG bob :a machine");
    hears(&s->bob, "@time=*;msgid=*;bot :carol!* PRIVMSG bob :a machine");
    hears(&s->carol, "@time=*;msgid=*;bot :carol!* PRIVMSG bob :a machine");
}

static void several_lines_of_a_bot_say_so_once(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    says(&s->alice, "MODE alice +B");
    says(&s->alice, "BATCH +1 draft/multiline #tea");
    says(&s->alice, "@batch=1 PRIVMSG #tea :one");
    says(&s->alice, "@batch=1 PRIVMSG #tea :two");
    ignores(&s->bob);
    says(&s->alice, "BATCH -1");
    hears(&s->bob, "@time=*;msgid=*;bot :alice!* BATCH +* draft/multiline :#tea");
    hears(&s->bob, "@batch=* :alice!* PRIVMSG #tea :one");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOMS(a_bots_lines_say_so_live_in_its_echo_and_in_history),
        ROOMS(guests_may_be_bots_and_nobody_else_can_say_so),
        ROOMS(several_lines_of_a_bot_say_so_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
