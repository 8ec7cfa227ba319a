/*
 * item.h - a line of a conversation, or a run of joins and leaves, as rows of
 * the message pane: separators above, text that hangs under itself, a mark
 * below.
 */
#ifndef ITEM_H
#define ITEM_H

#include "markup.h"
#include "view.h"
#include "wrap.h"

/* What all items of the pane have in common. Columns count from the pane's left. */
struct sheet {
    const struct chat *chat;
    const struct conv *conv;
    const struct theme *theme;
    int w, h;          /* of the pane */
    bool compact;      /* too narrow for columns of times and names */
    bool inline_names; /* names have no column: text begins behind them, and hangs */
    int time_x;
    int time_cols; /* 0: no times */
    int nick_x;    /* inline names begin here */
    int nick_end;  /* names end before this */
    int nick_cols; /* a name takes at most so many */
    int text_x, text_cols;
    size_t n;     /* lines */
    size_t fresh; /* index of the first line below "new since"; n for none */
};

struct item {
    size_t first, last; /* indexes of its lines */
    struct line line;   /* the last of them; borrowed */
    bool day, fresh;    /* separators above */
    bool shows_time;
    const char *sign; /* drawn two columns before the text; NULL for none */
    enum role sign_role;
    char *nick; /* as drawn; NULL for none; owned */
    struct style nick_style;
    bool tinted;      /* its text stands on a ground of its own */
    const char *mark; /* "… sending"; NULL for none */
    enum role mark_role;
    bool picked;           /* keys act on it */
    char *quote;           /* what it answers, in a row above; NULL for none; owned */
    struct markup tail;    /* "(edited)", reactions; text NULL for none */
    struct wrap tail_wrap; /* its rows below the text; none if it stands behind that */
    int tail_x;            /* where it begins there, from the text's left; 0: below */
    char *file;            /* in a row of its own, the last; NULL for none; owned */
    bool mark_below;       /* it has a row of its own */
    int indent;            /* columns by which the first row begins later (compact) */
    struct markup body;
    struct wrap wrap;
    int rows;
};

/* Lays out the columns for conv in a pane of that size; theme may be all zero to count rows. */
void sheet_make(struct sheet *sheet, const struct chat *chat, const struct theme *theme,
                struct rect pane);

/* What happened, in words: of a line that nobody said; to free. */
char *item_event_text(const struct line *line);

/* The last line of the item that the line at index belongs to. */
size_t item_end(const struct sheet *sheet, size_t index);

/* The item that ends with the line at index `last`. */
void item_make(struct item *item, const struct sheet *sheet, size_t last);
void item_clear(struct item *item);

/* Of something said: what stands above, behind and below its text, and how many more rows that
 * takes when the text is wrapped. */
void item_about(struct item *item, const struct sheet *sheet);
int item_about_rows(struct item *item, const struct sheet *sheet);
void item_about_clear(struct item *item);

/* Parts of item_draw(). row: of the text, from 0; sign: it is the first one. */
void item_draw_quote(const struct item *item, const struct sheet *sheet, struct canvas *canvas,
                     struct rect row);
void item_draw_tail(const struct item *item, const struct sheet *sheet, struct canvas *canvas,
                    struct rect place, int row);
void item_draw_picked(const struct sheet *sheet, struct canvas *canvas, struct rect row, bool sign);

/* Draws its row (from 0) into a row of the pane. */
void item_draw(const struct item *item, const struct sheet *sheet, struct canvas *canvas,
               struct rect place, int row);

/*
 * What is at the pane's bottom: the item that ends with `last`, of which so
 * many rows are below. False if there are no lines.
 */
struct bottom {
    size_t last;
    int below;
};
bool sheet_bottom(const struct sheet *sheet, struct bottom *bottom);

/* Down by rows, or to the newest line. */
void sheet_go_down(const struct sheet *sheet, struct bottom *bottom, int by);

/* Goes down until no row of the pane is empty, or to the newest line. */
void sheet_fill(const struct sheet *sheet, struct bottom *bottom);

#endif
