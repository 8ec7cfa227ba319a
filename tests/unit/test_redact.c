#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "talk_scene.h"

#define CAPS  "draft/message-redaction echo-message message-tags"
#define PAGES "batch draft/chathistory draft/message-redaction message-tags server-time"

/* Says it, and returns the msgid from the speaker's echo; to free. */
static char *said(struct person *person, const char *line)
{
    says(person, line);
    char *echo = next_line(person);
    char *msgid = tag_of(echo, "msgid");
    free(echo);
    return msgid;
}

/* format has one %s: the msgid. */
static void says_of(struct person *person, const char *format, const char *msgid)
{
    const char *at = strstr(format, "%s");
    char *line = xasprintf("%.*s%s%s", (int)(at - format), format, msgid, at + 2);
    says(person, line);
    free(line);
}

static void hears_of(struct person *person, const char *format, const char *msgid)
{
    const char *at = strstr(format, "%s");
    char *line = xasprintf("%.*s%s%s", (int)(at - format), format, msgid, at + 2);
    hears(person, line);
    free(line);
}

static void the_room_is_told_but_only_who_knows_the_word(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    comes_as_guest(s, &s->carol, "carol", "");
    says(&s->carol, "JOIN #tea");
    ignores(&s->alice);
    ignores(&s->bob);
    ignores(&s->carol);
    char *msgid = said(&s->bob, "PRIVMSG #tea :slip");
    ignores(&s->alice);
    ignores(&s->carol);
    says_of(&s->bob, "REDACT #TEA %s :a slip", msgid);
    hears_of(&s->bob, "@msgid=* :bob!* REDACT #tea %s :a slip", msgid);
    hears_of(&s->alice, "@msgid=* :bob!* REDACT #tea %s :a slip", msgid);
    hears_nothing(&s->carol);
    free(msgid);
}

static void the_label_comes_back(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "message-tags echo-message draft/message-redaction labeled-response", "");
    char *msgid = said(&s->alice, "PRIVMSG #tea :slip");
    says_of(&s->alice, "@label=7 REDACT #tea %s", msgid);
    hears_of(&s->alice, "@label=7;msgid=* :alice!* REDACT #tea :%s", msgid);
    says_of(&s->alice, "@label=8 REDACT #tea %s", msgid);
    hears_of(&s->alice, "@label=8 FAIL REDACT UNKNOWN_MSGID #tea %s :*", msgid);
    free(msgid);
}

static void without_an_echo_the_label_is_acknowledged(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "labeled-response", CAPS);
    char *msgid = said(&s->bob, "PRIVMSG #tea :slip");
    ignores(&s->alice);
    says_of(&s->alice, "@label=7 REDACT #tea %s", msgid);
    hears(&s->alice, "@label=7 :parlor.local ACK");
    free(msgid);
}

static void who_was_away_never_gets_it(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "");
    leaves_for_long(s, &s->bob);
    ignores(&s->alice);
    char *msgid = said(&s->alice, "PRIVMSG #tea :slip");
    says_of(&s->alice, "REDACT #tea %s", msgid);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears_nothing(&s->bob);
    free(msgid);
}

static void who_had_it_is_told_on_return_if_it_knows_the_word(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    char *msgid = said(&s->alice, "PRIVMSG bob :slip");
    time_passes(s, 3000);
    hears_at_last(&s->bob, "* :slip");
    acknowledges(&s->bob);
    leaves_for_long(s, &s->bob);
    ignores(&s->alice);
    says_of(&s->alice, "REDACT bob %s :oops", msgid);
    hears_of(&s->alice, "@msgid=* :alice!* REDACT bob %s :oops", msgid);
    comes_back_to_tea(s, &s->bob, "bob", "desk", CAPS);
    hears_of(&s->bob, "@msgid=* :alice!* REDACT bob %s :oops", msgid);
    acknowledges(&s->bob);
    hears_nothing(&s->bob);
    free(msgid);
}

static void other_devices_of_the_author_are_told(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "");
    comes_as_account(s, &s->alice_phone, "alice", "phone", CAPS);
    ignores(&s->alice_phone);
    ignores(&s->alice);
    char *msgid = said(&s->alice, "PRIVMSG bob :slip");
    ignores(&s->alice_phone);
    says_of(&s->alice, "REDACT bob %s", msgid);
    hears_of(&s->alice_phone, "@msgid=* :alice!* REDACT bob :%s", msgid);
    free(msgid);
}

/* ---- history ---- */

static void history_is_without_it_and_says_so_to_who_knows_the_word(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "batch draft/chathistory");
    comes_as_account(s, &s->carol, "carol", "desk", PAGES);
    says(&s->carol, "JOIN #tea");
    says(&s->alice, "PRIVMSG #tea :one");
    ignores(&s->alice);
    char *msgid = said(&s->alice, "PRIVMSG #tea :slip");
    says(&s->alice, "PRIVMSG #tea :three");
    says_of(&s->alice, "REDACT #tea %s", msgid);
    ignores(&s->bob);
    ignores(&s->carol);
    says(&s->bob, "CHATHISTORY LATEST #tea * 2");
    hears(&s->bob, "BATCH +* chathistory :#tea");
    hears(&s->bob, "* :[*] one");
    hears(&s->bob, "* :[*] three");
    hears(&s->bob, "BATCH -*");
    says(&s->carol, "CHATHISTORY LATEST #tea * 2");
    hears(&s->carol, "* chathistory :#tea");
    hears(&s->carol, "* :one");
    hears_of(&s->carol, "@batch=*;time=*;msgid=* :alice!* REDACT #tea :%s", msgid);
    hears(&s->carol, "* :three");
    hears(&s->carol, "* BATCH -*");
    free(msgid);
}

static void it_stays_so_over_a_restart(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "");
    leaves_for_long(s, &s->bob);
    ignores(&s->alice);
    char *msgid = said(&s->alice, "PRIVMSG #tea :slip");
    says_of(&s->alice, "REDACT #tea %s", msgid);
    scene_restart(s);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears_nothing(&s->bob);
    free(msgid);
}

/* ---- who may: author, target and caller in all their combinations ---- */

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

static void an_operator_may_without_being_there(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    comes_as_account(s, &s->carol, "carol", "desk", CAPS);
    world_session(s->rig.server.world, s->carol.serial)->oper = true;
    char *msgid = said(&s->bob, "PRIVMSG #tea :his");
    ignores(&s->alice);
    says_of(&s->carol, "REDACT #tea %s :not here", msgid);
    hears_of(&s->alice, "@msgid=* :carol!* REDACT #tea %s :not here", msgid);
    hears_of(&s->bob, "@msgid=* :carol!* REDACT #tea %s :not here", msgid);
    free(msgid);
}

/* ---- odd words, and a full disk ---- */

static void odd_msgids_are_unknown(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    says(&s->alice, "REDACT #tea :a b");
    hears(&s->alice, "FAIL REDACT UNKNOWN_MSGID #tea * :*");
    says(&s->alice, "REDACT #tea :");
    hears(&s->alice, "FAIL REDACT UNKNOWN_MSGID #tea * :*");
    says(&s->alice, "REDACT #tea x :why");
    hears(&s->alice, "FAIL REDACT UNKNOWN_MSGID #tea x :*");
}

static void a_reason_that_would_be_cut_is_refused(void **state)
{
    struct scene *s = *state;
    char why[501];
    friends_meet(s, CAPS, "");
    char *msgid = said(&s->alice, "PRIVMSG #tea :slip");
    memset(why, 'x', sizeof(why) - 1);
    why[470] = '\0';
    char *line = xasprintf("REDACT #tea %s :%s", msgid, why);
    line[508] = '\0';
    says(&s->alice, line);
    hears(&s->alice, "417 alice :*");
    free(line);
    free(msgid);
}

static void nothing_is_said_to_be_deleted_that_the_disk_did_not_take(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    char *msgid = said(&s->bob, "PRIVMSG #tea :slip");
    ignores(&s->alice);
    disk_is_full();
    says_of(&s->bob, "REDACT #tea %s", msgid);
    disk_has_room();
    hears_of(&s->bob, "FAIL REDACT STORAGE_ERROR #tea %s :*", msgid);
    hears_nothing(&s->alice);
    says_of(&s->bob, "REDACT #tea %s", msgid);
    hears_of(&s->bob, "@msgid=* :bob!* REDACT #tea :%s", msgid);
    free(msgid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOMS(the_room_is_told_but_only_who_knows_the_word),
        ROOMS(the_label_comes_back),
        ROOMS(without_an_echo_the_label_is_acknowledged),
        ROOMS(who_was_away_never_gets_it),
        ROOMS(who_had_it_is_told_on_return_if_it_knows_the_word),
        ROOMS(other_devices_of_the_author_are_told),
        ROOMS(history_is_without_it_and_says_so_to_who_knows_the_word),
        ROOMS(it_stays_so_over_a_restart),
        ROOMS(ones_own_may_be_taken_back_for_a_day),
        ROOMS(a_plain_member_may_not_touch_what_others_said),
        ROOMS(who_runs_one_room_does_not_run_another),
        ROOMS(a_private_word_is_its_authors_alone),
        ROOMS(strangers_learn_nothing),
        ROOMS(what_was_said_in_private_before_one_came_does_not_exist),
        ROOMS(a_guest_has_nothing_to_take_back_but_may_run_a_room),
        ROOMS(an_operator_may_without_being_there),
        ROOMS(odd_msgids_are_unknown),
        ROOMS(a_reason_that_would_be_cut_is_refused),
        ROOMS(nothing_is_said_to_be_deleted_that_the_disk_did_not_take),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
