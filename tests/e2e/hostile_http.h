/*
 * hostile_http.h - requests that mean no good, read from hostile_http.txt, and
 * the judge of what a server answers.
 */
#ifndef HOSTILE_HTTP_H
#define HOSTILE_HTTP_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

enum hostile_port { HOSTILE_HTTP, HOSTILE_IRC };

struct hostile_request {
    int line;     /* of the file */
    char *wanted; /* a pattern for the statuses of the answers; "-" for no answer */
    char *bytes;
    size_t len;
    enum hostile_port port;
};

/* What "{name}" stands for. */
struct hostile_word {
    const char *name;
    char *text; /* owned by who made the list; NULL behind the last */
};

struct hostile_list {
    struct hostile_request *requests;
    size_t n;
};

/* Fails the test if the file cannot be read. */
struct hostile_list hostile_http_read(const char *path, const struct hostile_word *words);
void hostile_http_clear(struct hostile_list *list);

/*
 * Reads all answers to a request. Their statuses go to `statuses`, with commas
 * between, "-" for none. Returns NULL, or what is wrong with one of them.
 */
const char *hostile_http_judge(const struct buf *heard, const struct hostile_request *request,
                               struct buf *statuses);

#endif
