/*
 * theme.h - a style per role; read from themes/NAME.theme (client.md, 5).
 */
#ifndef THEME_H
#define THEME_H

#include <stdbool.h>

#include "canvas.h"

/* enum name, name in the file */
#define THEME_ROLES(X)                \
    X(TEXT, "text")                   \
    X(TEXT_DIM, "text.dim")           \
    X(TEXT_SELF, "text.self")         \
    X(TIMESTAMP, "timestamp")         \
    X(NICK_SELF, "nick.self")         \
    X(MENTION, "mention")             \
    X(UNREAD_LINE, "unread.line")     \
    X(DAY_LINE, "day.line")           \
    X(JOIN_FOLD, "join.fold")         \
    X(NOTICE, "notice")               \
    X(ERROR, "error")                 \
    X(WARN, "warn")                   \
    X(OK, "ok")                       \
    X(LINK, "link")                   \
    X(PENDING, "pending")             \
    X(FAILED, "failed")               \
    X(INPUT, "input")                 \
    X(INPUT_COMMAND, "input.command") \
    X(INPUT_OVER, "input.over")       \
    X(TOPIC, "topic")                 \
    X(STATUS, "status")               \
    X(STATUS_KEY, "status.key")       \
    X(LAG, "lag")                     \
    X(ROOM, "room")                   \
    X(ROOM_ACTIVE, "room.active")     \
    X(ROOM_UNREAD, "room.unread")     \
    X(ROOM_MENTION, "room.mention")   \
    X(ROOM_GONE, "room.gone")         \
    X(USER, "user")                   \
    X(USER_AWAY, "user.away")         \
    X(USER_OP, "user.op")             \
    X(BORDER, "border")               \
    X(POPUP, "popup")                 \
    X(POPUP_SEL, "popup.sel")

enum role {
#define X(name, text) ROLE_##name,
    THEME_ROLES(X)
#undef X
        ROLE_COUNT
};

#define THEME_NICKS_MAX 32

struct theme {
    char *name; /* owned */
    bool light; /* variant = light */
    struct style roles[ROLE_COUNT];
    int32_t nicks[THEME_NICKS_MAX]; /* colours for names */
    int nnicks;                     /* 0: names are bold */
    int32_t irc[16];                /* the mIRC colours */
};

/* The terminal's own colours for everything: what is shown when no theme can be read. */
void theme_init(struct theme *theme);

/* Reads a file over *theme. Returns 0, or -1 with *cause (to free): "FILE:LINE: …". */
int theme_read(struct theme *theme, const char *path, char **cause);
void theme_clear(struct theme *theme);

/* Colours gone, attributes and signs stay: what NO_COLOR asks for. */
void theme_strip(struct theme *theme);

/* Style of a name: always the same colour for the same account (or nick). */
struct style theme_nick(const struct theme *theme, const char *name);

#endif
