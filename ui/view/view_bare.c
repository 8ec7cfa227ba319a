#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "item.h"
#include "markup.h"
#include "mem.h"
#include "utf8.h"
#include "when.h"

/* "18:04 carol: while you were away"; to free. */
static char *text_of(const struct chat *chat, const struct line *line)
{
    char time[WHEN_SIZE];
    char *plain = markup_plain(line->text);
    char *text = NULL;
    when_time(line->time_ms, chat->utc_offset_s, time);
    switch (line->kind) {
    case LINE_MESSAGE: text = xasprintf("%s %s: %s", time, line->nick, plain); break;
    case LINE_ACTION: text = xasprintf("%s * %s %s", time, line->nick, plain); break;
    case LINE_NOTICE: text = xasprintf("%s -%s- %s", time, line->nick, plain); break;
    case LINE_INFO:
    case LINE_ERROR: text = xasprintf("%s -- %s", time, plain); break;
    case LINE_JOIN:
    case LINE_PART:
    case LINE_QUIT:
    case LINE_KICK:
    case LINE_NICK:
    case LINE_TOPIC:
    case LINE_MODE:
    case LINE_DELETED: break; /* nobody copies that */
    }
    free(plain);
    return text;
}

static int rows_of(const char *text, int cols)
{
    int used = utf8_cols(text, strlen(text));
    return used == 0 ? 1 : (used + cols - 1) / cols;
}

/* From the bottom up, in as many rows; texts (owned) the newest first. Returns how many. */
static size_t collect(const struct chat *chat, int rows, char **texts)
{
    struct sheet sheet;
    struct bottom bottom;
    static const struct theme none = {.name = NULL};
    size_t n = 0;
    sheet_make(&sheet, chat, &none, (struct rect){0, 0, chat->cols, 0});
    if (!sheet_bottom(&sheet, &bottom))
        return 0;
    for (size_t i = bottom.last + 1; i-- > 0 && rows > 0;) {
        struct line line;
        lines_get(chat->current->lines, i, &line);
        char *text = text_of(chat, &line);
        rows -= text ? rows_of(text, chat->cols) : 0;
        if (text && rows >= 0)
            texts[n++] = text;
        else
            free(text);
    }
    return n;
}

char *view_bare_text(const struct chat *chat)
{
    struct buf out = {0};
    int rows = chat->rows - 1;
    char **texts = xcalloc((size_t)(rows > 0 ? rows : 1), sizeof(*texts));
    size_t n = chat->current ? collect(chat, rows, texts) : 0;
    while (n-- > 0) {
        buf_printf(&out, "%s\n", texts[n]);
        free(texts[n]);
    }
    free(texts);
    buf_puts(&out, "(for copying: PgUp PgDn, any other key goes back)");
    return buf_detach(&out);
}
