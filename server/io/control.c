#include "control.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utlist.h>

#include "buf.h"
#include "command.h"
#include "log.h"
#include "loop.h"
#include "mem.h"
#include "now.h"
#include "operate.h"
#include "wire.h"

#define BACKLOG        16
#define PEERS_MAX      32
#define LINE_MAX_BYTES 8192

struct asker {
    struct control *owner;
    struct wire *wire;
    struct loop_timer *flush;
    struct buf out;
    char *name;   /* "ctl:alice"; owned */
    char *folder; /* where it is; owned; NULL: it did not say */
    bool busy;    /* a command has not ended yet */
    struct asker *prev, *next;
};

struct control {
    struct loop *loop;
    struct server *server;
    char *path;
    int fd;
    struct loop_watch *watch;
    struct asker *askers;
    int n;
};

/* ---- answers ---- */

static void asker_free(struct asker *asker)
{
    struct control *control = asker->owner;
    DL_DELETE(control->askers, asker);
    control->n--;
    operate_forget(control->server, asker);
    wire_close(asker->wire);
    loop_timer_free(asker->flush);
    buf_clear(&asker->out);
    free(asker->name);
    free(asker->folder);
    free(asker);
}

/* The next command waits until the answer to this one is out. */
static void flush(void *arg)
{
    struct asker *asker = arg;
    while (asker->out.len > 0 && !wire_is_blocked(asker->wire)) {
        const struct iovec iov = {.iov_base = asker->out.data, .iov_len = asker->out.len};
        ssize_t taken = wire_write(asker->wire, &iov, 1);
        if (taken < 0)
            return;
        buf_consume(&asker->out, (size_t)taken);
    }
    if (asker->out.len == 0 && !asker->busy)
        wire_resume(asker->wire);
}

static void on_text(void *arg, bool bad, const char *sentence)
{
    struct asker *asker = arg;
    buf_printf(&asker->out, "text %d ", bad);
    control_escape(&asker->out, sentence);
    buf_putc(&asker->out, '\n');
    loop_timer_set(asker->flush, 0);
}

static void on_row(void *arg, const char *const *keys, const char *const *values, size_t n)
{
    struct asker *asker = arg;
    buf_puts(&asker->out, "row ");
    for (size_t i = 0; i < n; i++) {
        buf_puts(&asker->out, i ? "\t" : "");
        control_escape(&asker->out, keys[i]);
        buf_putc(&asker->out, '\t');
        control_escape(&asker->out, values[i] ? values[i] : "");
    }
    buf_putc(&asker->out, '\n');
    loop_timer_set(asker->flush, 0);
}

static void on_done(void *arg, bool well)
{
    struct asker *asker = arg;
    buf_printf(&asker->out, "done %d\n", !well);
    asker->busy = false;
    loop_timer_set(asker->flush, 0);
}

static const struct operate_events operate_events = {
    .text = on_text, .row = on_row, .done = on_done};

/* ---- questions ---- */

/* "in FOLDER" has no answer. */
static bool take_folder(struct asker *asker, char *line)
{
    if (strncmp(line, "in /", 4) != 0)
        return false;
    control_unescape(line);
    xreplace(&asker->folder, line + strlen("in "));
    return true;
}

static void on_line(void *arg, char *line, size_t len)
{
    struct asker *asker = arg;
    struct server *server = asker->owner->server;
    static const char run[] = "run ";
    bool whole = line && strlen(line) == len;
    if (whole && take_folder(asker, line))
        return;
    now_tell(server);
    asker->busy = true;
    wire_pause(asker->wire);
    if (!whole || strncmp(line, run, strlen(run)) != 0) {
        on_text(asker, true, whole ? "say: run COMMAND" : "the line is too long");
        on_done(asker, false);
        return;
    }
    const struct operate_who who = {.name = asker->name, .folder = asker->folder};
    operate_run(server, &who, line + strlen(run), &operate_events, asker);
}

static void on_writable(void *arg)
{
    flush(arg);
}

static void on_closed(void *arg, const char *why)
{
    (void)why;
    asker_free(arg);
}

static const struct wire_events wire_events = {
    .line = on_line, .writable = on_writable, .closed = on_closed};

/* ---- arriving ---- */

static bool is_allowed(int fd, struct ucred *peer)
{
    socklen_t len = sizeof(*peer);
    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, peer, &len) == 0 &&
           (peer->uid == geteuid() || peer->uid == 0);
}

static char *name_of(uid_t uid)
{
    const struct passwd *row = getpwuid(uid);
    return row ? xasprintf("ctl:%s", row->pw_name) : xasprintf("ctl:%u", (unsigned)uid);
}

static void arrive(struct control *control, int fd, uid_t uid)
{
    struct asker *asker = xnew(struct asker);
    asker->owner = control;
    asker->name = name_of(uid);
    asker->flush = loop_timer_new(control->loop, flush, asker);
    asker->wire = wire_new(control->loop, fd, LINE_MAX_BYTES, &wire_events, asker);
    DL_APPEND(control->askers, asker);
    control->n++;
}

static void on_ready(void *arg)
{
    struct control *control = arg;
    static const char refused[] = "text 1 the server is of another user\ndone 1\n";
    struct ucred peer = {0};
    int fd = accept4(control->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0)
        return;
    if (is_allowed(fd, &peer) && control->n < PEERS_MAX) {
        arrive(control, fd, peer.uid);
        return;
    }
    log_event(LOG_WARN, "control_refused", "uid=%d askers=%d", (int)peer.uid, control->n);
    (void)send(fd, refused, strlen(refused), MSG_NOSIGNAL);
    close(fd);
}

/* ---- beginning ---- */

struct control *control_new(struct loop *loop, struct server *server, const char *folder,
                            char **cause)
{
    char *path = control_path(folder);
    (void)unlink(path);
    int fd = control_socket(path, bind);
    if (fd < 0 || chmod(path, 0600) < 0 || listen(fd, BACKLOG) < 0 ||
        fcntl(fd, F_SETFL, O_NONBLOCK) < 0) {
        *cause = xasprintf("%s: %s", path, strerror(errno));
        if (fd >= 0)
            close(fd);
        free(path);
        return NULL;
    }
    struct control *control = xnew(struct control);
    control->loop = loop;
    control->server = server;
    control->path = path;
    control->fd = fd;
    control->watch = loop_watch_new(loop, fd, on_ready, control);
    return control;
}

void control_free(struct control *control)
{
    if (!control)
        return;
    struct asker *next = NULL;
    for (struct asker *each = control->askers; each; each = next) {
        next = each->next;
        flush(each);
        asker_free(each);
    }
    loop_watch_free(control->watch);
    close(control->fd);
    unlink(control->path);
    free(control->path);
    free(control);
}
