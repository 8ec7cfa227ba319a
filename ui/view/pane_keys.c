#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "panes.h"

#define GAP " · "

/* What it is called now; "" for none. */
static const char *present(const struct key_names *names, const char *word, size_t len)
{
    const struct {
        const char *usual, *now;
    } keys[] = {
        {"Enter", names->choose},
        {"Esc",   names->leave },
        {"Tab",   names->next  },
    };
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
        if (strlen(keys[i].usual) == len && strncmp(word, keys[i].usual, len) == 0)
            return keys[i].now;
    return NULL;
}

static void put_part(struct buf *text, const struct chat *chat, const char *part, size_t len)
{
    size_t word = strcspn(part, " ");
    word = word < len ? word : len;
    const char *now = present(&chat->key_names, part, word);
    if (now && !*now)
        return;
    buf_puts(text, text->len ? GAP : "");
    if (now)
        buf_puts(text, now);
    else
        buf_append(text, part, word);
    buf_append(text, part + word, len - word);
}

char *pane_keys(const struct chat *chat, const char *keys)
{
    struct buf text = {0};
    for (const char *gap; (gap = strstr(keys, GAP)); keys = gap + strlen(GAP))
        put_part(&text, chat, keys, (size_t)(gap - keys));
    put_part(&text, chat, keys, strlen(keys));
    return buf_detach(&text);
}
