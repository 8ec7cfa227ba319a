#include "emoji_recent.h"

#include <stdlib.h>
#include <string.h>

#include "chat.h"

/* So many are known. */
#define RECENT_MAX 8

/* The next one of a list with blanks; NULL at its end. *len: its bytes. */
static const char *next(const char *at, size_t *len)
{
    at += strspn(at, " ");
    *len = strcspn(at, " ");
    return *len > 0 ? at : NULL;
}

static bool is(const char *text, const char *at, size_t len)
{
    return strlen(text) == len && strncmp(at, text, len) == 0;
}

void emoji_used(struct chat *chat, const char *text)
{
    struct buf recent = {0};
    size_t len = 0;
    int n = 1;
    buf_puts(&recent, text);
    for (const char *at = chat->recent_emoji; at && n < RECENT_MAX && (at = next(at, &len));
         at += len) {
        if (is(text, at, len))
            continue;
        buf_printf(&recent, " %.*s", (int)len, at);
        n++;
    }
    free(chat->recent_emoji);
    chat->recent_emoji = buf_detach(&recent);
}

void emoji_recent_first(const struct chat *chat, struct emoji *found, size_t n)
{
    size_t len = 0;
    size_t first = 0;
    for (const char *at = chat->recent_emoji; at && (at = next(at, &len)); at += len) {
        size_t i = first;
        while (i < n && !is(found[i].text, at, len))
            i++;
        if (i == n)
            continue;
        struct emoji one = found[i];
        memmove(&found[first + 1], &found[first], (i - first) * sizeof(*found));
        found[first++] = one;
    }
}
