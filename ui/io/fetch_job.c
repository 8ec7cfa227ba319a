#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utlist.h>

#include "digest.h"
#include "fetch_private.h"
#include "loop.h"
#include "mem.h"
#include "transfer_text.h"
#include "url.h"

/* Read between two keys: a millisecond of hashing. */
#define SLICE_BYTES (256 << 10)

/* What libcurl gives at a time, and when it gives up waiting. */
#define PIECE_BYTES  16384L
#define CONNECT_S    15L
#define STALLED_S    60L
#define STALLED_RATE 1L

static void on_slice(void *arg);

struct transfer *job_transfer(const struct job *job)
{
    struct transfer *transfer = transfer_find(job->fetch->chat, (long)job->number);
    return transfer && transfer->state == TRANSFER_RUNNING ? transfer : NULL;
}

struct job *job_new(struct fetch *fetch, struct transfer *transfer)
{
    struct job *job = xnew(struct job);
    job->fetch = fetch;
    job->number = transfer->number;
    job->slice = loop_timer_new(fetch->loop, on_slice, job);
    fetch_file_init(&job->file);
    return job;
}

static void end_request(struct job *job)
{
    const struct fetch_curl *curl = job->fetch->curl;
    if (job->easy) {
        curl->multi_remove_handle(job->fetch->multi, job->easy);
        curl->easy_cleanup(job->easy);
    }
    curl->slist_free_all(job->headers);
    job->easy = NULL;
    job->headers = NULL;
}

void job_free(struct job *job)
{
    end_request(job);
    loop_timer_free(job->slice);
    digest_free(job->digest);
    fetch_file_clear(&job->file);
    answer_reset(&job->answer);
    free(job->cause);
    free(job->address);
    free(job->host);
    for (size_t i = 0; i < JOB_PINS; i++)
        free(job->pins[i]);
    free(job);
}

/* ---- reading what is here ---- */

/* The buffer is on the heap: frames are small here. */
static int64_t read_slice(struct job *job, char **cause)
{
    char *buffer = xmalloc(SLICE_BYTES);
    int64_t n = fetch_file_read(&job->file, buffer, SLICE_BYTES, job->at, cause);
    if (n > 0)
        digest_add(job->digest, buffer, (size_t)n);
    free(buffer);
    return n;
}

static void on_slice(void *arg)
{
    struct job *job = arg;
    struct transfer *transfer = job_transfer(job);
    char *cause = NULL;
    if (!transfer)
        return;
    int64_t n = read_slice(job, &cause);
    if (n < 0) {
        transfer_fail(job->fetch->chat, transfer, cause);
        free(cause);
        return;
    }
    job->at += n;
    if (n > 0 && job->at < job->file.size) {
        transfer->done = job->at;
        loop_timer_set(job->slice, 0);
        return;
    }
    transfer->checking = false;
    job->have_read(job);
}

void job_read(struct job *job, job_fn *have_read)
{
    struct transfer *transfer = job_transfer(job);
    digest_free(job->digest);
    job->digest = digest_new();
    job->at = 0;
    job->have_read = have_read;
    if (job->file.size == 0) {
        have_read(job);
        return;
    }
    transfer->checking = true;
    loop_timer_set(job->slice, 0);
}

/* ---- requests ---- */

void job_header(struct job *job, const char *format, ...)
{
    const struct fetch_curl *curl = job->fetch->curl;
    va_list args;
    va_start(args, format);
    char *line = xvasprintf(format, args);
    va_end(args);
    if (!strpbrk(line, "\r\n"))
        job->headers = curl->slist_append(job->headers, line);
    free(line);
}

static size_t on_header(char *data, size_t size, size_t n, void *arg)
{
    (void)size;
    struct job *job = arg;
    return answer_header(&job->answer, data, n);
}

static CURLcode on_tls(CURL *easy, void *ctx, void *arg)
{
    (void)easy;
    struct job *job = arg;
    tls_trust_set(ctx, &job->trust);
    return CURLE_OK;
}

/* The host of an address, as certificates name it; NULL if it is none. To free. */
static char *host_of(const struct fetch_curl *curl, const char *address)
{
    char *part = NULL;
    CURLU *url = curl->url();
    if (curl->url_set(url, CURLUPART_URL, address, 0) == CURLUE_OK)
        curl->url_get(url, CURLUPART_HOST, &part, 0);
    char *host = NULL;
    if (part)
        host = *part == '[' ? xstrndup(part + 1, strcspn(part + 1, "]%")) : xstrdup(part);
    curl->free(part);
    curl->url_cleanup(url);
    return host;
}

/* As the chat of that network is trusted; other servers by the authorities. */
static void set_trust(struct job *job, const struct transfer *transfer)
{
    const struct fetch_curl *curl = job->fetch->curl;
    const struct trust *trust = transfer->network ? &transfer->network->trust : NULL;
    job->trust = (struct tls_trust){.host = job->host};
    if (!trust || !transfer_url_is_own(transfer->network, job->address))
        return;
    job->trust.only = trust->wanted != NULL;
    xreplace(&job->pins[0], trust->wanted);
    xreplace(&job->pins[1], trust->wanted ? NULL : trust->pinned);
    xreplace(&job->pins[2], trust->wanted ? NULL : trust->accepted);
    for (size_t i = 0; i < JOB_PINS; i++)
        job->trust.fingerprints[i] = job->pins[i];
    curl->easy_setopt(job->easy, CURLOPT_SSL_VERIFYHOST, 0L); /* our judge looks at the name */
}

/* What a secret may be sent to: the network itself, and not more openly than the chat is. */
static bool may_know_token(const struct job *job, const struct network *network)
{
    bool open = strncasecmp(job->address, "https:", 6) != 0;
    return transfer_url_is_own(network, job->address) &&
           (!open || !network->tls || url_is_local(job->host));
}

static void add_token(struct job *job, const struct network *network)
{
    job->bearer = network && network->token && may_know_token(job, network);
    if (job->bearer)
        job_header(job, "Authorization: Bearer %s", network->token);
}

static void set_limits(struct job *job)
{
    const struct fetch_curl *curl = job->fetch->curl;
    const struct chat_settings *settings = &job->fetch->chat->settings;
    CURL *easy = job->easy;
    curl->easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L); /* a connection knows one job's trust */
    curl->easy_setopt(easy, CURLOPT_SSL_SESSIONID_CACHE, 0L);
    curl->easy_setopt(easy, CURLOPT_BUFFERSIZE, PIECE_BYTES);
    curl->easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, CONNECT_S);
    curl->easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, STALLED_RATE);
    curl->easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, STALLED_S);
    curl->easy_setopt(easy, CURLOPT_MAX_RECV_SPEED_LARGE, (curl_off_t)settings->speed_limit);
    curl->easy_setopt(easy, CURLOPT_MAX_SEND_SPEED_LARGE, (curl_off_t)settings->speed_limit);
}

/* Reading what is here took a while: without a link nobody knows whom to trust, and where. */
static bool is_cut_off(struct job *job, struct transfer *transfer)
{
    const struct network *network = transfer->network;
    if (!transfer->own || !network || network->stage == NETWORK_READY)
        return false;
    transfer_trouble(job->fetch->chat, transfer, "waits for the link to the server");
    return true;
}

CURL *job_request(struct job *job, const char *address, job_fn *answered)
{
    const struct fetch_curl *curl = job->fetch->curl;
    struct transfer *transfer = job_transfer(job);
    if (is_cut_off(job, transfer))
        return NULL;
    char *copy = xstrdup(address); /* it may be our own */
    end_request(job);
    free(job->address);
    free(job->host);
    job->address = copy;
    job->host = host_of(curl, copy);
    job->answered = answered;
    job->begun = false;
    answer_reset(&job->answer);
    job->error[0] = '\0';
    xreplace(&job->cause, NULL);
    if (!job->host) {
        transfer_fail(job->fetch->chat, transfer, "its address cannot be read");
        return NULL;
    }
    CURL *easy = job->easy = curl->easy_init();
    curl->easy_setopt(easy, CURLOPT_URL, job->address);
    curl->easy_setopt(easy, CURLOPT_PRIVATE, job);
    curl->easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl->easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl->easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl->easy_setopt(easy, CURLOPT_ERRORBUFFER, job->error);
    curl->easy_setopt(easy, CURLOPT_USERAGENT, "parlor/" PARLOR_VERSION);
    curl->easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl->easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl->easy_setopt(easy, CURLOPT_HEADERDATA, job);
    curl->easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, on_tls);
    curl->easy_setopt(easy, CURLOPT_SSL_CTX_DATA, job);
    if (url_is_local(job->host))
        curl->easy_setopt(easy, CURLOPT_PROXY, "");
    set_limits(job);
    set_trust(job, transfer);
    add_token(job, transfer->network);
    return easy;
}

void job_send(struct job *job)
{
    const struct fetch_curl *curl = job->fetch->curl;
    curl->easy_setopt(job->easy, CURLOPT_HTTPHEADER, job->headers);
    curl->multi_add_handle(job->fetch->multi, job->easy);
}
