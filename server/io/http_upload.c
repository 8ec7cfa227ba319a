/* POST /uploads (server.md, 2.13), and PUT /uploads/<name> for `curl -T`. */
#include "http_upload.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "digest.h"
#include "http_auth.h"
#include "http_routes.h"
#include "http_upload_form.h"
#include "mem.h"
#include "secret.h"
#include "ticket.h"

/* What a form may have around its file. */
#define FORM_FRAME_BYTES ((int64_t)64 * 1024)

/* How long the address of a private upload works that its author is given. */
#define TICKET_MS ((int64_t)24 * 3600 * 1000)

/* ---- bodies ---- */

struct http_upload *http_upload_new(struct http_request *request,
                                    void (*answer)(struct http_request *request,
                                                   const struct upload_end *end))
{
    struct http_upload *upload = xnew(struct http_upload);
    upload->request = request;
    upload->answer = answer;
    return upload;
}

static void upload_free(struct http_upload *upload)
{
    form_free(upload->form);
    free(upload);
}

static void take_bytes(void *arg, const char *data, size_t len)
{
    struct http_upload *upload = arg;
    if (upload->receiving && !receive_data(upload->receiving, data, len))
        http_pause(upload->request);
}

static void take_name(void *arg, const char *name)
{
    const struct http_upload *upload = arg;
    if (upload->receiving)
        receive_name(upload->receiving, name);
}

static const struct form_events form_events = {take_name, take_bytes};

/* Gives the upload up: nothing of it stays. */
static void refuse_form(struct http_upload *upload, const char *sentence)
{
    struct http_request *request = upload->request;
    if (!upload->receiving)
        return;
    receive_gone(upload->receiving);
    upload->receiving = NULL;
    http_refuse(request, 400, sentence);
}

static void leave(struct http_upload *upload)
{
    upload->calling = false;
    if (!upload->receiving)
        upload_free(upload);
}

static void on_data(void *arg, const char *data, size_t len)
{
    struct http_upload *upload = arg;
    upload->calling = true;
    if (!upload->form)
        take_bytes(upload, data, len);
    else if (!form_data(upload->form, data, len))
        refuse_form(upload, "This is no form with one file in it");
    leave(upload);
}

static void on_end(void *arg)
{
    struct http_upload *upload = arg;
    upload->calling = true;
    if (upload->form && !form_is_done(upload->form))
        refuse_form(upload, "The form has no file in it, or not all of it came");
    else if (upload->receiving)
        receive_end(upload->receiving);
    leave(upload);
}

static void on_gone(void *arg, const char *why)
{
    struct http_upload *upload = arg;
    (void)why;
    if (upload->receiving)
        receive_gone(upload->receiving);
    http_forget(upload->request);
    upload_free(upload);
}

static void ready(void *arg)
{
    static const struct http_body_events events = {on_data, on_end, on_gone};
    struct http_upload *upload = arg;
    http_read_body(upload->request, &events, upload);
}

static void more(void *arg)
{
    const struct http_upload *upload = arg;
    http_resume(upload->request);
}

static void ended(void *arg, const struct upload_end *end)
{
    struct http_upload *upload = arg;
    upload->receiving = NULL;
    upload->answer(upload->request, end);
    if (!upload->calling)
        upload_free(upload);
}

static void no_body(void *arg)
{
    (void)arg;
}

const struct receive_events http_upload_events = {ready, more, ended};
const struct receive_events http_upload_bodiless = {no_body, no_body, ended};

/* ---- answers ---- */

void http_upload_refusal(struct http_answer *answer, const struct upload_end *end)
{
    http_answer_init(answer, end->status);
    if (end->status == 429 || end->status == 503)
        http_answer_header(answer, "Retry-After", "60");
    buf_printf(http_answer_body(answer, "text/plain; charset=utf-8"), "Not uploaded: %s\n",
               end->sentence ? end->sentence : "nobody waits for it");
}

bool http_upload_is_on(struct http_request *request)
{
    if (http_server(request)->uploads)
        return true;
    http_refuse(request, 404, "Nothing can be uploaded here");
    return false;
}

static void add_limit(const struct http_request *request, struct http_answer *answer)
{
    int64_t limit = uploads_limits(http_server(request))->file_max;
    char text[48];
    snprintf(text, sizeof(text), "maxsize=%" PRId64, limit);
    if (limit > 0)
        http_answer_header(answer, "Upload-Limit", text);
}

bool http_upload_fits(struct http_request *request, int64_t bytes)
{
    int64_t limit = uploads_limits(http_server(request))->file_max;
    struct http_answer answer;
    if (limit == 0 || bytes <= limit)
        return true;
    http_answer_init(&answer, 413);
    add_limit(request, &answer);
    buf_printf(http_answer_body(&answer, "text/plain; charset=utf-8"),
               "Not uploaded: the file is larger than may be uploaded; make it smaller (%" PRId64
               " bytes)\n",
               limit);
    http_reply(request, &answer);
    return false;
}

/* RFC 3230 has the sum in base64. */
static void add_sum(struct http_answer *answer, const char *sha256)
{
    unsigned char bytes[DIGEST_BYTES];
    for (size_t i = 0; i < sizeof(bytes); i++) {
        char pair[3] = {sha256[2 * i], sha256[2 * i + 1], '\0'};
        bytes[i] = (unsigned char)strtoul(pair, NULL, 16);
    }
    char *encoded = secret_base64(bytes, sizeof(bytes));
    char *digest = xasprintf("sha-256=%s", encoded);
    char *etag = xasprintf("\"%s\"", sha256);
    http_answer_header(answer, "Digest", digest);
    http_answer_header(answer, "ETag", etag);
    free(encoded);
    free(digest);
    free(etag);
}

static void answer_upload(struct http_request *request, const struct upload_end *end)
{
    struct http_answer answer;
    if (!end->upload) {
        http_upload_refusal(&answer, end);
        if (end->status == 413)
            add_limit(request, &answer);
        http_reply(request, &answer);
        return;
    }
    struct server *server = http_server(request);
    char *path = uploads_path(end->upload);
    char *seen = xasprintf("/u/%s/%s", end->upload->id, end->upload->name);
    char *ticket = end->upload->secret
                       ? ticket_sign(server, seen, end->upload->account, server->now_ms + TICKET_MS)
                       : NULL;
    http_answer_init(&answer, 201);
    http_answer_header(&answer, "Location", path);
    add_sum(&answer, end->upload->sha256);
    buf_printf(http_answer_body(&answer, "text/plain; charset=utf-8"), "%s%s%s%s\n",
               http_origin(request), path, ticket ? "?" : "", ticket ? ticket : "");
    http_reply(request, &answer);
    free(path);
    free(seen);
    free(ticket);
}

/* ---- POST and PUT ---- */

static char *wanted_name(const struct http_request *request)
{
    const char *disposition = http_header(request, "Content-Disposition");
    if (*http_rest(request))
        return xstrdup(http_rest(request));
    return disposition ? form_file_name(disposition) : NULL;
}

static bool is_flag(const struct http_request *request, const char *name)
{
    char *value = http_parameter(request, name);
    bool is_on = value && strcmp(value, "1") == 0;
    free(value);
    return is_on;
}

/* A form's file is smaller than its body. */
static void begin(struct http_request *request, struct http_upload *upload)
{
    int64_t bytes = http_body_size(request);
    char *name = wanted_name(request);
    struct upload_wish wish = {
        .account = http_account(request),
        .address = http_address(request),
        .name = name,
        .size = upload->form ? -1 : bytes,
        .at_most = bytes,
        .secret = is_flag(request, "private"),
    };
    upload->receiving = receive_begin(http_server(request), &wish, &http_upload_events, upload);
    free(name);
}

static bool is_form(const struct http_request *request)
{
    static const char kind[] = "multipart/";
    const char *type = http_header(request, "Content-Type");
    return type && strncasecmp(type, kind, strlen(kind)) == 0;
}

static void allowed(struct http_request *request)
{
    int64_t frame = is_form(request) ? FORM_FRAME_BYTES : 0;
    if (!http_upload_fits(request, http_body_size(request) - frame))
        return;
    struct http_upload *upload = http_upload_new(request, answer_upload);
    if (is_form(request)) {
        upload->form = form_new(http_header(request, "Content-Type"), &form_events, upload);
        if (!upload->form) {
            upload_free(upload);
            http_refuse(request, 415, "Only forms of multipart/form-data can be read");
            return;
        }
    }
    begin(request, upload);
}

static bool is_encoded(const struct http_request *request)
{
    const char *encoding = http_header(request, "Content-Encoding");
    return encoding && strcasecmp(encoding, "identity") != 0;
}

/* A page of another site lets a browser send a form in the name of who has logged in here. */
static bool is_of_another_site(const struct http_request *request)
{
    const char *site = http_header(request, "Sec-Fetch-Site");
    return site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0;
}

static void answer_options(struct http_request *request)
{
    struct http_answer answer;
    http_answer_init(&answer, 204);
    http_answer_header(&answer, "Allow", "OPTIONS, POST, PUT");
    http_answer_header(&answer, "Accept-Post", "*/*");
    add_limit(request, &answer);
    http_reply(request, &answer);
}

void http_uploads(struct http_request *request)
{
    enum http_verb verb = http_verb(request);
    bool has_name = *http_rest(request) != '\0';
    if (!http_upload_is_on(request))
        return;
    if (strchr(http_rest(request), '/') || (has_name && verb == HTTP_VERB_POST))
        http_refuse(request, 404, "There is nothing here");
    else if (verb == HTTP_VERB_OPTIONS)
        answer_options(request);
    else if (is_of_another_site(request))
        http_refuse(request, 403, "Files are not taken from pages of other sites");
    else if (is_encoded(request))
        http_refuse(request, 415, "Files are taken as they are, without a Content-Encoding");
    else
        http_authenticate(request, "upload", true, allowed);
}
