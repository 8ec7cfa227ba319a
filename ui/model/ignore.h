/*
 * ignore.h - whom the user does not want to hear: a list of entries with
 * blanks between, each "WHO[,WHAT+WHAT][,#room]".
 *
 * WHO is an account, a nick of somebody without one, or a mask with ! @ * or
 * ?. What they say is flagged (LINE_IGNORED), never thrown away.
 */
#ifndef IGNORE_H
#define IGNORE_H

#include <stdbool.h>

struct chat;
struct conv;
struct line;

enum ignore_what {
    IGNORE_MESSAGES = 1 << 0,
    IGNORE_NOTICES = 1 << 1,
    IGNORE_INVITES = 1 << 2,
    IGNORE_JOINS = 1 << 3,
    IGNORE_ALL = (1 << 4) - 1
};

/* By its name in an entry; 0 if it is none. */
unsigned ignore_what_find(const char *word);

/* Of lines of that kind (enum line_kind); 0 if they cannot be ignored. */
unsigned ignore_what_of(unsigned kind);

/* Who did something, and where. */
struct ignore_deed {
    unsigned what; /* enum ignore_what */
    const char *nick;
    const char *account; /* NULL: none, or not known */
    const char *source;  /* "nick!user@host"; NULL: not known any more */
    const char *room;    /* NULL: no room */
};

/* What somebody did there (conv: NULL for nowhere); the account is that of the room's list. */
struct ignore_deed ignore_deed(unsigned what, const char *nick, const struct conv *conv);

/* Does the list say so? Where the source is not known, a mask with a host does not fit. */
bool ignore_fits(const char *list, const struct ignore_deed *deed);

/* The list with, or without, an entry; NULL if it is there already, or not there. To free. An entry
 * without a comma takes away all of that WHO. */
char *ignore_with(const char *list, const char *entry);
char *ignore_without(const char *list, const char *entry);

/* Does the user not want to hear what is in that line, or what they (an account, or a nick) say?
 * conv: where; NULL: it is not known. masked: they came from where a mask of the list pointed. */
bool ignore_hides(const struct chat *chat, const struct conv *conv, const struct line *line);
bool ignore_names(const struct chat *chat, const struct conv *conv, const char *who, bool masked);

/* The list was changed, or lines came from elsewhere: flags the lines of a conversation anew. */
void ignore_apply(struct chat *chat, struct conv *conv);

/* The same everywhere, if the list is another one than the last time. */
void ignore_turn(struct chat *chat);

#endif
