/*
 * answer.h - what operators' commands answer, as people read it: facts in
 * aligned columns within the width; or as machines do: one JSON object each.
 */
#ifndef ANSWER_H
#define ANSWER_H

#include <stdbool.h>
#include <stddef.h>

struct answer;
struct buf;

struct answer_look {
    int width_cols; /* 0: as wide as it takes */
    bool json;
    bool colours;
};

struct answer *answer_new(const struct answer_look *look);
void answer_free(struct answer *answer);

/* A fact. Facts with the same names are gathered for one table, and appear with what follows. */
void answer_row(struct answer *answer, const char *const *keys, const char *const *values, size_t n,
                struct buf *out);

/* A sentence, as a line (or {"text": …}). */
void answer_text(struct answer *answer, bool bad, const char *sentence, struct buf *out);

/* The rest. */
void answer_end(struct answer *answer, struct buf *out);

#endif
