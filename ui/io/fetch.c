#include "fetch.h"

#include <event2/event.h>
#include <stdlib.h>
#include <utlist.h>

#include "clock.h"
#include "fetch_private.h"
#include "loop.h"
#include "mem.h"
#include "scratch.h"
#include "transfer_text.h"

#define TICK_MS 500

static void set_now(const struct fetch *fetch)
{
    fetch->chat->now_ms = clock_wall_ms();
    fetch->chat->mono_ms = clock_mono_ms();
}

/* ---- libcurl on our loop ---- */

/* What ended is taken note of outside of libcurl's own calls. */
static void take_answers(struct fetch *fetch)
{
    const struct fetch_curl *curl = fetch->curl;
    int left = 0;
    const CURLMsg *message;
    while ((message = curl->multi_info_read(fetch->multi, &left))) {
        struct job *job = NULL;
        if (message->msg != CURLMSG_DONE)
            continue;
        curl->easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &job);
        job->code = message->data.result;
        job->answered(job);
    }
}

static void act(struct fetch *fetch, curl_socket_t socket, int what)
{
    const struct fetch_curl *curl = fetch->curl;
    int running = 0;
    set_now(fetch);
    curl->multi_socket_action(fetch->multi, socket, what, &running);
    take_answers(fetch);
}

static void on_socket(evutil_socket_t socket, short what, void *arg)
{
    int action = (what & EV_READ ? CURL_CSELECT_IN : 0) | (what & EV_WRITE ? CURL_CSELECT_OUT : 0);
    act(arg, socket, action);
}

static void on_timer(evutil_socket_t socket, short what, void *arg)
{
    (void)socket;
    (void)what;
    act(arg, CURL_SOCKET_TIMEOUT, 0);
}

static int watch_socket(CURL *easy, curl_socket_t socket, int what, void *arg, void *data)
{
    (void)easy;
    struct fetch *fetch = arg;
    const struct fetch_curl *curl = fetch->curl;
    struct event *event = data;
    if (event)
        event_free(event);
    if (what == CURL_POLL_REMOVE) {
        curl->multi_assign(fetch->multi, socket, NULL);
        return 0;
    }
    short wanted = (short)(EV_PERSIST | (what & CURL_POLL_IN ? EV_READ : 0) |
                           (what & CURL_POLL_OUT ? EV_WRITE : 0));
    event = event_new(loop_base(fetch->loop), socket, wanted, on_socket, fetch);
    event_add(event, NULL);
    curl->multi_assign(fetch->multi, socket, event);
    return 0;
}

static int set_timer(CURLM *multi, long wait_ms, void *arg)
{
    (void)multi;
    const struct fetch *fetch = arg;
    if (wait_ms < 0) {
        evtimer_del(fetch->timer);
        return 0;
    }
    struct timeval wait = {.tv_sec = wait_ms / 1000, .tv_usec = wait_ms % 1000 * 1000};
    evtimer_add(fetch->timer, &wait);
    return 0;
}

static void on_tick(void *arg)
{
    struct fetch *fetch = arg;
    struct job *job;
    set_now(fetch);
    DL_FOREACH(fetch->jobs, job)
    {
        struct transfer *transfer = job_transfer(job);
        if (transfer)
            transfer_measure(fetch->chat, transfer);
    }
}

struct fetch *fetch_new(struct loop *loop, struct chat *chat)
{
    struct fetch *fetch = xnew(struct fetch);
    fetch->loop = loop;
    fetch->chat = chat;
    fetch->timer = evtimer_new(loop_base(loop), on_timer, fetch);
    fetch->tick = loop_timer_new(loop, on_tick, fetch);
    return fetch;
}

/* Who never gets a file pays for none of it. False if it cannot be. */
static bool wake(struct fetch *fetch, char **cause)
{
    const struct fetch_curl *curl = fetch->curl;
    if (curl)
        return true;
    curl = fetch->curl = fetch_curl_load(cause);
    if (!curl)
        return false;
    curl->global_init(CURL_GLOBAL_DEFAULT);
    fetch->multi = curl->multi_init();
    curl->multi_setopt(fetch->multi, CURLMOPT_SOCKETFUNCTION, watch_socket);
    curl->multi_setopt(fetch->multi, CURLMOPT_SOCKETDATA, fetch);
    curl->multi_setopt(fetch->multi, CURLMOPT_TIMERFUNCTION, set_timer);
    curl->multi_setopt(fetch->multi, CURLMOPT_TIMERDATA, fetch);
    return true;
}

static void drop(struct fetch *fetch, struct job *job)
{
    DL_DELETE(fetch->jobs, job);
    job_free(job);
}

void fetch_free(struct fetch *fetch)
{
    if (!fetch)
        return;
    while (fetch->jobs)
        drop(fetch, fetch->jobs);
    if (fetch->curl) {
        fetch->curl->multi_cleanup(fetch->multi);
        fetch->curl->global_cleanup();
        free(fetch->curl);
    }
    event_free(fetch->timer);
    loop_timer_free(fetch->tick);
    free(fetch);
}

/* ---- the turn ---- */

static bool has_job(const struct fetch *fetch, const struct transfer *transfer)
{
    const struct job *job;
    DL_FOREACH(fetch->jobs, job)
    if (job->number == transfer->number)
        return true;
    return false;
}

/* Nothing came of it: no empty file is left. */
static void remove_empty_part(const struct job *job)
{
    struct transfer *transfer = transfer_find(job->fetch->chat, (long)job->number);
    bool empty = job->at == 0 && job->file.fd >= 0 && job->file.size == 0;
    if (!transfer || transfer->upload || transfer->state != TRANSFER_FAILED || !empty ||
        !transfer->part)
        return;
    fetch_file_remove(job->file.path, transfer->part);
    xreplace(&transfer->part, NULL);
    transfer_touch(job->fetch->chat, transfer);
}

static void stop_those_that_end(struct fetch *fetch)
{
    struct job *job;
    struct job *next;
    DL_FOREACH_SAFE(fetch->jobs, job, next)
    if (!job_transfer(job)) {
        remove_empty_part(job);
        drop(fetch, job);
    }
}

static void begin(struct fetch *fetch, struct transfer *transfer)
{
    char *cause = NULL;
    if (!wake(fetch, &cause)) {
        transfer_fail(fetch->chat, transfer, cause);
        free(cause);
        return;
    }
    struct job *job = job_new(fetch, transfer);
    DL_APPEND(fetch->jobs, job);
    if (transfer->upload)
        fetch_put(job);
    else
        fetch_get(job);
}

static void begin_those_that_run(struct fetch *fetch)
{
    struct transfer *transfer;
    DL_FOREACH(fetch->chat->transfers.first, transfer)
    {
        if (transfer->state == TRANSFER_RUNNING && !has_job(fetch, transfer))
            begin(fetch, transfer);
    }
}

static void drop_cancelled(const struct fetch *fetch)
{
    struct transfer *transfer;
    struct transfer *next;
    DL_FOREACH_SAFE(fetch->chat->transfers.first, transfer, next)
    {
        if (transfer->state != TRANSFER_CANCELLED)
            continue;
        if (transfer->part) {
            char *folder = transfer_folder(fetch->chat, transfer);
            fetch_file_remove(folder, transfer->part);
            free(folder);
        }
        if (transfer->scratch)
            scratch_remove(transfer->path);
        transfer_drop(fetch->chat, transfer);
    }
}

void fetch_turn(struct fetch *fetch)
{
    stop_those_that_end(fetch);
    drop_cancelled(fetch);
    int64_t wait_ms = transfers_schedule(fetch->chat);
    begin_those_that_run(fetch);
    if (fetch->jobs && (wait_ms < 0 || wait_ms > TICK_MS))
        wait_ms = TICK_MS;
    if (wait_ms < 0)
        loop_timer_unset(fetch->tick);
    else if (!fetch->jobs || !loop_timer_is_set(fetch->tick))
        loop_timer_set(fetch->tick, wait_ms);
}
