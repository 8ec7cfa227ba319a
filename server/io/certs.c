#include "certs.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "log.h"
#include "loop.h"
#include "mem.h"
#include "tls.h"

/* Certificate and key come one after the other. */
#define SETTLE_MS 300

#define DAY_MS  ((int64_t)24 * 60 * 60 * 1000)
#define WARN_MS (14 * DAY_MS)

/* What replaces a file: a write to its end, a rename, a link put in its place. */
#define CHANGES (IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE)

struct certs {
    char *cert_file, *key_file;
    struct loop *loop;
    struct tls *tls;
    struct tls_cert cert;
    int watch_fd; /* inotify; -1 where there is none */
    struct loop_watch *watch;
    struct loop_timer *settle, *daily;
};

/* ---- loading ---- */

static void tell_certificate(const struct certs *certs, const char *event)
{
    char until[CLOCK_ISO_SIZE];
    clock_format_iso(certs->cert.until_ms, until);
    log_event(LOG_INFO, event, "file=%s sha256=%s until=%s", certs->cert_file, certs->cert.full,
              until);
}

static void warn_of_end(const struct certs *certs)
{
    int64_t left_ms = certs->cert.until_ms - clock_wall_ms();
    if (left_ms <= 0)
        log_event(LOG_WARN, "certificate_expired", "file=%s", certs->cert_file);
    else if (left_ms < WARN_MS)
        log_event(LOG_WARN, "certificate_expires", "file=%s days_left=%" PRId64, certs->cert_file,
                  left_ms / DAY_MS);
}

void certs_reload(struct certs *certs)
{
    char *cause = NULL;
    if (tls_server_replace(certs->tls, certs->cert_file, certs->key_file, &cause) < 0) {
        log_event(LOG_ERROR, "certificate_kept", "reason=\"%s\" file=%s", cause, certs->cert_file);
        free(cause);
        return;
    }
    certs->cert = tls_server_cert(certs->tls);
    tell_certificate(certs, "certificate_loaded");
    warn_of_end(certs);
}

static void on_settled(void *arg)
{
    certs_reload(arg);
}

static void on_day(void *arg)
{
    struct certs *certs = arg;
    warn_of_end(certs);
    loop_timer_set(certs->daily, DAY_MS);
}

/* ---- watching ---- */

static bool is_named(const char *path, const char *name)
{
    const char *slash = strrchr(path, '/');
    return strcmp(slash ? slash + 1 : path, name) == 0;
}

/* Folders that are swapped as a whole (Kubernetes) have names that begin with two dots. */
static bool concerns(const struct certs *certs, const char *name)
{
    return is_named(certs->cert_file, name) || is_named(certs->key_file, name) ||
           strncmp(name, "..", 2) == 0;
}

static void on_change(void *arg)
{
    struct certs *certs = arg;
    _Alignas(struct inotify_event) char data[16 * (sizeof(struct inotify_event) + NAME_MAX + 1)];
    bool changed = false;
    ssize_t n = 0;
    while ((n = read(certs->watch_fd, data, sizeof(data))) > 0) {
        for (ssize_t at = 0; at < n;) {
            const struct inotify_event *event = (const void *)(data + at);
            changed = changed || (event->len > 0 && concerns(certs, event->name));
            at += (ssize_t)(sizeof(*event) + event->len);
        }
    }
    if (changed)
        loop_timer_set(certs->settle, SETTLE_MS);
}

static bool watch_folder(const struct certs *certs, const char *file)
{
    const char *slash = strrchr(file, '/');
    char *folder = slash ? xstrndup(file, (size_t)(slash - file) + 1) : xstrdup(".");
    bool watched = inotify_add_watch(certs->watch_fd, folder, CHANGES) >= 0;
    free(folder);
    return watched;
}

/* Without it there is still SIGHUP. */
static void watch(struct certs *certs)
{
    certs->watch_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (certs->watch_fd < 0 || !watch_folder(certs, certs->cert_file) ||
        !watch_folder(certs, certs->key_file))
        log_event(LOG_WARN, "certificate_not_watched", "file=%s reason=\"%s\"", certs->cert_file,
                  strerror(errno));
    if (certs->watch_fd >= 0)
        certs->watch = loop_watch_new(certs->loop, certs->watch_fd, on_change, certs);
}

static void watch_no_more(struct certs *certs)
{
    loop_watch_free(certs->watch);
    certs->watch = NULL;
    if (certs->watch_fd >= 0)
        close(certs->watch_fd);
    certs->watch_fd = -1;
}

/* ---- beginning ---- */

/* One whose certificate is there and whose key is not is not replaced: others may have been told
 * its fingerprint. */
static int make_if_none(const struct certs_files *files, char **cause)
{
    if (files->n_names == 0 || access(files->cert, F_OK) == 0)
        return 0;
    return tls_cert_make(files->cert, files->key, files->names, files->n_names, cause);
}

struct certs *certs_new(struct loop *loop, const struct certs_files *files, char **cause)
{
    if (make_if_none(files, cause) < 0)
        return NULL;
    struct tls *tls = tls_server_new(files->cert, files->key, cause);
    return tls ? certs_of(loop, files, tls) : NULL;
}

struct certs *certs_of(struct loop *loop, const struct certs_files *files, struct tls *tls)
{
    struct certs *certs = xnew(struct certs);
    certs->loop = loop;
    certs->cert_file = xstrdup(files->cert);
    certs->key_file = xstrdup(files->key);
    certs->tls = tls;
    certs->cert = tls_server_cert(tls);
    watch(certs);
    certs->settle = loop_timer_new(loop, on_settled, certs);
    certs->daily = loop_timer_new(loop, on_day, certs);
    loop_timer_set(certs->daily, DAY_MS);
    tell_certificate(certs, "certificate");
    warn_of_end(certs);
    return certs;
}

struct tls *certs_look(const struct certs_files *files, char **cause)
{
    return make_if_none(files, cause) < 0 ? NULL : tls_server_fresh(files->cert, files->key, cause);
}

void certs_move(struct certs *certs, const struct certs_files *files, struct tls *fresh)
{
    bool moved =
        strcmp(certs->cert_file, files->cert) != 0 || strcmp(certs->key_file, files->key) != 0;
    if (moved)
        watch_no_more(certs);
    xreplace(&certs->cert_file, files->cert);
    xreplace(&certs->key_file, files->key);
    if (moved)
        watch(certs);
    tls_server_take(certs->tls, fresh);
    certs->cert = tls_server_cert(certs->tls);
    tell_certificate(certs, "certificate_loaded");
    warn_of_end(certs);
}

void certs_free(struct certs *certs)
{
    if (!certs)
        return;
    watch_no_more(certs);
    loop_timer_free(certs->settle);
    loop_timer_free(certs->daily);
    tls_free(certs->tls);
    free(certs->cert_file);
    free(certs->key_file);
    free(certs);
}

struct tls *certs_tls(const struct certs *certs)
{
    return certs->tls;
}

const char *certs_fingerprint(const struct certs *certs)
{
    return certs->cert.full;
}

bool certs_sign_themselves(const struct certs *certs)
{
    return certs->cert.signs_itself;
}

int certs_days_left(const struct certs *certs)
{
    int64_t left_ms = certs->cert.until_ms - clock_wall_ms();
    return (int)(left_ms / DAY_MS) - (left_ms < 0);
}
