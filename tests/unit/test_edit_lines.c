/* Edits of messages of several lines (parlor.chat/edit with draft/multiline). */
#include <stdlib.h>
#include <string.h>

#include "talk_scene.h"

#define CAPS                                                                              \
    "batch draft/chathistory draft/multiline echo-message labeled-response message-tags " \
    "parlor.chat/edit server-time"

/* New words in two lines, the second in two pieces, for what has this msgid. */
static void edits_to_two_lines(struct person *person, const char *msgid)
{
    says_of(person, "@+parlor.chat/edit=%s;label=e BATCH +1 draft/multiline #tea", msgid);
    says(person, "@batch=1 PRIVMSG #tea :one");
    says(person, "@batch=1 PRIVMSG #tea :two");
    says(person, "@batch=1;draft/multiline-concat PRIVMSG #tea :more");
    says(person, "BATCH -1");
}

static void hears_two_lines(struct person *person)
{
    hears(person, "@batch=* :alice!* PRIVMSG #tea :one");
    hears(person, "@batch=* :alice!* PRIVMSG #tea :two");
    hears(person, "@batch=*;draft/multiline-concat;time=* :alice!* PRIVMSG #tea :more");
    hears(person, "@time=* BATCH -*");
}

static void an_edit_of_several_lines_is_one(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    comes_as_account(s, &s->carol, "carol", "desk", "message-tags");
    says(&s->carol, "JOIN #tea");
    ignores(&s->alice);
    char *msgid = said(&s->alice, "PRIVMSG #tea :kettle");
    ignores(&s->bob);
    ignores(&s->carol);
    edits_to_two_lines(&s->alice, msgid);
    hears_of(&s->alice,
             "@label=e;time=*;msgid=*;+parlor.chat/edit=%s :alice!* BATCH +* draft/multiline :#tea",
             msgid);
    hears_two_lines(&s->alice);
    hears_nothing(&s->alice);
    hears_of(&s->bob,
             "@time=*;msgid=*;+parlor.chat/edit=%s :alice!* BATCH +* draft/multiline :#tea", msgid);
    hears_two_lines(&s->bob);
    hears(&s->carol, "@msgid=* :alice!* PRIVMSG #tea :*edited] one");
    hears(&s->carol, ":alice!* PRIVMSG #tea :two");
    hears(&s->carol, ":alice!* PRIVMSG #tea :more");
    hears_nothing(&s->carol);
    free(msgid);
}

static void history_has_the_new_lines_in_the_place_of_the_old_ones(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    char *msgid = said(&s->alice, "PRIVMSG #tea :kettle");
    edits_to_two_lines(&s->alice, msgid);
    scene_restart(s);
    comes_back_to_tea(s, &s->bob, "bob", "shelf", CAPS);
    ignores(&s->bob);
    says(&s->bob, "CHATHISTORY LATEST #tea * 5");
    hears(&s->bob, "* BATCH +* chathistory :#tea");
    hears_of(&s->bob,
             "@batch=*;time=*;msgid=%s;parlor.chat/edited=* BATCH +* draft/multiline :#tea", msgid);
    hears(&s->bob, "@batch=* :alice!* PRIVMSG #tea :one");
    hears(&s->bob, "@batch=* :alice!* PRIVMSG #tea :two");
    hears(&s->bob, "@batch=*;draft/multiline-concat;time=* :alice!* PRIVMSG #tea :more");
    hears(&s->bob, "@batch=*;time=* BATCH -*");
    hears_of(&s->bob,
             "@batch=*;time=*;msgid=*;+parlor.chat/edit=%s :alice!* BATCH +* draft/multiline :#tea",
             msgid);
    free(msgid);
}

static void one_line_takes_the_place_of_several(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    says(&s->alice, "BATCH +1 draft/multiline #tea");
    says(&s->alice, "@batch=1 PRIVMSG #tea :one");
    says(&s->alice, "@batch=1;draft/multiline-concat PRIVMSG #tea :more");
    char *msgid = said(&s->alice, "BATCH -1");
    ignores(&s->alice);
    ignores(&s->bob);
    says_of(&s->alice, "@+parlor.chat/edit=%s PRIVMSG #tea :kettle and cups", msgid);
    hears_of(&s->bob, "@time=*;msgid=*;+parlor.chat/edit=%s :alice!* PRIVMSG #tea :kettle and cups",
             msgid);
    hears_nothing(&s->bob);
    says(&s->bob, "CHATHISTORY LATEST #tea * 5");
    hears(&s->bob, "* BATCH +* chathistory :#tea");
    hears_of(&s->bob, "@batch=*;time=*;msgid=%s;parlor.chat/edited=* PRIVMSG #tea :kettle and cups",
             msgid);
    free(msgid);
}

static void what_is_not_ones_own_is_refused_as_an_edit(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS " standard-replies");
    char *msgid = said(&s->alice, "PRIVMSG #tea :kettle");
    ignores(&s->bob);
    edits_to_two_lines(&s->bob, msgid);
    hears_of(&s->bob, "@label=e;* FAIL EDIT EDIT_FORBIDDEN #tea %s :*", msgid);
    hears_nothing(&s->bob);
    edits_to_two_lines(&s->bob, "nothing");
    hears(&s->bob, "@label=e;* FAIL EDIT UNKNOWN_MSGID #tea nothing :*");
    free(msgid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOMS(an_edit_of_several_lines_is_one),
        ROOMS(history_has_the_new_lines_in_the_place_of_the_old_ones),
        ROOMS(one_line_takes_the_place_of_several),
        ROOMS(what_is_not_ones_own_is_refused_as_an_edit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
