/* What others make of the settings. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"
#include "settings.h"
#include "utf8.h"

#define MOTD_MAX     65536
#define SHARED_FILES "SharedFiles"

static char *read_text(const char *path, char **cause)
{
    struct buf text = {0};
    char piece[4096];
    ssize_t n = -1;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    while (fd >= 0 && text.len <= MOTD_MAX && (n = read(fd, piece, sizeof(piece))) > 0)
        buf_append(&text, piece, (size_t)n);
    if (n < 0)
        *cause = xasprintf("motd: %s: %s", path, strerror(errno));
    else if (text.len > MOTD_MAX)
        *cause = xasprintf("motd: %s: longer than 64 kB", path);
    else if (!utf8_valid(buf_text(&text), text.len))
        *cause = xasprintf("motd: %s: not text in UTF-8", path);
    if (fd >= 0)
        close(fd);
    if (!*cause)
        return buf_detach(&text);
    buf_clear(&text);
    return NULL;
}

char *settings_read_motd(const struct settings *settings, char **cause)
{
    *cause = NULL;
    return settings_has(settings->motd) ? read_text(settings->motd, cause) : NULL;
}

static const char *or_null(const char *text)
{
    return settings_has(text) ? text : NULL;
}

struct world_config settings_world(const struct settings *settings, const char *motd)
{
    return (struct world_config){
        .server_name = settings->name,
        .network = settings->network,
        .motd = or_null(motd),
        .password = or_null(settings->password),
        .default_room = or_null(settings->default_room),
        .guests = settings->guests,
        .look_around = settings->files.look_around,
        .claim_on_pass = settings->claim_on_pass,
        .plaintext_auth = settings->plaintext_auth,
        .grace_ms = settings->grace,
        .register_ms = settings->registration,
        .sts_duration_ms = settings->sts_duration,
        .sts_port = settings->sts_port,
        .ping_ms = settings->ping,
        .rooms_max = settings->rooms_per_user,
        .bans_max = settings->bans_per_room,
        .history_max = settings->history_rows,
        .redact_ms = settings->redact_window,
        .password_iterations = settings->password_iterations,
        .claims_per_hour = settings->claims_per_hour,
        .claims_per_day = settings->claims_per_day,
        .claims_everywhere = settings->claims_everywhere,
        .wrong_passwords = settings->wrong_passwords,
        .operators = settings->operators.items,
        .noperators = settings->operators.n,
        .operator_passwords = settings->operator_passwords.items,
        .noperator_passwords = settings->operator_passwords.n,
        .unused_expiry_ms = settings->unused_expiry,
        .sendq_max = settings->sendq,
        .sendq_total = settings->sendq_total,
        .mail = {.messages = settings->mail_messages,
                 .bytes = settings->mail_bytes,
                 .from_one = settings->mail_from_one,
                 .outstanding = settings->mail_outstanding},
        .retention = {.messages_ms = settings->keep_messages,
                 .events_ms = settings->keep_events,
                 .undelivered_ms = settings->keep_undelivered,
                 .room_rows = settings->keep_room_rows},
        .flood = {.burst = settings->flood_burst,        .per_second = settings->flood_per_second},
    };
}

char *settings_data_folder(const struct settings *settings)
{
    const char *xdg = getenv("XDG_DATA_HOME");
    const char *home = getenv("HOME");
    if (settings_has(settings->data))
        return xstrdup(settings->data);
    if (settings_has(xdg))
        return xasprintf("%s/parlord", xdg);
    return settings_has(home) ? xasprintf("%s/.local/share/parlord", home)
                              : xstrdup("parlord-data");
}

char *settings_shared_folder(const struct settings *settings)
{
    struct stat info;
    const char *set = settings->files.share;
    const char *env = getenv("SERVER_SHARED_FILES");
    if (set || settings_has(env))
        return settings_has(set ? set : env) ? xstrdup(set ? set : env) : NULL;
    bool is_there = stat(SHARED_FILES, &info) == 0 && S_ISDIR(info.st_mode);
    return is_there ? xstrdup(SHARED_FILES) : NULL;
}
