/*
 * user.h - who somebody is: a claimed name (account) or a guest.
 *
 * A user is not a connection (HOUSE.md, decision 10): it has one session per
 * device. Accounts are users for ever, with or without sessions, and stay
 * members of their rooms; a guest is freed with its last session.
 */
#ifndef USER_H
#define USER_H

#include <stdbool.h>
#include <stdint.h>

#include "stamps.h"

struct mail;
struct member;
struct session;

struct user {
    char *name;     /* nick, as its owner writes it; owned */
    char *fold;     /* folded name: key in the world and, for accounts, in the store; owned */
    char *username; /* of the newest session's USER; owned */
    char *host;     /* shown host: the account's cloak or the address; owned */
    char *realname; /* owned */
    char *away;     /* reason, NULL while here; owned */
    bool account;   /* claimed, as opposed to a guest */
    bool present;   /* others see it: it has a registered session, or the grace period runs */
    bool oper;      /* one of its sessions is an operator's */
    bool wallops;   /* user mode +w: hears what operators tell each other */
    bool invisible; /* user mode +i */
    bool bot;       /* user mode +B */
    bool erasing;   /* account: going; nobody logs in any more */
    bool spoke;     /* account: has said something, ever */
    int64_t grace_until_ms;               /* monotonic; 0 when no grace period runs */
    int64_t created_ms;                   /* wall: when the name was claimed, or the guest came */
    int64_t signon_ms;                    /* wall: since when present */
    int64_t active_ms;                    /* wall: last message */
    int64_t last_seen_ms;                 /* wall: when the last session went */
    int outstanding;                      /* messages of its that wait for those who are away */
    struct mail *mail;                    /* what waits for it; NULL for nothing; owned */
    struct stamps markers;                /* conversation -> wall: read up to then */
    struct session *sessions;             /* utlist DL by session->user_next */
    struct member *rooms;                 /* utlist DL by member->user_next */
    struct user *grace_prev, *grace_next; /* world->grace */
};

/* "nick!username@host"; in a static-free way: written to out, which is cut to size bytes. Returns
 * out. */
char *user_source(const struct user *user, char *out, int size);

/* The host that somebody of this name is shown with; to free. */
char *user_cloak(const char *name);

/* Bytes for the longest source. */
#define USER_SOURCE_SIZE 160

/* Whether it is an operator: as long as one of its sessions is. */
void user_count_opers(struct user *user);

/* Seconds since its last message. The wall clock may have gone back. */
int64_t user_idle_s(const struct user *user, int64_t now_ms);

/* True if at least one room has both. */
bool user_shares_room(const struct user *a, const struct user *b);

#endif
