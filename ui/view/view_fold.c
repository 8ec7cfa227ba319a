#include "view_fold.h"

#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "utf8.h"

#define MORE_SIZE 32

bool fold_is_noise(const struct line *line)
{
    return line->kind == LINE_JOIN || line->kind == LINE_PART || line->kind == LINE_QUIT ||
           line->kind == LINE_NICK;
}

const char *fold_sign(const struct line *line)
{
    if (line->kind == LINE_JOIN)
        return "→";
    return line->kind == LINE_NICK ? "·" : "←";
}

static void add_words(struct buf *text, const struct line *line)
{
    if (line->kind == LINE_JOIN)
        buf_printf(text, "%s joined", line->nick);
    else if (line->kind == LINE_NICK)
        buf_printf(text, "%s is now %s", line->nick, line->text);
    else
        buf_printf(text, "%s left", line->nick);
}

static int cols_of(const struct buf *text)
{
    return utf8_cols(buf_text(text), text->len);
}

char *fold_text(const struct lines *lines, size_t first, size_t last, int cols)
{
    struct buf text = {0};
    struct line line;
    lines_get(lines, first, &line);
    add_words(&text, &line);
    if (first == last && line.kind != LINE_JOIN && line.kind != LINE_NICK && *line.text)
        buf_printf(&text, ": %s", line.text);

    for (size_t i = first + 1; i <= last; i++) {
        char more[MORE_SIZE] = "";
        size_t before = text.len;
        size_t left = last - i;
        lines_get(lines, i, &line);
        buf_puts(&text, " · ");
        if (line.kind != LINE_NICK)
            buf_printf(&text, "%s ", fold_sign(&line));
        add_words(&text, &line);
        if (left > 0)
            snprintf(more, sizeof(more), " · %zu more", left);
        if (cols_of(&text) + utf8_cols(more, strlen(more)) <= cols)
            continue;
        buf_truncate(&text, before);
        buf_printf(&text, " · %zu more", left + 1);
        break;
    }
    return buf_detach(&text);
}
