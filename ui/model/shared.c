#include "shared.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "utf8.h"

static void drop_entries(struct shared *shared)
{
    for (size_t i = 0; i < shared->n; i++) {
        free(shared->entries[i].name);
        free(shared->entries[i].sha256);
    }
    free(shared->entries);
    shared->entries = NULL;
    shared->n = shared->before = 0;
    shared->count = shared->bytes = -1;
    xreplace(&shared->cursor, NULL);
}

void shared_clear(struct shared *shared)
{
    drop_entries(shared);
    free(shared->path);
    free(shared->why);
    *shared = (struct shared){.changes = shared->changes + 1};
}

void shared_lost(struct shared *shared)
{
    if (shared->asked > 0 || shared->state == SHARED_ASKED) {
        shared->asked = 1;
        shared_fail(shared, "the link was lost");
    }
}

void shared_ask(struct shared *shared, const char *path)
{
    if (!shared->path || strcmp(shared->path, path) != 0)
        drop_entries(shared);
    xreplace(&shared->path, path);
    xreplace(&shared->why, NULL);
    shared->state = SHARED_ASKED;
    shared->again = true;
    shared->asked++;
    shared->changes++;
}

void shared_ask_more(struct shared *shared)
{
    shared->before = shared->n;
    shared->state = SHARED_ASKED;
    shared->asked++;
    shared->changes++;
}

bool shared_has_more(const struct shared *shared)
{
    return shared->state == SHARED_HERE && shared->cursor && shared->n < SHARED_ENTRIES_MAX;
}

void shared_add(struct shared *shared, const struct shared_entry *entry)
{
    if (shared->asked != 1)
        return;
    if (shared->again)
        drop_entries(shared);
    shared->again = false;
    if (shared->n >= SHARED_ENTRIES_MAX)
        return;

    /* Grows by doubling: at powers of two. */
    if ((shared->n & (shared->n - 1)) == 0)
        shared->entries =
            xreallocarray(shared->entries, shared->n ? 2 * shared->n : 1, sizeof(*shared->entries));
    struct shared_entry *copy = &shared->entries[shared->n++];
    *copy = *entry;
    copy->name = xstrdup(entry->name);
    copy->sha256 = xstrdup(entry->sha256);
}

/* Another answer is here; true if it is the one that counts. */
static bool answered(struct shared *shared)
{
    if (shared->asked == 0)
        return false;
    shared->changes++;
    return --shared->asked == 0;
}

void shared_end(struct shared *shared, int64_t count, int64_t bytes, const char *cursor)
{
    if (!answered(shared))
        return;
    if (shared->again)
        drop_entries(shared);
    shared->again = false;
    shared->count = count;
    shared->bytes = bytes;
    xreplace(&shared->cursor, shared->n > shared->before ? cursor : NULL);
    shared->state = SHARED_HERE;
}

void shared_fail(struct shared *shared, const char *why)
{
    if (!answered(shared))
        return;
    xreplace(&shared->why, why);
    xreplace(&shared->cursor, NULL);
    shared->state = SHARED_FAILED;
}

const struct shared_entry *shared_find(const struct shared *shared, const char *name)
{
    for (size_t i = 0; i < shared->n; i++) {
        if (strcmp(shared->entries[i].name, name) == 0)
            return &shared->entries[i];
    }
    return NULL;
}

/* ---- paths ---- */

char *shared_path_join(const char *path, const char *name)
{
    return *path ? xasprintf("%s/%s", path, name) : xstrdup(name);
}

char *shared_path_up(const char *path)
{
    const char *slash = strrchr(path, '/');
    return xstrndup(path, slash ? (size_t)(slash - path) : 0);
}

char *shared_path_tidy(const char *path)
{
    path += strspn(path, "/");
    size_t len = strlen(path);
    while (len > 0 && path[len - 1] == '/')
        len--;
    return xstrndup(path, len);
}

void shared_path_encode(struct buf *out, const char *path)
{
    for (; *path; path++) {
        unsigned char c = (unsigned char)*path;
        if (c < 0x80 && (isalnum(c) || strchr("-._~/", c)))
            buf_putc(out, (char)c);
        else
            buf_printf(out, "%%%02X", c);
    }
}

/* Value of two hexadecimal digits behind a percent sign; -1 if they are none. */
static int hex_pair(const char *text, size_t len)
{
    if (len < 3 || !isxdigit((unsigned char)text[1]) || !isxdigit((unsigned char)text[2]))
        return -1;
    char pair[3] = {text[1], text[2], '\0'};
    return (int)strtol(pair, NULL, 16);
}

char *shared_path_decode(const char *encoded, size_t len)
{
    struct buf out = {0};
    bool right = true;
    for (size_t i = 0; i < len && right; i++) {
        int code = encoded[i] == '%' ? hex_pair(encoded + i, len - i) : (unsigned char)encoded[i];
        right = code >= ' ' && code != 0x7f;
        if (encoded[i] == '%')
            i += 2;
        if (right)
            buf_putc(&out, (char)code);
    }
    if (right && utf8_valid(buf_text(&out), out.len))
        return buf_detach(&out);
    buf_clear(&out);
    return NULL;
}

char *shared_size_text(int64_t bytes, char *out)
{
    static const char *const units[] = {"KiB", "MiB", "GiB", "TiB"};
    double value = (double)bytes;
    int unit = -1;
    for (; unit < 3 && value >= 1023.95; unit++)
        value /= 1024;
    if (bytes < 0)
        out[0] = '\0';
    else if (unit < 0)
        snprintf(out, SHARED_SIZE_TEXT, "%d B", (int)bytes);
    else
        snprintf(out, SHARED_SIZE_TEXT, value < 99.95 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    return out;
}
