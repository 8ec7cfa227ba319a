/*
 * store_scene.h - a store in a folder of its own, spoken to in sentences.
 *
 * Answers are strings: bodies joined by spaces, so that a test can be read.
 */
#ifndef STORE_SCENE_H
#define STORE_SCENE_H

#include "spec.h"
#include "store.h"

struct scene {
    char folder[64];
    char path[96];
    struct store *store;
    int64_t now_ms;       /* of the next word; each takes one millisecond */
    char answer[4096];    /* what the last question was answered with */
    struct store_page at; /* the last page, without its entries */
};

/* cmocka's setup and teardown; *state is the scene. */
int scene_begin(void **state);
int scene_end(void **state);

void scene_open(struct scene *s);
void scene_close(struct scene *s);

/* Opening must be refused: returns the sentence, to free. */
char *scene_is_refused(struct scene *s);

/* Appends and waits; the msgid is "id-" and the body. Returns the entry as it was stored, without
 * texts. */
struct store_entry says(struct scene *s, const char *who, const char *conv, const char *body);
struct store_entry says_at(struct scene *s, const char *conv, const char *body, int64_t time_ms);
struct store_entry says_from(struct scene *s, const char *who, const char *device, const char *conv,
                             const char *body);
/* An entry that nobody waits for. */
struct store_entry happens(struct scene *s, const char *conv, const char *body);

/* "one two three", with "..." if there is more; or "missing", "damaged" or "failed". */
const char *history(struct scene *s, const struct store_history *query);

/* The same of a page for a device, with "(2 damaged in #tea)" at its end; then s->at. */
const char *page(struct scene *s, const char *device, uint64_t after, size_t limit,
                 size_t room_limit);

/* What bob's device "phone" has not had, all of it. */
const char *waits_for_bob(struct scene *s, uint64_t after);

/* "#tea@1000 alice bob@1003" */
const char *targets(struct scene *s, const char *account, int64_t a_ms, int64_t b_ms);

/* "known 5" or "new 3" */
const char *cursor(struct scene *s, const char *account, const char *device);

/* "kind/label=value ..." */
const char *credentials(struct scene *s, const char *account);

/* "desk:5@2000 phone:7@0": label, acked id and when it was last here */
const char *devices(struct scene *s, const char *account);

/* Claims a name with a password "secret", and waits. */
enum store_status claims(struct scene *s, const char *name, const char *skeleton);

/* All that is there at start: "account alice record s/k=v conv #tea 3@1000 member bob #tea +o
 * marker bob #tea 5" */
const char *everything(struct scene *s);

#endif
