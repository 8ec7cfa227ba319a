#include "inbox.h"

#include <stdlib.h>
#include <string.h>

#include "action.h"
#include "command.h"
#include "jump.h"
#include "mem.h"
#include "when.h"

/* The newest ones of a conversation that are in memory. */
static void collect(struct results *results, const struct conv *conv)
{
    struct line line;
    size_t found = 0;
    for (size_t i = lines_count(conv->lines); i-- > 0 && found < HITS_MAX;) {
        lines_get(conv->lines, i, &line);
        if (!(line.flags & LINE_MENTION))
            continue;
        results_add(results, conv->network, conv->name, &line);
        found++;
    }
}

static void add_row(const struct chat *chat, struct dialog *dialog, const struct hit *hit,
                    size_t index)
{
    char when[WHEN_SIZE];
    char *label = xasprintf("%s  %s", when_text(chat, hit->time_ms, when), hit->name);
    char *detail = xasprintf("%s: %s", hit->nick, hit->text);
    char *value = xasprintf("%zu", index);
    for (char *c = detail; *c; c++)
        *c = (unsigned char)*c < ' ' ? ' ' : *c;
    dialog_add(dialog, label, detail, value);
    free(label);
    free(detail);
    free(value);
}

static struct conv *conv_of(struct chat *chat, const struct hit *hit)
{
    struct network *network = chat_network(chat, hit->network);
    return network ? chat_conv_make(chat, network, hit->name) : NULL;
}

/* Servers that give no msgid give a time. */
static bool find(const struct conv *conv, const struct hit *hit, size_t *index)
{
    struct line line;
    if (*hit->msgid)
        return lines_find_id(conv->lines, hit->msgid, index);
    for (*index = lines_after(conv->lines, hit->time_ms - 1); *index < lines_count(conv->lines);
         (*index)++) {
        lines_get(conv->lines, *index, &line);
        if (line.time_ms != hit->time_ms)
            return false;
        if (strcmp(line.text, hit->text) == 0)
            return true;
    }
    return false;
}

/* With what was said around it; what is not in memory is fetched. */
static bool show(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    const struct hit *hit = &chat->seek.results.hits[strtoul(row->value, NULL, 10)];
    struct conv *conv = conv_of(chat, hit);
    struct line line;
    size_t index = 0;
    (void)dialog;
    chat_dialog(chat, NULL);
    if (!conv) {
        chat_notice(chat, "That server is not here any more");
        return false;
    }
    if (!find(conv, hit, &index)) {
        jump_to(chat, conv, hit->msgid, hit->time_ms);
        return false;
    }
    chat_open(chat, conv);
    lines_get(conv->lines, index, &line);
    chat->mention = line.serial;
    jump_show(chat, index);
    return false;
}

static void fill(struct chat *chat, struct dialog *dialog)
{
    const struct results *results = &chat->seek.results;
    dialog_clear(dialog);
    for (size_t i = 0; i < results->n; i++)
        add_row(chat, dialog, &results->hits[i], i);
    dialog_refilter(dialog);
    dialog->stamp = results->stamp;
    chat->changed |= CHANGE_DIALOG;
}

void inbox_turn(struct chat *chat)
{
    struct dialog *dialog = chat->dialog;
    if (dialog && dialog->done == show && dialog->stamp != chat->seek.results.stamp)
        fill(chat, dialog);
}

void action_mentions(struct chat *chat)
{
    struct query all = {.to_ms = INT64_MAX};
    struct results *results = &chat->seek.results;
    struct dialog *dialog = dialog_new(DIALOG_LIST, "Who spoke to you",
                                       "type to find · Enter go there · Esc close", show);
    results_begin(results, &all);
    results->called = results->wanted = true;
    for (const struct conv *conv = chat->convs; conv; conv = conv->next)
        collect(results, conv);
    dialog->empty = xstrdup("Nobody yet: your name calls you, and /highlight words.");
    fill(chat, dialog);
    chat_dialog(chat, dialog);
}

void command_mentions(struct chat *chat, char *args)
{
    action_mentions(chat);
    dialog_type(chat->dialog, args);
}
