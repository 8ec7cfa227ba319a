/*
 * irc_name.h - nick and room names, case folding, masks.
 *
 * CASEMAPPING=ascii: only A-Z fold (server.md, 2).
 */
#ifndef IRC_NAME_H
#define IRC_NAME_H

#include <stdbool.h>
#include <stddef.h>

#define IRC_NICK_MAX 24
#define IRC_ROOM_MAX 64

/* Sizes with NUL. */
#define IRC_NICK_SIZE (IRC_NICK_MAX + 1)
#define IRC_ROOM_SIZE (IRC_ROOM_MAX + 1)

/* A new folded copy; to free. */
char *irc_fold(const char *name);

/* Folds into out (size bytes), cutting what does not fit. Returns out. */
char *irc_fold_to(const char *name, char *out, size_t size);

/* Compares as the server does. */
bool irc_name_equal(const char *a, const char *b);

/* The same where []\~ are the capitals of {}|^ too (CASEMAPPING=rfc1459). */
bool irc_name_equal_rfc1459(const char *a, const char *b);

/* A nick that our server gives (server.md, 4.1 rule 1: 1-24 of A-Z a-z 0-9 _-[]\^{}|`, not first a
 * digit or '-'). */
bool irc_nick_valid(const char *nick);

/* A room: '#' and 1-63 bytes of UTF-8 without space, comma, control characters, ':' . */
bool irc_room_valid(const char *room);

/* True if a name looks like a room on any server ('#', '&', '+', '!'). */
bool irc_is_room(const char *name);

/* Matches a mask with * and ? (folded; at most as many steps as mask times text). */
bool irc_mask_match(const char *mask, const char *text);

/* Completes "bob" to "bob!*@*", "u@h" to "*!u@h"; to free. */
char *irc_mask_complete(const char *mask);

/*
 * The confusable skeleton of a nick (UTS #39 in spirit, ASCII only): folded,
 * with looks-alike characters made one (0 o, 1 l i |, rn m, vv w, - _ ...).
 * Two names with one skeleton may not be owned by two. To free.
 */
char *irc_nick_skeleton(const char *nick);

#endif
