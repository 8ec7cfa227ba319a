#include "elsewhere.h"

#include <stdlib.h>
#include <strings.h>

#define BARS    "F7, F8 show rooms, people; /theme colours"
#define MANY    "one room at a time: nothing here speaks in many"
#define ONCE    "one command at a time; /alias makes your own"
#define PRINT   "what a program prints is shown by /exec"
#define SCRIPTS "no scripts here: /exec runs a program"
#define SCROLL  "PgUp and PgDn scroll, /clear clears"
#define THEME   "colours come from a theme: /theme"
#define UTF8    "all is UTF-8; old Western letters are read too"
#define WATCH   "who you talk to is watched by itself"

/* What they type, what is done or said here; sorted. A sentence and its word fit into the line
 * above the input at 80 columns. */
static const struct row {
    const char *word, *text;
} rows[] = {
    {"accept",     "/quote ACCEPT $*"                                },
    {"admin",      "/quote ADMIN $*"                                 },
    {"allchan",    MANY                                              },
    {"allserv",    MANY                                              },
    {"ame",        MANY                                              },
    {"amsg",       MANY                                              },
    {"autojoin",   "rooms you were in are joined again at start"     },
    {"bar",        BARS                                              },
    {"beep",       "ui.bell rings for what speaks to you"            },
    {"botserv",    "/msg BotServ $*"                                 },
    {"bs",         "/msg BotServ $*"                                 },
    {"buflist",    "F7 shows and hides the rooms, F8 the people"     },
    {"channel",    "rooms you were in are joined again at start"     },
    {"chanserv",   "/msg ChanServ $*"                                },
    {"charset",    UTF8                                              },
    {"color",      "/theme $*"                                       },
    {"colour",     "/theme $*"                                       },
    {"cs",         "/msg ChanServ $*"                                },
    {"cursor",     "Alt+s picks a message, Alt+l leaves text to copy"},
    {"dcc",        "the server has files: /upload PATH, /files, /get"},
    {"dehalfop",   "/mode -h $1"                                     },
    {"describe",   "for somebody else: /query NAME, then /me"        },
    {"die",        "/quote DIE $*"                                   },
    {"echo",       PRINT                                             },
    {"eval",       ONCE                                              },
    {"filter",     "who comes and goes is hidden: ui.joins"          },
    {"foreach",    MANY                                              },
    {"format",     THEME                                             },
    {"fset",       "/set $*"                                         },
    {"guile",      SCRIPTS                                           },
    {"halfop",     "/mode +h $1"                                     },
    {"hash",       PRINT                                             },
    {"hook",       SCRIPTS                                           },
    {"hostserv",   "/msg HostServ $*"                                },
    {"hotlist",    "Alt+a goes to what is unread, mentions first"    },
    {"hs",         "/msg HostServ $*"                                },
    {"info",       "/quote INFO $*"                                  },
    {"input",      "keys: /bind lists and changes them"              },
    {"irc",        "/server $*"                                      },
    {"ison",       "/quote ISON $*"                                  },
    {"key",        "keys: /bind; /bind preset weechat takes theirs"  },
    {"kill",       "/quote KILL $1 :$2-"                             },
    {"knock",      "/quote KNOCK $1 :$2-"                            },
    {"last",       "/search $*"                                      },
    {"layout",     "widths, order and open room stay by themselves"  },
    {"links",      "/quote LINKS $*"                                 },
    {"load",       SCRIPTS                                           },
    {"lua",        SCRIPTS                                           },
    {"lusers",     "/quote LUSERS $*"                                },
    {"map",        "/quote MAP"                                      },
    {"memoserv",   "/msg MemoServ $*"                                },
    {"monitor",    WATCH                                             },
    {"motd",       "/quote MOTD $*"                                  },
    {"mouse",      "/toggle ui.mouse"                                },
    {"ms",         "/msg MemoServ $*"                                },
    {"network",    "/server $*"                                      },
    {"nicklist",   "F8 shows and hides the people"                   },
    {"nickserv",   "/msg NickServ $*"                                },
    {"ns",         "/msg NickServ $*"                                },
    {"omsg",       "/notice @$room $*"                               },
    {"onotice",    "/notice @$room $*"                               },
    {"operserv",   "/msg OperServ $*"                                },
    {"os",         "/msg OperServ $*"                                },
    {"perl",       SCRIPTS                                           },
    {"ping",       "/ctcp $1 PING"                                   },
    {"plugin",     SCRIPTS                                           },
    {"print",      PRINT                                             },
    {"proxy",      "none here: an ssh tunnel does the same"          },
    {"python",     SCRIPTS                                           },
    {"quiet",      "/mode +q $1"                                     },
    {"rawlog",     "how the server is tells /doctor"                 },
    {"recode",     UTF8                                              },
    {"rehash",     "/quote REHASH $*"                                },
    {"relay",      "the server keeps all for your other devices"     },
    {"repeat",     ONCE                                              },
    {"restart",    "/quote RESTART $*"                               },
    {"ruby",       SCRIPTS                                           },
    {"rules",      "/quote RULES"                                    },
    {"run",        SCRIPTS                                           },
    {"save",       "each setting is kept as soon as you change it"   },
    {"sb",         SCROLL                                            },
    {"script",     SCRIPTS                                           },
    {"scrollback", SCROLL                                            },
    {"secure",     "a file of yours, or user.password_command"       },
    {"setname",    "/quote SETNAME :$*"                              },
    {"silence",    "/quote SILENCE $*"                               },
    {"sleep",      ONCE                                              },
    {"spell",      SCRIPTS                                           },
    {"squery",     "/msg $*"                                         },
    {"squit",      "/quote SQUIT $*"                                 },
    {"stats",      "/quote STATS $*"                                 },
    {"statusbar",  BARS                                              },
    {"tcl",        SCRIPTS                                           },
    {"time",       "/quote TIME $*"                                  },
    {"timer",      ONCE                                              },
    {"trace",      "/quote TRACE $*"                                 },
    {"trigger",    SCRIPTS                                           },
    {"umode",      "/mode $nick $*"                                  },
    {"unload",     SCRIPTS                                           },
    {"unquery",    "/close"                                          },
    {"unquiet",    "/mode -q $1"                                     },
    {"upgrade",    "quit and start it anew: you are where you were"  },
    {"uptime",     "what runs here tells /doctor"                    },
    {"userhost",   "/quote USERHOST $*"                              },
    {"users",      "/quote USERS $*"                                 },
    {"version",    "/quote VERSION $*"                               },
    {"wait",       ONCE                                              },
    {"wallchops",  "/notice @$room $*"                               },
    {"wallops",    "/quote WALLOPS :$*"                              },
    {"watch",      WATCH                                             },
    {"wii",        "/whois $1 $1"                                    },
    {"xfer",       "/transfers"                                      },
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
