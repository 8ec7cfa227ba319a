#include "results_list.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "jump.h"
#include "mem.h"
#include "utf8.h"
#include "when.h"

#define LIST_KEYS "Enter go there · Tab the server, older ones · Esc close"

static dialog_done_fn chosen;

static bool is_open(const struct chat *chat)
{
    return chat->dialog && chat->dialog->done == chosen;
}

/* What names a hit in the list, wherever it stands in it; to free. */
static char *value_of(const struct hit *hit)
{
    return xasprintf("%" PRId64 " %s %s", hit->time_ms, hit->name, hit->msgid);
}

static const struct hit *hit_of(const struct results *results, const char *value)
{
    const struct hit *found = NULL;
    for (size_t i = 0; i < results->n && !found; i++) {
        char *other = value_of(&results->hits[i]);
        if (strcmp(other, value) == 0)
            found = &results->hits[i];
        free(other);
    }
    return found;
}

/* What is around the chosen one is to be looked up. */
static void want_near(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    struct results *results = &chat->seek.results;
    const struct hit *hit = row && row->value ? hit_of(results, row->value) : NULL;
    results_clear_near(results);
    dialog_clear_preview(dialog);
    if (hit)
        results->near = (struct vicinity){.wanted = true, .hit = (size_t)(hit - results->hits)};
}

/* Its words are marked where it stands. */
static void mark(struct chat *chat, const char *typed)
{
    struct query_clock clock = {chat->now_ms, chat->utc_offset_s};
    char *cause = NULL;
    seek_unmark(&chat->seek);
    if (query_parse(&chat->seek.shown, typed, clock, &cause) != 0)
        free(cause);
}

static bool chosen(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    const struct hit *hit = row->value ? hit_of(&chat->seek.results, row->value) : NULL;
    struct network *network = hit ? chat_network(chat, hit->network) : NULL;
    if (!network) {
        chat_complain(chat, "That server is not here any more");
        return true;
    }
    mark(chat, edit_text(dialog->filter));
    struct conv *conv = chat_conv_make(chat, network, hit->name);
    chat_dialog(chat, NULL);
    jump_to(chat, conv, hit->msgid, hit->time_ms);
    return false;
}

/* Who said what, in one row; to free. */
static char *row_text(const char *nick, const char *said)
{
    char *clean = utf8_sanitize(said, strlen(said), false, false);
    char *text = xasprintf("%s  %s", nick, clean);
    free(clean);
    return text;
}

static void add_row(struct chat *chat, struct dialog *dialog, const struct hit *hit)
{
    char when[WHEN_SIZE];
    char *label = row_text(hit->nick, hit->text);
    char *detail = xasprintf("%s  %s", hit->name, when_text(chat, hit->time_ms, when));
    char *value = value_of(hit);
    dialog_add(dialog, label, detail, value);
    free(value);
    free(detail);
    free(label);
}

static void set_note(struct dialog *dialog, const struct results *results)
{
    char *note = results->asked    ? xasprintf("%zu · asking the server…", results->n)
                 : results->more   ? xasprintf("the newest %zu", results->n)
                 : results->n == 1 ? xstrdup("1 found")
                                   : xasprintf("%zu found", results->n);
    free(dialog->note);
    dialog->note = note;
}

#define SYNTAX \
    "Words, \"words in a row\", -without; from:bob in:#tea after:yesterday before:2026-11-20 has:link"

static const char *empty_text(const struct results *results)
{
    if (query_is_empty(&results->query))
        return SYNTAX;
    return results->asked ? "Nothing like that is kept here."
                          : "Nothing like that is kept here. Tab asks the server.";
}

static void fill(struct chat *chat, struct dialog *dialog)
{
    const struct results *results = &chat->seek.results;
    dialog_clear(dialog);
    for (size_t i = 0; i < results->n; i++)
        add_row(chat, dialog, &results->hits[i]);
    dialog_refilter(dialog);
    want_near(chat, dialog, dialog_picked(dialog));
    set_note(dialog, results);
    xreplace(&dialog->empty, empty_text(results));
    dialog->stamp = results->stamp;
    chat->changed |= CHANGE_DIALOG;
}

void results_turn(struct chat *chat)
{
    if (is_open(chat) && chat->dialog->stamp != chat->seek.results.stamp)
        fill(chat, chat->dialog);
}

void results_show_near(struct chat *chat)
{
    struct vicinity *near = &chat->seek.results.near;
    if (!is_open(chat))
        return;
    const struct hit *hit = &chat->seek.results.hits[near->hit];
    dialog_clear_preview(chat->dialog);
    chat->dialog->preview =
        (struct dialog_preview){near->before, row_text(hit->nick, hit->text), near->after};
    near->before = near->after = NULL;
    chat->changed |= CHANGE_DIALOG;
}

static void look(struct chat *chat, struct dialog *dialog)
{
    struct query query;
    struct query_clock clock = {chat->now_ms, chat->utc_offset_s};
    char *cause = NULL;
    free(dialog->error);
    dialog->error = NULL;
    if (query_parse(&query, edit_text(dialog->filter), clock, &cause) != 0)
        dialog->error = cause;
    chat->seek.results.wanted = !query_is_empty(&query);
    results_begin(&chat->seek.results, &query);
    for (struct network *network = chat->networks; network; network = network->next)
        network->found_ms = INT64_MAX;
    fill(chat, dialog);
}

/* True if it was asked. */
static bool ask_one(struct chat *chat, struct network *network)
{
    if (!ask_search(network, &chat->seek.results.query))
        return false;
    chat->seek.results.asked++;
    chat->seek.results.stamp++;
    return true;
}

bool results_ask_servers(struct chat *chat)
{
    const struct query *query = &chat->seek.results.query;
    bool any = false;
    if (!query_is_empty(query) && !(query->has & (QUERY_FILE | QUERY_REACTION)))
        for (struct network *network = chat->networks; network; network = network->next)
            any |= ask_one(chat, network);
    return any;
}

/* As many again, which are older; false if there are none, or too many. */
static bool look_further(struct results *results)
{
    if (!results->more || results->max >= HITS_MAX)
        return false;
    results->max += HITS_PAGE;
    results->more = false;
    results->wanted = true;
    return true;
}

static bool pressed(struct chat *chat, struct dialog *dialog, const char *key)
{
    if (strcmp(key, "Tab") != 0)
        return false;
    free(dialog->error);
    dialog->error = NULL;
    bool further = look_further(&chat->seek.results);
    if (chat->seek.results.asked == 0 && !results_ask_servers(chat) && !further)
        dialog->error = xstrdup("No server here can search for that");
    chat->changed |= CHANGE_DIALOG;
    return true;
}

void results_open(struct chat *chat, const char *typed)
{
    struct dialog *dialog = dialog_new(DIALOG_LIST, "Search everywhere", LIST_KEYS, chosen);
    dialog->unfiltered = true;
    dialog->table = true;
    dialog->typed = look;
    dialog->has_preview = true;
    dialog->moved = want_near;
    dialog->key = pressed;
    edit_set(dialog->filter, typed);
    chat_dialog(chat, dialog);
    look(chat, dialog);
}
