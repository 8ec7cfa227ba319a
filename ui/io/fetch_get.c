/*
 * Downloads. The part's bytes are summed up first; then a Range from there on,
 * with If-Range, so that of a file that changed nothing is mixed.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "digest.h"
#include "fetch_private.h"
#include "mem.h"
#include "shared.h"
#include "transfer_text.h"

#define ROUNDS_MAX 5

static void get(struct job *job);

/* What was here belongs to another file, or nobody knows to which. False if that cannot be. */
static bool begin_anew(struct job *job)
{
    if (fetch_file_empty(&job->file, &job->cause) != 0)
        return false;
    digest_free(job->digest);
    job->digest = digest_new();
    job->at = 0;
    job->file.size = 0;
    return true;
}

/* ---- the answer ---- */

/* The server knows the sum of its own files: it is their ETag. */
static void take_sum(struct transfer *transfer, const char *etag)
{
    size_t len = strlen(etag);
    bool free_to = !transfer->sha256 || transfer->sum_by_etag;
    bool is_sum = transfer->own && free_to && len == TRANSFER_SUM_CHARS + 2 &&
                  strspn(etag + 1, "0123456789abcdef") == TRANSFER_SUM_CHARS;
    if (!is_sum)
        return;
    free(transfer->sha256);
    transfer->sha256 = xstrndup(etag + 1, TRANSFER_SUM_CHARS);
    transfer->sum_by_etag = true;
}

static void take_version(struct job *job, struct transfer *transfer)
{
    const struct answer *answer = &job->answer;
    const char *version = answer->etag ? answer->etag : answer->date;
    if (version && transfer->etag && strcmp(version, transfer->etag) == 0)
        return;
    xreplace(&transfer->etag, version);
    if (answer->type)
        xreplace(&transfer->type, answer->type);
    if (answer->etag)
        take_sum(transfer, answer->etag);
    transfer_touch(job->fetch->chat, transfer);
}

/* A part of another version than the bytes that are here. */
static bool is_of_another(const struct answer *answer, const struct transfer *transfer)
{
    const char *version = answer->etag ? answer->etag : answer->date;
    return transfer->etag && version && strcmp(version, transfer->etag) != 0;
}

/* The first byte of the body: is it the one that is wanted? */
static bool begin_body(struct job *job, struct transfer *transfer)
{
    struct chat *chat = job->fetch->chat;
    const struct answer *answer = &job->answer;
    bool part = answer->status == 206;
    int64_t rest = answer->length;
    if (part && answer->from != job->at) {
        job->cause = xstrdup("the server sends another part than was asked for");
        return false;
    }
    if (part && job->at > 0 && is_of_another(answer, transfer)) {
        xreplace(&transfer->etag, NULL);
        transfer_trouble(chat, transfer, "the file was changed: begins anew");
        return false;
    }
    if (!part && job->at > 0 && !begin_anew(job))
        return false;
    take_version(job, transfer);
    if (part && answer->total >= 0)
        transfer_size(chat, transfer, answer->total);
    else if (rest >= 0)
        transfer_size(chat, transfer, job->at + rest);
    job->begun = true;
    transfer_progress(chat, transfer, job->at);
    if (transfer->state != TRANSFER_RUNNING)
        return false;
    return transfer->size < 0 ||
           fetch_file_room(&job->file, transfer->size - job->at, &job->cause) == 0;
}

static size_t on_body(char *data, size_t size, size_t n, void *arg)
{
    (void)size;
    struct job *job = arg;
    struct transfer *transfer = job_transfer(job);
    if (!transfer)
        return 0;
    if (job->answer.status != 200 && job->answer.status != 206)
        return answer_text(&job->answer, data, n);
    if (!job->begun && !begin_body(job, transfer))
        return 0;
    if (transfer->size >= 0 && (int64_t)n > transfer->size - job->at) {
        job->cause = xstrdup("the server sends more than it said that there is");
        return 0;
    }
    if (fetch_file_write(&job->file, data, n, job->at, &job->cause) != 0)
        return 0;
    digest_add(job->digest, data, n);
    job->at += (int64_t)n;
    transfer_progress(job->fetch->chat, transfer, job->at);
    return n;
}

/* ---- the end ---- */

/* Once it may be an accident of the way; twice it is another file than was announced. */
static void mismatched(struct job *job, struct transfer *transfer)
{
    struct chat *chat = job->fetch->chat;
    xreplace(&transfer->etag, NULL);
    if (transfer->mismatch) {
        transfer_fail(chat, transfer,
                      "it is not the file that was announced (another SHA-256, twice): what came "
                      "is kept aside as .part; ask who shares it");
        return;
    }
    transfer->mismatch = true;
    transfer_trouble(chat, transfer, "came otherwise than announced (SHA-256): begins anew");
    transfer->retry_ms = 0;
}

static void finish(struct job *job, struct transfer *transfer)
{
    struct chat *chat = job->fetch->chat;
    char *sum = digest_hex(job->digest);
    char *cause = NULL;
    job->digest = NULL;
    if (transfer->sha256 && strcasecmp(sum, transfer->sha256) != 0) {
        mismatched(job, transfer);
        free(sum);
        return;
    }
    char *path = fetch_file_place(&job->file, transfer->part, transfer->name, &cause);
    if (path) {
        xreplace(&transfer->path, path);
        xreplace(&transfer->part, NULL);
        transfer_done(chat, transfer, sum);
    } else {
        transfer_fail(chat, transfer, cause);
    }
    free(cause);
    free(path);
    free(sum);
}

/* All is here already, or the file is shorter now. */
static void range_refused(struct job *job, struct transfer *transfer)
{
    if (job->answer.total == job->at) {
        transfer_size(job->fetch->chat, transfer, job->at);
        finish(job, transfer);
        return;
    }
    xreplace(&transfer->etag, NULL);
    if (job->rounds++ < ROUNDS_MAX && begin_anew(job))
        get(job);
    else
        answer_judge(job, transfer);
}

static bool is_redirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* "docs" is "docs/": what there is to list, and nothing to get. */
static bool is_folder(const struct job *job, const char *next)
{
    size_t len = strlen(job->address);
    return strncmp(next, job->address, len) == 0 && strcmp(next + len, "/") == 0;
}

static void refuse_folder(struct job *job, struct transfer *transfer)
{
    const char *base = transfer->own ? transfer_files_base(transfer->network) : NULL;
    size_t len = base && strncmp(job->address, base, strlen(base)) == 0 ? strlen(base) : 0;
    const char *rest = job->address + len;
    char *path = len > 0 ? shared_path_decode(rest, strlen(rest)) : NULL;
    char *why = path ? xasprintf("it is a folder: /files %s looks into it", path)
                     : xstrdup("it is a folder");
    transfer_fail(job->fetch->chat, transfer, why);
    free(why);
    free(path);
}

/* To the same server only: another one was not asked for, and may listen. */
static void follow(struct job *job, struct transfer *transfer)
{
    const struct fetch_curl *curl = job->fetch->curl;
    char *next = NULL;
    curl->easy_getinfo(job->easy, CURLINFO_REDIRECT_URL, &next);
    if (next && is_folder(job, next)) {
        refuse_folder(job, transfer);
        return;
    }
    if (next && transfer_same_origin(next, job->address) && job->rounds++ < ROUNDS_MAX) {
        xreplace(&job->address, next);
        get(job);
        return;
    }
    char *why = xasprintf("the server points elsewhere: /get %.300s", next ? next : "nowhere");
    transfer_fail(job->fetch->chat, transfer, why);
    free(why);
}

static void on_answer(struct job *job)
{
    struct transfer *transfer = job_transfer(job);
    int status = job->answer.status;
    if (!transfer)
        return;
    bool good = status == 200 || status == 206;
    /* A file without a byte has no body. */
    if (good && !job->begun && job->code == CURLE_OK && !begin_body(job, transfer) && !job->cause)
        return;
    if (good && job->code == CURLE_OK && !job->cause && job->at >= transfer->size)
        finish(job, transfer);
    else if (good && job->code == CURLE_OK && !job->cause)
        transfer_trouble(job->fetch->chat, transfer, "the connection was cut");
    else if (status == 416 && job->at > 0)
        range_refused(job, transfer);
    else if (is_redirect(status) && job->code == CURLE_OK)
        follow(job, transfer);
    else
        answer_judge(job, transfer);
}

/* ---- the request ---- */

static void get(struct job *job)
{
    const struct fetch_curl *curl = job->fetch->curl;
    struct transfer *transfer = job_transfer(job);
    if (!job_request(job, job->address, on_answer))
        return;
    curl->easy_setopt(job->easy, CURLOPT_WRITEFUNCTION, on_body);
    curl->easy_setopt(job->easy, CURLOPT_WRITEDATA, job);
    if (job->at > 0) {
        job_header(job, "Range: bytes=%" PRId64 "-", job->at);
        if (transfer->etag)
            job_header(job, "If-Range: %s", transfer->etag);
    }
    job_send(job);
}

/* What is here is summed up. Without a version only a known sum tells whether it still fits. */
static void have_part(struct job *job)
{
    struct transfer *transfer = job_transfer(job);
    bool useless = !transfer->etag && !transfer->sha256;
    if (job->at > 0 && (useless || transfer->mismatch) && !transfer->etag && !begin_anew(job)) {
        transfer_fail(job->fetch->chat, transfer, job->cause);
        return;
    }
    transfer_progress(job->fetch->chat, transfer, job->at);
    job->address = xstrdup(transfer->url);
    get(job);
}

void fetch_get(struct job *job)
{
    struct chat *chat = job->fetch->chat;
    struct transfer *transfer = job_transfer(job);
    char *folder = transfer_folder(chat, transfer);
    char *cause = NULL;
    if (fetch_file_part(&job->file, folder, transfer->name, &transfer->part, &cause) == 0) {
        transfer_touch(chat, transfer);
        job_read(job, have_part);
    } else {
        transfer_fail(chat, transfer, cause);
    }
    free(cause);
    free(folder);
}
