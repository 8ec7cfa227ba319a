#include "view_pick.h"

#include <stdlib.h>
#include <string.h>

#include "markup.h"
#include "mem.h"
#include "utf8.h"

/* Of what is answered. */
#define ANSWERED_COLS 30

/* Of "Answering : " and " · Esc drops it". */
#define ANSWERING_COLS 27

char *pick_hint(const struct chat *chat, int cols)
{
    static const char all[] = "r reply · + react · e edit · d delete · y copy · Y link · o open · "
                              "p parent · u unread · w who · q leave";
    static const char *const hints[] = {
        all,
        "r reply · + react · e edit · d delete · y Y copy · o open · u unread · q leave",
        "r reply · + react · e edit · d delete · y copy · q leave",
        "r reply · + react · q leave",
    };
    size_t n = sizeof(hints) / sizeof(*hints);
    size_t i = 0;
    if (chat->focus != FOCUS_PICK)
        return NULL;
    while (i + 1 < n && utf8_cols(hints[i], strlen(hints[i])) > cols)
        i++;
    return xstrdup(hints[i]);
}

/* What is answered gives way before the key does. */
static char *answering(const struct conv *conv, int cols)
{
    struct line line;
    size_t index;
    if (!lines_find_id(conv->lines, conv->compose_id, &index))
        return xstrdup("Answering an older message · Esc drops it");
    lines_get(conv->lines, index, &line);
    int room = cols - utf8_cols(line.nick, strlen(line.nick)) - ANSWERING_COLS;
    if (room < 2)
        return xasprintf("Answering %s · Esc drops it", line.nick);
    char *plain = markup_plain(line.text);
    char *start = utf8_shorten(plain, room < ANSWERED_COLS ? room : ANSWERED_COLS);
    char *text = xasprintf("Answering %s: %s · Esc drops it", line.nick, start);
    free(plain);
    free(start);
    return text;
}

char *compose_hint(const struct chat *chat, int cols)
{
    const struct conv *conv = chat->current;
    if (!conv || conv->compose == COMPOSE_TEXT)
        return NULL;
    if (conv->compose == COMPOSE_REPLY)
        return answering(conv, cols);
    return xstrdup("Changing what you said · Enter sends it · Esc drops it");
}

char *typing_hint(const struct chat *chat)
{
    return chat->current ? typing_text(chat->current) : NULL;
}
