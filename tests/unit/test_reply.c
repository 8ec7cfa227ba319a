/* Labels, batches, numerics, line limits, deliveries. */
#include <stdio.h>
#include <string.h>

#include "reply.h"
#include "server_scene.h"

#define LABELS "batch labeled-response"

static void a_line_without_an_answer_is_acknowledged(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", LABELS);
    says(&s->alice, "@label=a1 PONG :x");
    hears(&s->alice, "@label=a1 ACK");
    hears_nothing(&s->alice);
}

static void one_line_of_answer_carries_the_label(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", LABELS);
    says(&s->alice, "@label=a1 PING x");
    hears(&s->alice, "@label=a1 PONG parlor.local :x");
    says(&s->alice, "@label=a2 NOSUCH");
    hears(&s->alice, "@label=a2 421 alice NOSUCH :Unknown command");
}

static void several_lines_come_as_a_batch(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", LABELS);
    says(&s->alice, "@label=a1 VERSION");
    hears(&s->alice, "@label=a1 BATCH +b1 labeled-response");
    hears(&s->alice, "@batch=b1 351 alice *");
    hears(&s->alice, "@batch=b1 005 alice *");
    hears(&s->alice, "@batch=b1 005 alice *");
    hears(&s->alice, "BATCH -b1");
    hears_nothing(&s->alice);
}

static void a_label_is_escaped_as_tags_are(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", LABELS);
    says(&s->alice, "@label=a\\:b\\sc PING x");
    hears(&s->alice, "@label=a\\:b\\sc PONG parlor.local :x");
}

static void a_label_that_is_too_long_or_not_asked_for_is_ignored(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", LABELS);
    says(&s->alice, "@label=0123456789012345678901234567890123456789012345678901234567890123x "
                    "PING x");
    hears(&s->alice, ":parlor.local PONG parlor.local :x");
    comes_as_guest(s, &s->bob, "bob", "");
    says(&s->bob, "@label=a1 PING x");
    hears(&s->bob, ":parlor.local PONG parlor.local :x");
}

static void what_a_client_said_is_shown_as_a_word(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    says(&s->alice, "JOIN :#a b");
    hears(&s->alice, "* alice * :*");
}

static void no_line_is_longer_than_512_bytes(void **state)
{
    struct scene *s = *state;
    char line[512] = "";
    memset(line, 'Y', 500);
    line[500] = '\0';
    comes_as_guest(s, &s->alice, "alice", "");
    says(&s->alice, line);
    assert_true(s->alice.unread.len <= 512);
    hears(&s->alice, "421 alice YYY* :Unknown command");
}

static void a_line_too_long_is_refused_and_the_next_one_is_read(void **state)
{
    struct scene *s = *state;
    char line[600];
    comes_as_guest(s, &s->alice, "alice", "");
    snprintf(line, sizeof(line), "PING :%0*d", 520, 7);
    says(&s->alice, line);
    hears(&s->alice, "417 alice :Input line was too long");
    says(&s->alice, "PING x");
    hears(&s->alice, "PONG parlor.local :x");
}

static void a_line_that_is_no_text_is_refused(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    says(&s->alice, "PRIVMSG bob :\xff\xfe");
    hears(&s->alice, "FAIL PRIVMSG INVALID_UTF8 :*");
    rig_say(&s->alice, "PING a\0b", 8);
    hears(&s->alice, "FAIL PING INVALID_UTF8 :*");
}

static void a_line_with_another_inside_is_refused(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    says(&s->alice, "PING :a\rQUIT :b");
    hears(&s->alice, "FAIL PING INVALID_LINE :There is a CR in the line");
    hears_nothing(&s->alice);
    assert_true(is_connected(&s->alice));
}

static void a_refusal_carries_the_label(void **state)
{
    struct scene *s = *state;
    char line[600];
    comes_as_guest(s, &s->alice, "alice", "labeled-response");
    snprintf(line, sizeof(line), "@label=a PING :%0*d", 520, 7);
    says(&s->alice, line);
    hears(&s->alice, "@label=a :* 417 alice :Input line was too long");
    says(&s->alice, "@label=b PRIVMSG bob :\xff\xfe");
    hears(&s->alice, "@label=b :* FAIL PRIVMSG INVALID_UTF8 :*");
    says(&s->alice, "@label=\xff PRIVMSG bob :hello");
    hears(&s->alice, "FAIL PRIVMSG INVALID_UTF8 :*");
    says(&s->alice, "PING x");
    hears(&s->alice, "PONG parlor.local :x");
}

static void every_line_has_its_time_for_those_who_want_it(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "server-time");
    says(&s->alice, "PING x");
    hears(&s->alice, "@time=2026-01-01T00:00:00.000Z :parlor.local PONG parlor.local :x");
}

static void each_session_gets_the_tags_that_it_asked_for(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->bob, "bob", "");
    comes_as_guest(s, &s->carol, "carol", "message-tags server-time account-tag");
    comes_as_account(s, &s->alice, "alice", "desk", "");
    ignores(&s->bob);
    ignores(&s->carol);
    says(&s->alice, "PART #lobby :tea time");
    hears(&s->bob, ":alice!alice@user/alice PART #lobby :tea time");
    hears(&s->carol, "@time=2026-01-01T00:00:00.000Z;msgid=*;account=alice :alice!alice@user/alice "
                     "PART #lobby :tea time");
}

static void who_does_not_read_is_cut_off(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    s->rig.config.sendq_max = 20;
    says(&s->alice, "VERSION");
    assert_false(is_connected(&s->alice));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_line_without_an_answer_is_acknowledged),
        SCENE(one_line_of_answer_carries_the_label),
        SCENE(several_lines_come_as_a_batch),
        SCENE(a_label_is_escaped_as_tags_are),
        SCENE(a_label_that_is_too_long_or_not_asked_for_is_ignored),
        SCENE(what_a_client_said_is_shown_as_a_word),
        SCENE(no_line_is_longer_than_512_bytes),
        SCENE(a_line_too_long_is_refused_and_the_next_one_is_read),
        SCENE(a_line_that_is_no_text_is_refused),
        SCENE(a_line_with_another_inside_is_refused),
        SCENE(a_refusal_carries_the_label),
        SCENE(every_line_has_its_time_for_those_who_want_it),
        SCENE(each_session_gets_the_tags_that_it_asked_for),
        SCENE(who_does_not_read_is_cut_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
