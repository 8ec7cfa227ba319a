#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "item.h"
#include "markup.h"
#include "mem.h"
#include "panes.h"

#define LATEST_FROM_COLS 40

/* The newest that somebody said: "bob: it works"; NULL if there is nothing; to free. */
static char *latest_text(const struct conv *conv)
{
    struct line line;
    size_t n = lines_count(conv->lines);
    for (size_t i = n; i-- > 0 && i + 20 > n;) {
        lines_get(conv->lines, i, &line);
        if (line.kind != LINE_MESSAGE && line.kind != LINE_ACTION && line.kind != LINE_NOTICE)
            continue;
        char *plain = markup_plain(line.text);
        char *text = xasprintf(" %s: %s ", line.nick, plain);
        free(plain);
        return text;
    }
    return NULL;
}

/* Is there anything below the pane's last row? *lines: how many, of those that are wholly there. */
static bool is_more(const struct painter *painter, size_t *lines)
{
    struct sheet sheet;
    struct bottom bottom;
    sheet_make(&sheet, painter->chat, painter->theme, painter->layout->messages);
    if (!sheet_bottom(&sheet, &bottom))
        return false;
    *lines = sheet.n - 1 - bottom.last;
    return *lines > 0 || bottom.below > 0;
}

int pane_below(const struct painter *painter)
{
    const struct conv *conv = painter->chat->current;
    const struct rect *pane = &painter->layout->messages;
    const struct rect *rule = &painter->layout->rule;
    struct style style = pane_style(painter, ROLE_UNREAD_LINE);
    size_t below = 0;
    if (rule->w == 0 || !conv || !conv->anchor || !is_more(painter, &below))
        return rule->x + rule->w - 1;

    char text[48];
    unsigned fresh = conv->unread > 0 ? conv->unread : conv->came;
    if (fresh > 0)
        snprintf(text, sizeof(text), " %u new ↓ ", fresh);
    else if (below > 0)
        snprintf(text, sizeof(text), " %zu more ↓ ", below);
    else
        snprintf(text, sizeof(text), " more ↓ ");
    struct rect clip = {pane->x, rule->y, pane->w, 1};
    int right = pane_text_right(painter, clip, pane->x + pane->w - 1, text, style);
    /* Below the messages, what is being said stays seen; a narrow rule is for hints. */
    char *latest = painter->layout->hint.h > 0 && pane->w >= LATEST_FROM_COLS && fresh > 0
                       ? latest_text(conv)
                       : NULL;
    clip.x += 1;
    clip.w = right - clip.x - 1;
    if (latest)
        pane_text(painter, clip, clip.x, latest, pane_style(painter, ROLE_TEXT_DIM));
    free(latest);
    return right;
}
