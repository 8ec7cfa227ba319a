#include "hits.h"

#include <stdlib.h>

#include "chat.h"
#include "mem.h"

static void add_run(struct markup *out, struct run run)
{
    out->runs = xreallocarray(out->runs, out->nruns + 1, sizeof(*out->runs));
    out->runs[out->nruns++] = run;
}

/* Adds the runs of body in [from, to); look: instead of their own style. */
static void copy_runs(struct markup *out, const struct markup *body, size_t from, size_t to,
                      const struct style *look)
{
    size_t at = 0;
    for (size_t i = 0; i < body->nruns && at < to; at += body->runs[i++].len) {
        struct run run = body->runs[i];
        size_t end = at + run.len < to ? at + run.len : to;
        size_t begin = at > from ? at : from;
        if (begin >= end)
            continue;
        run.len = end - begin;
        if (look)
            run.style = *look;
        add_run(out, run);
    }
}

void hits_mark(struct markup *body, const struct sheet *sheet, const struct line *line)
{
    const struct seek *seek = &sheet->chat->seek;
    struct markup out = {.text = NULL};
    size_t at = 0;
    size_t from = 0;
    size_t to = 0;
    if (seek->shown.nwords == 0 || !query_span(&seek->shown, body->text, 0, &from, &to) ||
        !query_matches(&seek->shown, line))
        return;

    struct style look = sheet->theme->roles[ROLE_SEARCH_HIT];
    if (line->serial == seek->find.hit)
        look.attrs |= ATTR_BOLD | ATTR_UNDERLINE;
    do {
        copy_runs(&out, body, at, from, NULL);
        copy_runs(&out, body, from, to, &look);
        at = to;
    } while (query_span(&seek->shown, body->text, at, &from, &to));
    copy_runs(&out, body, at, body->len, NULL);
    free(body->runs);
    body->runs = out.runs;
    body->nruns = out.nruns;
}
