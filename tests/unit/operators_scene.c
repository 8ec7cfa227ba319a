#include "operators_scene.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "irc_name.h"
#include "mem.h"
#include "operate.h"

/* For what the disk does by itself. */
#define DEADLINE_MS 10000

static char listed_alice[] = "alice";
static char listed_bob[] = "bob: look kick";
static char *const listed[] = {listed_alice, listed_bob};

/* ---- the program around it ---- */

static void on_stop(void *host, const char *why)
{
    struct operators_scene *o = host;
    xreplace(&o->stopped, why);
}

static bool on_reload(void *host, operate_out_fn *out, void *out_arg)
{
    const struct operators_scene *o = host;
    out(out_arg, o->broken, o->broken ? "parlord.conf:3: ping: no number" : "Nothing changed");
    return !o->broken;
}

static const char *on_log_level(void *host, const char *level)
{
    (void)host;
    if (!level)
        return "info";
    return strcmp(level, "debug") == 0 ? "debug" : NULL;
}

static void on_statistics(void *host, operate_fact_fn *fact, void *fact_arg)
{
    (void)host;
    fact(fact_arg, "listeners", "1");
}

static const struct operate_host program = {
    .stop = on_stop, .reload = on_reload, .log_level = on_log_level, .statistics = on_statistics};

/* ---- life ---- */

int operators_setup(void **state)
{
    struct operators_scene *o = xnew(struct operators_scene);
    struct rig *rig = &o->scene.rig;
    char *cause = NULL;
    rig_open(rig);
    rig->config.operators = listed;
    rig->config.noperators = 2;
    rig->server.host = &program;
    rig->server.host_arg = o;
    o->audit = xasprintf("%s/audit.log", rig->folder);
    if (audit_open(&rig->server, o->audit, &cause) < 0)
        fail_msg("%s", cause);
    *state = o;
    return 0;
}

int operators_teardown(void **state)
{
    struct operators_scene *o = *state;
    rig_close(&o->scene.rig);
    audit_close(&o->scene.rig.server);
    assert_null(o->scene.rig.server.operations);
    buf_clear(&o->said);
    free(o->audit);
    free(o->stopped);
    free(o);
    return 0;
}

/* ---- the console ---- */

static void on_text(void *arg, bool bad, const char *sentence)
{
    struct operators_scene *o = arg;
    buf_printf(&o->said, "%s%s\n", bad ? "! " : "", sentence);
}

static void on_row(void *arg, const char *const *keys, const char *const *values, size_t n)
{
    struct operators_scene *o = arg;
    for (size_t i = 0; i < n; i++)
        buf_printf(&o->said, "%s=%s;", keys[i], values[i] ? values[i] : "(null)");
    buf_putc(&o->said, '\n');
}

static void on_done(void *arg, bool well)
{
    struct operators_scene *o = arg;
    o->ends++;
    o->well = well;
}

void types_as(struct operators_scene *o, const struct operate_who *who, const char *line)
{
    static const struct operate_events sentences = {.text = on_text, .done = on_done};
    static const struct operate_events rows = {.text = on_text, .row = on_row, .done = on_done};
    int ends = o->ends;
    buf_reset(&o->said);
    operate_run(&o->scene.rig.server, who, line, o->as_rows ? &rows : &sentences, o);
    rig_settle(&o->scene.rig);
    while (o->ends == ends) {
        struct pollfd ready = {.fd = store_fd(o->scene.rig.server.store), .events = POLLIN};
        assert_int_equal(poll(&ready, 1, DEADLINE_MS), 1);
        store_turn(o->scene.rig.server.store);
        rig_settle(&o->scene.rig);
    }
    assert_int_equal(o->ends, ends + 1);
}

void types_at_console(struct operators_scene *o, const char *line)
{
    static const struct operate_who console = {.name = "console"};
    types_as(o, &console, line);
}

void console_says(struct operators_scene *o, const char *pattern)
{
    char *copy = xstrdup(buf_text(&o->said));
    char *rest = copy;
    bool found = false;
    for (const char *line = NULL; !found && (line = strsep(&rest, "\n"));)
        found = irc_mask_match(pattern, line);
    free(copy);
    if (!found)
        print_error("to read: %s\nread:\n%s", pattern, buf_text(&o->said));
    assert_true(found);
}

void console_says_nothing_of(struct operators_scene *o, const char *text)
{
    assert_null(strstr(buf_text(&o->said), text));
}

/* ---- people ---- */

void alice_operates(struct operators_scene *o)
{
    comes_as_account(&o->scene, &o->scene.alice, "alice", "desk", "");
    says(&o->scene.alice, "OPER alice");
    hears_at_last(&o->scene.alice, "381 alice :*");
    ignores(&o->scene.alice);
}

/* ---- the audit log ---- */

bool audit_has(struct operators_scene *o, const char *text)
{
    char line[1024];
    bool found = false;
    FILE *file = fopen(o->audit, "re");
    assert_non_null(file);
    while (!found && fgets(line, sizeof(line), file))
        found = strstr(line, text) != NULL;
    fclose(file);
    return found;
}

void audit_says(struct operators_scene *o, const char *text)
{
    if (!audit_has(o, text))
        print_error("not in the audit log: %s\n", text);
    assert_true(audit_has(o, text));
}
