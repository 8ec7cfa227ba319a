#include "elsewhere.h"

#include <stdlib.h>
#include <strings.h>

#define BARS    "the bars are as they are: F7 and F8 show rooms and people, /theme changes colours"
#define MANY    "one room at a time: nothing here says a thing in many rooms at once"
#define ONCE    "one command at a time: /alias makes one of your own"
#define PRINT   "only what was said stands in a room: /exec shows what a program prints"
#define SCRIPTS "there are no scripts here: /exec runs a program, and a setting runs one for news"
#define SCROLL  "PgUp and PgDn scroll, C-End goes to the newest, /clear clears the view"
#define THEME   "colours come from a theme: /theme chooses one, its file says what it is"
#define UTF8    "all text is UTF-8 here; what comes otherwise is read as the old Western letters"
#define WATCH   "who you talk to is watched by itself: the list of rooms shows who is here"

/* What they type, what is done or said here; sorted. */
static const struct row {
    const char *word, *text;
} rows[] = {
    {"accept",     "/quote ACCEPT $*"                                                               },
    {"admin",      "/quote ADMIN $*"                                                                },
    {"allchan",    MANY                                                                             },
    {"allserv",    MANY                                                                             },
    {"ame",        MANY                                                                             },
    {"amsg",       MANY                                                                             },
    {"autojoin",   "the rooms that you are in are entered again at the next start, by themselves"   },
    {"bar",        BARS                                                                             },
    {"beep",       "the setting ui.bell rings for what speaks to you"                               },
    {"botserv",    "/msg BotServ $*"                                                                },
    {"bs",         "/msg BotServ $*"                                                                },
    {"buflist",    "F7 shows and hides the list of rooms, F8 that of people"                        },
    {"channel",    "the rooms that you are in are entered again at the next start, by themselves"   },
    {"chanserv",   "/msg ChanServ $*"                                                               },
    {"charset",    UTF8                                                                             },
    {"color",      "/theme $*"                                                                      },
    {"colour",     "/theme $*"                                                                      },
    {"cs",         "/msg ChanServ $*"                                                               },
    {"cursor",
     "Alt+s picks a message to copy or answer; Alt+l leaves nothing but text for the mouse"         },
    {"dcc",
     "files go through the server: /upload PATH sends, /files and /get fetch, /transfers shows them"},
    {"dehalfop",   "/mode -h $1"                                                                    },
    {"describe",   "to act for somebody else go there first: /query NAME, then /me"                 },
    {"die",        "/quote DIE $*"                                                                  },
    {"echo",       PRINT                                                                            },
    {"eval",       ONCE                                                                             },
    {"filter",     "who comes and goes without a word is hidden already: /set joins chooses"        },
    {"foreach",    MANY                                                                             },
    {"format",     THEME                                                                            },
    {"fset",       "/set $*"                                                                        },
    {"guile",      SCRIPTS                                                                          },
    {"halfop",     "/mode +h $1"                                                                    },
    {"hash",       PRINT                                                                            },
    {"hook",       SCRIPTS                                                                          },
    {"hostserv",   "/msg HostServ $*"                                                               },
    {"hotlist",    "Alt+a goes to what is unread, mentions first; the list of rooms counts it"      },
    {"hs",         "/msg HostServ $*"                                                               },
    {"info",       "/quote INFO $*"                                                                 },
    {"input",
     "each action of the input line has a key: /bind lists them, /bind KEY ACTION changes one"      },
    {"irc",        "/server $*"                                                                     },
    {"ison",       "/quote ISON $*"                                                                 },
    {"key",        "keys are in /bind; /bind KEY ACTION changes one, /bind preset weechat many"     },
    {"kill",       "/quote KILL $1 :$2-"                                                            },
    {"knock",      "/quote KNOCK $1 :$2-"                                                           },
    {"last",       "/search $*"                                                                     },
    {"layout",     "widths, order and the open room are kept by themselves"                         },
    {"links",      "/quote LINKS $*"                                                                },
    {"load",       SCRIPTS                                                                          },
    {"lua",        SCRIPTS                                                                          },
    {"lusers",     "/quote LUSERS $*"                                                               },
    {"map",        "/quote MAP"                                                                     },
    {"memoserv",   "/msg MemoServ $*"                                                               },
    {"monitor",    WATCH                                                                            },
    {"motd",       "/quote MOTD $*"                                                                 },
    {"mouse",      "/toggle ui.mouse"                                                               },
    {"ms",         "/msg MemoServ $*"                                                               },
    {"network",    "/server $*"                                                                     },
    {"nicklist",   "F8 shows and hides the list of people"                                          },
    {"nickserv",   "/msg NickServ $*"                                                               },
    {"ns",         "/msg NickServ $*"                                                               },
    {"omsg",       "/notice @$room $*"                                                              },
    {"onotice",    "/notice @$room $*"                                                              },
    {"operserv",   "/msg OperServ $*"                                                               },
    {"os",         "/msg OperServ $*"                                                               },
    {"perl",       SCRIPTS                                                                          },
    {"ping",       "/ctcp $1 PING"                                                                  },
    {"plugin",     SCRIPTS                                                                          },
    {"print",      PRINT                                                                            },
    {"proxy",      "there is no proxy here: an ssh tunnel does the same"                            },
    {"python",     SCRIPTS                                                                          },
    {"quiet",      "/mode +q $1"                                                                    },
    {"rawlog",     "how it stands with the server tells /doctor; /quote sends a line as it is"      },
    {"recode",     UTF8                                                                             },
    {"rehash",     "/quote REHASH $*"                                                               },
    {"relay",      "the server keeps what is said for all your devices: start parlor there too"     },
    {"repeat",     ONCE                                                                             },
    {"restart",    "/quote RESTART $*"                                                              },
    {"ruby",       SCRIPTS                                                                          },
    {"rules",      "/quote RULES"                                                                   },
    {"run",        SCRIPTS                                                                          },
    {"save",       "there is nothing to save: each setting is kept as soon as you change it"        },
    {"sb",         SCROLL                                                                           },
    {"script",     SCRIPTS                                                                          },
    {"scrollback", SCROLL                                                                           },
    {"secure",
     "passwords are asked for and kept in a file of your own; password_command asks a program"      },
    {"setname",    "/quote SETNAME :$*"                                                             },
    {"silence",    "/quote SILENCE $*"                                                              },
    {"sleep",      ONCE                                                                             },
    {"spell",      SCRIPTS                                                                          },
    {"squery",     "/msg $*"                                                                        },
    {"squit",      "/quote SQUIT $*"                                                                },
    {"stats",      "/quote STATS $*"                                                                },
    {"statusbar",  BARS                                                                             },
    {"tcl",        SCRIPTS                                                                          },
    {"time",       "/quote TIME $*"                                                                 },
    {"timer",      ONCE                                                                             },
    {"trace",      "/quote TRACE $*"                                                                },
    {"trigger",    SCRIPTS                                                                          },
    {"umode",      "/mode $nick $*"                                                                 },
    {"unload",     SCRIPTS                                                                          },
    {"unquery",    "/close"                                                                         },
    {"unquiet",    "/mode -q $1"                                                                    },
    {"upgrade",    "quit and start it anew: you are where you were"                                 },
    {"uptime",     "what runs here tells /doctor"                                                   },
    {"userhost",   "/quote USERHOST $*"                                                             },
    {"users",      "/quote USERS $*"                                                                },
    {"version",    "/quote VERSION $*"                                                              },
    {"wait",       ONCE                                                                             },
    {"wallchops",  "/notice @$room $*"                                                              },
    {"wallops",    "/quote WALLOPS :$*"                                                             },
    {"watch",      WATCH                                                                            },
    {"wii",        "/whois $1 $1"                                                                   },
    {"xfer",       "/transfers"                                                                     },
};

static int compare(const void *key, const void *row)
{
    return strcasecmp(key, ((const struct row *)row)->word);
}

const char *elsewhere_find(const char *word)
{
    const struct row *row =
        bsearch(word, rows, sizeof(rows) / sizeof(*rows), sizeof(*rows), compare);
    return row ? row->text : NULL;
}

const char *elsewhere_word(size_t i)
{
    return i < sizeof(rows) / sizeof(*rows) ? rows[i].word : NULL;
}
