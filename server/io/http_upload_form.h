/*
 * http_upload_form.h - the one file of a form (multipart/form-data, RFC 7578), as it comes.
 *
 * `curl -F` and browsers send files so. Fields that are no file are passed over.
 */
#ifndef HTTP_UPLOAD_FORM_H
#define HTTP_UPLOAD_FORM_H

#include <stdbool.h>
#include <stddef.h>

struct form;

struct form_events {
    void (*name)(void *arg, const char *name); /* the file's, before its bytes; "" for none */
    void (*bytes)(void *arg, const char *data, size_t len);
};

/* NULL if the Content-Type is none of a form's, or lacks its boundary. */
struct form *form_new(const char *content_type, const struct form_events *events, void *arg);
void form_free(struct form *form);

/* Some of the body. False if it is no form, or has more than one file: no more is wanted. */
bool form_data(struct form *form, const char *data, size_t len);

/* True if the form is whole, and had its file. */
bool form_is_done(const struct form *form);

/* The file's name that a Content-Disposition gives (RFC 6266, with filename*), to free; NULL for
 * none. */
char *form_file_name(const char *disposition);

#endif
