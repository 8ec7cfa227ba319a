#include "audit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "clock.h"
#include "log.h"
#include "mem.h"

/* Of the file's end, what is looked at for its last lines. */
#define TAIL_BYTES 65536

struct audit {
    int fd;
    char *path; /* owned */
};

int audit_open(struct server *server, const char *path, char **cause)
{
    int fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        *cause = xasprintf("%s: %s", path, strerror(errno));
        return -1;
    }
    server->audit = xnew(struct audit);
    *server->audit = (struct audit){fd, xstrdup(path)};
    return 0;
}

void audit_close(struct server *server)
{
    if (!server->audit)
        return;
    fdatasync(server->audit->fd);
    close(server->audit->fd);
    free(server->audit->path);
    free(server->audit);
    server->audit = NULL;
}

/* ---- onto the disk, which may take its time: by the worker ---- */

struct sync {
    int fd;
    int error; /* errno */
};

static void sync_work(void *arg)
{
    struct sync *sync = arg;
    sync->error = fdatasync(sync->fd) < 0 ? errno : 0;
}

static void sync_done(void *arg)
{
    struct sync *sync = arg;
    if (sync->error != 0)
        log_event(LOG_ERROR, "audit_not_synced", "error=\"%s\"", strerror(sync->error));
    close(sync->fd);
    free(sync);
}

/* A line that finds no worker goes with the next, or at the end. */
static void sync_soon(const struct server *server)
{
    struct sync *sync = xnew(struct sync);
    sync->fd = fcntl(server->audit->fd, F_DUPFD_CLOEXEC, 0);
    if (server->hash(server->hasher, sync_work, sync_done, sync) < 0)
        sync_done(sync);
}

/* ---- lines ---- */

/* A value of one word stands bare, another in quotes; what would end it is shown as ?. */
static void put(struct buf *line, const char *key, const char *value)
{
    if (!value || !*value)
        return;
    bool bare = !strpbrk(value, " \"=");
    buf_printf(line, bare ? " %s=" : " %s=\"", key);
    for (const char *p = value; *p; p++)
        buf_putc(line, *p == '"' || (unsigned char)*p < ' ' || *p == '\177' ? '?' : *p);
    if (!bare)
        buf_putc(line, '"');
}

/* One write() at the end of the file: a line is there as a whole, whoever else writes. */
void audit(const struct server *server, const char *who, const char *verb, const char *target,
           const char *note)
{
    char now[CLOCK_ISO_SIZE];
    struct buf line = {0};
    if (!server->audit)
        return;
    clock_format_iso(server->now_ms, now);
    buf_puts(&line, now);
    put(&line, "who", who);
    put(&line, "verb", verb);
    put(&line, "target", target);
    put(&line, "note", note);
    buf_putc(&line, '\n');
    if (write(server->audit->fd, line.data, line.len) != (ssize_t)line.len)
        log_event(LOG_ERROR, "audit_failed", "file=%s who=%s verb=\"%s\"", server->audit->path, who,
                  verb);
    sync_soon(server);
    buf_clear(&line);
}

/* ---- the end of the file ---- */

/* The last bytes, from the begin of a line; to free. */
static char *read_tail(int fd)
{
    struct stat st;
    char *text = xcalloc(1, TAIL_BYTES + 1);
    if (fstat(fd, &st) < 0)
        return text;
    off_t from = st.st_size > TAIL_BYTES ? st.st_size - TAIL_BYTES : 0;
    ssize_t n = pread(fd, text, TAIL_BYTES, from);
    text[n > 0 ? n : 0] = '\0';
    const char *first = from > 0 ? strchr(text, '\n') : NULL;
    if (first)
        memmove(text, first + 1, strlen(first + 1) + 1);
    return text;
}

static size_t count_lines(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += *text == '\n';
    return n;
}

void audit_tail(const struct server *server, size_t n, void (*line)(void *arg, const char *line),
                void *arg)
{
    if (!server->audit)
        return;
    char *text = read_tail(server->audit->fd);
    char *rest = text;
    size_t lines = count_lines(text);
    for (char *one = NULL; lines > 0 && (one = strsep(&rest, "\n")); lines--) {
        if (lines <= n)
            line(arg, one);
    }
    free(text);
}
