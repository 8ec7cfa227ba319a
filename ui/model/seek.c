#include "seek.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "posted.h"
#include "reactions.h"

static void clear_hit(struct hit *hit)
{
    free(hit->name);
    free(hit->nick);
    free(hit->text);
    free(hit->msgid);
}

static void clear_hits(struct results *results)
{
    for (size_t i = 0; i < results->n; i++)
        clear_hit(&results->hits[i]);
    results->n = 0;
    results->more = false;
}

void results_clear_near(struct results *results)
{
    free(results->near.before);
    free(results->near.after);
    results->near = (struct vicinity){.wanted = false};
}

void seek_clear(struct seek *seek)
{
    free(seek->jump.msgid);
    free(seek->export_path);
    edit_free(seek->find.edit);
    clear_hits(&seek->results);
    results_clear_near(&seek->results);
    query_clear(&seek->results.query);
    query_clear(&seek->shown);
    seek->jump = (struct jump){.conv = NULL};
    seek->find = (struct find){.edit = NULL};
    seek->export_path = NULL;
}

void results_begin(struct results *results, struct query *query)
{
    clear_hits(results);
    results_clear_near(results);
    query_clear(&results->query);
    results->query = *query;
    *query = (struct query){.to_ms = INT64_MAX};
    results->asked = 0;
    results->called = false;
    results->max = HITS_PAGE;
    results->stamp++;
}

static bool is_there(const struct results *results, const struct network *network,
                     const struct line *line)
{
    for (size_t i = 0; i < results->n; i++) {
        const struct hit *hit = &results->hits[i];
        if (hit->network != network)
            continue;
        if (*line->msgid ? strcmp(hit->msgid, line->msgid) == 0
                         : hit->time_ms == line->time_ms && strcmp(hit->text, line->text) == 0)
            return true;
    }
    return false;
}

void results_add(struct results *results, const struct network *network, const char *name,
                 const struct line *line)
{
    if (is_there(results, network, line))
        return;
    size_t at = results->n;
    while (at > 0 && results->hits[at - 1].time_ms < line->time_ms)
        at--;
    memmove(&results->hits[at + 1], &results->hits[at], (results->n - at) * sizeof(*results->hits));
    results->hits[at] = (struct hit){.network = network,
                                     .name = xstrdup(name),
                                     .time_ms = line->time_ms,
                                     .nick = xstrdup(line->nick),
                                     .text = xstrdup(line->text),
                                     .msgid = xstrdup(line->msgid)};
    results->stamp++;
    if (++results->n > results->max) {
        clear_hit(&results->hits[--results->n]);
        results->more = true;
    }
}

bool seek_matches(const struct query *query, const struct conv *conv, const struct line *line)
{
    struct reaction reaction;
    return !(line->flags & LINE_IGNORED) && query_matches(query, line) &&
           (!(query->has & QUERY_FILE) || posted_tag(conv, line->msgid)) &&
           (!(query->has & QUERY_REACTION) || reactions_nth(conv, line->msgid, 0, &reaction));
}

bool seek_unmark(struct seek *seek)
{
    bool any = seek->shown.nwords > 0;
    query_clear(&seek->shown);
    return any;
}
