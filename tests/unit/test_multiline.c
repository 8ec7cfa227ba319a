/* Messages of several lines (server.md, 2.6). */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "talk_scene.h"

#define CAPS                                                            \
    "batch draft/multiline echo-message labeled-response message-tags " \
    "standard-replies parlor.chat/idempotency"
#define READS "batch draft/multiline draft/chathistory message-tags labeled-response server-time"

/* Two lines, the second of them in two pieces. */
static void says_two_lines(struct person *person, const char *opening, const char *target)
{
    static const char *const pieces[] = {"@batch=1 PRIVMSG %s :hello",
                                         "@batch=1 privmsg %s :how is ",
                                         "@batch=1;draft/multiline-concat PRIVMSG %s :everyone?"};
    says(person, opening);
    for (size_t i = 0; i < 3; i++) {
        struct buf line = {0};
        const char *gap = strstr(pieces[i], "%s");
        buf_append(&line, pieces[i], (size_t)(gap - pieces[i]));
        buf_puts(&line, target);
        buf_puts(&line, gap + 2);
        says(person, buf_text(&line));
        buf_clear(&line);
    }
    says(person, "BATCH -1");
}

#define OPENS "BATCH +1 draft/multiline #tea"

static void who_knows_batches_hears_one_and_others_hear_its_lines(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, READS);
    comes_as_account(s, &s->carol, "carol", "desk", "message-tags");
    says(&s->carol, "JOIN #tea");
    ignores(&s->alice);
    ignores(&s->bob);
    ignores(&s->carol);
    says_two_lines(&s->alice, "@label=x;+reply=abc " OPENS, "#tea");
    hears(&s->bob, "@*msgid=*;+reply=abc :alice!* BATCH +* draft/multiline :#tea");
    hears(&s->bob, "@batch=* :alice!* PRIVMSG #tea :hello");
    hears(&s->bob, "@batch=* :alice!* PRIVMSG #tea :how is ");
    hears(&s->bob, "@batch=*;draft/multiline-concat* :alice!* PRIVMSG #tea :everyone?");
    hears(&s->bob, "*BATCH -*");
    hears_nothing(&s->bob);
    hears(&s->carol, "@msgid=*;+reply=abc :alice!* PRIVMSG #tea :hello");
    hears(&s->carol, ":alice!* PRIVMSG #tea :how is ");
    hears(&s->carol, ":alice!* PRIVMSG #tea :everyone?");
    hears_nothing(&s->carol);
    hears(&s->alice, "@label=x;msgid=*;+reply=abc :alice!* BATCH +* draft/multiline :#tea");
    hears(&s->alice, "@batch=* :alice!* PRIVMSG #tea :hello");
    hears_at_last(&s->alice, "BATCH -*");
    hears_nothing(&s->alice);
}

static void blank_lines_are_not_for_who_does_not_know_them(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "message-tags");
    says(&s->alice, OPENS);
    says(&s->alice, "@batch=1 PRIVMSG #tea :");
    says(&s->alice, "@batch=1 PRIVMSG #tea :one");
    says(&s->alice, "@batch=1 PRIVMSG #tea :");
    says(&s->alice, "@batch=1 PRIVMSG #tea :two");
    says(&s->alice, "BATCH -1");
    hears(&s->bob, "@msgid=* :alice!* PRIVMSG #tea :one");
    hears(&s->bob, ":alice!* PRIVMSG #tea :two");
    hears_nothing(&s->bob);
    hears(&s->alice, "@msgid=* BATCH +*");
    hears(&s->alice, "@batch=* PRIVMSG #tea :");
    hears(&s->alice, "@batch=* PRIVMSG #tea :one");
    hears(&s->alice, "@batch=* PRIVMSG #tea :");
    hears(&s->alice, "@batch=* PRIVMSG #tea :two");
}

static void history_counts_it_as_one_and_gives_it_as_a_batch_within(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, READS);
    says(&s->alice, "PRIVMSG #tea :before");
    says_two_lines(&s->alice, OPENS, "#tea");
    ignores(&s->bob);
    says(&s->bob, "CHATHISTORY LATEST #tea * 2");
    hears(&s->bob, "* BATCH +* chathistory :#tea");
    hears(&s->bob, "@batch=*;time=*;msgid=* :alice!* PRIVMSG #tea :before");
    hears(&s->bob, "@batch=*;time=*;msgid=* :alice!* BATCH +* draft/multiline :#tea");
    hears(&s->bob, "@batch=* :alice!* PRIVMSG #tea :hello");
    hears(&s->bob, "@batch=* :alice!* PRIVMSG #tea :how is ");
    hears(&s->bob, "@batch=*;draft/multiline-concat* :alice!* PRIVMSG #tea :everyone?");
    hears(&s->bob, "@batch=* BATCH -*");
    hears(&s->bob, "*BATCH -*");
    hears_nothing(&s->bob);
}

static void mail_of_several_lines_waits_as_one(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "");
    leaves_for_long(s, &s->bob);
    ignores(&s->alice);
    says_two_lines(&s->alice, "@label=y BATCH +1 draft/multiline bob", "bob");
    hears(&s->alice, "@label=y * BATCH +* labeled-response");
    hears(&s->alice, "@batch=*;msgid=* BATCH +* draft/multiline :bob");
    hears_at_last(&s->alice, "@batch=* BATCH -*");
    hears(&s->alice, "@batch=* 301 alice bob :offline since *");
    comes_back(s, &s->bob, "bob", "desk", "");
    hears_at_last(&s->bob, "NOTICE bob :While you were away: 1 message");
    hears(&s->bob, ":alice!* PRIVMSG bob :[*] hello");
    hears(&s->bob, ":alice!* PRIVMSG bob :[*] how is ");
    hears(&s->bob, ":alice!* PRIVMSG bob :[*] everyone?");
    acknowledges(&s->bob);
}

static void the_same_key_is_only_echoed_again(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, READS);
    says_two_lines(&s->alice, "@parlor.chat/idem=k " OPENS, "#tea");
    ignores(&s->alice);
    ignores(&s->bob);
    says_two_lines(&s->alice, "@parlor.chat/idem=k " OPENS, "#tea");
    hears(&s->alice, "@msgid=*;parlor.chat/dup* BATCH +* draft/multiline :#tea");
    hears_nothing(&s->bob);
}

static void it_is_taken_back_as_one(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS " draft/message-redaction", READS);
    says_two_lines(&s->alice, OPENS, "#tea");
    char *line = next_line(&s->alice);
    char *msgid = tag_of(line, "msgid");
    says_of(&s->alice, "REDACT #tea %s", msgid);
    ignores(&s->bob);
    says(&s->bob, "CHATHISTORY LATEST #tea * 5");
    hears(&s->bob, "* BATCH +* chathistory :#tea");
    hears(&s->bob, "*BATCH -*");
    hears_nothing(&s->bob);
    free(line);
    free(msgid);
}

/* ---- what is refused ---- */

static void is_refused(struct scene *s, const char *const *lines, const char *answer)
{
    for (; *lines; lines++)
        says(&s->alice, *lines);
    hears(&s->alice, answer);
    says(&s->alice, "@batch=1 PRIVMSG #tea :the rest");
    says(&s->alice, "BATCH -1");
    hears_nothing(&s->alice);
    hears_nothing(&s->bob);
}

static void what_is_wrong_is_said_once_and_the_rest_is_passed_over(void **state)
{
    static const struct {
        const char *lines[4];
        const char *answer;
    } wrong[] = {
        {{OPENS, "@batch=1 PRIVMSG bob :x"},                                                    "FAIL BATCH MULTILINE_INVALID_TARGET #tea bob :*"},
        {{OPENS, "@batch=1 NOTICE #tea :x", "@batch=1 PRIVMSG #tea :x"},
         "FAIL BATCH MULTILINE_INVALID :PRIVMSG and NOTICE cannot be mixed"                                                                      },
        {{OPENS, "@batch=1 PRIVMSG #tea :x", "@batch=1;draft/multiline-concat PRIVMSG #tea :"},
         "FAIL BATCH MULTILINE_INVALID :*"                                                                                                       },
        {{OPENS, "@batch=1;+reply=z PRIVMSG #tea :x"},                                          "FAIL BATCH MULTILINE_INVALID :*"                },
        {{OPENS, "@batch=1 TAGMSG #tea"},                                                       "FAIL BATCH MULTILINE_INVALID :*"                },
        {{OPENS, "@batch=1 PRIVMSG #tea :x", "JOIN #coffee"},                                   "FAIL BATCH MULTILINE_INVALID :*"                },
        {{OPENS, "BATCH +2 draft/multiline #tea"},                                              "FAIL BATCH MULTILINE_INVALID :*"                },
        {{"@label=z " OPENS, "@batch=1 PRIVMSG bob :x"},
         "@label=z * FAIL BATCH MULTILINE_INVALID_TARGET #tea bob :*"                                                                            },
        {{"BATCH +1 netsplit #tea"},                                                            "FAIL BATCH UNKNOWN_TYPE 1 netsplit :*"          },
        {{"BATCH +1 draft/multiline"},                                                          "FAIL BATCH MULTILINE_INVALID :*"                },
        {{"BATCH +1 draft/multiline NickServ"},                                                 "FAIL BATCH MULTILINE_INVALID :Services*"        },
    };
    struct scene *s = *state;
    friends_meet(s, CAPS, "");
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        is_refused(s, wrong[i].lines, wrong[i].answer);
        time_passes(s, 60000);
        ignores(&s->alice);
        ignores(&s->bob);
    }
}

static void an_empty_or_blank_batch_says_nothing(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "");
    says(&s->alice, OPENS);
    says(&s->alice, "BATCH -1");
    hears(&s->alice, "FAIL BATCH MULTILINE_INVALID :There is no text in the batch");
    says(&s->alice, OPENS);
    says(&s->alice, "@batch=1 PRIVMSG #tea :");
    says(&s->alice, "BATCH -1");
    hears(&s->alice, "FAIL BATCH MULTILINE_INVALID :There is no text in the batch");
    says(&s->alice, "BATCH +a_b draft/multiline #tea");
    hears(&s->alice, "FAIL BATCH INVALID_REFTAG a_b :*");
    hears_nothing(&s->bob);
}

static void there_are_limits_to_lines_and_bytes(void **state)
{
    struct scene *s = *state;
    char text[401];
    friends_meet(s, CAPS, "");
    says(&s->alice, OPENS);
    for (int i = 0; i < 128; i++)
        says(&s->alice, "@batch=1 PRIVMSG #tea :x");
    hears_nothing(&s->alice);
    says(&s->alice, "@batch=1 PRIVMSG #tea :x");
    hears(&s->alice, "FAIL BATCH MULTILINE_MAX_LINES 128 :*");
    says(&s->alice, "BATCH -1");
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    char *line = xasprintf("@batch=1 PRIVMSG #tea :%s", text);
    says(&s->alice, OPENS);
    for (int i = 0; i < 16384 / 401; i++)
        says(&s->alice, line);
    hears_nothing(&s->alice);
    says(&s->alice, line);
    hears(&s->alice, "FAIL BATCH MULTILINE_MAX_BYTES 16384 :*");
    hears_nothing(&s->bob);
    free(line);
}

static void a_batch_must_end_in_time(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "");
    says(&s->alice, "@label=t " OPENS);
    time_passes(s, 9000);
    says(&s->alice, "@batch=1 PRIVMSG #tea :x");
    hears_nothing(&s->alice);
    time_passes(s, 1000);
    hears(&s->alice, "@label=t * FAIL BATCH TIMEOUT 1 :*");
    says(&s->alice, "@batch=1 PRIVMSG #tea :y");
    says(&s->alice, "BATCH -1");
    hears_nothing(&s->alice);
    hears_nothing(&s->bob);
    says(&s->alice, "PRIVMSG #tea :alone");
    hears(&s->bob, ":alice!* PRIVMSG #tea :alone");
}

static void lines_of_no_batch_cost_as_much_as_others(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "");
    s->rig.config.flood = (struct throttle_rate){.burst = 5, .per_second = 1};
    for (int i = 0; i < 10; i++) {
        says(&s->alice, "@batch=1 PRIVMSG #tea :x");
        hears(&s->alice, "FAIL BATCH MULTILINE_INVALID :No such batch is open");
    }
    assert_true(has_to_wait_ms(s, &s->alice) >= 5000);
}

static void who_may_not_speak_is_told_once(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "");
    says(&s->alice, "BATCH +1 draft/multiline nobody");
    says(&s->alice, "@batch=1 PRIVMSG nobody :x");
    says(&s->alice, "@batch=1 PRIVMSG nobody :y");
    says(&s->alice, "BATCH -1");
    hears(&s->alice, "401 alice nobody :*");
    hears_nothing(&s->alice);
}

static void the_value_says_what_may_be_sent(void **state)
{
    struct scene *s = *state;
    connects(s, &s->alice);
    says(&s->alice, "CAP LS 302");
    hears_at_last(&s->alice, "CAP * LS *draft/multiline=max-bytes=16384,max-lines=128*");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(who_knows_batches_hears_one_and_others_hear_its_lines),
        SCENE(blank_lines_are_not_for_who_does_not_know_them),
        SCENE(history_counts_it_as_one_and_gives_it_as_a_batch_within),
        SCENE(mail_of_several_lines_waits_as_one),
        SCENE(the_same_key_is_only_echoed_again),
        SCENE(it_is_taken_back_as_one),
        SCENE(what_is_wrong_is_said_once_and_the_rest_is_passed_over),
        SCENE(an_empty_or_blank_batch_says_nothing),
        SCENE(there_are_limits_to_lines_and_bytes),
        SCENE(a_batch_must_end_in_time),
        SCENE(lines_of_no_batch_cost_as_much_as_others),
        SCENE(who_may_not_speak_is_told_once),
        SCENE(the_value_says_what_may_be_sent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
