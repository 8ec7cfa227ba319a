#include "settings.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

#define FIELD(field) offsetof(struct settings, field)
#define DAY          (86400 * SECOND)
#define SECOND       1000LL

/* Rows of the table: section, key, field, default, (least, most,) help. */
#define ROW(type, section, key, field, fallback, least, most, help)         \
    {                                                                       \
        section, key, type, FIELD(field), fallback, least, most, NULL, help \
    }
#define CHOICE(section, key, field, fallback, choices, help)                   \
    {                                                                          \
        section, key, CONF_CHOICE, FIELD(field), fallback, 0, 0, choices, help \
    }
#define FLAG(section, key, field, fallback, help) \
    ROW(CONF_BOOL, section, key, field, fallback, 0, 0, help)
#define TEXT(section, key, field, fallback, help) \
    ROW(CONF_STRING, section, key, field, fallback, 0, 0, help)
#define LIST(section, key, field, help) ROW(CONF_LIST, section, key, field, NULL, 0, 0, help)
#define NUMBER(section, key, field, fallback, least, most, help) \
    ROW(CONF_INT, section, key, field, fallback, least, most, help)
#define SIZE(section, key, field, fallback, least, most, help) \
    ROW(CONF_SIZE, section, key, field, fallback, least, most, help)
#define TIME(section, key, field, fallback, least, most, help) \
    ROW(CONF_DURATION, section, key, field, fallback, least, most, help)

static const struct conf_option options[] = {
    TEXT("server", "name", name, "parlor.local",
         "name of this server, as clients see it; with a dot"),
    TEXT("server", "network", network, "Parlor", "name of the network, one word"),
    TEXT("server", "motd", motd, NULL, "file with the message of the day"),
    TEXT("server", "password", password, NULL,
         "password that everyone must give to connect; in plain text"),
    LIST("server", "listen", listen,
         "ADDR:PORT, [ADDR6]:PORT, ADDR:PORT-PORT, tls:ADDR:PORT or unix:PATH; may stand "
         "several times; behind it may stand max_connections=15, a limit on each of its ports"),
    FLAG("server", "plaintext", plaintext, "no",
         "allow connections without TLS from other machines"),
    TEXT("server", "data", data, NULL, "folder for the database; default $XDG_DATA_HOME/parlord"),
    TEXT("server", "default_room", default_room, "#lobby",
         "room that everyone enters at first; empty for none"),
    NUMBER("limits", "max_connections", max_connections, "20000", 1, 1000000,
           "connections on each port"),
    NUMBER("limits", "rooms_per_user", rooms_per_user, "100", 1, 10000,
           "rooms that one user may be in"),
    NUMBER("limits", "bans_per_room", bans_per_room, "100", 1, 10000,
           "bans that one room may have"),
    NUMBER("limits", "history_rows", history_rows, "1000", 50, 10000,
           "messages in one answer to CHATHISTORY"),
    SIZE("limits", "sendq", sendq, "256k", 65536, 1LL << 30,
         "bytes that may wait for one connection: then an account reads on from the log, a "
         "guest is cut off; at four times as much both are"),
    SIZE("limits", "sendq_total", sendq_total, "64M", 65536, 1LL << 40,
         "bytes that may wait for all connections before the slowest is cut off"),
    NUMBER("limits", "mail_messages", mail_messages, "10000", 1, 1000000,
           "private messages that may wait for an account that is away"),
    SIZE("limits", "mail_bytes", mail_bytes, "32M", 65536, 1LL << 40,
         "bytes of private messages that may wait for an account that is away"),
    NUMBER("limits", "mail_from_one", mail_from_one, "500", 1, 1000000,
           "of those messages, how many may be from one sender"),
    NUMBER("limits", "mail_outstanding", mail_outstanding, "5000", 1, 1000000,
           "messages of one sender that may wait for accounts that are away"),
    NUMBER("limits", "flood_burst", flood_burst, "40", 1, 1000000,
           "lines that a client may send at once before it is slowed down"),
    NUMBER("limits", "flood_per_second", flood_per_second, "10", 1, 1000000,
           "lines per second that a client may send all the time"),
    NUMBER("limits", "connections_per_address", guard.connections_per_address, "256", 1, 1000000,
           "connections from one other address (of IPv6, one /64)"),
    NUMBER("limits", "arrivals_per_address", guard.arrivals_per_address, "32", 1, 1000000,
           "connections that one other address may begin within ten seconds"),
    NUMBER("limits", "unregistered_per_address", guard.unregistered_per_address, "64", 1, 1000000,
           "connections from one other address that have not logged in yet"),
    NUMBER("limits", "unregistered_max", guard.unregistered_max, "2000", 1, 1000000,
           "connections from all other machines that have not logged in yet"),
    TIME("limits", "registration", registration, "30s", SECOND, 3600 * SECOND, "time to log in"),
    TIME("limits", "ping", ping, "90s", SECOND, 3600 * SECOND,
         "silence before the server asks whether a client is still there"),
    TIME("limits", "grace", grace, "30s", 0, 3600 * SECOND,
         "time to come back after a lost connection before others are told"),
    TIME("limits", "redact_window", redact_window, "24h", 0, 36500 * DAY,
         "time in which people may delete what they said; 0s: never. Those who run a room may "
         "always"),
    TIME("retention", "messages", keep_messages, "365d", 0, 36500 * DAY,
         "how long messages are kept; 0 for ever"),
    TIME("retention", "events", keep_events, "30d", 0, 36500 * DAY,
         "how long joins, topics and the like are kept; 0 for ever"),
    TIME("retention", "undelivered", keep_undelivered, "90d", 0, 36500 * DAY,
         "how long private messages are kept at least for who has not had them"),
    NUMBER("retention", "room_rows", keep_room_rows, "200000", 0, 1000000000,
           "messages that are kept of one room, the newest; 0 for all"),
    FLAG("accounts", "guests", guests, "yes", "allow names that nobody has claimed"),
    FLAG("accounts", "claim_on_pass", claim_on_pass, "yes",
         "claim a free name for who connects with a server password"),
    FLAG("accounts", "plaintext_auth", plaintext_auth, "no",
         "allow passwords over connections without TLS from other machines"),
    NUMBER("accounts", "password_iterations", password_iterations, "100000", 4096, 10000000,
           "work to derive the key of a typed password"),
    NUMBER("accounts", "claims_per_hour", claims_per_hour, "5", 0, 64,
           "names that one network (an IPv4 address, an IPv6 /64) may claim in an hour, 0 "
           "for no limit; connections on this machine are not counted"),
    NUMBER("accounts", "claims_per_day", claims_per_day, "20", 0, 64, "the same for a day"),
    NUMBER("accounts", "claims_everywhere", claims_everywhere, "30", 0, 64,
           "names that all other machines together may claim in ten minutes, 0 for no limit"),
    NUMBER("accounts", "wrong_passwords", wrong_passwords, "3", 0, 64,
           "wrong passwords for one account from one network in a minute, 0 for no limit; "
           "then even a right one is refused"),
    TIME("accounts", "unused_expiry", unused_expiry, "30d", 0, 3650 * DAY,
         "a claimed name that never said anything is free again so long after its last "
         "visit; 0 for never"),
    TEXT("files", "share", files.share, NULL,
         "folder whose files everyone may read; default $SERVER_SHARED_FILES, or SharedFiles where "
         "the server is started; empty for none"),
    LIST("files", "room_share", files.room_share,
         "#room DIR: a folder for the members of that room; may stand several times"),
    CHOICE("files", "access", files.access, "everyone", "everyone|accounts",
           "who may read shared files: everyone, or those who are logged in"),
    LIST("files", "listen", files.listen,
         "ADDR:PORT or tls:ADDR:PORT for HTTP; may stand several times; default 127.0.0.1:6680 "
         "and tls:127.0.0.1:6681"),
    TEXT("files", "url", files.url, NULL,
         "address under which others reach HTTP here, as https://files.example.org; default: "
         "where they reached chat"),
    FLAG("files", "look_around", files.look_around, "yes",
         "let strangers ask who is here, which rooms and which files, before they choose a name"),
    FLAG("files", "uploads", files.uploads, "yes", "let accounts upload files"),
    SIZE("files", "file_max", files.file_max, "256M", 1, 1LL << 50, "bytes of one upload"),
    SIZE("files", "account_bytes", files.account_bytes, "1G", 1, 1LL << 50,
         "bytes of all uploads of one account"),
    NUMBER("files", "account_files", files.account_files, "2000", 1, 10000000,
           "uploads of one account"),
    SIZE("files", "account_daily", files.account_daily, "200M", 1, 1LL << 50,
         "bytes that one account may upload in a day"),
    SIZE("files", "total_bytes", files.total_bytes, "0", 0, 1LL << 60,
         "bytes of all uploads, 0 for no limit; a tenth of the disk stays free in any case"),
    TIME("files", "keep", files.keep, "90d", 0, 36500 * DAY,
         "how long uploads are kept; 0 for ever"),
    NUMBER("files", "uploads_per_address", files.uploads_per_address, "8", 1, 10000,
           "uploads from one address at a time"),
    LIST("operators", "operator", operators,
         "account that may run the server: NAME for all rights, or NAME: and some of accounts, "
         "audit, backup, ban, files, kick, log, look, motd, mute, reload, say, stop, topic; may "
         "stand several times"),
    LIST("operators", "password", operator_passwords,
         "NAME PASSWORD: OPER wants this of that operator, beside its account; in plain text, so "
         "keep this file to yourself; may stand several times"),
    TEXT("tls", "certificate", certificate, NULL,
         "PEM file with the certificate and its chain; without it the server makes its own"),
    TEXT("tls", "key", key, NULL, "PEM file with the private key"),
    LIST("tls", "names", tls_names,
         "other names of this server in its certificate; may stand several times"),
    TIME("tls", "sts_duration", sts_duration, "0s", 0, 3650 * DAY,
         "time for which clients use nothing but TLS once they were told (STS); 0s: they "
         "are told nothing"),
    NUMBER("tls", "sts_port", sts_port, "6697", 1, 65535,
           "port for TLS that clients without it are told of (STS)"),
    TEXT("log", "file", log_file, NULL,
         "file that the log is written to instead of standard error; SIGUSR1 opens it anew"),
    CHOICE("log", "level", log_level, "info", "error|warn|info|debug",
           "how much is logged; the console's \"log\" changes it until the next start"),
};

#define N_OPTIONS (sizeof(options) / sizeof(options[0]))

const struct conf_option *settings_table(size_t *n)
{
    *n = N_OPTIONS;
    return options;
}

void settings_init(struct settings *settings)
{
    *settings = (struct settings){0};
    conf_defaults(options, N_OPTIONS, settings);
}

int settings_read(struct settings *settings, const char *path, char **cause)
{
    return conf_read(options, N_OPTIONS, path, settings, cause);
}

/* ---- where to listen ---- */

static void add(struct conf_list *list, char *address)
{
    list->items = xreallocarray(list->items, list->n + 1, sizeof(*list->items));
    list->items[list->n++] = address;
}

static void forget(struct conf_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        free(list->items[i]);
    free(list->items);
    *list = (struct conf_list){0};
}

void settings_listen_nowhere(struct settings *settings)
{
    forget(&settings->listen);
    forget(&settings->listen_also);
}

void settings_listen(struct settings *settings, const char *address)
{
    add(&settings->listen, xstrdup(address));
}

/* Clients on this machine find the server by this socket (client.md). */
static void listen_local(struct settings *settings, struct conf_list *first, int port)
{
    const char *runtime = getenv("XDG_RUNTIME_DIR");
    add(first, xasprintf("127.0.0.1:%d", port));
    add(&settings->listen_also, xasprintf("[::1]:%d", port));
    if (settings_has(runtime))
        add(&settings->listen_also, xasprintf("unix:%s/parlord.sock", runtime));
}

static void listen_tls(struct settings *settings, struct conf_list *first, const char *ipv4,
                       const char *ipv6, int port)
{
    add(first, xasprintf("tls:%s:%d", ipv4, port));
    add(&settings->listen_also, xasprintf("tls:%s:%d", ipv6, port));
}

void settings_listen_default(struct settings *settings, int port, bool public)
{
    if (public) {
        listen_tls(settings, &settings->listen, "0.0.0.0", "[::]", port ? port : SETTINGS_PORT_TLS);
        listen_local(settings, &settings->listen_also, SETTINGS_PORT);
    } else {
        listen_local(settings, &settings->listen, port ? port : SETTINGS_PORT);
        listen_tls(settings, &settings->listen_also, "127.0.0.1", "[::1]", SETTINGS_PORT_TLS);
    }
}

void settings_listen_files_nowhere(struct settings *settings)
{
    forget(&settings->files.listen);
    forget(&settings->files.listen_also);
}

void settings_listen_files(struct settings *settings, const char *address)
{
    add(&settings->files.listen, xstrdup(address));
}

void settings_listen_files_default(struct settings *settings, bool public)
{
    struct conf_list *also = &settings->files.listen_also;
    forget(also);
    add(also, xasprintf("127.0.0.1:%d", SETTINGS_PORT_HTTP));
    add(also, xasprintf("tls:%s:%d", public ? "0.0.0.0" : "127.0.0.1", SETTINGS_PORT_HTTPS));
    add(also, xasprintf("[::1]:%d", SETTINGS_PORT_HTTP));
    add(also, xasprintf("tls:%s:%d", public ? "[::]" : "[::1]", SETTINGS_PORT_HTTPS));
}

static bool any_tls(const struct conf_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        if (strncmp(list->items[i], "tls:", 4) == 0)
            return true;
    }
    return false;
}

bool settings_want_tls(const struct settings *settings)
{
    return any_tls(&settings->listen) || any_tls(&settings->listen_also) ||
           any_tls(&settings->files.listen) || any_tls(&settings->files.listen_also);
}

void settings_clear(struct settings *settings)
{
    forget(&settings->listen_also);
    forget(&settings->files.listen_also);
    conf_clear(options, N_OPTIONS, settings);
}
