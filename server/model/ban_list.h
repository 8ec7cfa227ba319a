/*
 * ban_list.h - whom the server keeps out, or silent: by name, by address, by
 * the look of a name or of a whole "nick!user@host".
 *
 * What is banned says itself what it is:
 *   "alice"                a name, and the account of that name
 *   "bad*"                 names like that
 *   "192.0.2.7", "2001:db8::/32"   addresses
 *   "*!*@*.example.org"    a mask
 * An address is found by one look for each length of prefix that is in use; so
 * thousands of them cost no more than a few.
 */
#ifndef BAN_LIST_H
#define BAN_LIST_H

#include <stdbool.h>
#include <stdint.h>

#include "map.h"

/* Entries that one list may have. */
#define BAN_LIST_MAX 50000

enum ban_kind { BAN_NAME, BAN_NAMES, BAN_ADDRESS, BAN_MASK };

struct ban_entry {
    char *what; /* as it is shown and kept: folded, networks without host bits; owned */
    enum ban_kind kind;
    char *setter; /* owned */
    char *reason; /* owned; "" for none */
    int64_t set_ms;
    int64_t until_ms; /* wall; 0 for ever */
    struct ban_entry *prev, *next;
};

/* A zeroed one is empty. */
struct ban_list {
    struct ban_entry *first; /* utlist DL, oldest first */
    struct map by_what;
    struct map nets;          /* family, length and network in hex -> the entry */
    unsigned lengths[2][129]; /* networks of each length: IPv4, IPv6 */
    size_t n;
    int64_t due_ms; /* wall: earliest end; 0: none ends */
};

/* Who is looked for; NULL for what is not known. */
struct ban_query {
    const char *name;    /* nick or account */
    const char *account; /* another name of the same */
    const char *address;
    const char *mask;      /* nick!user@host */
    const char *mask_real; /* the same with the address */
};

/* The kind of what somebody wrote, and how it is kept (to free); NULL with *cause if it is none of
 * these. */
char *ban_what(const char *text, enum ban_kind *kind, const char **cause);

/* Adds, or changes what is there. Strings are copied; what is as ban_what() gave it. */
struct ban_entry *ban_list_add(struct ban_list *list, const char *what, const char *setter,
                               const char *reason);
void ban_list_set_times(struct ban_list *list, struct ban_entry *entry, int64_t set_ms,
                        int64_t until_ms);

struct ban_entry *ban_list_get(const struct ban_list *list, const char *what);
void ban_list_remove(struct ban_list *list, struct ban_entry *entry);
void ban_list_clear(struct ban_list *list);

/* The entry that holds for somebody now, or NULL. */
const struct ban_entry *ban_list_find(const struct ban_list *list, const struct ban_query *query,
                                      int64_t now_ms);

/* True if this entry holds for somebody, whatever its end. */
bool ban_entry_fits(const struct ban_entry *entry, const struct ban_query *query);

/* The next entry that has ended, or NULL. */
struct ban_entry *ban_list_ended(struct ban_list *list, int64_t now_ms);

#endif
