/*
 * fetch_private.h - what the parts of fetch.h share: one job for each transfer
 * that runs.
 */
#ifndef FETCH_PRIVATE_H
#define FETCH_PRIVATE_H

#include "buf.h"
#include "chat.h"
#include "fetch_curl.h"
#include "fetch_file.h"
#include "tls_trust.h"

struct digest;
struct event;
struct loop_timer;

struct fetch {
    struct loop *loop;
    struct chat *chat;
    struct fetch_curl *curl; /* NULL until the first job; owned */
    CURLM *multi;
    struct event *timer;     /* of libcurl */
    struct loop_timer *tick; /* speeds, and who may begin next */
    struct job *jobs;        /* utlist DL */
};

#define JOB_PINS 3

/* What the server answered to the request that is going on. */
struct answer {
    int status;
    size_t bytes;    /* of headers and of a body that is no file, so far */
    int64_t length;  /* Content-Length; -1 */
    int64_t from;    /* Content-Range; -1 */
    int64_t total;   /* likewise */
    int64_t offset;  /* Upload-Offset; -1 */
    int64_t wait_s;  /* Retry-After; 0 */
    char *etag;      /* strong ones only; owned */
    char *date;      /* Last-Modified; owned */
    char *type;      /* owned */
    char *location;  /* as it was sent; owned */
    struct buf text; /* of an error, if it is plain text */
};

struct job;

/* One way to go on; each is a request, or reading what is here. */
typedef void job_fn(struct job *job);

struct job {
    struct fetch *fetch;
    unsigned number; /* of the transfer, which may be gone any time */
    CURL *easy;      /* of the request that is going on; NULL */
    struct curl_slist *headers;
    struct fetch_file file;
    struct digest *digest; /* of the bytes up to `at` */
    int64_t at;            /* bytes of the file that are through */
    int64_t from;          /* of an upload: where the request's body begins in the file */
    struct loop_timer *slice;
    job_fn *have_read; /* what is here was read to its end */
    job_fn *answered;  /* the request is over; code says how */
    CURLcode code;
    char error[CURL_ERROR_SIZE];
    char *cause;   /* why we stopped it; NULL; owned */
    char *address; /* of the request; owned */
    struct answer answer;
    struct tls_trust trust;
    char *pins[JOB_PINS]; /* of trust; owned */
    char *host;           /* of the request, without brackets; owned */
    int rounds;           /* requests that led to another one without bringing it further */
    bool bearer;          /* the token went with it */
    bool begun;           /* the body of the answer is what was wanted */
    struct job *prev, *next;
};

/* The transfer, if it is there and still to run; else NULL. */
struct transfer *job_transfer(const struct job *job);

/* ---- fetch_job.c ---- */

struct job *job_new(struct fetch *fetch, struct transfer *transfer);
void job_free(struct job *job);

/* Reads the file to its end, in slices; then have_read. */
void job_read(struct job *job, job_fn *have_read);

/* A request, not begun yet: address, trust, token, limits. NULL: it cannot be (the transfer has
 * failed). */
CURL *job_request(struct job *job, const char *address, job_fn *answered);
void job_header(struct job *job, const char *format, ...) __attribute__((format(printf, 2, 3)));
void job_send(struct job *job);

/* ---- fetch_answer.c ---- */

void answer_reset(struct answer *answer);

/* Some more of its head, and of a body that is no file: len; 0 if the server does not end. */
size_t answer_header(struct answer *answer, const char *line, size_t len);
size_t answer_text(struct answer *answer, const char *data, size_t len);

/* It did not go well: says so to the transfer, which waits for another try or has failed. */
void answer_judge(struct job *job, struct transfer *transfer);

/* ---- fetch_get.c, fetch_put.c ---- */

job_fn fetch_get, fetch_put;

#endif
