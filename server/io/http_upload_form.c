#include "http_upload_form.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "buf.h"
#include "file_name.h"
#include "mem.h"

/* Bytes of the headers of one field, and of a boundary (RFC 2046). */
#define HEAD_MAX     4096
#define BOUNDARY_MAX 70

enum stage {
    FORM_BEGIN, /* before the first boundary */
    FORM_LINE,  /* behind a boundary: the rest of its line */
    FORM_HEAD,
    FORM_FIELD, /* bytes that nobody wants */
    FORM_FILE,
    FORM_DONE
};

struct form {
    const struct form_events *events;
    void *arg;
    char *boundary; /* "\r\n--…"; owned */
    struct buf in;
    enum stage stage;
    bool has_file;
};

/* ---- parameters of headers ---- */

/* "UTF-8''na%C3%AFve" decoded; NULL for other character sets, and for what is no text. */
static char *read_extended(const char *value)
{
    static const char charset[] = "UTF-8'";
    if (strncasecmp(value, charset, strlen(charset)) != 0)
        return NULL;
    value = strchr(value + strlen(charset), '\'');
    return value ? file_text_decode(value + 1) : NULL;
}

/* A token or a quoted string at *at; moves behind it; to free. */
static char *read_value(const char **at)
{
    struct buf out = {0};
    const char *p = *at;
    if (*p == '"') {
        for (p++; *p && *p != '"'; p++) {
            if (*p == '\\' && (p[1] == '"' || p[1] == '\\'))
                p++;
            buf_putc(&out, *p);
        }
        p += *p == '"';
    } else {
        size_t len = strcspn(p, "; \t");
        buf_append(&out, p, len);
        p += len;
    }
    *at = p;
    return buf_detach(&out);
}

/* The value of a parameter ("; name=value"); to free, NULL if it is not there. */
static char *parameter(const char *header, const char *name)
{
    size_t len = strlen(name);
    const char *at = header + strcspn(header, ";");
    while (*at) {
        at += strspn(at, "; \t");
        size_t word = strcspn(at, "=; \t");
        bool is_it = word == len && strncasecmp(at, name, len) == 0;
        at += word;
        if (*at != '=')
            continue;
        at++;
        char *value = read_value(&at);
        if (is_it)
            return value;
        free(value);
    }
    return NULL;
}

char *form_file_name(const char *disposition)
{
    char *extended = parameter(disposition, "filename*");
    char *name = extended ? read_extended(extended) : NULL;
    free(extended);
    return name ? name : parameter(disposition, "filename");
}

/* ---- the form ---- */

struct form *form_new(const char *content_type, const struct form_events *events, void *arg)
{
    static const char kind[] = "multipart/form-data";
    if (strncasecmp(content_type, kind, strlen(kind)) != 0)
        return NULL;
    char *boundary = parameter(content_type, "boundary");
    if (!boundary || !*boundary || strlen(boundary) > BOUNDARY_MAX) {
        free(boundary);
        return NULL;
    }
    struct form *form = xnew(struct form);
    form->events = events;
    form->arg = arg;
    form->boundary = xasprintf("\r\n--%s", boundary);
    buf_puts(&form->in, "\r\n"); /* the first boundary needs no line before it */
    free(boundary);
    return form;
}

void form_free(struct form *form)
{
    if (!form)
        return;
    buf_clear(&form->in);
    free(form->boundary);
    free(form);
}

bool form_is_done(const struct form *form)
{
    return form->stage == FORM_DONE && form->has_file;
}

/* The headers of a field: is it the file? False if it is a second one. */
static bool read_head(struct form *form, char *head)
{
    static const char wanted[] = "content-disposition:";
    char *name = NULL;
    form->stage = FORM_FIELD;
    for (char *line = head; line; line = strstr(line, "\r\n") ? strstr(line, "\r\n") + 2 : NULL) {
        if (strncasecmp(line, wanted, strlen(wanted)) != 0)
            continue;
        char *value = xstrndup(line, strcspn(line, "\r\n"));
        free(name);
        name = form_file_name(value + strlen(wanted));
        free(value);
    }
    if (name && form->has_file) {
        free(name);
        return false;
    }
    if (name) {
        form->has_file = true;
        form->stage = FORM_FILE;
        form->events->name(form->arg, name);
        free(name);
    }
    return true;
}

/* Each takes what it can of what has come: 1 if the next stage may go on, 0 if more must come, -1
 * if it is no form. */

/* Bytes up to the next boundary. */
static int take_bytes(struct form *form)
{
    struct buf *in = &form->in;
    size_t len = strlen(form->boundary);
    const char *end = in->len > 0 ? memmem(in->data, in->len, form->boundary, len) : NULL;
    size_t n = end ? (size_t)(end - in->data) : in->len > len ? in->len - len : 0;
    if (form->stage == FORM_FILE && n > 0)
        form->events->bytes(form->arg, in->data, n);
    buf_consume(in, n + (end ? len : 0));
    if (end)
        form->stage = FORM_LINE;
    return end != NULL;
}

static int take_line(struct form *form)
{
    struct buf *in = &form->in;
    if (in->len < 2)
        return 0;
    if (strncmp(in->data, "--", 2) == 0) {
        form->stage = FORM_DONE;
        return 1;
    }
    if (strncmp(in->data, "\r\n", 2) != 0)
        return -1;
    form->stage = FORM_HEAD; /* its line's end stays: there may be no headers */
    return 1;
}

static int take_head(struct form *form)
{
    struct buf *in = &form->in;
    const char *end = memmem(in->data, in->len, "\r\n\r\n", 4);
    if (!end)
        return in->len > HEAD_MAX ? -1 : 0;
    char *head = xstrndup(in->data + 2, (size_t)(end - in->data));
    buf_consume(in, (size_t)(end - in->data) + 4);
    /* What follows may be the next boundary at once. */
    bool well = read_head(form, head);
    free(head);
    return well ? 1 : -1;
}

bool form_data(struct form *form, const char *data, size_t len)
{
    static int (*const takes[])(struct form * form) = {
        [FORM_BEGIN] = take_bytes, [FORM_LINE] = take_line,  [FORM_HEAD] = take_head,
        [FORM_FIELD] = take_bytes, [FORM_FILE] = take_bytes,
    };
    int result = 1;
    buf_append(&form->in, data, len);
    while (result > 0 && form->stage != FORM_DONE)
        result = takes[form->stage](form);
    if (form->stage == FORM_DONE)
        buf_reset(&form->in);
    return result >= 0;
}
