#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "talk_scene.h"

#define CAPS                                                                      \
    "batch draft/chathistory draft/event-playback echo-message labeled-response " \
    "message-tags server-time"

/* alice reads; bob has said 1 to 6, a second apart: at 00:00:01 and so on. */
static void six_things_were_said(struct scene *s)
{
    friends_meet(s, "batch draft/chathistory message-tags server-time labeled-response", "");
    for (int i = 1; i <= 6; i++) {
        time_passes(s, 1000);
        says_each(&s->bob, "PRIVMSG #tea :number %d.", i, i);
    }
    ignores(&s->alice);
}

/* The batch that comes holds just these numbers of messages, which target says all of. */
static void hears_numbers(struct person *person, const char *opening, const char *numbers)
{
    struct buf heard = {0};
    bool ended = false;
    hears(person, opening);
    while (!ended) {
        char *line = next_line(person);
        const char *number = strstr(line, "number ");
        ended = strstr(line, "BATCH -");
        if (!ended) {
            assert_non_null(number);
            assert_non_null(strstr(line, "batch="));
            buf_printf(&heard, "%s%.*s", heard.len > 0 ? " " : "", (int)strcspn(number + 7, "."),
                       number + 7);
        }
        free(line);
    }
    assert_string_equal(buf_text(&heard), numbers);
    buf_clear(&heard);
    hears_nothing(person);
}

#define MORE "@time=* BATCH +* chathistory :#tea"
#define END  "@*draft/chathistory-end* BATCH +* chathistory :#tea"

static void asks(struct scene *s, const char *what)
{
    char *line = xasprintf("CHATHISTORY %s", what);
    says(&s->alice, line);
    free(line);
}

static void each_form_gives_its_part(void **state)
{
    static const struct {
        const char *asked;
        const char *opening;
        const char *numbers;
    } rows[] = {
        {"LATEST #tea * 2",                                                              MORE, "5 6"        },
        {"LATEST #TEA * 50",                                                             END,  "1 2 3 4 5 6"},
        {"LATEST #tea *",                                                                END,  "1 2 3 4 5 6"},
        {"LATEST #tea * 100000",                                                         END,  "1 2 3 4 5 6"},
        {"LATEST #tea timestamp=2026-01-01T00:00:04.000Z 9",                             END,  "5 6"        },
        {"before #tea timestamp=2026-01-01T00:00:04.000Z 2",                             MORE, "2 3"        },
        {"BEFORE #tea timestamp=2026-01-01T00:00:03.000Z 2",                             END,  "1 2"        },
        {"BEFORE #tea * 1",                                                              MORE, "6"          },
        {"AFTER #tea timestamp=2026-01-01T00:00:02.000Z 2",                              MORE, "3 4"        },
        {"AFTER #tea timestamp=2026-01-01T00:00:04.000Z 2",                              END,  "5 6"        },
        {"BETWEEN #tea timestamp=2026-01-01T00:00:01Z timestamp=2026-01-01T00:00:05Z 2", MORE,
         "2 3"                                                                                              },
        {"BETWEEN #tea timestamp=2026-01-01T00:00:05Z timestamp=2026-01-01T00:00:01Z 2", MORE,
         "3 4"                                                                                              },
        {"BETWEEN #tea timestamp=2026-01-01T00:00:01Z timestamp=2026-01-01T00:00:05Z 3", END,
         "2 3 4"                                                                                            },
    };
    struct scene *s = *state;
    six_things_were_said(s);
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        asks(s, rows[i].asked);
        hears_numbers(&s->alice, rows[i].opening, rows[i].numbers);
    }
}

static void message_ids_are_places_too(void **state)
{
    struct scene *s = *state;
    six_things_were_said(s);
    asks(s, "AFTER #tea timestamp=2026-01-01T00:00:02.000Z 1");
    hears(&s->alice, "* BATCH +*");
    char *line = next_line(&s->alice);
    char *msgid = tag_of(line, "msgid");
    ignores(&s->alice);

    static const struct {
        const char *form;
        const char *limit;
        const char *numbers;
    } rows[] = {
        {"BEFORE", "1", "2"    },
        {"AFTER",  "2", "4 5"  },
        {"AROUND", "3", "2 3 4"},
        {"LATEST", "9", "4 5 6"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        char *asked = xasprintf("%s #tea msgid=%s %s", rows[i].form, msgid, rows[i].limit);
        asks(s, asked);
        hears_numbers(&s->alice, "* BATCH +* chathistory :#tea", rows[i].numbers);
        free(asked);
    }
    free(msgid);
    free(line);
}

static void the_label_goes_on_the_batch(void **state)
{
    struct scene *s = *state;
    six_things_were_said(s);
    says(&s->alice, "@label=5 CHATHISTORY LATEST #tea * 1");
    hears_numbers(&s->alice, "@label=5;* BATCH +* chathistory :#tea", "6");
    says(&s->alice, "@label=6 CHATHISTORY LATEST #tea timestamp=2026-01-01T00:00:09Z 1");
    hears(&s->alice, "@label=6;* BATCH +* chathistory :#tea");
    hears(&s->alice, "* BATCH -*");
    hears_nothing(&s->alice);
}

static void answers_come_in_the_order_of_questions(void **state)
{
    struct scene *s = *state;
    six_things_were_said(s);
    disk_is_slow(s);
    says(&s->alice, "@label=1 PRIVMSG #tea :number 7.");
    says(&s->alice, "CHATHISTORY LATEST #tea * 1");
    says(&s->alice, "PING x");
    hears_nothing(&s->alice);
    disk_answers(s);
    hears(&s->alice, "@label=1 :* ACK");
    hears(&s->alice, "* BATCH +* chathistory :#tea");
    hears(&s->alice, "@batch=*number 7.");
    hears(&s->alice, "* BATCH -*");
    hears(&s->alice, "* PONG *x");
}

static void without_batch_the_lines_come_plain(void **state)
{
    struct scene *s = *state;
    six_things_were_said(s);
    comes_as_account(s, &s->alice_phone, "alice", "phone", "draft/chathistory");
    says(&s->alice_phone, "CHATHISTORY LATEST #tea * 2");
    hears(&s->alice_phone, ":bob!* PRIVMSG #tea :[2026-01-01 00:00] number 5.");
    hears(&s->alice_phone, ":bob!* PRIVMSG #tea :[2026-01-01 00:00] number 6.");
    hears_nothing(&s->alice_phone);
}

static void private_words_are_read_by_both_and_by_nobody_else(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    comes_as_account(s, &s->carol, "carol", "sofa", CAPS);
    leaves_for_long(s, &s->bob);
    says(&s->alice, "PRIVMSG bob :one");
    ignores(&s->alice);
    asks(s, "LATEST BOB * 10");
    hears(&s->alice, "* BATCH +* chathistory :bob");
    hears(&s->alice, "@batch=*;time=*;msgid=* :alice!* PRIVMSG bob :one");
    hears(&s->alice, "* BATCH -*");
    comes_back_to_tea(s, &s->bob, "bob", "desk", CAPS);
    says(&s->bob, "CHATHISTORY LATEST alice * 10");
    hears(&s->bob, "* BATCH +* chathistory :alice");
    hears(&s->bob, "@batch=*;time=*;msgid=* :alice!* PRIVMSG bob :one");
    says(&s->carol, "CHATHISTORY LATEST bob * 10");
    hears(&s->carol, "* BATCH +* chathistory :bob");
    hears(&s->carol, "* BATCH -*");
}

static void strangers_learn_nothing_of_a_room(void **state)
{
    struct scene *s = *state;
    six_things_were_said(s);
    comes_as_account(s, &s->carol, "carol", "sofa", CAPS);
    says(&s->carol, "CHATHISTORY LATEST #tea * 10");
    hears(&s->carol,
          "* FAIL CHATHISTORY INVALID_TARGET LATEST #tea :Messages could not be retrieved");
    says(&s->carol, "CHATHISTORY LATEST #nowhere * 10");
    hears(&s->carol,
          "* FAIL CHATHISTORY INVALID_TARGET LATEST #nowhere :Messages could not be retrieved");
    says(&s->carol, "CHATHISTORY LATEST nobody * 10");
    hears(&s->carol, "* FAIL CHATHISTORY INVALID_TARGET LATEST nobody :*");
}

static void newcomers_read_what_was_said_in_open_rooms_only(void **state)
{
    struct scene *s = *state;
    six_things_were_said(s);
    comes_as_account(s, &s->carol, "carol", "sofa",
                     "batch draft/chathistory message-tags server-time");
    says(&s->carol, "JOIN #tea");
    ignores(&s->carol);
    says(&s->carol, "CHATHISTORY LATEST #tea * 1");
    hears_numbers(&s->carol, "* BATCH +* chathistory :#tea", "6");
    says(&s->alice, "MODE #tea +k secret");
    ignores(&s->carol);
    says(&s->carol, "CHATHISTORY LATEST #tea * 1");
    hears_numbers(&s->carol, "* BATCH +* chathistory :#tea", "");
}

static void guests_read_from_when_they_came(void **state)
{
    struct scene *s = *state;
    six_things_were_said(s);
    time_passes(s, 1000);
    comes_as_guest(s, &s->carol, "carol", "batch draft/chathistory message-tags server-time");
    says(&s->carol, "JOIN #tea");
    says(&s->bob, "PRIVMSG #tea :number 7.");
    ignores(&s->carol);
    says(&s->carol, "CHATHISTORY LATEST #tea * 5");
    hears_numbers(&s->carol, END, "7");
    says(&s->carol, "CHATHISTORY AFTER #tea timestamp=2025-01-01T00:00:00Z 3");
    hears_numbers(&s->carol, END, "7");
    says(&s->carol, "CHATHISTORY BETWEEN #tea timestamp=2025-01-01T00:00:00Z "
                    "timestamp=2027-01-01T00:00:00Z 3");
    hears_numbers(&s->carol, END, "7");
    says(&s->carol, "CHATHISTORY LATEST bob * 5");
    hears(&s->carol, "* FAIL CHATHISTORY INVALID_TARGET LATEST bob :*");
    says(&s->carol,
         "CHATHISTORY TARGETS timestamp=2025-01-01T00:00:00Z timestamp=2027-01-01T00:00:00Z 5");
    hears(&s->carol, "* BATCH +* :draft/chathistory-targets");
    hears(&s->carol, "* BATCH -*");
}

static void events_are_shown_to_who_wants_them(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "");
    says(&s->alice, "TOPIC #tea :green");
    says(&s->bob, "PRIVMSG #tea :mmm");
    says(&s->bob, "PART #tea :bye");
    ignores(&s->alice);
    asks(s, "LATEST #tea * 4");
    hears(&s->alice, "* BATCH +*");
    hears(&s->alice, "@batch=*;time=*;msgid=* :bob!* JOIN #tea");
    hears(&s->alice, "@batch=*;time=*;msgid=* :alice!* TOPIC #tea :green");
    hears(&s->alice, "@batch=*;time=*;msgid=* :bob!* PRIVMSG #tea :mmm");
    hears(&s->alice, "@batch=*;time=*;msgid=* :bob!* PART #tea :bye");
    hears(&s->alice, "* BATCH -*");
    comes_as_account(s, &s->alice_phone, "alice", "phone", "draft/chathistory");
    says(&s->alice_phone, "CHATHISTORY LATEST #tea * 4");
    hears(&s->alice_phone, "* PRIVMSG #tea :* mmm");
    hears_nothing(&s->alice_phone);
}

static void targets_are_what_was_talked_in(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "");
    time_passes(s, 1000);
    says(&s->bob, "PRIVMSG #tea :one");
    time_passes(s, 1000);
    says(&s->bob, "PRIVMSG alice :two");
    ignores(&s->alice);
    asks(s, "TARGETS timestamp=2026-01-01T00:00:00Z timestamp=2026-01-02T00:00:00Z 10");
    hears(&s->alice, "* BATCH +* :draft/chathistory-targets");
    hears(&s->alice, "@batch=* CHATHISTORY TARGETS #tea :2026-01-01T00:00:01.000Z");
    hears(&s->alice, "@batch=* CHATHISTORY TARGETS bob :2026-01-01T00:00:02.000Z");
    hears(&s->alice, "* BATCH -*");
    asks(s, "TARGETS timestamp=2026-01-01T00:00:01Z timestamp=2026-01-02T00:00:00Z 10");
    hears(&s->alice, "* BATCH +*");
    hears(&s->alice, "@batch=* CHATHISTORY TARGETS bob *");
    hears(&s->alice, "* BATCH -*");
}

static void faults_are_named(void **state)
{
    static const struct {
        const char *asked;
        const char *code;
    } rows[] = {
        {"",                                                   "INVALID_PARAMS *"              },
        {"NEWEST #tea * 5",                                    "INVALID_PARAMS NEWEST"         },
        {"LATEST #tea",                                        "INVALID_PARAMS LATEST"         },
        {"LATEST #tea * 0",                                    "INVALID_PARAMS LATEST"         },
        {"LATEST #tea * -3",                                   "INVALID_PARAMS LATEST"         },
        {"LATEST #tea * many",                                 "INVALID_PARAMS LATEST"         },
        {"AFTER #tea * 5",                                     "INVALID_MSGREFTYPE AFTER *"    },
        {"AFTER #tea timestamp=noon 5",                        "INVALID_PARAMS AFTER"          },
        {"AFTER #tea seq=5 5",                                 "INVALID_MSGREFTYPE AFTER seq=5"},
        {"BETWEEN #tea timestamp=2026-01-01T00:00:00Z",        "INVALID_PARAMS BETWEEN"        },
        {"AFTER #tea msgid=gone 5",                            "MESSAGE_ERROR AFTER #tea"      },
        {"TARGETS timestamp=2026-01-01T00:00:00Z",             "INVALID_PARAMS TARGETS"        },
        {"TARGETS timestamp=2026-01-01T00:00:00Z msgid=abc 5", "INVALID_MSGREFTYPE TARGETS *"  },
    };
    struct scene *s = *state;
    six_things_were_said(s);
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        char *expected = xasprintf("* FAIL CHATHISTORY %s :*", rows[i].code);
        asks(s, rows[i].asked);
        hears(&s->alice, expected);
        hears_nothing(&s->alice);
        free(expected);
    }
}

static void sixteen_pages_are_free_and_the_next_ones_wait(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    s->rig.config.flood = (struct throttle_rate){.burst = 8, .per_second = 1};
    time_passes(s, 10000);
    for (int i = 0; i < 16; i++)
        says(&s->alice, "CHATHISTORY LATEST #tea * 10");
    assert_int_equal(has_to_wait_ms(s, &s->alice), 0);
    for (int i = 0; i < 3; i++)
        says(&s->alice, "CHATHISTORY LATEST #tea * 10");
    assert_true(has_to_wait_ms(s, &s->alice) > 0);
}

/* alice says as many messages, each with long tags. */
static void much_is_said(struct scene *s, int n)
{
    char line[3100] = "@+x=";
    memset(line + 4, 'y', 3000);
    snprintf(line + 3004, sizeof(line) - 3004, " PRIVMSG #tea :number %%d.");
    says_each(&s->alice, line, 1, n);
    ignores(&s->alice);
    ignores(&s->bob);
}

static void what_is_too_much_for_one_answer_is_less_and_says_that_there_is_more(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "batch message-tags", "");
    much_is_said(s, 100);
    s->rig.config.sendq_max = 50000;
    says(&s->alice, "CHATHISTORY LATEST #tea * 100");
    hears(&s->alice, "BATCH +* chathistory *");
    hears(&s->alice, "* PRIVMSG #tea :* number 7*.");
    hears_at_last(&s->alice, "* PRIVMSG #tea :* number 100.");
    ignores(&s->alice);
    says(&s->alice, "CHATHISTORY AFTER #tea timestamp=2025-01-01T00:00:00.000Z 100");
    hears(&s->alice, "BATCH +* chathistory *");
    hears(&s->alice, "* PRIVMSG #tea :* number 1.");
    hears_at_last(&s->alice, "* PRIVMSG #tea :* number 2*.");
    hears_no_such(&s->alice, "* number 100.");
    says(&s->alice, "CHATHISTORY BETWEEN #tea timestamp=2027-01-01T00:00:00.000Z "
                    "timestamp=2025-01-01T00:00:00.000Z 100");
    hears(&s->alice, "BATCH +* chathistory *");
    hears(&s->alice, "* PRIVMSG #tea :* number 7*.");
    assert_true(is_connected(&s->alice));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOMS(each_form_gives_its_part),
        ROOMS(message_ids_are_places_too),
        ROOMS(the_label_goes_on_the_batch),
        ROOMS(answers_come_in_the_order_of_questions),
        ROOMS(without_batch_the_lines_come_plain),
        ROOMS(private_words_are_read_by_both_and_by_nobody_else),
        ROOMS(strangers_learn_nothing_of_a_room),
        ROOMS(newcomers_read_what_was_said_in_open_rooms_only),
        ROOMS(guests_read_from_when_they_came),
        ROOMS(events_are_shown_to_who_wants_them),
        ROOMS(targets_are_what_was_talked_in),
        ROOMS(faults_are_named),
        ROOMS(sixteen_pages_are_free_and_the_next_ones_wait),
        ROOMS(what_is_too_much_for_one_answer_is_less_and_says_that_there_is_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
