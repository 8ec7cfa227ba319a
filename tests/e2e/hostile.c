#include "hostile.h"

#include <string.h>

#include "buf.h"

/*
 * %b random bytes   %w a word that means something   %n an odd number
 * %l 600 letters    %L 6000 letters                  %, 1000 words between commas
 * %8 no UTF-8       %0 NUL   %r CR   %e an escape    %* many wildcards
 * %- the line has no end
 */
static const struct hostile_scenario scenarios[] = {
    {"no newline",          HOSTILE_NEW,   {"%l%-", "%b%-", "%L%-"}                                                                     },
    {"only newlines",       HOSTILE_NEW,   {"", "%r", " ", "%r%r%r"}                                                                    },
    {"NULs",                HOSTILE_GUEST, {"PRIVMSG #pair :a%0b", "%0", "NICK a%0", "PI%0NG x"}                                        },
    {"carriage returns",
     HOSTILE_GUEST,                        {"PRIVMSG bob :a%r:bob PRIVMSG #pair :b", "TOPIC #x :a%rb"}                                  },
    {"too long tags",       HOSTILE_GUEST, {"@%L PRIVMSG bob :x", "@a=%L PING x", "@+x=%l;+y=%l PING x"}                                },
    {"odd tags",
     HOSTILE_GUEST,                        {"@ PING x", "@;;; PING x", "@=;== PING x", "@a\\", "@a=\\ PING", "@%b PING x",
      "@+%w=%b PING x"}                                                                                              },
    {"unknown commands",
     HOSTILE_GUEST,                        {"%b", "%w %w %w", "FROBNICATE %w", "%n %n", ":%w", ":%w %w"}                                },
    {"many parameters",
     HOSTILE_GUEST,                        {"%w 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17", "MODE #x a b c d e f g h i j k l m n o p q"}},
    {"no UTF-8",            HOSTILE_GUEST, {"PRIVMSG #pair :%8", "NICK %8", "JOIN #%8", "AWAY :%8", "%8"}                               },
    {"before arriving",
     HOSTILE_NEW,                          {"JOIN #pair", "PRIVMSG alice :x", "%w %w %w", "QUIT%0", "PONG x", "WHO *", "MODE %w %w"}    },
    {"capabilities",
     HOSTILE_NEW,                          {"CAP LS %n", "CAP REQ :%w %w", "CAP REQ :-%w", "CAP REQ %l", "CAP END", "CAP %w",
      "CAP ACK :%b"}                                                                                                   },
    {"login out of order",
     HOSTILE_NEW,                          {"AUTHENTICATE %w", "AUTHENTICATE *", "AUTHENTICATE PLAIN", "AUTHENTICATE +", "CAP REQ sasl",
      "CAP END", "AUTHENTICATE SCRAM-SHA-256"}                                                                         },
    {"odd base64",
     HOSTILE_NEW,                          {"CAP REQ sasl", "AUTHENTICATE PLAIN", "AUTHENTICATE %b",
      "AUTHENTICATE =====", "AUTHENTICATE %l", "AUTHENTICATE YWxpY2UAYm9iAHg="}                                        },
    {"names",               HOSTILE_NEW,   {"NICK %b", "NICK %l", "NICK", "NICK alice", "NICK :", "NICK %w"}                            },
    {"who one is",          HOSTILE_NEW,   {"USER %b %b %b :%b", "USER", "USER a b c", "USER %l 0 * :%l"}                               },
    {"passwords",           HOSTILE_NEW,   {"PASS %l", "PASS %b", "PASS", "PASS :", "PASS %8"}                                          },
    {"a thousand rooms",
     HOSTILE_GUEST,                        {"JOIN %,", "PART %,", "NAMES %,", "JOIN #%b", "JOIN 0", "LIST %,"}                          },
    {"modes",
     HOSTILE_GUEST,                        {"MODE #h +%w%w%w %w %w", "MODE #h +l %n", "MODE #h +kkkk %b %b", "MODE #h +b %*",
      "MODE %w %b", "JOIN #h", "MODE #h +ooovvv %w"}                                                                 },
    {"pings",               HOSTILE_GUEST, {"PING %l", "PING", "PONG q%n", "PONG :q%n", "PING :%b", "PONG"}                             },
    {"history",
     HOSTILE_ACCOUNT,                      {"CHATHISTORY %w %w %w %n", "CHATHISTORY LATEST #pair * %n",
      "CHATHISTORY BEFORE #pair msgid=%b 10",
      "CHATHISTORY BETWEEN #pair timestamp=%n timestamp=%w %n", "CHATHISTORY TARGETS %w %w %n",
      "CHATHISTORY", "CHATHISTORY AROUND #pair timestamp=%b %n"}                                                   },
    {"read markers",
     HOSTILE_ACCOUNT,                      {"MARKREAD %w timestamp=%n", "MARKREAD %b %b", "MARKREAD",
      "MARKREAD bob timestamp=9999-99-99T99:99:99Z"}                                                               },
    {"masks",               HOSTILE_GUEST, {"WHO %*", "WHO * %%%w,%n", "WHOIS %*", "WHOIS %,", "LIST >%n"}                              },
    {"topics and kicks",
     HOSTILE_GUEST,                        {"TOPIC #h :%b", "KICK #h %, :%b", "INVITE %w %w", "KICK %w %w"}                             },
    {"batches",
     HOSTILE_ACCOUNT,                      {"BATCH +%b %w %w", "BATCH -%w", "BATCH", "BATCH +a draft/multiline #pair",
      "@batch=%w PRIVMSG bob :x"}                                                                                  },
    {"lines of a batch",
     HOSTILE_ACCOUNT,                      {"CAP REQ :batch draft/multiline message-tags",
      "@+parlor.chat/edit=%b BATCH +a draft/multiline %w", "@batch=a PRIVMSG #pair :%b",
      "@batch=a;draft/multiline-concat PRIVMSG #pair :%l", "@batch=a NOTICE %w :%8", "BATCH -a",
      "BATCH +a draft/multiline %,"}                                                                               },
    {"edits and reactions",
     HOSTILE_ACCOUNT,                      {"@+parlor.chat/edit=%b PRIVMSG #pair :%b", "@+parlor.chat/edit=%l NOTICE %w :x",
      "@+parlor.chat/edit PRIVMSG bob :%n", "@+draft/react=%b;+reply=%b TAGMSG #pair",
      "@+draft/react=%l;+reply=%l TAGMSG %w", "@+draft/unreact=%w;+reply=%w TAGMSG bob"}                           },
    {"searching",
     HOSTILE_ACCOUNT,                      {"SEARCH %b", "SEARCH text=%b;in=%w", "SEARCH text=\"%*\";from=%b",
      "SEARCH limit=%n;before=%n;after=%w", "SEARCH ;;=;text", "SEARCH text=%l;text=%l;in=#pair",
      "SEARCH in=%b;limit=%n"}                                                                                     },
    {"watching",
     HOSTILE_ACCOUNT,                      {"MONITOR + %,", "MONITOR - %,", "MONITOR + %b,%w,%8", "MONITOR %w %l", "MONITOR L",
      "MONITOR S", "MONITOR C"}                                                                                    },
    {"registration",
     HOSTILE_NEW,                          {"REGISTER %w %w %w", "REGISTER * * %l", "REGISTER", "VERIFY %w %w", "REGISTER %b * x",
      "REGISTER * %b x"}                                                                                               },
    {"targets",
     HOSTILE_ACCOUNT,                      {"PRIVMSG %, :x", "PRIVMSG %b :x", "NOTICE @%%+#pair :x", "TAGMSG %w", "PRIVMSG",
      "PRIVMSG bob", "PRIVMSG carol :%l"}                                                                          },
    {"services",
     HOSTILE_ACCOUNT,                      {"PRIVMSG NickServ :%w %w %w", "PRIVMSG NickServ :%b", "NickServ %w",
      "PRIVMSG NickServ :SET %w %b"}                                                                               },
    {"labels",
     HOSTILE_ACCOUNT,                      {"@label=%b PING x", "@label=%l PING x", "@label=;label= PING", "@label=%w;label=%w WHO %w",
      "@label"}                                                                                                    },
    {"control codes",
     HOSTILE_GUEST,                        {"PRIVMSG #h :%e%b", "AWAY :%e", "SETNAME :%e%b", "TOPIC #h :%e"}                            },
    {"chance",              HOSTILE_GUEST, {"%b%b%b%b", "%w %b %n %b", "@%b :%b %w %b", "%b%0%b%r%b"}                                   },
};

const struct hostile_scenario *hostile_scenarios(size_t *n)
{
    *n = sizeof(scenarios) / sizeof(*scenarios);
    return scenarios;
}

/* Steele and Vigna, "splitmix64". */
static uint64_t chance(uint64_t *seed)
{
    uint64_t z = (*seed += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

static const char *one_of(const char *const *list, size_t n, uint64_t *seed)
{
    return list[chance(seed) % n];
}

#define ONE_OF(list, seed) one_of((list), sizeof(list) / sizeof(*(list)), (seed))

static void add_bytes(struct buf *to, uint64_t *seed)
{
    size_t n = chance(seed) % 40 + 1;
    for (size_t i = 0; i < n; i++) {
        char c = (char)(unsigned char)chance(seed);
        buf_putc(to, c == '\n' ? ' ' : c);
    }
}

static void add_times(struct buf *to, const char *text, int times)
{
    for (int i = 0; i < times; i++)
        buf_puts(to, text);
}

static const char *const words[] = {
    "alice",
    "#pair",
    "*",
    "$",
    "#",
    "",
    ":",
    "+",
    "-",
    "o",
    "v",
    "LS",
    "LATEST",
    "msgid=",
    "timestamp=",
    "bob!*@*",
    "@",
    "=",
    "sasl",
    "PLAIN",
    "batch",
    "NICK",
    "SETNAME",
    "REGISTER",
    "IDENTIFY",
    "echo-message",
    "PRIVMSG",
    "0",
    "draft/multiline",
    "text=",
};
static const char *const numbers[] = {
    "0",
    "-1",
    "1",
    "2147483647",
    "2147483648",
    "4294967296",
    "9223372036854775807",
    "18446744073709551616",
    "99999999999999999999999999999999",
    "0x10",
    "1e9",
    "+5",
    "",
    "-9223372036854775808",
};
static const char *const no_utf8[] = {"\300\200",         "\377\376", "\355\240\200",
                                      "\364\220\200\200", "\342\202", "\200abc"};
static const char *const escapes[] = {"\033[2J", "\001ACTION", "\002\003\017", "\033]0;x\007",
                                      "\342\200\256"};

static void add_odd(struct buf *to, char what, uint64_t *seed)
{
    switch (what) {
    case 'b': add_bytes(to, seed); break;
    case 'w': buf_puts(to, ONE_OF(words, seed)); break;
    case 'n': buf_puts(to, ONE_OF(numbers, seed)); break;
    case 'l': add_times(to, "letter", 100); break;
    case 'L': add_times(to, "letter", 1000); break;
    case ',': add_times(to, "#a,b,", 500); break;
    case '8': buf_puts(to, ONE_OF(no_utf8, seed)); break;
    case '0': buf_putc(to, '\0'); break;
    case 'r': buf_putc(to, '\r'); break;
    case 'e': buf_puts(to, ONE_OF(escapes, seed)); break;
    case '*': add_times(to, "*?a", 60); break;
    default: buf_putc(to, what); break;
    }
}

void hostile_add(const struct hostile_scenario *scenario, uint64_t *seed, struct buf *to)
{
    size_t n = 0;
    while (n < sizeof(scenario->templates) / sizeof(*scenario->templates) && scenario->templates[n])
        n++;
    const char *p = scenario->templates[chance(seed) % n];
    for (; *p; p++) {
        if (p[0] == '%' && p[1] == '-')
            return;
        if (*p == '%')
            add_odd(to, *++p, seed);
        else
            buf_putc(to, *p);
    }
    buf_puts(to, "\r\n");
}
