#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "action.h"
#include "command.h"
#include "mem.h"
#include "navigate.h"

/* So many of the newest are shown. */
#define MENTIONS_MAX 500

/* A line that speaks to us. */
struct mention {
    struct conv *conv;
    uint64_t serial;
    int64_t time_ms;
};

struct mentions {
    struct mention *items; /* owned */
    size_t n;
};

static int newest_first(const void *a, const void *b)
{
    const struct mention *x = a;
    const struct mention *y = b;
    return x->time_ms == y->time_ms ? 0 : x->time_ms > y->time_ms ? -1 : 1;
}

/* The newest ones of a conversation. */
static void collect(struct mentions *mentions, struct conv *conv)
{
    struct line line;
    size_t found = 0;
    for (size_t i = lines_count(conv->lines); i-- > 0 && found < MENTIONS_MAX;) {
        lines_get(conv->lines, i, &line);
        if (!(line.flags & LINE_MENTION))
            continue;
        mentions->items = xreallocarray(mentions->items, mentions->n + 1, sizeof(*mentions->items));
        mentions->items[mentions->n++] = (struct mention){conv, line.serial, line.time_ms};
        found++;
    }
}

static const char *when_text(const struct chat *chat, int64_t time_ms, char *out, size_t size)
{
    time_t then = (time_t)(time_ms / 1000) + chat->utc_offset_s;
    time_t now = (time_t)(chat->now_ms / 1000) + chat->utc_offset_s;
    struct tm then_tm = {0};
    struct tm now_tm = {0};
    gmtime_r(&then, &then_tm);
    gmtime_r(&now, &now_tm);
    bool today = then_tm.tm_yday == now_tm.tm_yday && then_tm.tm_year == now_tm.tm_year;
    strftime(out, size, today ? "%H:%M" : "%d %b %H:%M", &then_tm);
    return out;
}

/* Which network of the list it is. */
static int number_of(const struct chat *chat, const struct network *network)
{
    int n = 0;
    for (const struct network *one = chat->networks; one && one != network; one = one->next)
        n++;
    return n;
}

static void add_row(const struct chat *chat, struct dialog *dialog, const struct mention *mention)
{
    struct line line;
    size_t index = 0;
    char when[32];
    if (!lines_find(mention->conv->lines, mention->serial, &index))
        return;
    lines_get(mention->conv->lines, index, &line);
    when_text(chat, line.time_ms, when, sizeof(when));
    char *label = xasprintf("%s  %s", when, mention->conv->name);
    char *detail = xasprintf("%s: %s", line.nick, line.text);
    char *value = xasprintf("%" PRIu64 " %d %s", line.serial,
                            number_of(chat, mention->conv->network), mention->conv->name);
    for (char *c = detail; *c; c++)
        *c = (unsigned char)*c < ' ' ? ' ' : *c;
    dialog_add(dialog, label, detail, value);
    free(label);
    free(detail);
    free(value);
}

/* With what was said around it. */
static bool show(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    char *rest = NULL;
    uint64_t serial = strtoull(row->value, &rest, 10);
    long n = strtol(rest, &rest, 10);
    struct network *network = chat->networks;
    for (; network && n > 0; n--)
        network = network->next;
    struct conv *conv = network ? chat_conv(chat, network, rest + 1) : NULL;
    size_t index = 0;
    (void)dialog;
    chat_dialog(chat, NULL);
    if (!conv || !lines_find(conv->lines, serial, &index)) {
        chat_notice(chat, "It is no longer here");
        return false;
    }
    chat_open(chat, conv);
    chat->mention = serial;
    navigate_show(chat, index);
    return false;
}

void action_mentions(struct chat *chat)
{
    struct dialog *dialog = dialog_new(DIALOG_LIST, "Who spoke to you",
                                       "type to find · Enter go there · Esc close", show);
    struct mentions mentions = {0};
    for (struct conv *conv = chat->convs; conv; conv = conv->next)
        collect(&mentions, conv);
    if (mentions.n > 0)
        qsort(mentions.items, mentions.n, sizeof(*mentions.items), newest_first);
    for (size_t i = 0; i < mentions.n && i < MENTIONS_MAX; i++)
        add_row(chat, dialog, &mentions.items[i]);
    free(mentions.items);
    dialog->empty = xstrdup("Nobody yet. What calls you by your name, or by a /highlight, will "
                            "stand here.");
    dialog_refilter(dialog);
    chat_dialog(chat, dialog);
}

void command_mentions(struct chat *chat, char *args)
{
    action_mentions(chat);
    edit_set(chat->dialog->filter, args);
    dialog_refilter(chat->dialog);
}
