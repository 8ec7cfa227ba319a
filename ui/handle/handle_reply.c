#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "handlers.h"
#include "mem.h"
#include "when.h"

/* Where an answer is shown. */
enum place {
    SILENT,
    CONSOLE,
    HERE,   /* in the open conversation, if it is of this network */
    ABOUT_1 /* in that of the first parameter if there is one, else HERE */
};

/* number, place, text: $1 to $9 are parameters (0 is our nick), $* all from the first on, $. the
 * last; $- the last without its first word. */
static const struct reply {
    const char *number;
    enum place place;
    const char *text;
} replies[] = {
    {"002", CONSOLE, "$."                                      },
    {"003", CONSOLE, "$."                                      },
    {"004", SILENT,  ""                                        },
    {"221", HERE,    "your modes: $1"                          },
    {"250", CONSOLE, "$."                                      },
    {"251", CONSOLE, "$."                                      },
    {"252", CONSOLE, "$*"                                      },
    {"253", CONSOLE, "$*"                                      },
    {"254", CONSOLE, "$*"                                      },
    {"255", CONSOLE, "$."                                      },
    {"263", HERE,    "the server does not do $1 now: $."       },
    {"265", CONSOLE, "$."                                      },
    {"266", CONSOLE, "$."                                      },
    {"302", HERE,    "$."                                      },
    {"303", HERE,    "online: $."                              },
    {"305", HERE,    "you are back"                            },
    {"306", HERE,    "you are away now"                        },
    {"321", SILENT,  ""                                        },
    {"324", ABOUT_1, "modes of $1: $2 $3 $4"                   },
    {"329", SILENT,  ""                                        },
    {"331", ABOUT_1, "$1 has no topic"                         },
    {"332", HERE,    "topic of $1: $2"                         },
    {"336", HERE,    "invited to $1"                           },
    {"337", SILENT,  ""                                        },
    {"346", ABOUT_1, "invited without asking: $2"              },
    {"347", SILENT,  ""                                        },
    {"348", ABOUT_1, "excepted from bans: $2"                  },
    {"349", SILENT,  ""                                        },
    {"351", HERE,    "$*"                                      },
    {"352", HERE,    "$5 ($2@$3) in $1: $-"                    },
    {"353", HERE,    "in $2: $3"                               },
    {"354", HERE,    "$*"                                      },
    {"364", HERE,    "$*"                                      },
    {"365", SILENT,  ""                                        },
    {"366", SILENT,  ""                                        },
    {"367", ABOUT_1, "banned from $1: $2"                      },
    {"368", SILENT,  ""                                        },
    {"371", HERE,    "$."                                      },
    {"372", CONSOLE, "$."                                      },
    {"374", SILENT,  ""                                        },
    {"375", CONSOLE, "$."                                      },
    {"376", SILENT,  ""                                        },
    {"381", HERE,    "$."                                      },
    {"391", HERE,    "$1: $."                                  },
    {"396", CONSOLE, "you are seen as $1"                      },
    {"401", ABOUT_1, "$1: nobody here has that name"           },
    {"402", HERE,    "$1: there is no such server"             },
    {"403", ABOUT_1, "$1: there is no such room"               },
    {"404", ABOUT_1, "$1 does not take your message: $."       },
    {"405", ABOUT_1, "$1: you are in too many rooms"           },
    {"406", HERE,    "$1: nobody of that name was here"        },
    {"407", HERE,    "$1: too many at once"                    },
    {"412", SILENT,  ""                                        },
    {"417", HERE,    "that was too long: the server dropped it"},
    {"421", HERE,    "this server does not know the command $1"},
    {"432", HERE,    "$1 is not a name that this server allows"},
    {"433", HERE,    "the name $1 is taken"                    },
    {"436", HERE,    "the name $1 is taken"                    },
    {"437", ABOUT_1, "$1 cannot be had for the moment"         },
    {"441", HERE,    "$1 is not in $2"                         },
    {"442", ABOUT_1, "you are not in $1"                       },
    {"443", HERE,    "$1 is already in $2"                     },
    {"447", HERE,    "only /connect takes another name here"   },
    {"451", CONSOLE, "not logged in yet: $."                   },
    {"461", HERE,    "$1: something is missing"                },
    {"462", CONSOLE, "$."                                      },
    {"467", ABOUT_1, "$1 has a key already"                    },
    {"470", ABOUT_1, "$1 leads to $2"                          },
    {"471", ABOUT_1, "$1 is full"                              },
    {"472", HERE,    "there is no mode $1"                     },
    {"473", ABOUT_1, "$1 is only for those who are invited"    },
    {"474", ABOUT_1, "you are banned from $1"                  },
    {"475", ABOUT_1, "$1 has a key: /join $1 KEY"              },
    {"476", ABOUT_1, "$1 is no name for a room"                },
    {"477", ABOUT_1, "$1 wants you to be logged in: $."        },
    {"478", ABOUT_1, "$1: its list of bans is full"            },
    {"481", HERE,    "only operators of the server may do that"},
    {"482", ABOUT_1, "only operators of $1 may do that"        },
    {"501", HERE,    "there is no such mode"                   },
    {"502", HERE,    "that is only for yourself"               },
    {"524", HERE,    "no help about $1"                        },
    {"525", ABOUT_1, "$1: that is no key"                      },
    {"531", ABOUT_1, "$1 does not take your message: $."       },
    {"696", ABOUT_1, "$1: mode $2 does not take that: $."      },
    {"704", HERE,    "$."                                      },
    {"705", HERE,    "$."                                      },
    {"706", SILENT,  ""                                        },
};

static int compare(const void *key, const void *row)
{
    return strcmp(key, ((const struct reply *)row)->number);
}

static void put_param(struct buf *out, const struct irc_msg *msg, char which)
{
    if (which == '.' && msg->nparams)
        buf_puts(out, msg->params[msg->nparams - 1]);
    if (which == '-' && msg->nparams) {
        const char *last = msg->params[msg->nparams - 1];
        buf_puts(out, last + strcspn(last, " ") + strspn(last + strcspn(last, " "), " "));
    }
    for (size_t i = 1; which == '*' && i < msg->nparams; i++)
        buf_printf(out, "%s%s", i > 1 ? " " : "", msg->params[i]);
    if (which >= '0' && which <= '9' && (size_t)(which - '0') < msg->nparams)
        buf_puts(out, msg->params[which - '0']);
}

static void fill(struct buf *out, const char *text, const struct irc_msg *msg)
{
    for (; *text; text++) {
        if (*text != '$')
            buf_putc(out, *text);
        else if (text[1])
            put_param(out, msg, *++text);
    }
    while (out->len && out->data[out->len - 1] == ' ')
        buf_truncate(out, out->len - 1);
}

static struct conv *place_conv(struct from *from, const struct irc_msg *msg, enum place place)
{
    if (place == CONSOLE)
        return from->network->console;
    if (place == ABOUT_1 && msg->nparams > 1)
        return best_conv(from, msg->params[1]);
    return chat_here(from->chat, from->network);
}

/* A room that did not let us in is not waited for. */
static void forget_join(struct from *from, const struct irc_msg *msg, const char *why)
{
    static const char *const numbers[] = {"403", "405", "437", "470", "471", "473", "474",
                                          "475", "476", "477", "479", "489", "520"};
    char key[BATCH_TARGET_MAX + 1];
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        if (strcmp(msg->command, numbers[i]) != 0 || msg->nparams < 2)
            continue;
        asked_drop(from->network, asked_key(ASKED_KEY_JOIN, msg->params[1], key));
        struct conv *conv = known_room(from, msg->params[1]);
        if (!conv || conv->joined)
            continue;
        conv->rejoin = conv->entering = false;
        from->chat->changed |= CHANGE_ALL;
        queue_refuse_room(from->chat, from->network, conv->name, why);
    }
}

/* 263 <me> LIST :<text>, 416 <me> LIST :<text>: no more rooms come. */
static void end_list(struct network *network, const struct irc_msg *msg)
{
    bool ends = strcmp(msg->command, "263") == 0 || strcmp(msg->command, "416") == 0;
    if (ends && msg->nparams > 1 && strcasecmp(msg->params[1], "LIST") == 0) {
        network->directory.asked = false;
        network->directory.done = true;
    }
}

/* The server's own words, which name times as machines do. */
static void say_times(const struct chat *chat, const struct reply *reply, struct buf *text)
{
    if (!reply || reply->place == ABOUT_1 || !strstr(reply->text, "$.") || text->len == 0)
        return;
    char *said = when_in_words(chat, buf_text(text));
    buf_reset(text);
    buf_puts(text, said);
    free(said);
}

/* A refusal that stands elsewhere is not to be missed by who asked. */
static void show(struct from *from, struct conv *conv, bool error, const char *text)
{
    chat_info(from->chat, conv, error ? LINE_ERROR : LINE_INFO, "%s", text);
    if (error && conv != from->chat->current && conv != from->network->console)
        chat_complain(from->chat, "%s", text);
}

void on_numeric(struct from *from, const struct irc_msg *msg)
{
    bool error =
        msg->command[0] == '4' || msg->command[0] == '5' || strcmp(msg->command, "696") == 0;
    const struct reply *reply = bsearch(msg->command, replies, sizeof(replies) / sizeof(replies[0]),
                                        sizeof(replies[0]), compare);
    bool before = from->network->stage == NETWORK_REGISTERING;
    if (before && strcmp(msg->command, "421") == 0)
        return; /* a server that does not know CAP */

    if (strcmp(msg->command, "421") == 0 && msg->nparams > 2 &&
        (files_failed(from, msg) || token_failed(from, msg->params[1])))
        return;

    end_list(from->network, msg);
    struct buf text = {0};
    fill(&text, reply ? reply->text : "$*", msg);
    say_times(from->chat, reply, &text);
    enum place place = reply ? reply->place : before || !error ? CONSOLE : HERE;
    forget_join(from, msg, buf_text(&text));
    bool told =
        error && (say_failed(from, "", buf_text(&text)) || say_blamed(from, msg, buf_text(&text)));
    if (place != SILENT && text.len && !told)
        show(from, place_conv(from, msg, before ? CONSOLE : place), error, buf_text(&text));
    buf_clear(&text);
}

/* 341 <me> <nick> <room> */
void on_inviting(struct from *from, const struct irc_msg *msg)
{
    chat_info(from->chat, best_conv(from, msg->params[2]), LINE_INFO, "%s is invited to %s",
              msg->params[1], msg->params[2]);
}

/* 322 <me> <room> <people> :<topic> */
void on_list(struct from *from, const struct irc_msg *msg)
{
    struct directory *directory = &from->network->directory;
    if (directory->asked) {
        directory_add(directory, msg->params[1], strtol(msg->params[2], NULL, 10),
                      irc_msg_param(msg, 3));
        return;
    }
    chat_info(from->chat, chat_here(from->chat, from->network), LINE_INFO, "%s  %s  %s",
              msg->params[1], msg->params[2], irc_msg_param(msg, 3));
}

/* 323 <me> :<text> */
void on_list_end(struct from *from, const struct irc_msg *msg)
{
    (void)msg;
    from->network->directory.asked = false;
    from->network->directory.done = true;
}

/* FAIL|WARN|NOTE <command|*> <code> [...] :<text> */
void on_fail(struct from *from, const struct irc_msg *msg)
{
    bool fail = strcasecmp(msg->command, "FAIL") == 0;
    const char *about = msg->params[0];
    const char *text = msg->params[msg->nparams - 1];
    if (fail && strcmp(about, "REGISTER") == 0) {
        account_register_failed(from, msg);
        return;
    }
    if (fail && strcmp(msg->params[1], "ACCOUNT_REQUIRED") == 0 &&
        from->network->stage == NETWORK_REGISTERING) {
        account_required(from);
        return;
    }
    if (fail && (files_failed(from, msg) || token_failed(from, about)))
        return;
    if (fail && strcmp(about, "CHATHISTORY") == 0) {
        history_failed(from, msg);
        return;
    }
    if (fail && strcmp(about, "SEARCH") == 0)
        search_ended(from->chat);
    if (fail && (strcmp(about, "MARKREAD") == 0 || say_failed(from, msg->params[1], text)))
        return; /* nobody asked for the one, and the other is told at its line */
    struct conv *conv = from->network->stage == NETWORK_READY ? chat_here(from->chat, from->network)
                                                              : from->network->console;
    if (fail && strcmp(about, "REDACT") == 0)
        about = "not deleted";
    bool nothing = strcmp(about, "*") == 0;
    chat_info(from->chat, conv, fail ? LINE_ERROR : LINE_INFO, "%s%s%s", nothing ? "" : about,
              nothing ? "" : ": ", text);
}
