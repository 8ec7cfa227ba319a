#include "posted.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "conv.h"
#include "mem.h"
#include "network.h"
#include "shared.h"
#include "utf8.h"
#include "weblink.h"

#define SHA256_HEX 64

static void free_posted(struct posted *posted)
{
    free(posted->url);
    free(posted->name);
    free(posted->sha256);
    free(posted->nick);
    free(posted);
}

/* There are others. */
static void drop_oldest(struct conv *conv)
{
    struct posted *oldest = conv->posted->prev;
    conv->posted->prev = oldest->prev;
    oldest->prev->next = NULL;
    conv->nposted--;
    free_posted(oldest);
}

void posted_clear(struct conv *conv)
{
    struct posted *posted = conv->posted;
    for (struct posted *next = NULL; posted; posted = next) {
        next = posted->next;
        free_posted(posted);
    }
    conv->posted = NULL;
    conv->nposted = 0;
    MAP_FOREACH(entry, &conv->file_tags)
        free(map_value(entry));
    map_clear(&conv->file_tags);
}

void posted_set_tag(struct conv *conv, const char *msgid, const char *tag)
{
    bool fits = tag && strlen(tag) <= POSTED_TAG_BYTES;
    if (fits && map_count(&conv->file_tags) < POSTED_TAGS_MAX)
        free(map_set(&conv->file_tags, msgid, xstrdup(tag)));
    else if (!tag)
        free(map_remove(&conv->file_tags, msgid));
}

const char *posted_tag(const struct conv *conv, const char *msgid)
{
    return msgid && *msgid ? map_get(&conv->file_tags, msgid) : NULL;
}

/* ---- addresses ---- */

/* Bytes at the start of text that are the server's address for files or uploads, and what follows
 * is a name; 0 if it is none. */
static size_t own_prefix(const struct network *network, const char *text)
{
    static const struct {
        const char *token, *end, *under;
    } bases[] = {
        {"parlor.chat/FILES", "files/",  "files/"},
        {"parlor.chat/FILES", "files/",  "u/"    },
        {"soju.im/FILEHOST",  "uploads", "u/"    },
    };
    for (size_t i = 0; i < sizeof(bases) / sizeof(*bases); i++) {
        const char *base = map_get(&network->isupport, bases[i].token);
        size_t len = base ? strlen(base) : 0;
        size_t end = strlen(bases[i].end);
        size_t under = strlen(bases[i].under);
        if (len <= end || strcmp(base + len - end, bases[i].end) != 0)
            continue;
        len -= end;
        if (strncmp(text, base, len) == 0 && strncmp(text + len, bases[i].under, under) == 0)
            return len + under;
    }
    return 0;
}

/* The last part of an address, as people read it; NULL if it leads to no file. To free. */
static char *name_of(const char *url, size_t len)
{
    size_t end = 0;
    while (end < len && url[end] != '?' && url[end] != '#')
        end++;
    size_t from = end;
    while (from > 0 && url[from - 1] != '/')
        from--;
    char *decoded = end > from ? shared_path_decode(url + from, end - from) : NULL;
    char *name = decoded ? utf8_sanitize(decoded, strlen(decoded), false, false) : NULL;
    free(decoded);
    return name;
}

/* ---- the tag: "size,sha256,type", from strangers ---- */

static int64_t size_in(const char *tag)
{
    char *end;
    if (!isdigit((unsigned char)*tag))
        return -1;
    errno = 0;
    long long size = strtoll(tag, &end, 10);
    return errno || (*end && *end != ',') ? -1 : size;
}

static char *sha256_in(const char *tag)
{
    const char *hex = strchr(tag, ',');
    if (!hex || strspn(hex + 1, "0123456789abcdef") != SHA256_HEX)
        return NULL;
    return xstrndup(hex + 1, SHA256_HEX);
}

/* ---- */

/* Puts it where its time belongs: the newest first. */
/* NOLINTNEXTLINE(readability-function-size): it counts what is inside the macro as nesting */
static void insert(struct conv *conv, struct posted *posted)
{
    struct posted *older = conv->posted;
    while (older && older->time_ms > posted->time_ms)
        older = older->next;
    DL_PREPEND_ELEM(conv->posted, older, posted);
}

static bool is_noted(const struct conv *conv, uint64_t line)
{
    for (const struct posted *p = conv->posted; p; p = p->next) {
        if (p->line == line)
            return true;
    }
    return false;
}

void posted_note(struct conv *conv, const struct line *line, const char *tag)
{
    const char *url = line->text;
    size_t prefix = 0;
    size_t len = 0;
    if (!line_is_said(line) || !strstr(url, "http"))
        return;
    while ((url = weblink_next(url, &len)) && !(prefix = own_prefix(conv->network, url)))
        url += len;
    char *name = url && len > prefix ? name_of(url, len) : NULL;
    if (!name || is_noted(conv, line->serial)) {
        free(name);
        return;
    }

    if (!tag)
        tag = posted_tag(conv, line->msgid);
    struct posted *posted = xnew(struct posted);
    *posted = (struct posted){
        .number = ++conv->last_posted,
        .url = xstrndup(url, len),
        .name = name,
        .size = tag ? size_in(tag) : -1,
        .sha256 = tag ? sha256_in(tag) : NULL,
        .nick = utf8_sanitize(line->nick, strlen(line->nick), false, false),
        .time_ms = line->time_ms,
        .line = line->serial,
    };
    insert(conv, posted);
    if (++conv->nposted > POSTED_MAX)
        drop_oldest(conv);
}

void posted_scan(struct network *network)
{
    MAP_FOREACH(entry, &network->convs) {
        struct conv *conv = map_value(entry);
        struct line line;
        for (size_t i = 0; i < lines_count(conv->lines); i++) {
            lines_get(conv->lines, i, &line);
            posted_note(conv, &line, NULL);
        }
    }
}

/* Not if it is gone, or was taken back. */
static bool still_leads(const struct conv *conv, const struct posted *posted)
{
    size_t index;
    struct line line;
    if (!lines_find(conv->lines, posted->line, &index))
        return false;
    lines_get(conv->lines, index, &line);
    return strstr(line.text, posted->url) != NULL;
}

static const struct posted *from_here(const struct conv *conv, const struct posted *posted)
{
    while (posted && !still_leads(conv, posted))
        posted = posted->next;
    return posted;
}

const struct posted *posted_first(const struct conv *conv)
{
    return from_here(conv, conv->posted);
}

const struct posted *posted_next(const struct conv *conv, const struct posted *posted)
{
    return from_here(conv, posted->next);
}

const struct posted *posted_numbered(const struct conv *conv, long number)
{
    const struct posted *posted = posted_first(conv);
    while (posted && posted->number != number)
        posted = posted_next(conv, posted);
    return posted;
}

const struct posted *posted_named(const struct conv *conv, const char *name)
{
    const struct posted *posted = posted_first(conv);
    while (posted && strcmp(posted->name, name) != 0)
        posted = posted_next(conv, posted);
    return posted;
}

const struct posted *posted_of_line(const struct conv *conv, uint64_t serial)
{
    const struct posted *posted = conv->posted;
    while (posted && posted->line != serial)
        posted = posted->next;
    return posted && still_leads(conv, posted) ? posted : NULL;
}
