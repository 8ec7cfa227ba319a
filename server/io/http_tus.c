/*
 * Uploads that go on after a cut: tus 1.0 (tus.io/protocols/resumable-upload),
 * the core and creation, expiration, checksum and termination.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "digest.h"
#include "http_auth.h"
#include "http_date.h"
#include "http_routes.h"
#include "http_upload.h"
#include "mem.h"
#include "secret.h"
#include "utf8.h"

#define VERSION    "1.0.0"
#define EXTENSIONS "creation,expiration,checksum,termination"
#define SUMS       "sha1,sha256"

/* Bytes of a value of Upload-Metadata. */
#define META_MAX 1024

/* ---- answers ---- */

static void begin_answer(struct http_answer *answer, int status)
{
    http_answer_init(answer, status);
    http_answer_header(answer, "Tus-Resumable", VERSION);
}

static void add_number(struct http_answer *answer, const char *name, int64_t number)
{
    char text[24];
    snprintf(text, sizeof(text), "%" PRId64, number);
    http_answer_header(answer, name, text);
}

static void refuse(struct http_request *request, int status, const char *sentence)
{
    struct http_answer answer;
    begin_answer(&answer, status);
    if (status == 412)
        http_answer_header(&answer, "Tus-Version", VERSION);
    buf_printf(http_answer_body(&answer, "text/plain; charset=utf-8"), "%s\n", sentence);
    http_reply(request, &answer);
}

/* As the store answered when it was asked for one. */
static void refuse_unknown(struct http_request *request, int status)
{
    if (status == 503)
        refuse(request, 503, "The server cannot look up your upload now; try again later");
    else if (status == 423)
        refuse(request, 423, "It is coming just now; end that first");
    else
        refuse(request, 404, "There is no such upload");
}

static void add_expiry(struct http_answer *answer, int64_t until_ms)
{
    char date[HTTP_DATE_SIZE];
    if (until_ms <= 0)
        return;
    http_date_format(until_ms, date);
    http_answer_header(answer, "Upload-Expires", date);
}

/* Where the whole file can be had. */
static void add_whole(struct http_answer *answer, const struct store_upload *upload)
{
    char *path = uploads_path(upload);
    http_answer_header(answer, "Content-Location", path);
    free(path);
}

static void answer_end(struct http_request *request, const struct upload_end *end)
{
    struct http_answer answer;
    if (end->status != 201 && end->status != 204) {
        http_upload_refusal(&answer, end);
        http_answer_header(&answer, "Tus-Resumable", VERSION);
        http_reply(request, &answer);
        return;
    }
    bool created = http_verb(request) == HTTP_VERB_POST && !*http_rest(request);
    begin_answer(&answer, created ? 201 : 204);
    if (created) {
        char *path = xasprintf("/tus/%s", end->id);
        http_answer_header(&answer, "Location", path);
        free(path);
    }
    add_number(&answer, "Upload-Offset", end->offset);
    add_expiry(&answer, end->until_ms);
    if (end->upload)
        add_whole(&answer, end->upload);
    http_reply(request, &answer);
}

/* ---- headers ---- */

/* A header's number; -1 if it is not there or none. */
static int64_t number_of(const struct http_request *request, const char *name)
{
    const char *text = http_header(request, name);
    char *end = NULL;
    if (!text || *text < '0' || *text > '9')
        return -1;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    return errno == 0 && !*end ? (int64_t)number : -1;
}

/* A value of Upload-Metadata ("name base64,name base64"), decoded; to free, NULL if it is not
 * there or no text. */
static char *metadata(const struct http_request *request, const char *name)
{
    const char *at = http_header(request, "Upload-Metadata");
    size_t len = strlen(name);
    while (at && *at) {
        at += strspn(at, ", ");
        size_t pair = strcspn(at, ",");
        size_t word = strcspn(at, " ,");
        if (word == len && strncmp(at, name, len) == 0) {
            char value[META_MAX + 1] = "";
            const char *from = at + word + strspn(at + word, " ");
            size_t n = pair - (size_t)(from - at);
            int size = from <= at + pair ? secret_unbase64(from, n, value, META_MAX) : -1;
            bool is_text =
                size >= 0 && strlen(value) == (size_t)size && utf8_valid(value, (size_t)size);
            return is_text ? xstrdup(value) : NULL;
        }
        at += pair;
    }
    return NULL;
}

/* ---- POST: a new one ---- */

static void create(struct http_request *request)
{
    int64_t size = number_of(request, "Upload-Length");
    if (size < 0) {
        refuse(request, 400, "Upload-Length must say how many bytes will come");
        return;
    }
    if (!http_upload_fits(request, size))
        return;
    char *name = metadata(request, "filename");
    char *secret = metadata(request, "private");
    struct upload_wish wish = {
        .account = http_account(request),
        .address = http_address(request),
        .name = name,
        .size = size,
        .at_most = size,
        .secret = secret && strcmp(secret, "1") == 0,
    };
    struct http_upload *upload = http_upload_new(request, answer_end);
    upload->receiving = part_create(http_server(request), &wish, &http_upload_bodiless, upload);
    free(name);
    free(secret);
}

/* ---- HEAD: how far it has come ---- */

static void whole_found(void *arg, enum store_status status, const struct store_upload *upload)
{
    struct http_request *request = arg;
    struct http_answer answer;
    if (!upload || strcmp(upload->account, http_account(request)) != 0) {
        refuse_unknown(request, upload || status == STORE_MISSING ? 404 : 503);
        return;
    }
    begin_answer(&answer, 200);
    add_number(&answer, "Upload-Offset", upload->size);
    add_number(&answer, "Upload-Length", upload->size);
    add_expiry(&answer, upload->until_ms);
    add_whole(&answer, upload);
    http_reply(request, &answer);
}

static void part_found(void *arg, enum store_status status, const struct store_part *part)
{
    struct http_request *request = arg;
    struct http_answer answer;
    if (status == STORE_MISSING) {
        uploads_find(http_server(request), http_rest(request), whole_found, request);
        return;
    }
    if (!part || strcmp(part->account, http_account(request)) != 0) {
        refuse_unknown(request, part ? 404 : 503);
        return;
    }
    begin_answer(&answer, 200);
    add_number(&answer, "Upload-Offset", part->offset);
    add_number(&answer, "Upload-Length", part->size);
    add_expiry(&answer, part->until_ms);
    http_reply(request, &answer);
}

static void look(struct http_request *request)
{
    store_part_find(http_server(request)->store, http_rest(request), part_found, request);
}

/* ---- PATCH: the next piece ---- */

/* Reads Upload-Checksum; sum holds DIGEST_BYTES. False if it cannot be understood. */
static bool read_sum(const struct http_request *request, struct part_piece *piece,
                     unsigned char *sum)
{
    const char *text = http_header(request, "Upload-Checksum");
    if (!text)
        return true;
    size_t word = strcspn(text, " ");
    const char *encoded = text + word + strspn(text + word, " ");
    int size = secret_unbase64(encoded, strlen(encoded), sum, DIGEST_BYTES);
    piece->is_sha1 = word == 4 && strncmp(text, "sha1", 4) == 0;
    bool is_sha256 = word == 6 && strncmp(text, "sha256", 6) == 0;
    piece->sum = sum;
    return (piece->is_sha1 && size == DIGEST_SHA1_BYTES) || (is_sha256 && size == DIGEST_BYTES);
}

static void patch(struct http_request *request)
{
    static const char wanted[] = "application/offset+octet-stream";
    const char *type = http_header(request, "Content-Type");
    unsigned char sum[DIGEST_BYTES];
    struct part_piece piece = {
        .id = http_rest(request),
        .account = http_account(request),
        .address = http_address(request),
        .offset = number_of(request, "Upload-Offset"),
    };
    if (!type || strcasecmp(type, wanted) != 0) {
        refuse(request, 415, "The type of a piece is application/offset+octet-stream");
    } else if (piece.offset < 0) {
        refuse(request, 400, "Upload-Offset must say where the piece begins");
    } else if (!read_sum(request, &piece, sum)) {
        refuse(request, 400, "Upload-Checksum must be sha1 or sha256 and a sum in base64");
    } else {
        struct http_upload *upload = http_upload_new(request, answer_end);
        upload->receiving = part_resume(http_server(request), &piece, &http_upload_events, upload);
    }
}

/* ---- DELETE ---- */

static void removed(void *arg, int status)
{
    struct http_request *request = arg;
    struct http_answer answer;
    if (status != 204) {
        refuse_unknown(request, status);
        return;
    }
    begin_answer(&answer, 204);
    http_reply(request, &answer);
}

static void terminate(struct http_request *request)
{
    part_remove(http_server(request), http_rest(request), http_account(request), removed, request);
}

/* ---- */

static void answer_options(struct http_request *request)
{
    struct http_answer answer;
    int64_t limit = uploads_limits(http_server(request))->file_max;
    begin_answer(&answer, 204);
    http_answer_header(&answer, "Allow", "OPTIONS, POST, HEAD, PATCH, DELETE");
    http_answer_header(&answer, "Tus-Version", VERSION);
    http_answer_header(&answer, "Tus-Extension", EXTENSIONS);
    http_answer_header(&answer, "Tus-Checksum-Algorithm", SUMS);
    if (limit > 0)
        add_number(&answer, "Tus-Max-Size", limit);
    http_reply(request, &answer);
}

static const struct {
    const char *name;
    enum http_verb verb;
    bool of_one; /* upload, and not of all */
    http_auth_fn *fn;
} requests[] = {
    {"POST",   HTTP_VERB_POST,   false, create   },
    {"HEAD",   HTTP_VERB_HEAD,   true,  look     },
    {"PATCH",  HTTP_VERB_PATCH,  true,  patch    },
    {"DELETE", HTTP_VERB_DELETE, true,  terminate},
};

/* Who can send only POST says in a header what is meant. */
static http_auth_fn *find_request(const struct http_request *request)
{
    const char *meant = http_header(request, "X-HTTP-Method-Override");
    bool of_one = *http_rest(request) != '\0';
    for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++) {
        bool is_it = meant ? strcasecmp(meant, requests[i].name) == 0
                           : http_verb(request) == requests[i].verb;
        if (is_it && requests[i].of_one == of_one)
            return requests[i].fn;
    }
    return NULL;
}

void http_tus(struct http_request *request)
{
    const char *version = http_header(request, "Tus-Resumable");
    http_auth_fn *fn = find_request(request);
    if (!http_upload_is_on(request))
        return;
    if (http_verb(request) == HTTP_VERB_OPTIONS)
        answer_options(request);
    else if (!version || strcmp(version, VERSION) != 0)
        refuse(request, 412, "Only version 1.0.0 of tus is known here (Tus-Resumable)");
    else if (!fn)
        refuse_unknown(request, 404);
    else
        http_authenticate(request, "upload", true, fn);
}
