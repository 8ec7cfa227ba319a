#include "browse_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "browse.h"
#include "mem.h"
#include "transfer.h"
#include "utf8.h"
#include "when.h"

#define MARK_SIZE 24
#define MARK_COLS 6
#define WHO_COLS  12
#define NO_FILES  "No files yet: /upload PATH"

/* How far the file is on its way to us: "↓ 62%", "✓ here"; "" if it is not. */
static char *mark_of(const struct chat *chat, const char *url, char *out)
{
    out[0] = '\0';
    for (const struct transfer *t = url ? chat->transfers.first : NULL; t; t = t->next) {
        if (t->upload || !t->url || strcmp(t->url, url) != 0)
            continue;
        if (t->state == TRANSFER_DONE)
            snprintf(out, MARK_SIZE, "✓ here");
        else if (t->state == TRANSFER_FAILED)
            snprintf(out, MARK_SIZE, "✗");
        else
            snprintf(out, MARK_SIZE, "↓ %d%%", t->size > 0 ? (int)(100 * t->done / t->size) : 0);
    }
    return out;
}

/* Blanks so that text stands in so many columns. */
static int blanks(const char *text, int cols)
{
    int own = utf8_cols(text, strlen(text));
    return own < cols ? cols - own : 0;
}

/* "↓ 62%     1.2 MiB", the mark only where there are any; to free. */
static char *state_and_size(const struct chat *chat, const char *url, const char *size)
{
    char mark[MARK_SIZE];
    if (!chat->transfers.first)
        return xasprintf("%10s", size);
    mark_of(chat, url, mark);
    return xasprintf("%*s%s  %10s", blanks(mark, MARK_COLS), "", mark, size);
}

/* ---- a folder ---- */

static int by_size(const void *a, const void *b)
{
    const struct shared_entry *x = *(const struct shared_entry *const *)a;
    const struct shared_entry *y = *(const struct shared_entry *const *)b;
    if (x->folder != y->folder)
        return x->folder ? -1 : 1;
    return x->size == y->size ? strcmp(x->name, y->name) : x->size > y->size ? -1 : 1;
}

static int by_time(const void *a, const void *b)
{
    const struct shared_entry *x = *(const struct shared_entry *const *)a;
    const struct shared_entry *y = *(const struct shared_entry *const *)b;
    return x->time_ms == y->time_ms ? strcmp(x->name, y->name) : x->time_ms > y->time_ms ? -1 : 1;
}

static void add_entry(const struct chat *chat, struct dialog *dialog, const struct network *network,
                      const struct shared_entry *entry)
{
    char size[SHARED_SIZE_TEXT] = "";
    char when[WHEN_SIZE];
    char *path = shared_path_join(network->shared.path, entry->name);
    char *url = entry->folder ? NULL : browse_url(network, path);
    if (!entry->folder)
        shared_size_text(entry->size, size);
    char *label = xasprintf("%s%s", entry->name, entry->folder ? "/" : "");
    char *state = state_and_size(chat, url, size);
    char *detail = chat_is_narrow(chat)
                       ? xstrdup(state)
                       : xasprintf("%s  %-16s", state, when_stamp(chat, entry->time_ms, when));
    char *value = xasprintf("%c%s", entry->folder ? BROWSE_FOLDER : BROWSE_FILE, entry->name);
    dialog_add(dialog, label, detail, value);
    free(label);
    free(state);
    free(detail);
    free(value);
    free(path);
    free(url);
}

static void add_entries(const struct chat *chat, struct dialog *dialog,
                        const struct network *network)
{
    const struct shared *shared = &network->shared;
    const struct shared_entry **entries =
        xcalloc(shared->n + 1, sizeof(const struct shared_entry *));
    for (size_t i = 0; i < shared->n; i++)
        entries[i] = &shared->entries[i];
    if (chat->browsing.sort == BROWSE_BY_SIZE)
        qsort(entries, shared->n, sizeof(const struct shared_entry *), by_size);
    if (chat->browsing.sort == BROWSE_BY_TIME)
        qsort(entries, shared->n, sizeof(const struct shared_entry *), by_time);
    for (size_t i = 0; i < shared->n; i++)
        add_entry(chat, dialog, network, entries[i]);
    free(entries);
}

/* At the top: what was posted where one was. */
static void add_room(const struct chat *chat, struct dialog *dialog, const struct network *network)
{
    const struct conv *conv = chat->current;
    size_t n = 0;
    if (network->around || !conv || conv->network != network || *network->shared.path)
        return;
    for (const struct posted *p = posted_first(conv); p; p = posted_next(conv, p))
        n++;
    if (n == 0)
        return;
    char *label = xasprintf("Posted in %s/", conv->name);
    char *count = xasprintf("%zu file%s", n, n == 1 ? "" : "s");
    char *state = state_and_size(chat, NULL, count);
    char *detail = xasprintf("%s%*s", state, chat_is_narrow(chat) ? 0 : 18, "");
    char *value = xasprintf("%c%s", BROWSE_ROOM, conv->name);
    dialog_add(dialog, label, detail, value);
    free(count);
    free(state);
    free(label);
    free(detail);
    free(value);
}

/* "Files › docs › old plans" */
static char *title_of(const struct network *network)
{
    struct buf title = {0};
    buf_printf(&title, "Files of %s", network->name);
    for (const char *part = network->shared.path; *part;) {
        size_t len = strcspn(part, "/");
        buf_printf(&title, " › %.*s", (int)len, part);
        part += len + (part[len] == '/');
    }
    return buf_detach(&title);
}

/* "12 entries, 3.4 MiB · by size" */
static char *note_of(const struct chat *chat, const struct shared *shared)
{
    static const char *const sorts[] = {"", " · largest first", " · newest first"};
    char size[SHARED_SIZE_TEXT];
    struct buf note = {0};
    bool counted = shared->count >= 0;
    size_t count = counted ? (size_t)shared->count : shared->n;
    if (shared->state == SHARED_ASKED && shared->n == 0)
        return xstrdup("listing…");
    if (shared->state == SHARED_FAILED)
        return NULL;
    buf_printf(&note, "%zu entr%s", count, count == 1 ? "y" : "ies");
    if (shared->bytes >= 0)
        buf_printf(&note, ", total %s", shared_size_text(shared->bytes, size));
    buf_puts(&note, sorts[chat->browsing.sort]);
    if (shared->state == SHARED_ASKED)
        buf_puts(&note, " …");
    return buf_detach(&note);
}

static void set_texts(struct dialog *dialog, char *title, char *note, const char *empty)
{
    free(dialog->title);
    dialog->title = title;
    free(dialog->note);
    dialog->note = note;
    xreplace(&dialog->empty, empty);
}

void browse_list_folder(const struct chat *chat, struct dialog *dialog,
                        const struct network *network)
{
    const struct shared *shared = &network->shared;
    const char *empty = *shared->path ? "This folder is empty." : NO_FILES;
    add_room(chat, dialog, network);
    add_entries(chat, dialog, network);
    if (shared->state != SHARED_HERE)
        empty = "";
    set_texts(dialog, title_of(network), note_of(chat, shared), empty);
    xreplace(&dialog->error, shared->state == SHARED_FAILED ? shared->why : NULL);
}

/* ---- what was posted ---- */

static int who_cols(const struct conv *conv)
{
    int most = 0;
    for (const struct posted *p = posted_first(conv); p; p = posted_next(conv, p)) {
        int cols = utf8_cols(p->nick, strlen(p->nick));
        most = cols > most ? cols : most;
    }
    return most < WHO_COLS ? most : WHO_COLS;
}

static void add_posted(const struct chat *chat, struct dialog *dialog, const struct posted *posted,
                       int cols)
{
    char size[SHARED_SIZE_TEXT];
    char when[WHEN_SIZE];
    size_t len = utf8_cut_cols(posted->nick, strlen(posted->nick), cols);
    char *who = xstrndup(posted->nick, len);
    char *state = state_and_size(chat, posted->url, shared_size_text(posted->size, size));
    char *detail = chat_is_narrow(chat)
                       ? xasprintf("%s  %s%*s", state, who, blanks(who, cols), "")
                       : xasprintf("%s  %s%*s  %-16s", state, who, blanks(who, cols), "",
                                   when_stamp(chat, posted->time_ms, when));
    char *value = xasprintf("%c%u", BROWSE_POSTED, posted->number);
    dialog_add(dialog, posted->name, detail, value);
    free(who);
    free(state);
    free(detail);
    free(value);
}

void browse_list_posted(const struct chat *chat, struct dialog *dialog, const struct conv *conv)
{
    size_t n = 0;
    int cols = who_cols(conv);
    for (const struct posted *p = posted_first(conv); p; p = posted_next(conv, p), n++)
        add_posted(chat, dialog, p, cols);
    set_texts(dialog, xasprintf("Files posted in %s", conv->name),
              xasprintf("%zu file%s, newest first", n, n == 1 ? "" : "s"), NO_FILES);
}
