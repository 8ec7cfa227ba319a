/*
 * linear.h - what happens as sentences, one line each, for who has it read to
 * them: another front of the same model.
 *
 * It remembers what was told already. Each turn appends what is new to `out`,
 * in the order in which one would say it.
 */
#ifndef LINEAR_H
#define LINEAR_H

#include "chat.h"

/* Lines that are read at a time. */
#define LINEAR_PAGE 10

/* Own messages of which one does not know yet whether they arrived. */
#define LINEAR_HELD 8

/* The newest lines whose reactions are followed. */
#define LINEAR_REACTED 50

/* How far a conversation was told. It is only compared: it may be gone. */
struct linear_told {
    const struct conv *conv;
    uint64_t serial; /* of the line that came last */
    int64_t time_ms; /* of the newest one */
    unsigned unread;
};

struct linear_held {
    const struct conv *conv; /* only to be compared */
    uint64_t serial;
    int64_t since_ms; /* monotonic */
    bool told;
};

struct linear_count {
    uint64_t serial;
    size_t n;
};

/* A zeroed one has told nothing. */
struct linear {
    struct buf out; /* to be written: lines, each with its '\n' */
    bool begun;
    struct linear_told *told; /* owned */
    size_t ntold;
    struct linear_held held[LINEAR_HELD];
    size_t nheld;
    struct linear_count reacted[LINEAR_REACTED];
    size_t nreacted;
    const struct conv *current; /* was open; only to be compared */
    uint64_t anchor;            /* stood there */
    const struct conv *place;   /* what was said last was said there; only to be compared */
    int64_t minute;             /* of that */
    int64_t day;
    uint64_t noise;   /* the first of comings and goings that are not told yet; 0: none */
    int64_t noise_ms; /* monotonic: the last of them */

    const struct dialog *dialog;         /* was open; only to be compared */
    char *title, *row, *heading, *error; /* of it, as told; owned */
    size_t top;                          /* of a text: first row of the page */

    enum focus focus;
    uint64_t picked;  /* message */
    bool revealed;    /* what it hides was read */
    char *side;       /* row of a list beside the messages; owned */
    char *hit;        /* what was found; owned */
    char *choice;     /* of what could be typed; owned */
    char *usage;      /* of the command that is typed; owned */
    bool leader, led; /* Esc leads; it did before */
    enum compose_kind compose;
    char *links; /* the servers that one is connected to; owned */
};

void linear_clear(struct linear *linear);

/* Appends what is new to linear->out. */
void linear_turn(struct linear *linear, const struct chat *chat);

/* Is there something that is told only after a while? */
bool linear_waits(const struct linear *linear);

/* Where the reading goes when one pages by rows (negative: up), as view_messages_scroll(). */
void linear_scroll(const struct chat *chat, int rows, uint64_t *anchor, bool *at_top);

/* The row that is typed into, and the cursor's place in it, in bytes. */
struct linear_row {
    char *text; /* owned */
    size_t cursor;
};
void linear_row_make(struct linear_row *row, const struct chat *chat);

#endif
