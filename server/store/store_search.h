/*
 * store_search.h - finding what was said, by words, people and times.
 *
 * A part of store.h, whose rules hold here too. The words of what was said
 * stand in an index that follows the log: what is new is added when nothing is
 * said, and what is left when somebody searches, so that nothing that is said
 * waits for it; what is taken back,
 * erased, changed or expires leaves it in the same transaction.
 */
#ifndef STORE_SEARCH_H
#define STORE_SEARCH_H

#include "store.h"

/* A conversation to search in. */
struct store_search_place {
    const char *conv;
    bool all;           /* else what was said while the account was a member */
    int64_t not_before; /* older does not exist for them */
};

struct store_search {
    const char *account; /* who asks; NULL: nobody in particular */
    const struct store_search_place *places;
    size_t nplaces;
    bool pairs;                  /* also where the account is one of two, or everybody is */
    const char *text;            /* words; of three bytes or more with any ending; NULL: any text */
    const char *from;            /* a nick as it was then, in any case; NULL: anybody */
    int64_t after_ms, before_ms; /* both included; -1: no bound. With after_ms the oldest are found,
                                    else the newest */
    int kind_max;                /* kinds from 0 to this */
    size_t limit;
};

/* done is told ascending by id, as of store_history(). more: the limit was reached, or there was
 * too much to look through. */
void store_search(struct store *store, const struct store_search *query, store_history_fn *done,
                  void *arg);

#endif
