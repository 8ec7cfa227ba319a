/*
 * Exactly once per device (P3): whatever was said is had by each of bob's
 * devices once, live or from the log, in any order of messages, hang-ups,
 * acknowledgements, pauses of the reader and of the disk.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "talk_scene.h"

/* Not more than a room brings at once (R10: its newest 500). */
#define SAID_MAX 500
#define STEPS    600
#define SEEDS    8

/* A device of bob's, and what its client remembers. */
struct device {
    struct person *person;
    const char *label;
    const char *caps;
    bool fetches; /* keeps its own place and asks for history, as our client does */
    bool is_up;
    bool is_level;    /* what it hears live goes on where it is */
    bool is_careless; /* hangs up instead of answering a PING, now and then */
    int had[SAID_MAX];
    int connection;         /* the how many-th */
    int had_over[SAID_MAX]; /* the last connection that brought it */
    bool acked[SAID_MAX];
    int newest[2];     /* in the room, in private: the newest number had in order */
    char place[2][32]; /* its msgid */
};

struct story {
    struct scene *s;
    uint64_t random;
    int said; /* the messages so far are 1 to this */
    bool in_private[SAID_MAX];
    struct device devices[3];
};

static unsigned dice(struct story *story, unsigned sides)
{
    story->random = story->random * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(story->random >> 33) % sides;
}

/* ---- a client reads ---- */

static void has(struct story *story, struct device *device, int number, const char *msgid)
{
    int conv = story->in_private[number];
    bool again = device->had[number]++ > 0;
    device->had_over[number] = device->connection;
    if (device->acked[number])
        print_error("%s heard number %d again, which it had acknowledged\n", device->label, number);
    assert_false(device->acked[number]);
    if (again || !device->is_level)
        return;
    if (number <= device->newest[conv])
        print_error("%s heard number %d behind %d\n", device->label, number, device->newest[conv]);
    assert_true(number > device->newest[conv]);
    device->newest[conv] = number;
    if (msgid)
        snprintf(device->place[conv], sizeof(device->place[conv]), "%s", msgid);
}

static void hangs_up(struct device *device)
{
    device->is_up = device->is_level = false;
    device->person->is_deaf = false;
    loses_connection(device->person);
    ignores(device->person);
}

/* All that it has, it has for ever: the client answers when it has written it down. */
static void answers(struct story *story, struct device *device, const char *token)
{
    if (device->is_careless && dice(story, 8) == 0) {
        hangs_up(device);
        return;
    }
    char *pong = xasprintf("PONG %s", token);
    says(device->person, pong);
    free(pong);
    /* What this connection brought is acknowledged; unless that waits behind another line. */
    for (int i = 1; i <= story->said && device->person->waiting.len == 0; i++)
        device->acked[i] |= device->had_over[i] == device->connection;
}

static void reads_line(struct story *story, struct device *device, const char *line)
{
    const char *ping = strstr(line, "PING ");
    const char *text = strstr(line, "number ");
    const char *token = ping ? strchr(ping, 'q') : NULL;
    if (token && !text) {
        answers(story, device, token);
    } else if (text && strstr(line, "PRIVMSG")) {
        char *msgid = strstr(device->caps, "message-tags") ? tag_of(line, "msgid") : NULL;
        has(story, device, (int)strtol(text + strlen("number "), NULL, 10), msgid);
        free(msgid);
    }
}

/* Returns how many messages it heard. */
static int reads(struct story *story, struct device *device)
{
    int n = 0;
    while (device->is_up && device->person->unread.len > 0) {
        char *line = next_line(device->person);
        n += strstr(line, "PRIVMSG") != NULL;
        reads_line(story, device, line);
        free(line);
    }
    return n;
}

/* ---- and fetches what it lacks, page by page ---- */

#define PAGE 20

static void fetches(struct story *story, struct device *device, int conv)
{
    int n = PAGE;
    while (n >= PAGE && device->is_up) {
        const char *place = device->place[conv];
        char *ask =
            xasprintf("CHATHISTORY AFTER %s %s%s %d", conv ? "alice" : "#tea",
                      *place ? "msgid=" : "timestamp=2025-01-01T00:00:00.000Z", place, PAGE);
        says(device->person, ask);
        free(ask);
        n = reads(story, device);
    }
}

static void comes(struct story *story, struct device *device)
{
    comes_back(story->s, device->person, "bob", device->label, device->caps);
    device->connection++;
    device->is_up = true;
    device->is_level = true;
    if (!device->fetches)
        return;
    fetches(story, device, 0);
    fetches(story, device, 1);
}

/* ---- what happens ---- */

static void somebody_says(struct story *story, struct person *person)
{
    int number = ++story->said;
    bool private = person != &story->s->bob && dice(story, 3) == 0;
    story->in_private[number] = private;
    char *line = xasprintf("PRIVMSG %s :number %d", private ? "bob" : "#tea", number);
    says(person, line);
    free(line);
}

/* From a device that hears no echo: it knows what it said. */
static void bob_says(struct story *story, struct device *device)
{
    if (!device->is_up || device->person->is_deaf || story->s->rig.holds)
        return;
    reads(story, device);
    if (!device->is_up)
        return;
    int number = story->said + 1;
    if (!strstr(device->caps, "echo-message"))
        device->had[number] = 1;
    story->in_private[number] = false;
    story->said = number;
    char *line = xasprintf("PRIVMSG #tea :number %d", number);
    says(device->person, line);
    free(line);
}

static void device_turns(struct story *story, struct device *device)
{
    if (!device->is_up) {
        if (!story->s->rig.holds && dice(story, 4) == 0)
            comes(story, device);
        return;
    }
    switch (dice(story, 12)) {
    case 0: hangs_up(device); break;
    case 1:
    case 2: stops_reading(device->person); break;
    case 3: reads(story, device); break;
    case 4: bob_says(story, device); break;
    default:
        if (device->person->is_deaf && dice(story, 3) == 0)
            reads_again(device->person);
        reads(story, device);
    }
}

static void disk_turns(struct story *story)
{
    if (!story->s->rig.holds)
        disk_is_slow(story->s);
    else
        disk_answers(story->s);
}

static void step(struct story *story)
{
    switch (dice(story, 8)) {
    case 0:
    case 1:
    case 2: somebody_says(story, &story->s->alice); break;
    case 3:
        for (unsigned i = dice(story, 30); i > 0 && story->said < SAID_MAX - 40; i--)
            somebody_says(story, &story->s->alice);
        break;
    case 4: disk_turns(story); break;
    case 5: time_passes(story->s, (int64_t)500 * dice(story, 6)); break;
    default: device_turns(story, &story->devices[dice(story, 3)]);
    }
    ignores(&story->s->alice);
    says(&story->s->alice, "PONG x");
}

/* ---- the end: everybody comes, and reads ---- */

static void all_is_read(struct story *story)
{
    disk_answers(story->s);
    for (int i = 0; i < 3; i++) {
        struct device *device = &story->devices[i];
        device->is_careless = false;
        if (!device->is_up)
            comes(story, device);
        if (device->person->is_deaf)
            reads_again(device->person);
        for (int round = 0; round < 20; round++) {
            reads(story, device);
            time_passes(story->s, 1000);
        }
    }
}

static void each_had_all(const struct story *story)
{
    for (int i = 0; i < 3; i++) {
        const struct device *device = &story->devices[i];
        for (int number = 1; number <= story->said; number++) {
            if (device->had[number] == 0)
                print_error("%s never heard number %d of %d\n", device->label, number, story->said);
            assert_int_not_equal(device->had[number], 0);
        }
    }
}

static void owns(struct device *device, struct person *person, const char *label, const char *caps)
{
    device->person = person;
    device->label = label;
    device->caps = caps;
}

static void run(struct scene *s, uint64_t seed)
{
    struct story *story = xnew(struct story);
    story->s = s;
    story->random = seed;
    owns(&story->devices[0], &s->bob, "desk", "message-tags server-time");
    owns(&story->devices[1], &s->carol, "phone", "");
    owns(&story->devices[2], &s->alice_phone, "laptop",
         "message-tags server-time batch echo-message draft/chathistory");
    story->devices[0].is_careless = true;
    story->devices[2].fetches = true;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    says(&s->alice, "JOIN #tea");
    comes_as_account(s, &s->bob, "bob", "desk", "message-tags server-time");
    says(&s->bob, "JOIN #tea");
    loses_connection(&s->bob);
    for (int i = 0; i < 3; i++)
        comes(story, &story->devices[i]);
    s->rig.config.sendq_max = 3000;
    s->rig.config.ping_ms = 1 << 30;
    for (int i = 0; i < STEPS && story->said < SAID_MAX - 40; i++)
        step(story);
    all_is_read(story);
    each_had_all(story);
    free(story);
}

static void each_device_has_everything_once(void **state)
{
    const char *given = getenv("PARLOR_SEED");
    uint64_t first = given ? strtoull(given, NULL, 10) : 1;
    for (uint64_t seed = first; seed < first + SEEDS; seed++) {
        print_message("seed %llu\n", (unsigned long long)seed);
        rooms_setup(state);
        run(*state, seed);
        scene_teardown(state);
    }
}

/* ---- told one by one ---- */

static void page_boundaries_lose_and_double_nothing(void **state)
{
    struct scene *s = *state;
    for (int n = 199; n <= 202; n++) {
        friends_meet(s, "", "message-tags");
        leaves_for_long(s, &s->bob);
        says_each(&s->alice, "PRIVMSG bob :number %d.", 1, n);
        comes_back_to_tea(s, &s->bob, "bob", "desk", "message-tags");
        hears(&s->bob, "NOTICE bob :*");
        for (int i = 1; i <= n; i++) {
            char *number = xasprintf("*number %d.", i);
            hears(&s->bob, number);
            if (i == 200 || i == n)
                acknowledges(&s->bob);
            free(number);
        }
        hears_nothing(&s->bob);
        says(&s->alice, "PRIVMSG bob :after");
        hears(&s->bob, "*after");
        scene_restart(s);
        scene_teardown(state);
        rooms_setup(state);
        s = *state;
    }
}

static void a_kill_between_question_and_answer_brings_the_page_again(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "message-tags");
    leaves_for_long(s, &s->bob);
    says_each(&s->alice, "PRIVMSG bob :number %d.", 1, 3);
    for (int i = 0; i < 2; i++) {
        comes_back_to_tea(s, &s->bob, "bob", "desk", "message-tags");
        hears(&s->bob, "NOTICE bob :While you were away: 3 messages");
        hears_at_last(&s->bob, "*number 3.");
        hears(&s->bob, "PING q*");
        scene_restart(s);
        comes_as_account(s, &s->alice, "alice", "laptop", "");
    }
}

static void two_sessions_of_a_device_hear_each_other_while_one_comes(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    leaves_for_long(s, &s->bob);
    says_each(&s->alice, "PRIVMSG #tea :number %d.", 1, 300);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    comes_as_account(s, &s->carol, "bob", "desk", "");
    hears_at_last(&s->bob, "*number 200.");
    ignores(&s->carol);
    says(&s->carol, "PRIVMSG #tea :from the same desk");
    acknowledges(&s->bob);
    hears(&s->bob, ":bob!* PRIVMSG #tea :from the same desk");
    hears_at_last(&s->bob, "*number 300.");
    hears_no_such(&s->bob, "*same desk");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_device_has_everything_once),
        ROOMS(page_boundaries_lose_and_double_nothing),
        ROOMS(a_kill_between_question_and_answer_brings_the_page_again),
        ROOMS(two_sessions_of_a_device_hear_each_other_while_one_comes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
