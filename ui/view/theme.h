/*
 * theme.h - a style per role; read from themes/NAME.theme (client.md, 5).
 */
#ifndef THEME_H
#define THEME_H

#include <stdbool.h>

#include "canvas.h"

/* enum name, name in the file, the role whose style it has if no file names it */
#define THEME_ROLES(X)                             \
    X(TEXT, "text", TEXT)                          \
    X(TEXT_DIM, "text.dim", TEXT)                  \
    X(TEXT_SELF, "text.self", TEXT)                \
    X(TIMESTAMP, "timestamp", TEXT_DIM)            \
    X(NICK_SELF, "nick.self", TEXT)                \
    X(NICK_OP, "nick.op", TEXT)                    \
    X(MENTION, "mention", TEXT)                    \
    X(MENTION_BG, "mention.bg", TEXT)              \
    X(HIGHLIGHT, "highlight", MENTION)             \
    X(UNREAD_LINE, "unread.line", TEXT)            \
    X(DAY_LINE, "day.line", TEXT_DIM)              \
    X(JOIN_FOLD, "join.fold", TEXT_DIM)            \
    X(NOTICE, "notice", TEXT)                      \
    X(ERROR, "error", TEXT)                        \
    X(WARN, "warn", TEXT)                          \
    X(OK, "ok", TEXT)                              \
    X(LINK, "link", TEXT)                          \
    X(CODE, "code", POPUP)                         \
    X(QUOTE, "quote", TEXT_DIM)                    \
    X(REPLY, "reply", TEXT_DIM)                    \
    X(REACT, "react", TEXT_DIM)                    \
    X(PENDING, "pending", TEXT_DIM)                \
    X(FAILED, "failed", ERROR)                     \
    X(SPOILER, "spoiler", POPUP)                   \
    X(INPUT, "input", TEXT)                        \
    X(INPUT_COMMAND, "input.command", INPUT)       \
    X(INPUT_OVER, "input.over", ERROR)             \
    X(CURSOR_SEL, "cursor.sel", POPUP_SEL)         \
    X(SEARCH_HIT, "search.hit", MENTION)           \
    X(TOPIC, "topic", TEXT)                        \
    X(STATUS, "status", TOPIC)                     \
    X(STATUS_KEY, "status.key", STATUS)            \
    X(LAG, "lag", STATUS)                          \
    X(ROOM, "room", TEXT)                          \
    X(ROOM_ACTIVE, "room.active", ROOM)            \
    X(ROOM_UNREAD, "room.unread", ROOM)            \
    X(ROOM_MENTION, "room.mention", ROOM_UNREAD)   \
    X(ROOM_MUTED, "room.muted", ROOM_GONE)         \
    X(ROOM_PIN, "room.pin", ROOM)                  \
    X(ROOM_GONE, "room.gone", ROOM)                \
    X(USER, "user", TEXT)                          \
    X(USER_AWAY, "user.away", USER)                \
    X(USER_OP, "user.op", USER)                    \
    X(USER_BOT, "user.bot", USER)                  \
    X(BORDER, "border", TEXT_DIM)                  \
    X(BORDER_FOCUS, "border.focus", INPUT_COMMAND) \
    X(POPUP, "popup", TEXT)                        \
    X(POPUP_SEL, "popup.sel", POPUP)               \
    X(PROGRESS, "progress", OK)

enum role {
#define X(name, text, otherwise) ROLE_##name,
    THEME_ROLES(X)
#undef X
        ROLE_COUNT
};

#define THEME_NICKS_MAX 32

/* What text and its ground have at least, unless a theme promises more (WCAG 2.1, AA). */
#define THEME_CONTRAST 4.5

struct theme {
    char *name;       /* owned */
    char *dark_twin;  /* the same look on a dark ground; NULL if there is none; owned */
    char *light_twin; /* the same on a light one */
    char *warnings;   /* "FILE:LINE: …\n" each; NULL for none; owned */
    bool light;       /* variant = light */
    double contrast;  /* what it promises of its text */
    struct style roles[ROLE_COUNT];
    int32_t nicks[THEME_NICKS_MAX]; /* colours for names */
    int nnicks;                     /* 0: names are bold */
    int32_t irc[16];                /* the mIRC colours */
};

/* The terminal's own colours for everything: what is shown when no theme can be read. */
void theme_init(struct theme *theme);

/*
 * Reads files (at least one) over *theme, of which each inherits the next: what one does not say
 * comes from those behind it, with the palette of those before. Returns 0, or -1 with *cause (to
 * free): "FILE:LINE: …".
 */
int theme_read(struct theme *theme, char *const *paths, size_t n, char **cause);

/* The name that a file says it inherits; NULL if it says none, or cannot be read; to free. */
char *theme_inherits(const char *path);

void theme_clear(struct theme *theme);

/* Colours gone, attributes and signs stay: what NO_COLOR asks for. */
void theme_strip(struct theme *theme);

/* The name of a role, as in a file. */
const char *theme_role_name(enum role role);

/* Style of a name: always the same colour for the same account (or nick), in whatever case. */
struct style theme_nick(const struct theme *theme, const char *name);

#endif
