/* Pages of the log, as a session that catches up sees them (history.h). */
#include <stdlib.h>
#include <string.h>

#include "history.h"
#include "irc_cap.h"
#include "irc_name.h"
#include "mem.h"
#include "multiline.h"
#include "replay.h"
#include "reply.h"

/* Bytes of a line beside text, source and tags of its sender. */
#define LINE_BYTES 200

size_t replay_cost(const struct store_entry *entry)
{
    size_t lines = multiline_count(entry->body) + strlen(entry->body) / IRC_LINE_MAX;
    return strlen(entry->body) + strlen(entry->tags) + lines * (strlen(entry->source) + LINE_BYTES);
}

/* Own words from another device: in private, only for clients that know what to make of a line
 * from themselves. */
static bool is_shown(const struct session *session, const struct store_entry *entry)
{
    if (!history_is_known(session, entry))
        return false;
    return entry->kind >= STORE_ABOUT || irc_is_room(entry->conv) ||
           (session->caps & IRC_CAP_ECHO_MESSAGE) ||
           strcmp(entry->sender, session->user->fold) != 0;
}

static size_t count_shown(const struct session *session, const struct store_page *page)
{
    size_t n = 0;
    for (size_t i = 0; i < page->n; i++)
        n += is_shown(session, &page->entries[i]);
    return n;
}

/* Of those, how many are messages that waited. */
static size_t count_waited(const struct session *session, const struct store_page *page)
{
    size_t n = 0;
    for (size_t i = 0; i < page->n; i++)
        n += page->entries[i].kind < STORE_ABOUT && page->entries[i].id <= session->replay.waited &&
             is_shown(session, &page->entries[i]);
    return n;
}

static void greet(struct ctx *ctx, size_t n, bool more)
{
    struct replay *replay = &ctx->session->replay;
    if (n == 0 || replay->greeted)
        return;
    replay->greeted = true;
    reply_notice(ctx, "While you were away: %s%zu message%s", more ? "more than " : "", n,
                 n == 1 ? "" : "s");
}

/* ---- entries ---- */

/* Entries of one conversation that follow each other. */
static size_t run_length(const struct store_page *page, size_t from)
{
    size_t n = 1;
    while (from + n < page->n &&
           strcmp(page->entries[from].conv, page->entries[from + n].conv) == 0)
        n++;
    return n;
}

static void show_entries(struct ctx *ctx, const struct store_entry *entries, size_t n,
                         const char *batch)
{
    for (size_t i = 0; i < n; i++) {
        if (is_shown(ctx->session, &entries[i]))
            history_show(ctx, &entries[i], 1, batch);
    }
}

static void show_run(struct ctx *ctx, const struct store_entry *entries, size_t n)
{
    const char *target = history_name(ctx_world(ctx), entries[0].conv, ctx_user(ctx));
    const char *opened = reply_batch_begin(ctx, "chathistory", target);
    char *batch = xstrdup(opened);
    show_entries(ctx, entries, n, batch);
    reply_batch_end(ctx, batch);
    free(batch);
}

void replay_show_room(struct ctx *ctx, const struct store_entry *entries, size_t n, size_t bytes)
{
    size_t from = n;
    while (from > 0 && replay_cost(&entries[from - 1]) <= bytes)
        bytes -= replay_cost(&entries[--from]);
    if (from < n)
        show_run(ctx, entries + from, n - from);
}

/* ---- pages ---- */

/* Tags of others can make lines long: a page shall not be what is too much for a reader. */
static void shorten(struct store_page *page, size_t bytes_max)
{
    size_t n = 0;
    size_t bytes = 0;
    while (n < page->n && (n == 0 || bytes + replay_cost(&page->entries[n]) <= bytes_max))
        bytes += replay_cost(&page->entries[n++]);
    if (n == page->n)
        return;
    page->n = n;
    page->upto = page->entries[n - 1].id;
    page->more = true;
}

/* Here, not in the end: who is cut off in between shall know of each. */
static void tell_skipped(struct ctx *ctx, size_t n)
{
    if (n > 0)
        reply_notice(ctx,
                     "%zu older message%s in rooms %s left out here; "
                     "CHATHISTORY LATEST <room> * 500 fetches them",
                     n, n == 1 ? "" : "s", n == 1 ? "was" : "were");
}

static void tell_damage(struct ctx *ctx, const struct store_page *page)
{
    if (page->damaged > 0)
        reply_notice(ctx, "%zu message%s in %s could not be read: the disk has damaged %s",
                     page->damaged, page->damaged == 1 ? "" : "s",
                     history_name(ctx_world(ctx), page->damaged_conv, ctx_user(ctx)),
                     page->damaged == 1 ? "it" : "them");
}

/* What was missed by being slow comes as if it were said now, what waited in batches. */
static void show_page(struct ctx *ctx, const struct store_page *page)
{
    if (ctx->session->replay.lagging) {
        show_entries(ctx, page->entries, page->n, NULL);
        return;
    }
    size_t n = 0;
    for (size_t i = 0; i < page->n; i += n) {
        n = run_length(page, i);
        show_run(ctx, &page->entries[i], n);
    }
}

size_t replay_show(struct ctx *ctx, struct store_page *page)
{
    const struct session *session = ctx->session;
    shorten(page, ctx_world(ctx)->config->sendq_max / 2);
    greet(ctx, count_waited(session, page), page->more);
    tell_skipped(ctx, page->skipped);
    tell_damage(ctx, page);
    size_t shown = count_shown(session, page);
    if (shown > 0)
        show_page(ctx, page);
    return shown;
}
