/*
 * Answers out: what the socket takes, and of files no more than a slice at a
 * time. A slow reader costs nothing: what was not taken is read again later.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "command.h"
#include "file_name.h"
#include "http_private.h"
#include "log.h"
#include "mem.h"
#include "wire.h"

/* Asked of the disk at once when something was not in memory. */
#define AHEAD_BYTES ((int64_t)4 * HTTP_SLICE_BYTES)

/* What OpenSSL puts into one record, and wants to see again if the socket did not take it. */
#define RECORD_BYTES 16384

/* ---- the disk ---- */

/* The worker reads what comes next, so that it is in memory when the loop does. */
struct http_warming {
    struct http_conn *conn; /* NULL: it has gone */
    int fd;                 /* its own */
    int64_t at;
};

static void warm(void *job)
{
    const struct http_warming *warming = job;
    char *waste = xmalloc(HTTP_SLICE_BYTES);
    for (int64_t done = 0; done < AHEAD_BYTES; done += HTTP_SLICE_BYTES) {
        if (pread(warming->fd, waste, HTTP_SLICE_BYTES, warming->at + done) < HTTP_SLICE_BYTES)
            break;
    }
    free(waste);
}

static void warmed(void *job)
{
    struct http_warming *warming = job;
    if (warming->conn) {
        warming->conn->warming = NULL;
        warming->conn->warm_to = warming->at + AHEAD_BYTES;
        http_make_busy(warming->conn);
    }
    close(warming->fd);
    free(warming);
}

/* Nobody waits for its disk any more. */
static void stop_warming(struct http_conn *conn)
{
    if (conn->warming)
        conn->warming->conn = NULL;
    conn->warming = NULL;
}

/* True if the answer will come later. */
static bool ask_the_disk(struct http_conn *conn)
{
    struct server *server = conn->owner->server;
    int fd = conn->at < conn->warm_to ? -1 : fcntl(conn->fd, F_DUPFD_CLOEXEC, 0);
    if (fd < 0)
        return false;
    posix_fadvise(fd, conn->at, AHEAD_BYTES, POSIX_FADV_WILLNEED);
    struct http_warming *warming = xnew(struct http_warming);
    *warming = (struct http_warming){.conn = conn, .fd = fd, .at = conn->at};
    conn->warming = warming;
    if (server->hash(server->hasher, warm, warmed, warming) == 0)
        return true;
    conn->warming = NULL;
    close(fd);
    free(warming);
    return false;
}

/*
 * Reads a part without waiting, if it is in memory; at least what TLS must have
 * again. Returns bytes, 0 for later, or -1 when the file has no more.
 */
static ssize_t read_slice(struct http_conn *conn, size_t len)
{
    char *slice = conn->owner->slice;
    const struct iovec iov = {slice, len};
    ssize_t n = preadv2(conn->fd, &iov, 1, conn->at, RWF_NOWAIT);
    bool is_enough = n > 0 && (size_t)n >= conn->promised;
    if (is_enough || n == 0)
        return n > 0 ? n : -1;
    if (n < 0 && errno != EAGAIN && errno != EOPNOTSUPP && errno != EINTR)
        return -1;
    if (ask_the_disk(conn))
        return 0;
    n = pread(conn->fd, slice, len, conn->at);
    return n > 0 && (size_t)n >= conn->promised ? n : -1;
}

static bool is_as_it_was(const struct http_conn *conn)
{
    struct stat info;
    return fstat(conn->fd, &info) == 0 && info.st_size == conn->file_size &&
           (int64_t)info.st_mtim.tv_sec * 1000 + info.st_mtim.tv_nsec / 1000000 ==
               conn->file_mtime_ms;
}

/* ---- the socket ---- */

static size_t offer(struct http_conn *conn, char *data, size_t len)
{
    const struct iovec iov = {data, len};
    ssize_t taken = wire_write(conn->wire, &iov, 1);
    if (taken <= 0)
        return 0;
    conn->counted += taken;
    conn->sent_bytes += taken;
    return (size_t)taken;
}

static void send_text(struct http_conn *conn)
{
    struct buf *out = &conn->out;
    if (conn->out_at < out->len)
        conn->out_at += offer(conn, out->data + conn->out_at, out->len - conn->out_at);
    if (conn->out_at < out->len)
        return;
    buf_reset(out);
    conn->out_at = 0;
    conn->sent_bytes = 0;
}

/* Never a wrong byte: who was promised more of a file than there is now is cut off. */
static void send_slice(struct http_conn *conn)
{
    size_t len = conn->left < HTTP_SLICE_BYTES ? (size_t)conn->left : HTTP_SLICE_BYTES;
    ssize_t n = is_as_it_was(conn) ? read_slice(conn, len) : -1;
    if (n < 0) {
        conn->phase = HTTP_IS_LEAVING;
        http_make_busy(conn);
    }
    if (n <= 0)
        return;
    size_t taken = offer(conn, conn->owner->slice, (size_t)n);
    size_t rest = (size_t)n - taken;
    conn->promised = rest < RECORD_BYTES ? rest : RECORD_BYTES;
    conn->at += (int64_t)taken;
    conn->left -= (int64_t)taken;
    if (conn->left > 0 && !wire_is_blocked(conn->wire))
        http_make_busy(conn);
}

void http_send(struct http_conn *conn)
{
    if (wire_is_blocked(conn->wire) || conn->warming)
        return;
    if (conn->out.len > 0)
        send_text(conn);
    if (conn->out.len == 0 && conn->left > 0 && !wire_is_blocked(conn->wire))
        send_slice(conn);
}

void http_end_answer(struct http_conn *conn)
{
    if (conn->fd < 0)
        return;
    const struct http_request *request = conn->request;
    struct buf path = {0};
    stop_warming(conn);
    close(conn->fd);
    conn->fd = -1;
    file_path_encode(&path, request ? request->path : "");
    log_event(LOG_INFO, "file_sent", "address=%s account=%s path=%s status=%d bytes=%lld whole=%s",
              wire_peer(conn->wire), request && request->account ? request->account : "-",
              buf_text(&path), conn->status, (long long)conn->sent_bytes,
              conn->left == 0 ? "yes" : "no");
    conn->left = 0;
    buf_clear(&path);
}
