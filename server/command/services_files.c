/* Files: shared files, for people with any client. What they uploaded: services_uploads.c. */
#include "services_files.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "file_size.h"
#include "file_type.h"
#include "mem.h"
#include "sharing.h"
#include "shelf.h"
#include "ticket.h"

/* Lines of one answer. */
#define PAGE 20

/* So much of a SHA-256 tells files apart at a glance. */
#define SHORT_SUM 8

/* Bytes of an answer that fit into one line. */
#define LINE_TEXT_MAX 400

/* How long a private address works: a slow download may be resumed for a day. */
#define TICKET_MS (24 * 3600000LL)

/* Asynchronous answers make a new context: who speaks is said again. */
static bool is_read(struct ctx *ctx, const struct shelf *shelf)
{
    ctx->service = &services_files;
    if (shelf->result == SHELF_READ)
        return true;
    service_say(ctx, "%s", shelf_sentence(shelf->result));
    return false;
}

/* ---- LIST ---- */

static void say_entry(struct ctx *ctx, const struct shelf *shelf, size_t i)
{
    const struct library_entry *entry = &shelf->list.entries[i];
    const char *sum = shelf_digest(ctx->server, entry);
    char *size = entry->is_folder ? xstrdup("folder") : file_size_text(entry->size);
    char *path = shelf_path(shelf, entry);
    char *url = sharing_file_url(ctx->server, ctx->session, path);
    char *text =
        xasprintf("%zu) %s%s %s%s%.*s%s", i + 1, entry->name, entry->is_folder ? "/" : "", size,
                  sum ? " sha256:" : "", sum ? SHORT_SUM : 0, sum ? sum : "", sum ? "…" : "");
    bool fits = url && strlen(text) + strlen(url) < LINE_TEXT_MAX;
    service_say(ctx, "%s%s%s%s", text, fits ? " " : "", fits ? url : "",
                fits && entry->is_folder ? "/" : "");
    free(text);
    free(url);
    free(path);
    free(size);
}

static void show_list(struct ctx *ctx, const struct shelf *shelf)
{
    if (!is_read(ctx, shelf))
        return;
    const size_t n = shelf->list.n;
    const size_t first = shelf->from * PAGE;
    char *bytes = file_size_text(shelf->list.bytes);
    xreplace(&ctx->session->shelf, shelf->path);
    service_say(ctx, "/%s: %zu %s, %s", shelf->path, n, n == 1 ? "entry" : "entries", bytes);
    for (size_t i = first; i < n && i < first + PAGE; i++)
        say_entry(ctx, shelf, i);
    if (first + PAGE < n)
        service_say(ctx, "For more: LIST /%s %zu", shelf->path, shelf->from + 2);
    else if (first > 0 && first >= n)
        service_say(ctx, "There is no such page");
    free(bytes);
}

/* Cuts a number off the end of the words; 0 if there is none. */
static size_t take_number(char *words)
{
    size_t end = strlen(words);
    size_t begin = end;
    while (begin > 0 && isdigit((unsigned char)words[begin - 1]))
        begin--;
    if (begin == end || end - begin > 6 || (begin > 0 && words[begin - 1] != ' '))
        return 0;
    size_t number = strtoul(words + begin, NULL, 10);
    while (begin > 0 && words[begin - 1] == ' ')
        begin--;
    words[begin] = '\0';
    return number;
}

/* LIST [<path>] [<page>]: without a path the folder that was listed last, from its next page on. */
static void list(struct ctx *ctx, char *rest)
{
    size_t page = take_number(rest);
    const char *shelf = ctx->session->shelf;
    const char *path = page > 0 && !*rest && shelf ? shelf : rest;
    shelf_look(ctx, path, NULL, page > 0 ? page - 1 : 0, show_list);
}

/* ---- one of them ---- */

static const struct library_entry *find_entry(const struct shelf *shelf)
{
    for (size_t i = 0; i < shelf->list.n; i++) {
        if (strcmp(shelf->list.entries[i].name, shelf->wish) == 0)
            return &shelf->list.entries[i];
    }
    return shelf->from > 0 && shelf->from <= shelf->list.n ? &shelf->list.entries[shelf->from - 1]
                                                           : NULL;
}

/* The one that was asked for; NULL if it was said that there is none. */
static const struct library_entry *wished(struct ctx *ctx, const struct shelf *shelf)
{
    if (!is_read(ctx, shelf))
        return NULL;
    const struct library_entry *entry = find_entry(shelf);
    if (!entry)
        service_say(ctx, "%s; LIST shows what there is", shelf_sentence(SHELF_MISSING));
    return entry;
}

/* "3" of the folder that was listed last, or a path. */
static void look_for(struct ctx *ctx, char *rest, const char *command, shelf_fn *done)
{
    size_t len = strlen(rest);
    bool is_number = len > 0 && len <= 6 && strspn(rest, "0123456789") == len;
    char *slash = is_number ? NULL : strrchr(rest, '/');
    if (len == 0) {
        service_usage(ctx, command);
    } else if (is_number) {
        const char *shelf = ctx->session->shelf;
        shelf_look(ctx, shelf ? shelf : "", "", strtoul(rest, NULL, 10), done);
    } else {
        if (slash)
            *slash = '\0';
        shelf_look(ctx, slash ? rest : "", slash ? slash + 1 : rest, 0, done);
    }
}

/* To free; NULL if there is none. */
static char *address_of(struct ctx *ctx, const struct shelf *shelf, const char *path)
{
    char *url = sharing_file_url(ctx->server, ctx->session, path);
    const char *account = ctx->session->account;
    if (!url || !account || !shelf->share || !shelf_is_private(shelf))
        return url;
    char *full = xasprintf("/files/%s", path);
    char *query = ticket_sign(ctx->server, full, account, ctx->now_ms + TICKET_MS);
    char *signed_url = xasprintf("%s?%s", url, query);
    free(url);
    free(query);
    free(full);
    return signed_url;
}

static void say_address(struct ctx *ctx, const char *before, const char *url)
{
    if (!url)
        service_say(ctx, "%sthere is no address at which you could fetch it from here", before);
    else if (strlen(before) + strlen(url) > LINE_TEXT_MAX)
        service_say(ctx, "%sits address is too long for a line: open its folder's in a browser",
                    before);
    else
        service_say(ctx, "%s%s", before, url);
}

static void show_address(struct ctx *ctx, const struct shelf *shelf)
{
    const struct library_entry *entry = wished(ctx, shelf);
    if (!entry)
        return;
    char *path = shelf_path(shelf, entry);
    if (entry->is_folder) {
        service_say(ctx, "%s is a folder; say: LIST /%s", entry->name, path);
        free(path);
        return;
    }
    char *size = file_size_text(entry->size);
    char *before = xasprintf("%s, %s: ", entry->name, size);
    char *url = address_of(ctx, shelf, path);
    say_address(ctx, before, url);
    if (url && strchr(url, '?'))
        service_say(ctx, "The address is yours, and works for a day");
    free(url);
    free(before);
    free(size);
    free(path);
}

static void get(struct ctx *ctx, char *rest)
{
    look_for(ctx, rest, "GET", show_address);
}

static void show_info(struct ctx *ctx, const struct shelf *shelf)
{
    const struct library_entry *entry = wished(ctx, shelf);
    char changed[CLOCK_ISO_SIZE];
    if (!entry)
        return;
    const char *sum = shelf_digest(ctx->server, entry);
    char *path = shelf_path(shelf, entry);
    char *size = file_size_text(entry->size);
    clock_format_iso(entry->mtime_ms, changed);
    if (entry->is_folder)
        service_say(ctx, "/%s: folder", path);
    else
        service_say(ctx, "/%s: %s (%lld bytes), %s, of %.10s", path, size, (long long)entry->size,
                    file_type(entry->name), changed);
    if (!entry->is_folder)
        service_say(ctx, "sha256: %s", sum ? sum : "known when somebody has fetched it");
    free(size);
    free(path);
}

static void info(struct ctx *ctx, char *rest)
{
    look_for(ctx, rest, "INFO", show_info);
}

/* ---- the table ---- */

/* A row: written as a call, the formatter keeps it within the margin. */
#define ROW(...)    \
    {               \
        __VA_ARGS__ \
    }

/* name, handler, who, flood tokens beside the message's own, how it is written, what it is for */
static const struct service_command commands[] = {
    ROW("GET", get, SERVICE_ANYBODY, 2, "<number or path>", "Tells the address of a file"),
    ROW("HELP", service_help, SERVICE_ANYBODY, 1, "[<command>]", "Shows this"),
    ROW("INFO", info, SERVICE_ANYBODY, 2, "<number or path>", "Tells more of a file"),
    ROW("LIST", list, SERVICE_ANYBODY, 3, "[<folder>] [<page>]", "Lists shared files"),
    ROW("MINE", service_files_mine, SERVICE_ACCOUNTS, 3, "[<page>]", "Lists what you uploaded"),
    ROW("PUT", service_files_put, SERVICE_ACCOUNTS, 3, "[<file>]",
        "Tells a command that uploads a file, once"),
    ROW("QUOTA", service_files_quota, SERVICE_ACCOUNTS, 2, "", "Says how much you may upload"),
    ROW("RM", service_files_remove, SERVICE_ACCOUNTS, 2, "<id>", "Removes what you uploaded"),
};

const struct service_kind services_files = {.name = "Files",
                                            .example = "LIST",
                                            .commands = commands,
                                            .n = sizeof(commands) / sizeof(*commands)};
