#include "talk_scene.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "mem.h"

void friends_meet(struct scene *s, const char *alice_caps, const char *bob_caps)
{
    comes_as_account(s, &s->alice, "alice", "laptop", alice_caps);
    comes_as_account(s, &s->bob, "bob", "desk", bob_caps);
    says(&s->alice, "JOIN #tea");
    says(&s->bob, "JOIN #tea");
    ignores(&s->alice);
    ignores(&s->bob);
}

static void says_with(struct person *person, const char *before, const char *text)
{
    char *line = xasprintf("%s%s", before, text);
    says(person, line);
    free(line);
}

void comes_back(struct scene *s, struct person *person, const char *name, const char *device,
                const char *caps)
{
    char *secret = xasprintf("PASS :%s@%s:secret of %s", name, device, name);
    connects(s, person);
    says(person, secret);
    if (*caps)
        says_with(person, "CAP REQ :", caps);
    says_with(person, "NICK ", name);
    says_with(person, "USER a 0 * :", name);
    if (*caps)
        says(person, "CAP END");
    hears_at_last(person, "*422 * :*");
    free(secret);
}

void comes_back_to_tea(struct scene *s, struct person *person, const char *name, const char *device,
                       const char *caps)
{
    comes_back(s, person, name, device, caps);
    hears_at_last(person, "*366 * #tea :*");
}

void leaves_for_long(struct scene *s, struct person *person)
{
    loses_connection(person);
    time_passes(s, 60000);
}

char *next_line(struct person *person)
{
    const char *end = person->unread.len > 0 ? strstr(person->unread.data, "\r\n") : NULL;
    assert_non_null(end);
    size_t len = (size_t)(end - person->unread.data);
    char *line = xstrndup(person->unread.data, len);
    buf_consume(&person->unread, len + 2);
    return line;
}

void acknowledges(struct person *person)
{
    char *line = next_line(person);
    const char *ping = strstr(line, "PING ");
    if (!ping)
        print_error("to hear: PING\nheard:   %s\n", line);
    assert_non_null(ping);
    says_with(person, "PONG ", ping + strlen("PING "));
    free(line);
}

void says_each(struct person *person, const char *format, int from, int to)
{
    const char *number = strstr(format, "%d");
    for (int i = from; i <= to; i++) {
        char *line = xasprintf("%.*s%d%s", (int)(number - format), format, i, number + 2);
        says(person, line);
        free(line);
    }
}

void stops_reading(struct person *person)
{
    person->is_deaf = true;
}

void reads_again(struct person *person)
{
    struct world *world = person->rig->server.world;
    person->is_deaf = false;
    world_dirty(world, world_session(world, person->serial));
    rig_settle(person->rig);
}

void disk_is_slow(struct scene *s)
{
    s->rig.holds = true;
}

void disk_answers(struct scene *s)
{
    s->rig.holds = false;
    rig_settle(&s->rig);
}

void disk_is_full(void)
{
    struct rlimit limit;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = 4096;
    setrlimit(RLIMIT_FSIZE, &limit);
}

void disk_has_room(void)
{
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_FSIZE, &limit);
}

char *tag_of(const char *line, const char *key)
{
    char *word = xasprintf("%s=", key);
    const char *at = strstr(line, word);
    size_t skip = strlen(word);
    free(word);
    if (!at) {
        print_error("no %s in: %s\n", key, line);
        fail();
        return NULL;
    }
    return xstrndup(at + skip, strcspn(at + skip, "; "));
}

char *said(struct person *person, const char *line)
{
    says(person, line);
    char *echo = next_line(person);
    char *msgid = tag_of(echo, "msgid");
    free(echo);
    return msgid;
}

/* To free. */
static char *of(const char *format, const char *msgid)
{
    const char *at = strstr(format, "%s");
    return xasprintf("%.*s%s%s", (int)(at - format), format, msgid, at + strlen("%s"));
}

void says_of(struct person *person, const char *format, const char *msgid)
{
    char *line = of(format, msgid);
    says(person, line);
    free(line);
}

void hears_of(struct person *person, const char *format, const char *msgid)
{
    char *line = of(format, msgid);
    hears(person, line);
    free(line);
}
