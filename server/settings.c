#include "settings.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "address.h"
#include "buf.h"
#include "irc_name.h"
#include "mem.h"
#include "scram.h"
#include "utf8.h"

#define FIELD(field) offsetof(struct settings, field)
#define DAY          (86400 * SECOND)
#define SECOND       1000LL
#define MOTD_MAX     65536

/* section, key, type, field, default, least, most, choices, help */
static const struct conf_option options[] = {
    {"server",    "name",                     CONF_STRING,   FIELD(name),                           "parlor.local", 0,      0,             NULL,
     "name of this server, as clients see it; with a dot"                                                                                                                                                              },
    {"server",    "network",                  CONF_STRING,   FIELD(network),                        "Parlor",       0,      0,             NULL,
     "name of the network, one word"                                                                                                                                                                                   },
    {"server",    "motd",                     CONF_STRING,   FIELD(motd),                           NULL,           0,      0,             NULL,
     "file with the message of the day"                                                                                                                                                                                },
    {"server",    "password",                 CONF_STRING,   FIELD(password),                       NULL,           0,      0,             NULL,
     "password that everyone must give to connect"                                                                                                                                                                     },
    {"server",    "listen",                   CONF_LIST,     FIELD(listen),                         NULL,           0,      0,             NULL,
     "ADDR:PORT, [ADDR6]:PORT, ADDR:PORT-PORT, tls:ADDR:PORT or unix:PATH; may stand several times"                                                                                                                    },
    {"server",    "plaintext",                CONF_BOOL,     FIELD(plaintext),                      "no",           0,      0,             NULL,
     "allow connections without TLS from other machines"                                                                                                                                                               },
    {"server",    "data",                     CONF_STRING,   FIELD(data),                           NULL,           0,      0,             NULL,
     "folder for the database; default $XDG_DATA_HOME/parlord"                                                                                                                                                         },
    {"server",    "default_room",             CONF_STRING,   FIELD(default_room),                   "#lobby",       0,      0,             NULL,
     "room that everyone enters at first; empty for none"                                                                                                                                                              },
    {"limits",    "max_connections",          CONF_INT,      FIELD(max_connections),                "20000",        1,      1000000,       NULL,
     "connections on each port"                                                                                                                                                                                        },
    {"limits",    "rooms_per_user",           CONF_INT,      FIELD(rooms_per_user),                 "100",          1,      10000,         NULL,
     "rooms that one user may be in"                                                                                                                                                                                   },
    {"limits",    "bans_per_room",            CONF_INT,      FIELD(bans_per_room),                  "100",          1,      10000,         NULL,
     "bans that one room may have"                                                                                                                                                                                     },
    {"limits",    "history_rows",             CONF_INT,      FIELD(history_rows),                   "1000",         50,     10000,         NULL,
     "messages in one answer to CHATHISTORY"                                                                                                                                                                           },
    {"limits",    "sendq",                    CONF_SIZE,     FIELD(sendq),                          "256k",         65536,  1LL << 30,     NULL,
     "bytes that may wait for one connection: then an account reads on from the log, a guest is cut off; at four times as much both are"                                                                               },
    {"limits",    "sendq_total",              CONF_SIZE,     FIELD(sendq_total),                    "64M",          65536,  1LL << 40,     NULL,
     "bytes that may wait for all connections before the slowest is cut off"                                                                                                                                           },
    {"limits",    "mail_messages",            CONF_INT,      FIELD(mail_messages),                  "10000",        1,      1000000,       NULL,
     "private messages that may wait for an account that is away"                                                                                                                                                      },
    {"limits",    "mail_bytes",               CONF_SIZE,     FIELD(mail_bytes),                     "32M",          65536,  1LL << 40,     NULL,
     "bytes of private messages that may wait for an account that is away"                                                                                                                                             },
    {"limits",    "mail_from_one",            CONF_INT,      FIELD(mail_from_one),                  "500",          1,      1000000,       NULL,
     "of those messages, how many may be from one sender"                                                                                                                                                              },
    {"limits",    "mail_outstanding",         CONF_INT,      FIELD(mail_outstanding),               "5000",         1,      1000000,       NULL,
     "messages of one sender that may wait for accounts that are away"                                                                                                                                                 },
    {"limits",    "flood_burst",              CONF_INT,      FIELD(flood_burst),                    "40",           1,      1000000,       NULL,
     "lines that a client may send at once before it is slowed down"                                                                                                                                                   },
    {"limits",    "flood_per_second",         CONF_INT,      FIELD(flood_per_second),               "10",           1,      1000000,       NULL,
     "lines per second that a client may send all the time"                                                                                                                                                            },
    {"limits",    "connections_per_address",  CONF_INT,      FIELD(guard.connections_per_address),  "256",          1,
     1000000,                                                                                                                              NULL, "connections from one other address (of IPv6, one /64)"               },
    {"limits",    "arrivals_per_address",     CONF_INT,      FIELD(guard.arrivals_per_address),     "32",           1,
     1000000,                                                                                                                              NULL, "connections that one other address may begin within ten seconds"     },
    {"limits",    "unregistered_per_address", CONF_INT,      FIELD(guard.unregistered_per_address), "64",           1,
     1000000,                                                                                                                              NULL, "connections from one other address that have not logged in yet"      },
    {"limits",    "unregistered_max",         CONF_INT,      FIELD(guard.unregistered_max),         "2000",         1,      1000000,
     NULL,                                                                                                                                       "connections from all other machines that have not logged in yet"     },
    {"limits",    "registration",             CONF_DURATION, FIELD(registration),                   "30s",          SECOND, 3600 * SECOND,
     NULL,                                                                                                                                       "time to log in"                                                      },
    {"limits",    "ping",                     CONF_DURATION, FIELD(ping),                           "90s",          SECOND, 3600 * SECOND, NULL,
     "silence before the server asks whether a client is still there"                                                                                                                                                  },
    {"limits",    "grace",                    CONF_DURATION, FIELD(grace),                          "30s",          0,      3600 * SECOND, NULL,
     "time to come back after a lost connection before others are told"                                                                                                                                                },
    {"retention", "messages",                 CONF_DURATION, FIELD(keep_messages),                  "365d",         0,      36500 * DAY,   NULL,
     "how long messages are kept; 0 for ever"                                                                                                                                                                          },
    {"retention", "events",                   CONF_DURATION, FIELD(keep_events),                    "30d",          0,      36500 * DAY,   NULL,
     "how long joins, topics and the like are kept; 0 for ever"                                                                                                                                                        },
    {"retention", "undelivered",              CONF_DURATION, FIELD(keep_undelivered),               "90d",          0,      36500 * DAY,
     NULL,                                                                                                                                       "how long private messages are kept at least for who has not had them"},
    {"retention", "room_rows",                CONF_INT,      FIELD(keep_room_rows),                 "200000",       0,      1000000000,    NULL,
     "messages that are kept of one room, the newest; 0 for all"                                                                                                                                                       },
    {"accounts",  "guests",                   CONF_BOOL,     FIELD(guests),                         "yes",          0,      0,             NULL,
     "allow names that nobody has claimed"                                                                                                                                                                             },
    {"accounts",  "claim_on_pass",            CONF_BOOL,     FIELD(claim_on_pass),                  "yes",          0,      0,             NULL,
     "claim a free name for who connects with a server password"                                                                                                                                                       },
    {"accounts",  "plaintext_auth",           CONF_BOOL,     FIELD(plaintext_auth),                 "no",           0,      0,             NULL,
     "allow passwords over connections without TLS from other machines"                                                                                                                                                },
    {"accounts",  "password_iterations",      CONF_INT,      FIELD(password_iterations),            "100000",       4096,
     10000000,                                                                                                                             NULL, "work to derive the key of a typed password"                          },
    {"accounts",  "claims_per_hour",          CONF_INT,      FIELD(claims_per_hour),                "5",            0,      64,            NULL,
     "names that one network (an IPv4 address, an IPv6 /64) may claim in an hour, 0 for no limit; connections on this machine are not counted"                                                                         },
    {"accounts",  "claims_per_day",           CONF_INT,      FIELD(claims_per_day),                 "20",           0,      64,            NULL,
     "the same for a day"                                                                                                                                                                                              },
    {"accounts",  "claims_everywhere",        CONF_INT,      FIELD(claims_everywhere),              "30",           0,      64,            NULL,
     "names that all other machines together may claim in ten minutes, 0 for no limit"                                                                                                                                 },
    {"accounts",  "wrong_passwords",          CONF_INT,      FIELD(wrong_passwords),                "3",            0,      64,            NULL,
     "wrong passwords for one account from one network in a minute, 0 for no limit; then even a right one is refused"                                                                                                  },
    {"accounts",  "unused_expiry",            CONF_DURATION, FIELD(unused_expiry),                  "30d",          0,
     3650LL * 24 * 3600 * SECOND,                                                                                                          NULL,
     "a claimed name that never said anything is free again so long after its last visit; 0 for never"                                                                                                                 },
    {"tls",       "certificate",              CONF_STRING,   FIELD(certificate),                    NULL,           0,      0,             NULL,
     "PEM file with the certificate and its chain; without it the server makes its own"                                                                                                                                },
    {"tls",       "key",                      CONF_STRING,   FIELD(key),                            NULL,           0,      0,             NULL, "PEM file with the private key"                                       },
    {"tls",       "names",                    CONF_LIST,     FIELD(tls_names),                      NULL,           0,      0,             NULL,
     "other names of this server in its certificate; may stand several times"                                                                                                                                          },
    {"tls",       "sts_duration",             CONF_DURATION, FIELD(sts_duration),                   "0s",           0,      3650 * DAY,    NULL,
     "time for which clients use nothing but TLS once they were told (STS); 0s: they are told nothing"                                                                                                                 },
    {"tls",       "sts_port",                 CONF_INT,      FIELD(sts_port),                       "6697",         1,      65535,         NULL,
     "port for TLS that clients without it are told of (STS)"                                                                                                                                                          },
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

static bool is_set(const char *text)
{
    return text && *text;
}

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
    if (is_set(runtime))
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
    return any_tls(&settings->listen) || any_tls(&settings->listen_also);
}

void settings_clear(struct settings *settings)
{
    forget(&settings->listen_also);
    conf_clear(options, N_OPTIONS, settings);
}

/* ---- checks ---- */

static int refuse(char **cause, const char *text)
{
    *cause = xstrdup(text);
    return -1;
}

static int check_words(const struct settings *settings, char **cause)
{
    if (!strchr(settings->name, '.') || strpbrk(settings->name, " :!@\t"))
        return refuse(cause, "name: must be one word with a dot in it, such as chat.example.org");
    if (!*settings->network || strchr(settings->network, ' '))
        return refuse(cause, "network: must be one word");
    if (is_set(settings->default_room) && !irc_room_valid(settings->default_room))
        return refuse(cause, "default_room: must be a room's name, such as #lobby");
    return 0;
}

static int check_address(const struct settings *settings, const char *text, char **cause)
{
    struct address address;
    if (address_parse(&address, text, cause) < 0)
        return -1;
    bool readable = !address.tls && !address_is_private(&address) && !settings->plaintext;
    address_clear(&address);
    if (readable)
        *cause = xasprintf("%s: others could read along; listen on tls:%s, or set plaintext = yes "
                           "in [server]",
                           text, text);
    return readable ? -1 : 0;
}

static int check_addresses(const struct settings *settings, const struct conf_list *list,
                           char **cause)
{
    for (size_t i = 0; i < list->n; i++) {
        if (check_address(settings, list->items[i], cause) < 0)
            return -1;
    }
    return 0;
}

int settings_check(const struct settings *settings, char **cause)
{
    if (check_words(settings, cause) < 0)
        return -1;
    if (is_set(settings->certificate) != is_set(settings->key))
        return refuse(cause, "certificate and key in [tls]: set both or none");
    if (check_addresses(settings, &settings->listen, cause) < 0)
        return -1;
    char *motd = settings_read_motd(settings, cause);
    bool readable = motd || !*cause;
    free(motd);
    return readable ? 0 : -1;
}

/* ---- what others make of them ---- */

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
        return text.data ? buf_detach(&text) : xstrdup("");
    buf_clear(&text);
    return NULL;
}

char *settings_read_motd(const struct settings *settings, char **cause)
{
    *cause = NULL;
    return is_set(settings->motd) ? read_text(settings->motd, cause) : NULL;
}

static const char *or_null(const char *text)
{
    return is_set(text) ? text : NULL;
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
        .password_iterations = settings->password_iterations,
        .claims_per_hour = settings->claims_per_hour,
        .claims_per_day = settings->claims_per_day,
        .claims_everywhere = settings->claims_everywhere,
        .wrong_passwords = settings->wrong_passwords,
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
    if (is_set(settings->data))
        return xstrdup(settings->data);
    if (is_set(xdg))
        return xasprintf("%s/parlord", xdg);
    return is_set(home) ? xasprintf("%s/.local/share/parlord", home) : xstrdup("parlord-data");
}
