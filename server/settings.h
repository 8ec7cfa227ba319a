/*
 * settings.h - what the operator may set: one table of options, read from a
 * file and from the command line.
 */
#ifndef SETTINGS_H
#define SETTINGS_H

#include "conf.h"
#include "guard.h"
#include "world.h"

#define SETTINGS_PORT       6667
#define SETTINGS_PORT_TLS   6697
#define SETTINGS_PORT_HTTP  6680
#define SETTINGS_PORT_HTTPS 6681

enum files_access { FILES_EVERYONE, FILES_ACCOUNTS };

/* Section [files]. */
struct files_settings {
    char *share; /* NULL: not said; "": nothing */
    struct conf_list room_share;
    int access; /* enum files_access */
    struct conf_list listen;
    struct conf_list
        listen_also; /* by default; ports that are taken are replaced; not in the table */
    char *url;
    bool look_around, uploads;
    size_t file_max, account_bytes, account_daily, total_bytes;
    int account_files, uploads_per_address;
    int64_t keep;
};

struct settings {
    char *name, *network, *motd, *password, *data, *default_room;
    struct conf_list listen;
    struct conf_list listen_also; /* by default, where it can be; not in the table */
    bool plaintext;
    int max_connections, rooms_per_user, bans_per_room, history_rows, flood_burst, flood_per_second;
    size_t sendq, sendq_total, mail_bytes;
    int mail_messages, mail_from_one, mail_outstanding;
    int64_t keep_messages, keep_events, keep_undelivered;
    int keep_room_rows;
    int64_t registration, ping, grace, redact_window;
    bool guests, claim_on_pass, plaintext_auth;
    int password_iterations, claims_per_hour, claims_per_day, claims_everywhere, wrong_passwords;
    int64_t unused_expiry;
    struct guard_limits guard;
    struct conf_list operators, operator_passwords;
    char *certificate, *key;
    struct conf_list tls_names;
    int64_t sts_duration;
    int sts_port;
    char *log_file;
    int log_level; /* enum log_level */
    struct files_settings files;
};

/* True for a text that says something. */
static inline bool settings_has(const char *text)
{
    return text && *text;
}

/* All options; static. */
const struct conf_option *settings_table(size_t *n);

/* Every option at its default. */
void settings_init(struct settings *settings);
void settings_clear(struct settings *settings);

/* Reads a file over what is there. Returns 0, or -1 with *cause as "FILE:LINE: …". */
int settings_read(struct settings *settings, const char *path, char **cause);

/* Forgets where to listen; adds one address. */
void settings_listen_nowhere(struct settings *settings);
void settings_listen(struct settings *settings, const char *address);

/*
 * Where to listen if nothing else is said: this machine only (port 0: the usual
 * one), and by TLS beside it; or, if public, all addresses by TLS.
 */
void settings_listen_default(struct settings *settings, int port, bool public);

/* The same for HTTP: forgets all; adds one address; where to listen if none is said, beside chat.
 */
void settings_listen_files_nowhere(struct settings *settings);
void settings_listen_files(struct settings *settings, const char *address);
void settings_listen_files_default(struct settings *settings, bool public);

/* True if it is to listen anywhere by TLS. */
bool settings_want_tls(const struct settings *settings);

/* What one option cannot know of another. Returns 0, or -1 with *cause. */
int settings_check(const struct settings *settings, char **cause);

/* The text of the motd file, to free; NULL with *cause NULL if none is set, NULL with *cause if it
 * cannot be read. */
char *settings_read_motd(const struct settings *settings, char **cause);

/* What handlers may know. Borrows the strings of settings; motd is borrowed too. */
struct world_config settings_world(const struct settings *settings, const char *motd);

/* The folder for the data: the one that is set, or the user's own; to free. */
char *settings_data_folder(const struct settings *settings);

/* The folder that everyone may read: the one that is set, or $SERVER_SHARED_FILES, or SharedFiles
 * if it is there; to free; NULL for none. */
char *settings_shared_folder(const struct settings *settings);

#endif
