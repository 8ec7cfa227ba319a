#include <stdio.h>
#include <stdlib.h>

#include "talk_scene.h"

#define HOUR_MS ((int64_t)3600000)

/* Messages stay two hours, joins and the like one. */
static void little_is_kept(struct scene *s)
{
    friends_meet(s, "message-tags", "");
    s->rig.config.retention = (struct retention){
        .messages_ms = 2 * HOUR_MS, .events_ms = HOUR_MS, .undelivered_ms = 5 * HOUR_MS};
    s->rig.config.ping_ms = INT64_MAX / 4;
}

static void what_is_too_old_is_gone_and_asking_for_it_says_so(void **state)
{
    struct scene *s = *state;
    little_is_kept(s);
    comes_as_account(s, &s->carol, "carol", "desk", "message-tags draft/chathistory");
    says(&s->carol, "JOIN #tea");
    ignores(&s->carol);
    says(&s->alice, "PRIVMSG #tea :old");
    char *line = next_line(&s->carol);
    char *msgid = tag_of(line, "msgid");
    time_passes(s, HOUR_MS);
    says(&s->alice, "PRIVMSG #tea :young");
    time_passes(s, HOUR_MS + HOUR_MS / 2);
    ignores(&s->carol);
    says(&s->carol, "CHATHISTORY LATEST #tea * 10");
    hears(&s->carol, "* PRIVMSG #tea :* young");
    hears_nothing(&s->carol);
    char ask[80];
    snprintf(ask, sizeof(ask), "CHATHISTORY AFTER #tea msgid=%s 10", msgid);
    says(&s->carol, ask);
    hears(&s->carol, "FAIL CHATHISTORY MESSAGE_ERROR AFTER #tea :*");
    free(line);
    free(msgid);
}

static void private_words_wait_longer_for_who_has_not_had_them(void **state)
{
    struct scene *s = *state;
    little_is_kept(s);
    leaves_for_long(s, &s->bob);
    says(&s->alice, "PRIVMSG bob :for you");
    says(&s->alice, "PRIVMSG #tea :for all");
    says(&s->alice, "PRIVMSG alice :the newest stays");
    time_passes(s, 4 * HOUR_MS);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears(&s->bob, "NOTICE bob :While you were away: 1 message");
    hears(&s->bob, "* PRIVMSG bob :* for you");
}

static void a_clock_that_jumped_makes_nothing_old_at_once(void **state)
{
    struct scene *s = *state;
    little_is_kept(s);
    says(&s->bob, "PRIVMSG #tea :bye");
    leaves_for_long(s, &s->bob);
    says(&s->alice, "PRIVMSG #tea :kept");
    time_passes(s, 2000);
    s->rig.server.now_ms += HOUR_MS * 24 * 365;
    time_passes(s, 3 * HOUR_MS);
    s->rig.server.now_ms -= HOUR_MS * 24 * 365;
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears(&s->bob, "NOTICE bob :While you were away: 1 message");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOMS(what_is_too_old_is_gone_and_asking_for_it_says_so),
        ROOMS(private_words_wait_longer_for_who_has_not_had_them),
        ROOMS(a_clock_that_jumped_makes_nothing_old_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
