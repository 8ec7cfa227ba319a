#include "server_scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

int scene_setup(void **state)
{
    struct scene *s = xnew(struct scene);
    rig_open(&s->rig);
    *state = s;
    return 0;
}

int scene_teardown(void **state)
{
    struct scene *s = *state;
    rig_close(&s->rig);
    free(s);
    return 0;
}

void scene_restart(struct scene *s)
{
    rig_restart(&s->rig);
}

void connects(struct scene *s, struct person *person)
{
    rig_connect(&s->rig, person, "127.0.0.1", true);
}

void connects_from(struct scene *s, struct person *person, const char *address)
{
    rig_connect(&s->rig, person, address, false);
}

static void says_format(struct person *person, const char *format, const char *a, const char *b)
{
    struct buf line = {0};
    for (const char *p = format; *p; p++) {
        if (*p == '1' || *p == '2')
            buf_puts(&line, *p == '1' ? a : b);
        else
            buf_putc(&line, *p);
    }
    rig_say(person, line.data, line.len);
    buf_clear(&line);
}

static void registers(struct person *person, const char *name, const char *caps)
{
    if (*caps)
        says_format(person, "CAP REQ :1", caps, "");
    says_format(person, "NICK 1", name, "");
    says_format(person, "USER 1 0 * :1", name, "");
    if (*caps)
        says(person, "CAP END");
    hears_at_last(person, "*422 * :*");
    ignores(person);
}

void comes_as_guest(struct scene *s, struct person *person, const char *name, const char *caps)
{
    connects(s, person);
    registers(person, name, caps);
}

void comes_as_account(struct scene *s, struct person *person, const char *name, const char *device,
                      const char *caps)
{
    connects(s, person);
    char *secret = xasprintf("%s@%s:secret of %s", name, device, name);
    says_format(person, "PASS :1", secret, "");
    free(secret);
    registers(person, name, caps);
}

void says(struct person *person, const char *line)
{
    rig_say(person, line, strlen(line));
}

/* ---- hearing ---- */

/* Takes the first unread line out, without CR LF; NULL if there is none. */
static char *take_line(struct person *person)
{
    const char *end = person->unread.len > 0 ? strstr(person->unread.data, "\r\n") : NULL;
    if (!end)
        return NULL;
    size_t len = (size_t)(end - person->unread.data);
    char *line = xstrndup(person->unread.data, len);
    buf_consume(&person->unread, len + 2);
    return line;
}

static bool glob(const char *pattern, const char *text)
{
    const char *star = NULL;
    const char *from = NULL;
    while (*text) {
        if (*pattern == '*') {
            star = pattern++;
            from = text;
        } else if (*pattern == *text) {
            pattern++;
            text++;
        } else if (star) {
            pattern = star + 1;
            text = ++from;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}

/* With the server's own source, and without it. */
static bool line_matches(const char *pattern, const char *line)
{
    static const char source[] = ":parlor.local ";
    if (glob(pattern, line))
        return true;
    const char *at = line[0] == ':' ? line : strstr(line, " :");
    if (at && at != line)
        at++;
    if (!at || strncmp(at, source, strlen(source)) != 0)
        return false;
    char *bare = xasprintf("%.*s%s", (int)(at - line), line, at + strlen(source));
    bool matches = glob(pattern, bare);
    free(bare);
    return matches;
}

static void print_unread(const struct person *person)
{
    print_error("unread behind it:\n%s", buf_text(&person->unread));
}

void hears(struct person *person, const char *pattern)
{
    char *line = take_line(person);
    if (line && line_matches(pattern, line)) {
        free(line);
        return;
    }
    print_error("to hear: %s\nheard:   %s\n", pattern, line ? line : "(nothing)");
    print_unread(person);
    free(line);
    fail();
}

void hears_at_last(struct person *person, const char *pattern)
{
    struct buf heard = {0};
    char *line = NULL;
    bool found = false;
    while (!found && (line = take_line(person))) {
        found = line_matches(pattern, line);
        buf_printf(&heard, "         %s\n", line);
        free(line);
    }
    if (!found)
        print_error("to hear: %s\nheard:\n%s", pattern, buf_text(&heard));
    buf_clear(&heard);
    assert_true(found);
}

void hears_nothing(struct person *person)
{
    if (person->unread.len > 0)
        print_error("heard:\n%s", buf_text(&person->unread));
    assert_int_equal(person->unread.len, 0);
}

void hears_no_such(struct person *person, const char *pattern)
{
    char *line = NULL;
    while ((line = take_line(person))) {
        bool matches = line_matches(pattern, line);
        if (matches)
            print_error("heard: %s\n", line);
        free(line);
        assert_false(matches);
    }
}

void ignores(struct person *person)
{
    buf_reset(&person->unread);
}

/* ---- connection and time ---- */

bool is_connected(const struct person *person)
{
    return world_session(person->rig->server.world, person->serial) != NULL;
}

int64_t has_to_wait_ms(const struct scene *s, const struct person *person)
{
    const struct server *server = &s->rig.server;
    return session_flood_delay(server, world_session(server->world, person->serial),
                               server->mono_ms);
}

void loses_connection(struct person *person)
{
    rig_hang_up(person, "Connection reset by peer");
}

void time_passes(struct scene *s, int64_t ms)
{
    rig_pass_time(&s->rig, ms);
}
