/*
 * http_upload.h - what uploads in one piece and in several share over HTTP.
 */
#ifndef HTTP_UPLOAD_H
#define HTTP_UPLOAD_H

#include "http.h"
#include "uploads_receive.h"

/* A body on its way into an upload. Routes make one, fill in what is theirs, and begin. */
struct form;
struct http_upload {
    struct http_request *request;
    struct receiving *receiving; /* NULL: it has ended */
    struct form *form;           /* owned; NULL: the body is the file */
    bool calling;                /* one of our functions runs and frees it at its end */
    /* Answers, when it has ended well or not. */
    void (*answer)(struct http_request *request, const struct upload_end *end);
};

struct http_upload *http_upload_new(struct http_request *request,
                                    void (*answer)(struct http_request *request,
                                                   const struct upload_end *end));

/* For receive_begin(), part_create() and part_resume(); arg is the struct http_upload. The body is
 * asked for when it may come. */
extern const struct receive_events http_upload_events;

/* The same without a body. */
extern const struct receive_events http_upload_bodiless;

/* Starts an answer to an end that was not good. */
void http_upload_refusal(struct http_answer *answer, const struct upload_end *end);

/* Whether uploads are possible here; else it is answered. */
bool http_upload_is_on(struct http_request *request);

/* Answers 413 with the limit, unless so many bytes may be sent. */
bool http_upload_fits(struct http_request *request, int64_t bytes);

#endif
