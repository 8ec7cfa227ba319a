/* CHATHISTORY (server.md, 2.7) */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "history.h"
#include "irc_cap.h"
#include "irc_name.h"
#include "job.h"
#include "mem.h"
#include "replay.h"
#include "reply.h"

static const char command[] = "CHATHISTORY";

/* Whoever comes may ask for so much at once; what follows costs flood tokens (2.7). */
#define FREE_PAGES 16
#define PAGE_COST  4

static void pay(struct ctx *ctx)
{
    if (ctx->session->pages < FREE_PAGES)
        ctx->session->pages++;
    else
        ctx_pay(ctx, PAGE_COST);
}

/* ---- refusals: all have the subcommand, and text behind the words ---- */

static void refuse(struct ctx *ctx, const char *sub, const char *code, const char *word,
                   const char *text)
{
    if (word)
        reply_standard(ctx, "FAIL", command, code, sub, word, text, NULL);
    else
        reply_standard(ctx, "FAIL", command, code, sub, text, NULL);
}

static void refuse_params(struct ctx *ctx, const char *sub, const char *text)
{
    refuse(ctx, sub, "INVALID_PARAMS", NULL, text);
}

static void refuse_messages(struct ctx *ctx, const char *sub, const char *target, const char *text)
{
    refuse(ctx, sub, "MESSAGE_ERROR", target, text);
}

/* ---- parameters ---- */

/* "msgid=X" or "timestamp=T". False if it was refused. */
static bool parse_ref(struct ctx *ctx, const char *sub, const char *text, struct store_ref *ref)
{
    static const char by_id[] = "msgid=";
    static const char by_time[] = "timestamp=";
    *ref = (struct store_ref){.time_ms = -1};
    if (strncmp(text, by_id, strlen(by_id)) == 0 && text[strlen(by_id)]) {
        ref->msgid = text + strlen(by_id);
        return true;
    }
    if (strncmp(text, by_time, strlen(by_time)) != 0) {
        refuse(ctx, sub, "INVALID_MSGREFTYPE", text, "Not msgid=... or timestamp=...");
        return false;
    }
    ref->time_ms = clock_parse_iso(text + strlen(by_time));
    if (ref->time_ms < 0)
        refuse_params(ctx, sub, "Not a time like timestamp=2026-01-01T00:00:00.000Z");
    return ref->time_ms >= 0;
}

/* Too many or none are as many as there may be. Returns 0 if it was refused. */
static size_t parse_limit(struct ctx *ctx, const char *sub, const char *text)
{
    const int most = ctx_world(ctx)->config->history_max;
    char *end = NULL;
    errno = 0;
    long limit = text ? strtol(text, &end, 10) : most;
    if (text && (end == text || *end || limit <= 0)) {
        refuse_params(ctx, sub, "Not a number of messages");
        return 0;
    }
    return (size_t)(limit < most ? limit : most);
}

/* ---- who may read what ---- */

/* What is asked for, by whom. */
struct page_job {
    struct job job;
    const char *sub;    /* of the table */
    char *target;       /* how the conversation is called; owned */
    char *conv;         /* owned */
    int64_t not_before; /* a guest sees nothing older */
    bool keeps_newest;  /* of what is too much for one answer */
    bool keeps_oldest;
};

static void page_job_free(struct page_job *page)
{
    free(page->target);
    free(page->conv);
    free(page);
}

/* One answer for rooms that are missing, secret or not one's own: no oracle. */
static struct page_job *open_room(struct ctx *ctx, const char *name, struct store_history *query)
{
    const struct user *user = ctx_user(ctx);
    const struct room *room = world_room(ctx_world(ctx), name);
    const struct member *member = room ? room_member(room, user) : NULL;
    if (!member)
        return NULL;
    struct page_job *page = xnew(struct page_job);
    page->target = xstrdup(room->name);
    page->conv = xstrdup(room->fold);
    page->not_before = user->account ? 0 : member->joined_ms;
    query->account = user->account && !history_is_public(room) ? user->fold : NULL;
    return page;
}

/* As far as both were theirs: a name that was erased may be somebody else's now. */
static struct page_job *open_pair(struct ctx *ctx, const char *name, struct store_history *query)
{
    const struct user *user = ctx_user(ctx);
    const struct user *other = world_user(ctx_world(ctx), name);
    if (!user->account || !other || !other->account)
        return NULL;
    struct page_job *page = xnew(struct page_job);
    page->target = xstrdup(other->name);
    page->conv = history_pair(user->fold, other->fold);
    query->account = user->fold;
    return page;
}

/* What was announced, to accounts that were there. */
static struct page_job *open_everybody(struct ctx *ctx, struct store_history *query)
{
    const struct user *user = ctx_user(ctx);
    if (!user->account)
        return NULL;
    struct page_job *page = xnew(struct page_job);
    page->target = xstrdup(STORE_EVERYBODY);
    page->conv = xstrdup(STORE_EVERYBODY);
    query->account = user->fold;
    return page;
}

static struct page_job *open_target(struct ctx *ctx, const char *sub, const char *name,
                                    struct store_history *query)
{
    struct page_job *page = NULL;
    if (irc_is_room(name))
        page = open_room(ctx, name, query);
    else if (strcmp(name, STORE_EVERYBODY) == 0)
        page = open_everybody(ctx, query);
    else
        page = open_pair(ctx, name, query);
    if (!page)
        refuse(ctx, sub, "INVALID_TARGET", name, "Messages could not be retrieved");
    return page;
}

/* ---- messages ---- */

/* Entries of an answer. */
struct part {
    const struct store_entry *entries;
    size_t n;
    bool more;
};

/* Drops what is farthest from where it was asked for, until the rest is no more than may wait for
 * a reader: tags of others can make lines long. */
static void fit(const struct ctx *ctx, const struct page_job *page, struct part *part)
{
    size_t bytes = 0;
    bool from_end = page->keeps_oldest;
    for (size_t i = 0; i < part->n; i++)
        bytes += replay_cost(&part->entries[i]);
    for (; part->n > 1 && bytes > 2 * ctx_world(ctx)->config->sendq_max; part->more = true) {
        bytes -= replay_cost(&part->entries[from_end ? part->n - 1 : 0]);
        part->entries += !from_end;
        part->n--;
        if (page->keeps_oldest == page->keeps_newest)
            from_end = !from_end;
    }
}

static void show_batch(struct ctx *ctx, const struct page_job *page, struct part part)
{
    struct irc_msg opening;
    fit(ctx, page, &part);
    irc_msg_make(&opening, NULL, "BATCH", "+", "chathistory", page->target, NULL);
    if (!part.more && (ctx->session->caps & IRC_CAP_MESSAGE_TAGS))
        irc_msg_add_tag(&opening, "draft/chathistory-end", "");
    char *batch = xstrdup(reply_batch_open(ctx, &opening));
    history_show(ctx, part.entries, part.n, batch);
    reply_batch_end(ctx, batch);
    free(batch);
}

static void page_done(void *arg, enum store_status status, const struct store_entry *entries,
                      size_t n, bool more)
{
    struct page_job *page = arg;
    struct ctx ctx;
    size_t hidden = 0;
    if (job_resume(&page->job, &ctx)) {
        while (hidden < n && entries[hidden].time_ms < page->not_before)
            hidden++;
        if (status == STORE_MISSING)
            refuse_messages(&ctx, page->sub, page->target, "That message is not there (any more)");
        else if (status == STORE_DAMAGED)
            refuse_messages(&ctx, page->sub, page->target, "The disk has damaged a message there");
        else if (status != STORE_OK)
            refuse_messages(&ctx, page->sub, page->target, "Messages could not be read, try again");
        else
            show_batch(&ctx, page,
                       (struct part){entries + hidden, n - hidden, more && hidden == 0});
        job_end(&ctx);
    }
    page_job_free(page);
}

/* params: the subcommand, target, its references, limit. */
struct form {
    const char *name;
    size_t nrefs;
    enum store_range range;
    bool star; /* "*" may stand for the reference */
};

/* Rows that are not shown must not fill a page: behind them is what may be. */
static void not_before(struct store_ref *ref, int64_t ms)
{
    if (ref->time_ms >= 0 && ref->time_ms < ms)
        ref->time_ms = ms - 1;
}

/* BEFORE * is what old Kiwis say. */
static const struct form forms[] = {
    {"LATEST",  1, STORE_LATEST,  true },
    {"BEFORE",  1, STORE_BEFORE,  true },
    {"AFTER",   1, STORE_AFTER,   false},
    {"AROUND",  1, STORE_AROUND,  false},
    {"BETWEEN", 2, STORE_BETWEEN, false},
};

static bool parse_refs(struct ctx *ctx, const struct form *form, const struct irc_msg *msg,
                       struct store_history *query)
{
    if (form->star && strcmp(msg->params[2], "*") == 0) {
        query->range = STORE_LATEST;
        query->a = (struct store_ref){.time_ms = -1};
        return true;
    }
    return parse_ref(ctx, form->name, msg->params[2], &query->a) &&
           (form->nrefs < 2 || parse_ref(ctx, form->name, msg->params[3], &query->b));
}

/* True if a lies behind b. The begin of a msgid is its time. */
static bool is_behind(const struct store_ref *a, const struct store_ref *b)
{
    return a->msgid && b->msgid ? strcmp(a->msgid, b->msgid) > 0 : a->time_ms > b->time_ms;
}

static void note_direction(struct page_job *page, const struct store_history *query)
{
    bool backward = query->range == STORE_BETWEEN && is_behind(&query->a, &query->b);
    page->keeps_newest = query->range == STORE_LATEST || query->range == STORE_BEFORE || backward;
    page->keeps_oldest =
        query->range == STORE_AFTER || (query->range == STORE_BETWEEN && !backward);
}

static void ask_messages(struct ctx *ctx, const struct form *form, const struct irc_msg *msg)
{
    struct store_history query = {
        .range = form->range,
        .b.time_ms = -1,
        .events = ctx->session->caps & IRC_CAP_EVENT_PLAYBACK,
        /* The first of them may be newer than what follows. */
        .abouts = ctx_user(ctx)->account ? history_abouts(ctx->session->caps) : 0};
    const size_t at_limit = 2 + form->nrefs;
    if (msg->nparams < at_limit) {
        refuse_params(ctx, form->name, "Missing parameters");
        return;
    }
    query.limit =
        parse_limit(ctx, form->name, msg->nparams > at_limit ? msg->params[at_limit] : NULL);
    if (query.limit == 0 || !parse_refs(ctx, form, msg, &query))
        return;
    struct page_job *page = open_target(ctx, form->name, msg->params[1], &query);
    if (!page)
        return;
    page->sub = form->name;
    note_direction(page, &query);
    query.conv = page->conv;
    not_before(&query.a, page->not_before);
    not_before(&query.b, page->not_before);
    job_begin(&page->job, ctx);
    store_history(ctx->server->store, &query, page_done, page);
}

/* ---- TARGETS ---- */

static void show_target(struct ctx *ctx, const struct store_target *target, const char *batch)
{
    const struct user *user = ctx_user(ctx);
    const struct room *room = world_room(ctx_world(ctx), target->conv);
    if (irc_is_room(target->conv) && (!room || !room_member(room, user)))
        return;

    struct irc_msg msg;
    char iso[CLOCK_ISO_SIZE];
    clock_format_iso(target->last_ms, iso);
    irc_msg_make(&msg, NULL, command, "TARGETS", history_name(ctx_world(ctx), target->conv, user),
                 iso, NULL);
    if (batch)
        irc_msg_add_tag(&msg, "batch", batch);
    reply_msg(ctx, &msg);
}

static void show_targets(struct ctx *ctx, const struct store_target *targets, size_t n)
{
    char *batch = xstrdup(reply_batch_begin(ctx, "draft/chathistory-targets", NULL));
    for (size_t i = 0; i < n; i++)
        show_target(ctx, &targets[i], batch);
    reply_batch_end(ctx, batch);
    free(batch);
}

static void targets_done(void *arg, enum store_status status, const struct store_target *targets,
                         size_t n)
{
    struct job *job = arg;
    struct ctx ctx;
    if (job_resume(job, &ctx)) {
        if (status == STORE_OK)
            show_targets(&ctx, targets, n);
        else
            refuse_messages(&ctx, "TARGETS", NULL, "Messages could not be read, try again");
        job_end(&ctx);
    }
    free(job);
}

static void ask_targets(struct ctx *ctx, const struct irc_msg *msg)
{
    static const char sub[] = "TARGETS";
    struct store_ref a;
    struct store_ref b;
    if (msg->nparams < 3) {
        refuse_params(ctx, sub, "Missing parameters");
        return;
    }
    size_t limit = parse_limit(ctx, sub, msg->nparams > 3 ? msg->params[3] : NULL);
    if (limit == 0 || !parse_ref(ctx, sub, msg->params[1], &a) ||
        !parse_ref(ctx, sub, msg->params[2], &b))
        return;
    if (a.msgid || b.msgid) {
        refuse(ctx, sub, "INVALID_MSGREFTYPE", "msgid", "Only timestamp=... here");
    } else if (!ctx_user(ctx)->account) {
        show_targets(ctx, NULL, 0);
    } else {
        struct job *job = xnew(struct job);
        job_begin(job, ctx);
        store_targets(ctx->server->store, ctx_user(ctx)->fold, a.time_ms, b.time_ms, limit,
                      targets_done, job);
    }
}

/* CHATHISTORY <form> <target> <reference>{ <reference>} <limit> */
void cmd_chathistory(struct ctx *ctx, const struct irc_msg *msg)
{
    const char *sub = msg->nparams > 0 ? msg->params[0] : "*";
    pay(ctx);
    if (irc_name_equal(sub, "TARGETS")) {
        ask_targets(ctx, msg);
        return;
    }
    for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
        if (irc_name_equal(sub, forms[i].name)) {
            ask_messages(ctx, &forms[i], msg);
            return;
        }
    }
    refuse_params(ctx, sub, "Not one of LATEST BEFORE AFTER AROUND BETWEEN TARGETS");
}
