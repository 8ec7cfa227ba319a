/*
 * Uploads. The file is summed up first, so that what is announced is what was
 * sent. Small ones go by one POST; others by tus (1.0.0), where the server has
 * it: after a cut they go on at the byte that the server has got to.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "digest.h"
#include "fetch_private.h"
#include "file_kind.h"
#include "mem.h"
#include "secret.h"

/* Sending that again costs less than asking. */
#define SMALL_BYTES (1 << 20)

#define FILES_PATH "files/"

/* So often a server may say that it has not got what was sent. */
#define ROUNDS_MAX 5

/* Longer addresses are not said to others. */
#define ADDRESS_BYTES 1000

/* ---- addresses ---- */

/* The location in the answer: absolute; NULL if it is none that people could
 * follow. To free. */
static char *absolute(const struct job *job)
{
    const struct fetch_curl *curl = job->fetch->curl;
    const char *location = job->answer.location;
    char *whole = NULL;
    CURLU *url = curl->url();
    if (location && curl->url_set(url, CURLUPART_URL, job->address, 0) == CURLUE_OK &&
        curl->url_set(url, CURLUPART_URL, location, 0) == CURLUE_OK)
        curl->url_get(url, CURLUPART_URL, &whole, 0);
    bool fits = whole && strlen(whole) <= ADDRESS_BYTES && transfer_is_url(whole);
    char *address = fits ? xstrdup(whole) : NULL;
    curl->free(whole);
    curl->url_cleanup(url);
    return address;
}

/* Beside the listing there is ".../tus" on servers like ours. NULL: none; to free. */
static char *tus_address(const struct network *network)
{
    const char *base = transfer_files_base(network);
    size_t len = base ? strlen(base) : 0;
    if (len < strlen(FILES_PATH) || strcmp(base + len - strlen(FILES_PATH), FILES_PATH) != 0)
        return NULL;
    return xasprintf("%.*stus", (int)(len - strlen(FILES_PATH)), base);
}

/* ---- sending ---- */

static size_t on_wanted(char *out, size_t size, size_t n, void *arg)
{
    struct job *job = arg;
    struct transfer *transfer = job_transfer(job);
    if (!transfer)
        return CURL_READFUNC_ABORT;
    /* What was written to the file meanwhile was not announced. */
    int64_t rest = transfer->size - job->at;
    size_t room = rest < (int64_t)(size * n) ? (size_t)rest : size * n;
    int64_t got = fetch_file_read(&job->file, out, room, job->at, &job->cause);
    if (got < 0)
        return CURL_READFUNC_ABORT;
    job->at += got;
    transfer_progress(job->fetch->chat, transfer, job->at);
    return (size_t)got;
}

static int on_seek(void *arg, curl_off_t offset, int origin)
{
    struct job *job = arg;
    if (origin != SEEK_SET)
        return CURL_SEEKFUNC_CANTSEEK;
    job->at = job->from + offset;
    return CURL_SEEKFUNC_OK;
}

static size_t on_text(char *data, size_t size, size_t n, void *arg)
{
    (void)size;
    struct job *job = arg;
    return answer_text(&job->answer, data, n);
}

static CURL *request(struct job *job, const char *address, job_fn *answered)
{
    const struct fetch_curl *curl = job->fetch->curl;
    char *copy = xstrdup(address);
    CURL *easy = job_request(job, copy, answered);
    free(copy);
    if (!easy)
        return NULL;
    curl->easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_text);
    curl->easy_setopt(easy, CURLOPT_WRITEDATA, job);
    return easy;
}

static void send_file(struct job *job, int64_t from)
{
    const struct fetch_curl *curl = job->fetch->curl;
    job->at = job->from = from;
    curl->easy_setopt(job->easy, CURLOPT_READFUNCTION, on_wanted);
    curl->easy_setopt(job->easy, CURLOPT_READDATA, job);
    curl->easy_setopt(job->easy, CURLOPT_SEEKFUNCTION, on_seek);
    curl->easy_setopt(job->easy, CURLOPT_SEEKDATA, job);
    job_send(job);
}

/* ---- the end ---- */

static bool arrived_otherwise(const struct job *job, const struct transfer *transfer)
{
    const char *etag = job->answer.etag;
    return etag && strlen(etag) == TRANSFER_SUM_CHARS + 2 &&
           strspn(etag + 1, "0123456789abcdef") == TRANSFER_SUM_CHARS &&
           strncmp(etag + 1, transfer->sha256, TRANSFER_SUM_CHARS) != 0;
}

static void finish(struct job *job, struct transfer *transfer)
{
    struct chat *chat = job->fetch->chat;
    char *address = absolute(job);
    xreplace(&transfer->tus, NULL);
    if (fetch_file_changed(&job->file)) {
        transfer_fail(chat, transfer,
                      "the file was changed while it was sent: /resume sends it "
                      "anew");
    } else if (!address || arrived_otherwise(job, transfer)) {
        transfer_fail(chat, transfer,
                      address ? "it arrived otherwise than it was sent: /resume sends it anew"
                              : "the server took it, but does not say where it is");
    } else {
        xreplace(&transfer->url, address);
        char *sum = xstrdup(transfer->sha256);
        transfer_done(chat, transfer, sum);
        free(sum);
    }
    free(address);
}

/* What follows upon a good head does not matter, nor that it was too much. */
static bool is_good(const struct job *job)
{
    bool through = job->code == CURLE_OK || job->code == CURLE_WRITE_ERROR;
    return through && !job->cause && job->answer.status >= 200 && job->answer.status < 300;
}

/* ---- by POST ---- */

static void on_posted(struct job *job)
{
    struct transfer *transfer = job_transfer(job);
    if (transfer && is_good(job))
        finish(job, transfer);
    else if (transfer)
        answer_judge(job, transfer);
}

static void post(struct job *job, const struct transfer *transfer)
{
    const struct fetch_curl *curl = job->fetch->curl;
    char *name = curl->easy_escape(NULL, transfer->name, 0);
    if (request(job, transfer_uploads_base(transfer->network), on_posted)) {
        curl->easy_setopt(job->easy, CURLOPT_POST, 1L);
        curl->easy_setopt(job->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)transfer->size);
        job_header(job, "Content-Type: %s", transfer->type);
        job_header(job, "Content-Disposition: attachment; filename*=UTF-8''%s", name);
        send_file(job, 0);
    }
    curl->free(name);
}

/* ---- by tus ---- */

static void tus_begin(struct job *job);
static void tus_ask(struct job *job);

static CURL *tus_request(struct job *job, const char *address, job_fn *answered)
{
    CURL *easy = request(job, address, answered);
    if (easy) {
        job_header(job, "Tus-Resumable: 1.0.0");
        job_header(job, "Expect:");
    }
    return easy;
}

static void on_patched(struct job *job)
{
    struct transfer *transfer = job_transfer(job);
    if (!transfer)
        return;
    if (!is_good(job))
        answer_judge(job, transfer);
    else if (job->answer.offset == transfer->size)
        finish(job, transfer);
    else if (job->rounds++ < ROUNDS_MAX)
        tus_ask(job);
    else
        transfer_fail(job->fetch->chat, transfer,
                      "the server takes it, and does not have it then: ask whoever runs it");
}

static void tus_send(struct job *job, const struct transfer *transfer, int64_t offset)
{
    const struct fetch_curl *curl = job->fetch->curl;
    if (!tus_request(job, transfer->tus, on_patched))
        return;
    curl->easy_setopt(job->easy, CURLOPT_UPLOAD, 1L);
    curl->easy_setopt(job->easy, CURLOPT_CUSTOMREQUEST, "PATCH");
    curl->easy_setopt(job->easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)(transfer->size - offset));
    job_header(job, "Content-Type: application/offset+octet-stream");
    job_header(job, "Upload-Offset: %" PRId64, offset);
    send_file(job, offset);
}

static void on_created(struct job *job)
{
    struct transfer *transfer = job_transfer(job);
    if (!transfer)
        return;
    char *address = is_good(job) ? absolute(job) : NULL;
    if (address && transfer_same_origin(address, job->address)) {
        xreplace(&transfer->tus, address);
        transfer_touch(job->fetch->chat, transfer);
        tus_send(job, transfer, 0);
    } else if (is_good(job)) {
        transfer_fail(job->fetch->chat, transfer, "the server does not say where to send it");
    } else if (job->code == CURLE_OK && job->answer.status == 404) {
        post(job, transfer);
    } else {
        answer_judge(job, transfer);
    }
    free(address);
}

static void tus_begin(struct job *job)
{
    const struct fetch_curl *curl = job->fetch->curl;
    struct transfer *transfer = job_transfer(job);
    char *address = tus_address(transfer->network);
    if (!address) {
        post(job, transfer);
        return;
    }
    char *name = secret_base64(transfer->name, strlen(transfer->name));
    char *type = secret_base64(transfer->type, strlen(transfer->type));
    if (tus_request(job, address, on_created)) {
        curl->easy_setopt(job->easy, CURLOPT_POST, 1L);
        curl->easy_setopt(job->easy, CURLOPT_POSTFIELDSIZE, 0L);
        curl->easy_setopt(job->easy, CURLOPT_POSTFIELDS, "");
        job_header(job, "Upload-Length: %" PRId64, transfer->size);
        job_header(job, "Upload-Metadata: filename %s,filetype %s", name, type);
        job_send(job);
    }
    free(name);
    free(type);
    free(address);
}

/* One that the server has forgotten begins anew. */
static void on_offset(struct job *job)
{
    struct transfer *transfer = job_transfer(job);
    if (!transfer)
        return;
    int status = job->answer.status;
    bool forgotten = job->code == CURLE_OK && (status == 404 || status == 410 || status == 403);
    if (is_good(job) && job->answer.offset >= 0 && job->answer.offset < transfer->size) {
        tus_send(job, transfer, job->answer.offset);
    } else if (is_good(job) && job->answer.offset == transfer->size && job->answer.location) {
        finish(job, transfer);
    } else if (forgotten || is_good(job)) {
        xreplace(&transfer->tus, NULL);
        tus_begin(job);
    } else {
        answer_judge(job, transfer);
    }
}

/* How much of it is there? */
static void tus_ask(struct job *job)
{
    const struct fetch_curl *curl = job->fetch->curl;
    const struct transfer *transfer = job_transfer(job);
    if (!tus_request(job, transfer->tus, on_offset))
        return;
    curl->easy_setopt(job->easy, CURLOPT_NOBODY, 1L);
    job_send(job);
}

/* ---- the beginning ---- */

static void have_file(struct job *job)
{
    struct transfer *transfer = job_transfer(job);
    char *sum = digest_hex(job->digest);
    job->digest = NULL;
    /* What the server has is of the file as it was. */
    if (transfer->tus && (!transfer->sha256 || strcmp(transfer->sha256, sum) != 0))
        xreplace(&transfer->tus, NULL);
    free(transfer->sha256);
    transfer->sha256 = sum;
    transfer->done = 0;
    transfer_touch(job->fetch->chat, transfer);
    if (transfer->tus && transfer_url_is_own(transfer->network, transfer->tus))
        tus_ask(job);
    else if (transfer->size > SMALL_BYTES)
        tus_begin(job);
    else
        post(job, transfer);
}

void fetch_put(struct job *job)
{
    struct chat *chat = job->fetch->chat;
    struct transfer *transfer = job_transfer(job);
    char *cause = NULL;
    if (fetch_file_source(&job->file, transfer->path, &cause) == 0) {
        xreplace(&transfer->type, file_kind(transfer->name));
        transfer_size(chat, transfer, job->file.size);
        job_read(job, have_file);
    } else {
        transfer_fail(chat, transfer, cause);
    }
    free(cause);
}
