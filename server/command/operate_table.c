/* The table of operators' commands, and how a word finds its row. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "buf.h"
#include "mem.h"
#include "operation.h"

/* Bytes of a name, with NUL. */
#define NAME_SIZE 16

/* name, function, fewest words, right, completion, usage, what it is for; sorted by name */
static const struct operate_row rows[] = {
    {"account",   operate_account_show, 1, "look",     "ACCOUNT",                   "NAME",                                        "What is known of an account"                    },
    {"accounts",  operate_accounts,     0, "look",     "",                          "[PATTERN]",                                   "Lists the accounts"                             },
    {"announce",  operate_announce,     1, "say",      "",                          "TEXT",
     "Says something to everybody, kept for who is away"                                                                                                                            },
    {"audit",     operate_audit,        0, "audit",    "",                          "[N]",                                         "Shows what operators did last"                  },
    {"backup",    operate_backup,       1, "backup",   "",                          "FILE",
     "Copies the database to a new file while the server runs"                                                                                                                      },
    {"ban",       operate_ban,          1, "ban",      "PERSON",                    "[--dry-run] WHAT [30m|12h|7d|forever] [WHY]",
     "Keeps out a name, an address, a network, a mask"                                                                                                                              },
    {"bans",      operate_bans,         0, "look",     "",                          "",                                            "Lists the bans"                                 },
    {"devices",   operate_devices,      1, "look",     "ACCOUNT",                   "NAME",                                        "Lists the devices of an account"                },
    {"erase",     operate_erase,        1, "accounts", "ACCOUNT ACCOUNT",           "NAME NAME",
     "Erases an account and what it said, for ever; the name is said twice"                                                                                                         },
    {"exit",      operate_stop,         0, "stop",     "",                          "[WHY]",                                       "Stops the server"                               },
    {"files",     operate_files,        0, "files",    "ls|rm|quota|block|unblock",
     "[ls [NAME] | rm ID | quota NAME | block SHA256 | unblock SHA256]",                                                           "What people have uploaded: lists it, removes it"},
    {"help",      operate_help_show,    0, NULL,       "COMMAND",                   "[COMMAND]",                                   "Shows this"                                     },
    {"kick",      operate_kick,         1, "kick",     "ROOM|PERSON PERSON",        "[#room] NAME [WHY]",
     "Sends somebody out of a room, or off the server"                                                                                                                              },
    {"kill",      operate_kick,         1, "kick",     "PERSON",                    "NAME [WHY]",                                  "Sends somebody off the server"                  },
    {"log",       operate_log,          0, "log",      "error|warn|info|debug",     "[error|warn|info|debug]",
     "How much is logged"                                                                                                                                                           },
    {"motd",      operate_motd,         0, "motd",     "show|set|reload",           "[show | set TEXT | reload]",
     "The message of the day; \\n in the text begins a line"                                                                                                                        },
    {"mute",      operate_mute,         1, "mute",     "PERSON",                    "NAME|ADDRESS [30m|12h|7d|forever] [WHY]",
     "Lets somebody read, but say nothing"                                                                                                                                          },
    {"mutes",     operate_mutes,        0, "look",     "",                          "",                                            "Lists who is muted"                             },
    {"reload",    operate_reload,       0, "reload",   "",                          "",
     "Reads the settings again, all of them or none"                                                                                                                                },
    {"rename",    operate_rename,       2, "kick",     "PERSON",                    "GUEST NEWNAME",                               "Gives a guest another name"                     },
    {"reset",     operate_reset,        1, "accounts", "ACCOUNT",                   "NAME",
     "Prints a code with which an account gets in again, once and within 24 hours"                                                                                                  },
    {"rooms",     operate_rooms,        0, "look",     "",                          "[PATTERN]",                                   "Lists the rooms"                                },
    {"say",       operate_say,          1, "say",      "ROOM",                      "[#room] TEXT",
     "Says something to everybody, or in a room"                                                                                                                                    },
    {"sessions",  operate_sessions,     0, "look",     "PERSON",                    "[NAME]",                                      "Lists the connections"                          },
    {"stats",     operate_stats,        0, "look",     "",                          "",                                            "How the server is doing"                        },
    {"stop",      operate_stop,         0, "stop",     "",                          "[WHY]",                                       "Stops the server"                               },
    {"suspend",   operate_suspend,      1, "accounts", "ACCOUNT",                   "NAME [30m|12h|7d|forever] [WHY]",
     "Lets nobody log in to an account"                                                                                                                                             },
    {"topic",     operate_topic,        1, "topic",    "ROOM",                      "#room [TEXT|-]",
     "Shows or sets a room's topic; - takes it away"                                                                                                                                },
    {"unban",     operate_unban,        1, "ban",      "BAN",                       "WHAT",                                        "Ends a ban"                                     },
    {"unmute",    operate_unmute,       1, "mute",     "MUTE",                      "NAME|ADDRESS",                                "Lets somebody speak again"                      },
    {"unsuspend", operate_unsuspend,    1, "accounts", "BAN",                       "NAME",
     "Lets an account be logged in to again"                                                                                                                                        },
    {"wall",      operate_wall,         1, "say",      "",                          "TEXT",                                        "Says something to the operators"                },
    {"who",       operate_who_lists,    0, "look",     "",                          "[PATTERN]",                                   "Lists who is here"                              },
    {"whois",     operate_whois,        1, "look",     "PERSON",                    "NAME",                                        "What is known of somebody"                      },
};

#define NROWS (sizeof(rows) / sizeof(*rows))

const struct operate_row *operate_rows(size_t *n)
{
    *n = NROWS;
    return rows;
}

bool operate_is_right(const char *word)
{
    for (size_t i = 0; i < NROWS; i++) {
        if (rows[i].right && strcasecmp(rows[i].right, word) == 0)
            return true;
    }
    return false;
}

size_t operate_count(void)
{
    return NROWS;
}

struct operate_help operate_help(size_t i)
{
    return (struct operate_help){rows[i].name, rows[i].usage, rows[i].help};
}

/* ---- a word ---- */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* How many letters must be changed, put in or taken out (Levenshtein). */
static size_t distance(const char *a, const char *b)
{
    size_t row[NAME_SIZE];
    size_t n = strlen(b);
    for (size_t j = 0; j <= n; j++)
        row[j] = j;
    for (size_t i = 0; a[i]; i++) {
        size_t corner = row[0]++;
        for (size_t j = 0; j < n; j++) {
            size_t above = row[j + 1];
            size_t changed = corner + (a[i] != b[j]);
            row[j + 1] = least(changed, least(above, row[j]) + 1);
            corner = above;
        }
    }
    return row[n];
}

static const struct operate_row *nearest(const char *word)
{
    const struct operate_row *best = NULL;
    /* Further off, or more than half of the word, is no slip of the finger. */
    size_t found = least(strlen(word) / 2, 2) + 1;
    for (size_t i = 0; i < NROWS && strlen(word) < NAME_SIZE; i++) {
        size_t far = distance(word, rows[i].name);
        if (far < found) {
            found = far;
            best = &rows[i];
        }
    }
    return best;
}

static char *ambiguous(const char *word)
{
    struct buf text = {0};
    const char *between = " could be ";
    buf_puts(&text, word);
    for (size_t i = 0; i < NROWS; i++) {
        if (strncasecmp(rows[i].name, word, strlen(word)) != 0)
            continue;
        buf_printf(&text, "%s%s", between, rows[i].name);
        between = ", ";
    }
    return buf_detach(&text);
}

static char *unknown(const char *word)
{
    const struct operate_row *near = nearest(word);
    if (near)
        return xasprintf("There is no command %s; did you mean %s?", word, near->name);
    return xasprintf("There is no command %s; help lists them", word);
}

const struct operate_row *operate_find(const char *word, char **why)
{
    const struct operate_row *found = NULL;
    size_t n = 0;
    *why = NULL;
    for (size_t i = 0; i < NROWS; i++) {
        if (strcasecmp(rows[i].name, word) == 0)
            return &rows[i];
        if (strncasecmp(rows[i].name, word, strlen(word)) == 0) {
            found = &rows[i];
            n++;
        }
    }
    if (n == 1)
        return found;
    *why = n == 0 ? unknown(word) : ambiguous(word);
    return NULL;
}
