#include <stdlib.h>
#include <string.h>

#include "dialog_rows.h"
#include "mem.h"
#include "utf8.h"

/* Does the cluster of size bytes, folded, begin what was typed? Its bytes there; 0 if not. */
static size_t fits(const char *cluster, size_t size, const char *typed)
{
    char *one = xstrndup(cluster, size);
    char *folded = utf8_fold(one);
    size_t len = strlen(folded);
    bool same = len > 0 && strncmp(folded, typed, len) == 0;
    free(one);
    free(folded);
    return same ? len : 0;
}

/* Where what was typed stands in one piece; NULL if it does not. */
static const char *find_run(const char *label, const char *typed)
{
    for (const char *from = label; *from; from += utf8_cluster(from, strlen(from))) {
        const char *rest = typed;
        const char *c = from;
        for (size_t len = 0; *rest && *c; rest += len, c += utf8_cluster(c, strlen(c))) {
            len = fits(c, utf8_cluster(c, strlen(c)), rest);
            if (len == 0)
                break;
        }
        if (!*rest)
            return from;
    }
    return NULL;
}

/* Are all letters there, in their order? */
static bool has_all(const char *label, const char *typed)
{
    for (const char *c = label; *c && *typed; c += utf8_cluster(c, strlen(c)))
        typed += fits(c, utf8_cluster(c, strlen(c)), typed);
    return !*typed;
}

void dialog_match_paint(const struct painter *painter, struct rect line, const char *label,
                        struct style style)
{
    char *typed = utf8_fold(edit_text(painter->chat->dialog->filter));
    const char *rest = typed;
    const char *c = find_run(label, typed);
    if (!c)
        c = label;
    style.attrs |= ATTR_BOLD | ATTR_UNDERLINE;
    int x = line.x + utf8_cols(label, (size_t)(c - label));
    bool any = *typed && has_all(label, typed);
    while (any && *c && *rest && x < line.x + line.w) {
        size_t size = utf8_cluster(c, strlen(c));
        int cols = utf8_cols(c, size);
        size_t len = fits(c, size, rest);
        /* What the cut covered with an ellipsis stays so. */
        if (len > 0 && x + cols < line.x + line.w)
            canvas_text(painter->canvas, &(struct pen){line, x, line.y, style}, c, size);
        rest += len;
        x += cols;
        c += size;
    }
    free(typed);
}
