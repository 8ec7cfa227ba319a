/* SEARCH (soju.im/search): finds what CHATHISTORY would show. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "clock.h"
#include "history.h"
#include "irc_name.h"
#include "job.h"
#include "mem.h"
#include "replay.h"
#include "reply.h"

#define LIMIT_DEFAULT 50

static void refuse(struct ctx *ctx, const char *attribute)
{
    reply_standard(ctx, "FAIL", "SEARCH", "INVALID_PARAMS", attribute, "Invalid parameters", NULL);
}

/* ---- what is asked for ---- */

/* Attributes look like tags and are escaped like those; line must live as long. */
static bool parse_attributes(struct irc_msg *attributes, char **line, const char *text)
{
    *line = xasprintf("@%s X", text);
    return !strchr(text, ' ') && irc_msg_parse(attributes, *line) == 0 && attributes->ntags > 0;
}

static bool parse_limit(const struct ctx *ctx, const char *value, size_t *limit)
{
    char *end = NULL;
    const long most = ctx_world(ctx)->config->history_max;
    errno = 0;
    long asked = strtol(value, &end, 10);
    *limit = (size_t)(asked < most ? asked : most);
    return end != value && !*end && asked > 0;
}

static bool parse_time(const char *value, int64_t *ms)
{
    *ms = clock_parse_iso(value);
    return *ms >= 0;
}

/* Takes an attribute; false if it is none, or has no such value. "in" is not looked at here. */
static bool take(const struct ctx *ctx, const struct irc_tag *tag, struct store_search *query)
{
    if (strcmp(tag->key, "in") == 0)
        return true;
    if (strcmp(tag->key, "text") == 0)
        query->text = tag->value;
    else if (strcmp(tag->key, "from") == 0)
        query->from = tag->value;
    else if (strcmp(tag->key, "after") == 0)
        return parse_time(tag->value, &query->after_ms);
    else if (strcmp(tag->key, "before") == 0)
        return parse_time(tag->value, &query->before_ms);
    else if (strcmp(tag->key, "limit") == 0)
        return parse_limit(ctx, tag->value, &query->limit);
    else
        return false;
    return *tag->value;
}

/* ---- where one may look ---- */

struct places {
    struct store_search_place *list; /* owned, with the names */
    char **names;
    size_t n;
};

static void add_place(struct places *places, char *conv, bool all, int64_t not_before)
{
    places->list = xreallocarray(places->list, places->n + 1, sizeof(places->list[0]));
    places->names = xreallocarray(places->names, places->n + 1, sizeof(places->names[0]));
    places->names[places->n] = conv;
    places->list[places->n++] =
        (struct store_search_place){.conv = conv, .all = all, .not_before = not_before};
}

static void places_clear(struct places *places)
{
    for (size_t i = 0; i < places->n; i++)
        free(places->names[i]);
    free(places->names);
    free(places->list);
}

/* The same rules as for CHATHISTORY (server.md, 2.7). */
static void add_room(struct places *places, const struct user *user, const struct member *member)
{
    const struct room *room = member->room;
    add_place(places, xstrdup(room->fold), !user->account || history_is_public(room),
              user->account ? 0 : member->joined_ms);
}

/* False for what is not there or not for this user. */
static bool add_named(const struct ctx *ctx, const char *name, struct places *places)
{
    const struct user *user = ctx_user(ctx);
    const struct room *room = irc_is_room(name) ? world_room(ctx_world(ctx), name) : NULL;
    const struct member *member = room ? room_member(room, user) : NULL;
    const struct user *other = world_user(ctx_world(ctx), name);
    if (member)
        add_room(places, user, member);
    else if (strcmp(name, STORE_EVERYBODY) == 0 && user->account)
        add_place(places, xstrdup(STORE_EVERYBODY), false, 0);
    else if (other && other->account && user->account)
        add_place(places, history_pair(user->fold, other->fold), false, 0);
    return places->n > 0;
}

static void add_all(const struct ctx *ctx, struct places *places)
{
    const struct member *member = NULL;
    DL_FOREACH2(ctx_user(ctx)->rooms, member, user_next)
    {
        add_room(places, ctx_user(ctx), member);
    }
}

/* ---- the answer ---- */

struct search_job {
    struct job job;
    bool up; /* the search goes on from its oldest time */
};

/* Drops what is too much for a reader, from the end that is farthest. */
static void show(struct ctx *ctx, const struct store_entry *entries, size_t n, bool up)
{
    size_t bytes = 0;
    size_t taken = 0;
    while (taken < n && bytes <= 2 * ctx_world(ctx)->config->sendq_max) {
        bytes += replay_cost(&entries[up ? taken : n - 1 - taken]);
        taken++;
    }
    char *batch = xstrdup(reply_batch_begin(ctx, "soju.im/search", NULL));
    history_show(ctx, up ? entries : entries + n - taken, taken, batch);
    reply_batch_end(ctx, batch);
    free(batch);
}

static void found(void *arg, enum store_status status, const struct store_entry *entries, size_t n,
                  bool more)
{
    struct search_job *search = arg;
    struct ctx ctx;
    (void)more;
    if (job_resume(&search->job, &ctx)) {
        if (status == STORE_OK)
            show(&ctx, entries, n, search->up);
        else
            reply_standard(&ctx, "FAIL", "SEARCH", "INTERNAL_ERROR",
                           "The search could not be run, try again", NULL);
        job_end(&ctx);
    }
    free(search);
}

static void ask(struct ctx *ctx, const struct irc_msg *attributes)
{
    struct places places = {0};
    const char *in = irc_msg_tag(attributes, "in");
    struct store_search query = {.account = ctx_user(ctx)->account ? ctx_user(ctx)->fold : NULL,
                                 .after_ms = -1,
                                 .before_ms = -1,
                                 .pairs = !in,
                                 .kind_max = HISTORY_NOTICE,
                                 .limit = LIMIT_DEFAULT};
    for (size_t i = 0; i < attributes->ntags; i++) {
        if (!take(ctx, &attributes->tags[i], &query)) {
            refuse(ctx, attributes->tags[i].key);
            return;
        }
    }
    if (in && !add_named(ctx, in, &places)) {
        refuse(ctx, "in");
        return;
    }
    if (!in)
        add_all(ctx, &places);
    query.places = places.list;
    query.nplaces = places.n;
    struct search_job *search = xnew(struct search_job);
    search->up = query.after_ms >= 0;
    job_begin(&search->job, ctx);
    store_search(ctx->server->store, &query, found, search);
    places_clear(&places);
}

/* SEARCH <attribute>=<value>{;<attribute>=<value>} */
void cmd_search(struct ctx *ctx, const struct irc_msg *msg)
{
    struct irc_msg attributes;
    char *line = NULL;
    if (parse_attributes(&attributes, &line, msg->params[0]))
        ask(ctx, &attributes);
    else
        refuse(ctx, "*");
    free(line);
}
