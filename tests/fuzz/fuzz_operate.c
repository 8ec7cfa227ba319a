/*
 * Operators' lines, at the console and from a session that said OPER; no crash,
 * no line out that is none, and each command ends once.
 *
 * A line that begins with > is said by alice to Console, one with < by bob as
 * he would say it, ! lets time pass; others are typed at the console.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "operate.h"
#include "server_rig.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char listed[] = "alice";
static char *const operators[] = {listed};

static void on_text(void *arg, bool bad, const char *sentence)
{
    (void)arg;
    (void)bad;
    assert(!strpbrk(sentence, "\r\n"));
}

static void on_row(void *arg, const char *const *keys, const char *const *values, size_t n)
{
    (void)arg;
    (void)values;
    for (size_t i = 0; i < n; i++)
        assert(keys[i]);
}

static void on_done(void *arg, bool well)
{
    int *ends = arg;
    (void)well;
    ++*ends;
}

/* A backup goes where the line says. */
static bool writes_a_file(const char *line)
{
    return strcasestr(line, "bac") && strchr(line, '/');
}

static void type(struct rig *rig, const char *line)
{
    static const struct operate_events events = {on_text, on_row, on_done};
    static const struct operate_who console = {.name = "console"};
    int ends = 0;
    size_t n = 0;
    if (writes_a_file(line))
        return;
    operate_words_free(operate_complete(&rig->server, line, &n), n);
    operate_run(&rig->server, &console, line, &events, &ends);
    rig_settle(rig);
    assert(ends == 1);
}

static void say(struct person *person, const char *text)
{
    rig_say(person, text, strlen(text));
    buf_reset(&person->unread);
}

static void enter(struct rig *rig, struct person *person, const char *pass, const char *nick)
{
    rig_connect(rig, person, "192.0.2.7", true);
    say(person, pass);
    say(person, nick);
    say(person, "USER user 0 * :User");
}

static void act(struct rig *rig, struct person *people, const char *line)
{
    struct buf text = {0};
    if (*line == '>' && !writes_a_file(line)) {
        buf_printf(&text, "PRIVMSG Console :%s", line + 1);
        say(&people[0], buf_text(&text));
    } else if (*line == '<') {
        say(&people[1], line + 1);
    } else if (*line == '!') {
        rig_pass_time(rig, 61000);
    } else {
        type(rig, line);
    }
    buf_clear(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rig rig;
    struct person people[2] = {0};
    char *text = xstrndup((const char *)data, size);
    char *rest = text;
    rig_open(&rig);
    rig.config.operators = operators;
    rig.config.noperators = 1;
    enter(&rig, &people[0], "PASS :alice:password of alice", "NICK alice");
    say(&people[0], "OPER alice");
    enter(&rig, &people[1], "PASS :bob:password of bob", "NICK bob");
    for (const char *line = NULL; (line = strsep(&rest, "\n"));)
        act(&rig, people, line);
    rig_close(&rig);
    free(text);
    return 0;
}
