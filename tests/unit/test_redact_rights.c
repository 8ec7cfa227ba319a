/* Who may take back what: author, target and caller in all their combinations. */
#include <stdlib.h>

#include "talk_scene.h"

#define CAPS "draft/message-redaction echo-message message-tags"

static void ones_own_may_be_taken_back_for_a_day(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", CAPS);
    char *msgid = said(&s->bob, "PRIVMSG #tea :slip");
    char *other = said(&s->bob, "PRIVMSG #tea :slip");
    s->rig.server.now_ms += 24LL * 3600 * 1000;
    says_of(&s->bob, "REDACT #tea %s", msgid);
    hears_of(&s->bob, "@msgid=* :bob!* REDACT #tea :%s", msgid);
    s->rig.server.now_ms += 1;
    says_of(&s->bob, "REDACT #tea %s", other);
    hears_of(&s->bob, "FAIL REDACT REDACT_WINDOW_EXPIRED #tea %s 86400 :*", other);
    says_of(&s->alice, "REDACT #tea %s", other);
    says_of(&s->bob, "REDACT #tea %s", other);
    hears_of(&s->bob, "@msgid=* :alice!* REDACT #tea :%s", other);
    hears_of(&s->bob, "FAIL REDACT UNKNOWN_MSGID #tea %s :*", other);
    free(msgid);
    free(other);
}

static void a_plain_member_may_not_touch_what_others_said(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    char *msgid = said(&s->alice, "PRIVMSG #tea :hers");
    ignores(&s->bob);
    says_of(&s->bob, "REDACT #tea %s", msgid);
    hears_of(&s->bob, "FAIL REDACT REDACT_FORBIDDEN #tea %s :*", msgid);
    hears_nothing(&s->alice);
    free(msgid);
}

static void who_runs_one_room_does_not_run_another(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    says(&s->bob, "JOIN #cake");
    ignores(&s->bob);
    char *msgid = said(&s->alice, "PRIVMSG #tea :hers");
    ignores(&s->bob);
    says_of(&s->bob, "REDACT #cake %s", msgid);
    hears_of(&s->bob, "FAIL REDACT UNKNOWN_MSGID #cake %s :*", msgid);
    says_of(&s->bob, "REDACT alice %s", msgid);
    hears_of(&s->bob, "FAIL REDACT UNKNOWN_MSGID alice %s :*", msgid);
    free(msgid);
}

static void a_private_word_is_its_authors_alone(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    comes_as_account(s, &s->carol, "carol", "desk", CAPS);
    char *msgid = said(&s->alice, "PRIVMSG bob :hers");
    ignores(&s->bob);
    says_of(&s->bob, "REDACT alice %s", msgid);
    hears_of(&s->bob, "FAIL REDACT REDACT_FORBIDDEN alice %s :*", msgid);
    says_of(&s->carol, "REDACT alice %s", msgid);
    hears_of(&s->carol, "FAIL REDACT UNKNOWN_MSGID alice %s :*", msgid);
    says_of(&s->carol, "REDACT bob %s", msgid);
    hears_of(&s->carol, "FAIL REDACT UNKNOWN_MSGID bob %s :*", msgid);
    free(msgid);
}

static void strangers_learn_nothing(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "");
    comes_as_account(s, &s->carol, "carol", "desk", CAPS);
    char *msgid = said(&s->alice, "PRIVMSG #tea :hers");
    says_of(&s->carol, "REDACT #tea %s", msgid);
    hears(&s->carol, "FAIL REDACT INVALID_TARGET #tea :*");
    says_of(&s->carol, "REDACT #nowhere %s", msgid);
    hears(&s->carol, "FAIL REDACT INVALID_TARGET #nowhere :*");
    says_of(&s->carol, "REDACT nobody %s", msgid);
    hears(&s->carol, "FAIL REDACT INVALID_TARGET nobody :*");
    says(&s->carol, "REDACT #tea");
    hears(&s->carol, "461 carol REDACT :*");
    free(msgid);
}

static void what_was_said_in_private_before_one_came_does_not_exist(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    comes_as_account(s, &s->carol, "carol", "desk", CAPS);
    says(&s->alice, "MODE #tea +s");
    ignores(&s->alice);
    char *msgid = said(&s->alice, "PRIVMSG #tea :hers");
    says(&s->carol, "JOIN #tea");
    says(&s->alice, "MODE #tea +o carol");
    ignores(&s->carol);
    says_of(&s->carol, "REDACT #tea %s", msgid);
    hears_of(&s->carol, "FAIL REDACT UNKNOWN_MSGID #tea %s :*", msgid);
    free(msgid);
}

static void a_guest_has_nothing_to_take_back_but_may_run_a_room(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->carol, "carol", CAPS);
    comes_as_account(s, &s->bob, "bob", "desk", CAPS);
    says(&s->bob, "JOIN #tea");
    says(&s->carol, "JOIN #tea");
    ignores(&s->bob);
    ignores(&s->carol);
    char *own = said(&s->carol, "PRIVMSG #tea :own");
    says_of(&s->carol, "REDACT #tea %s", own);
    hears_of(&s->carol, "FAIL REDACT REDACT_FORBIDDEN #tea %s :*", own);
    says(&s->bob, "MODE #tea +o carol");
    ignores(&s->bob);
    ignores(&s->carol);
    says_of(&s->carol, "REDACT #tea %s", own);
    hears_of(&s->carol, "@msgid=* :carol!* REDACT #tea :%s", own);
    hears_of(&s->bob, "@msgid=* :carol!* REDACT #tea :%s", own);
    says_of(&s->carol, "REDACT bob %s", own);
    hears(&s->carol, "FAIL REDACT INVALID_TARGET bob :*");
    free(own);
}

/* carol says OPER with these rights. */
static void carol_operates(struct scene *s, char **listed)
{
    s->rig.config.operators = listed;
    s->rig.config.noperators = 1;
    comes_as_account(s, &s->carol, "carol", "desk", CAPS);
    says(&s->carol, "OPER carol");
    ignores(&s->carol);
}

static void an_operator_without_the_right_is_like_others(void **state)
{
    struct scene *s = *state;
    char listed[] = "carol: look audit";
    friends_meet(s, CAPS, CAPS);
    carol_operates(s, (char *[]){listed});
    char *msgid = said(&s->bob, "PRIVMSG #tea :his");
    says_of(&s->carol, "REDACT #tea %s", msgid);
    hears(&s->carol, "FAIL REDACT INVALID_TARGET #tea :*");
    says(&s->carol, "JOIN #tea");
    ignores(&s->carol);
    says_of(&s->carol, "REDACT #tea %s", msgid);
    hears_of(&s->carol, "FAIL REDACT REDACT_FORBIDDEN #tea %s :*", msgid);
    free(msgid);
}

static void an_operator_may_without_being_there(void **state)
{
    struct scene *s = *state;
    char listed[] = "carol: kick";
    friends_meet(s, CAPS, CAPS);
    carol_operates(s, (char *[]){listed});
    char *msgid = said(&s->bob, "PRIVMSG #tea :his");
    ignores(&s->alice);
    says_of(&s->carol, "REDACT #tea %s :not here", msgid);
    hears_of(&s->alice, "@msgid=* :carol!* REDACT #tea %s :not here", msgid);
    hears_of(&s->bob, "@msgid=* :carol!* REDACT #tea %s :not here", msgid);
    free(msgid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOMS(ones_own_may_be_taken_back_for_a_day),
        ROOMS(a_plain_member_may_not_touch_what_others_said),
        ROOMS(who_runs_one_room_does_not_run_another),
        ROOMS(a_private_word_is_its_authors_alone),
        ROOMS(strangers_learn_nothing),
        ROOMS(what_was_said_in_private_before_one_came_does_not_exist),
        ROOMS(a_guest_has_nothing_to_take_back_but_may_run_a_room),
        ROOMS(an_operator_may_without_being_there),
        ROOMS(an_operator_without_the_right_is_like_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
