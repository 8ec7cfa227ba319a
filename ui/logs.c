#include "logs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log_text.h"
#include "mem.h"
#include "own_file.h"
#include "safe_name.h"
#include "secrets.h"
#include "settings.h"
#include "state.h"

#define WRITE_MS 1000

/* So many files are written in a turn, and so many lines exported: some milliseconds. */
#define FILES_ONCE 50
#define LINES_ONCE 2000

/* What is being exported. */
struct export
{
    FILE *file;              /* NULL: nothing is */
    char *path, *key, *name; /* of the file; of the conversation; owned */
    int64_t after_ms;        /* all up to then is written */
    size_t n;
    struct log_form form;
};

struct logs {
    struct loop *loop;
    struct chat *chat;
    struct archive *archive;
    struct loop_timer *timer;
    int64_t written_ms; /* monotonic */
    bool failed;        /* the last time; it is said once */
    struct export export;
};

/* The turn's end looks what is due. */
static void on_timer(void *arg)
{
    (void)arg;
}

struct logs *logs_new(struct loop *loop, struct chat *chat, struct archive *archive)
{
    struct logs *logs = xnew(struct logs);
    *logs = (struct logs){.loop = loop, .chat = chat, .archive = archive};
    logs->timer = loop_timer_new(loop, on_timer, logs);
    return logs;
}

static char *without_tilde(const char *path)
{
    const char *home = getenv("HOME");
    return path[0] == '~' && path[1] == '/' && home ? xasprintf("%s%s", home, path + 1)
                                                    : xstrdup(path);
}

/* Two that become one name when made safe are told apart. */
static char *file_name(const char *name)
{
    char *safe = safe_name(name);
    if (strcmp(safe, name) == 0)
        return safe;
    unsigned sum = 2166136261u; /* FNV-1a */
    for (const char *p = name; *p; p++)
        sum = (sum ^ (unsigned char)*p) * 16777619u;
    char *apart = xasprintf("%s-%04x", safe, sum & 0xffff);
    free(safe);
    return apart;
}

/* The file of a conversation; to free. NULL if there are no logs. */
static char *path_of(const struct chat *chat, const struct conv *conv)
{
    const char *folder = chat->settings.log_folder;
    if (!folder || !*folder)
        return NULL;
    char *server = secrets_server(conv->network);
    char *below = safe_name(server);
    char *name = file_name(conv->fold);
    char *at = without_tilde(folder);
    char *path = xasprintf("%s/%s/%s.log", at, below, name);
    free(at);
    free(name);
    free(below);
    free(server);
    return path;
}

/* Neither through a link nor into anything but a file. */
static int open_log(const char *path)
{
    struct stat stat;
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
    if (fd >= 0 && (fstat(fd, &stat) != 0 || !S_ISREG(stat.st_mode))) {
        close(fd);
        errno = EINVAL;
        fd = -1;
    }
    return fd;
}

static int append(const char *path, const char *rows, char **cause)
{
    size_t len = strlen(rows);
    int fd = own_file_make_folders(path) == 0 ? open_log(path) : -1;
    errno = fd < 0 ? errno : ENOSPC;
    bool done = fd >= 0 && write(fd, rows, len) == (ssize_t)len;
    if (!done)
        *cause = xasprintf("%s: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    return done ? 0 : -1;
}

static void write_conv(struct logs *logs, struct conv *conv)
{
    char *cause = NULL;
    char *path = path_of(logs->chat, conv);
    char *rows = log_text_take(conv);
    bool failed = path && append(path, rows, &cause) != 0;
    if (failed && !logs->failed)
        chat_complain(logs->chat, "Not logged: %s", cause);
    logs->failed = failed;
    free(cause);
    free(rows);
    free(path);
}

/* True if there is more. */
static bool write_some(struct logs *logs, int files)
{
    for (struct conv *conv = logs->chat->convs; conv; conv = conv->next) {
        if (conv->log.len == 0)
            continue;
        if (files-- == 0)
            return true;
        write_conv(logs, conv);
    }
    return false;
}

static bool any_waits(const struct chat *chat)
{
    const struct conv *conv = chat->convs;
    while (conv && conv->log.len == 0)
        conv = conv->next;
    return conv != NULL;
}

/* ---- on request ---- */

static void end_export(struct export *export)
{
    if (export->file)
        fclose(export->file);
    free(export->path);
    free(export->key);
    free(export->name);
    *export = (struct export){.file = NULL};
}

static void begin_export(struct logs *logs)
{
    struct seek *seek = &logs->chat->seek;
    struct export *export = &logs->export;
    end_export(export);
    char *path = without_tilde(seek->export_path);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        chat_complain(logs->chat, "%s: %s", path, strerror(errno));
        free(path);
        return;
    }
    *export = (struct export){.file = fdopen(fd, "w"),
                              .path = path,
                              .key = state_key(seek->export),
                              .name = xstrdup(seek->export->name),
                              .after_ms = -1,
                              .form = {.utc_offset_s = logs->chat->utc_offset_s}};
}

static void export_line(void *arg, const struct archive_line *line)
{
    struct export *export = arg;
    struct buf rows = {0};
    struct line said = {.time_ms = line->time_ms,
                        .kind = (enum line_kind)line->kind,
                        .nick = line->nick,
                        .text = line->text};
    log_text_put(&rows, &said, &export->form);
    fwrite(rows.data, 1, rows.len, export->file);
    buf_clear(&rows);
    export->after_ms = line->time_ms;
    export->n++;
}

static void tell_exported(struct logs *logs)
{
    struct export *export = &logs->export;
    bool failed = ferror(export->file) != 0;
    failed |= fclose(export->file) != 0;
    export->file = NULL;
    if (failed)
        chat_complain(logs->chat, "%s: not all of it could be written", export->path);
    else
        chat_notice(logs->chat, "%zu lines of %s are in %s", export->n, export->name, export->path);
    end_export(export);
}

/* True if there is more. */
static bool export_some(struct logs *logs)
{
    struct export *export = &logs->export;
    size_t before = export->n;
    struct archive_page page = {export->key, export->after_ms, LINES_ONCE};
    archive_lines_after(logs->archive, &page, export_line, export);
    if (export->n > before && !ferror(export->file))
        return true;
    tell_exported(logs);
    return false;
}

static bool export_turn(struct logs *logs)
{
    struct seek *seek = &logs->chat->seek;
    if (seek->export && !logs->archive)
        chat_complain(logs->chat, "Nothing is kept on this machine (--no-save)");
    else if (seek->export)
        begin_export(logs);
    seek->export = NULL;
    return logs->export.file && export_some(logs);
}

void logs_turn(struct logs *logs)
{
    int64_t now_ms = logs->chat->mono_ms;
    int64_t wait_ms = export_turn(logs) ? 0 : -1;
    if (any_waits(logs->chat)) {
        int64_t due_ms = logs->written_ms + WRITE_MS - now_ms;
        if (due_ms <= 0 && !write_some(logs, FILES_ONCE))
            logs->written_ms = now_ms;
        else if (wait_ms < 0)
            wait_ms = due_ms > 0 ? due_ms : 0;
    }
    if (wait_ms >= 0)
        loop_timer_set(logs->timer, wait_ms);
}

void logs_free(struct logs *logs)
{
    if (!logs)
        return;
    write_some(logs, -1);
    end_export(&logs->export);
    loop_timer_free(logs->timer);
    free(logs);
}
