/*
 * The whole server's logic: lines in; no crash, no line out that is none.
 *
 * The input's lines begin with a digit, the person who speaks, or with
 * another character: & somebody hangs up, ! time passes, ~ the disk takes its
 * time from here on, = and then answers.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "server_rig.h"

#define PEOPLE 3

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[PEOPLE] = {"alice", "bob", "carol"};

/* Everything that left must be lines: ended by CR LF, without CR, LF and NUL inside. */
static void check(struct person *person)
{
    const char *p = buf_text(&person->unread);
    const char *end = p + person->unread.len;
    while (p < end) {
        const char *cr = memchr(p, '\r', (size_t)(end - p));
        assert(cr && cr + 1 < end && cr[1] == '\n');
        assert(cr > p && !memchr(p, '\n', (size_t)(cr - p)) && !memchr(p, '\0', (size_t)(cr - p)));
        assert(cr - p <= IRC_SERVER_TAGS_MAX + IRC_LINE_MAX);
        p = cr + 2;
    }
    buf_reset(&person->unread);
}

static void say(struct person *person, const char *text)
{
    rig_say(person, text, strlen(text));
}

static void enter(struct rig *rig, struct person *person, size_t i)
{
    char line[64];
    rig_connect(rig, person, "127.0.0.1", true);
    if (i == 0)
        say(person, "CAP REQ :batch labeled-response message-tags server-time echo-message");
    if (i != 2) {
        snprintf(line, sizeof(line), "PASS :password of %s", names[i]);
        say(person, line);
    }
    snprintf(line, sizeof(line), "NICK %s", names[i]);
    say(person, line);
    say(person, "USER user 0 * :User");
    say(person, "CAP END");
    say(person, "JOIN #tea");
}

static void act(struct rig *rig, struct person *people, const char *line, size_t len)
{
    char first = len > 0 ? line[0] : '!';
    size_t who = (size_t)(unsigned char)(len > 1 ? line[1] : 0) % PEOPLE;
    if (first == '&') {
        rig_hang_up(&people[who], "Connection reset by peer");
        rig_connect(rig, &people[who], "192.0.2.7", false);
    } else if (first == '!') {
        rig_pass_time(rig, 40000);
    } else if (first == '~' || first == '=') {
        rig->holds = first == '~';
        rig_settle(rig);
    } else if (people[who].serial) {
        rig_say(&people[(size_t)(unsigned char)first % PEOPLE], line + 1, len - 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rig rig;
    struct person people[PEOPLE] = {{0}};
    const char *p = (const char *)data;
    const char *end = p + size;
    rig_open(&rig);
    rig.config.password_iterations = 1;
    for (size_t i = 0; i < PEOPLE; i++)
        enter(&rig, &people[i], i);
    while (p < end) {
        const char *lf = memchr(p, '\n', (size_t)(end - p));
        size_t len = (size_t)((lf ? lf : end) - p);
        act(&rig, people, p, len);
        p += len + 1;
        for (size_t i = 0; i < PEOPLE; i++)
            check(&people[i]);
    }
    rig_close(&rig);
    return 0;
}
