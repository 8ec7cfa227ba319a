#include "wrap.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

/* Where the row that is being filled stands. */
struct filling {
    struct wrap *wrap;
    const char *text;
    size_t len;
    int first_cols, cols;
    size_t from; /* of the row */
    int used;    /* columns of it */
    size_t cut;  /* it may end here ... */
    size_t next; /* ... and the next one begin here; 0: nowhere yet */
    bool blank;  /* the cluster before was a blank */
    bool wide;   /* the cluster before was two columns wide */
};

static void add_row(struct filling *f, size_t to, size_t next)
{
    struct wrap *wrap = f->wrap;
    if (wrap->n == wrap->cap) {
        wrap->cap = wrap->cap ? wrap->cap * 2 : 4;
        wrap->rows = xreallocarray(wrap->rows, wrap->cap, sizeof(*wrap->rows));
    }
    wrap->rows[wrap->n++] = (struct wrap_row){f->from, to};
    f->from = next;
    f->used = 0;
    f->next = 0;
    f->blank = f->wide = false;
}

static size_t cluster_at(const struct filling *f, size_t i, int *cols)
{
    const char *at = f->text + i;
    bool plain = at[0] >= ' ' && at[0] <= '~' && !((unsigned char)at[1] & 0x80);
    if (plain) {
        *cols = 1;
        return 1;
    }
    size_t size = utf8_cluster(at, f->len - i);
    *cols = utf8_cluster_cols(at, size);
    return size;
}

/* Rows may be cut at blanks, and on both sides of what is wide: such scripts write without them. */
static void note_cut(struct filling *f, size_t i, size_t size, int cols)
{
    bool blank = f->text[i] == ' ' && size == 1;
    if (blank) {
        if (!f->blank)
            f->cut = i;
        f->next = i + size;
    } else if ((cols == 2 || f->wide) && i > f->from && !f->blank) {
        f->cut = f->next = i;
    }
    f->blank = blank;
    f->wide = cols == 2;
}

/* Takes the cluster at i into the row, or ends the row; returns where to go on. */
static size_t step(struct filling *f, size_t i)
{
    if (f->text[i] == '\n') {
        add_row(f, i, i + 1);
        return i + 1;
    }
    int cols = 0;
    int room = f->wrap->n == 0 ? f->first_cols : f->cols;
    size_t size = cluster_at(f, i, &cols);
    note_cut(f, i, size, cols);
    if (f->used + cols <= room || (i == f->from && room == f->cols)) {
        f->used += cols;
        return i + size;
    }
    if (f->blank)
        return i + size; /* blanks at the edge are not seen */
    if (f->next > f->from && f->cut > f->from)
        add_row(f, f->cut, f->next);
    else if (room < f->cols)
        add_row(f, f->from, f->from);
    else
        add_row(f, i, i);
    return f->from;
}

void wrap_text(struct wrap *wrap, const char *text, int first_cols, int cols)
{
    struct filling f = {.wrap = wrap, .text = text, .len = strlen(text)};
    f.first_cols = first_cols < 1 ? 1 : first_cols;
    f.cols = cols < 1 ? 1 : cols;
    wrap->n = 0;
    for (size_t i = 0; i < f.len;)
        i = step(&f, i);

    size_t end = f.len;
    if (f.blank && f.used >= (wrap->n == 0 ? f.first_cols : f.cols) && f.cut > f.from)
        end = f.cut;
    add_row(&f, end, end);
}

void wrap_clear(struct wrap *wrap)
{
    free(wrap->rows);
    *wrap = (struct wrap){0};
}
