/*
 * room.h - a room: members with ranks, topic, bans, keys, limits.
 *
 * A member row ties a user and a room and hangs in both. Members who are
 * accounts stay while offline (server.md, R6); only present users are shown.
 */
#ifndef ROOM_H
#define ROOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "map.h"

struct user;

/* Ranks of a member, high to low; their prefixes are ~@+. */
enum rank { RANK_OWNER = 1 << 0, RANK_OP = 1 << 1, RANK_VOICE = 1 << 2 };

/* Room modes without a parameter. */
enum room_flag {
    ROOM_INVITE_ONLY = 1 << 0, /* +i */
    ROOM_MODERATED = 1 << 1,   /* +m */
    ROOM_NO_EXTERNAL = 1 << 2, /* +n */
    ROOM_SECRET = 1 << 3,      /* +s */
    ROOM_TOPIC_OPS = 1 << 4,   /* +t */
};

struct member {
    struct room *room;
    struct user *user;
    unsigned ranks;
    int64_t joined_ms;                    /* wall; 0: before the server's last start */
    struct member *room_prev, *room_next; /* room->members */
    struct member *user_prev, *user_next; /* user->rooms */
};

/* An entry of +b (bans) or +I/+e were there any. */
struct ban {
    char *mask;   /* owned */
    char *setter; /* source, owned */
    int64_t set_ms;
    struct ban *prev, *next;
};

struct room {
    char *name;         /* as first written; owned */
    char *fold;         /* owned; the conversation's key in the store */
    char *topic;        /* NULL for none; owned */
    char *topic_setter; /* owned */
    int64_t topic_ms;
    unsigned flags; /* enum room_flag */
    char *key;      /* +k, NULL for none; owned */
    int limit;      /* +l, 0 for none */
    int64_t created_ms;
    int64_t last_ms;        /* newest time in its log: times never go back */
    struct member *members; /* utlist DL by room_next */
    size_t nmembers;        /* present or not */
    struct map by_user;     /* fold of the member's name -> struct member */
    struct ban *bans;
    size_t nbans;
    struct map invited; /* who may pass +i once (room_invites.h); value is the room itself */
};

/* The member row of a user, or NULL. */
struct member *room_member(const struct room *room, const struct user *user);

/* Adds a user who is no member yet. */
struct member *room_add(struct room *room, struct user *user, unsigned ranks);

/* Removes a member row from both sides and frees it. */
void room_remove(struct member *member);

/* True if a ban matches "nick!user@host" of the user, its account ("$a:name") or
 * "nick!user@address". */
bool room_is_banned(const struct room *room, const struct user *user);

/* Adds a ban; false if it stands there already. Removes; false if it is not there. */
bool room_ban(struct room *room, const char *mask, const char *setter, int64_t now_ms);
bool room_unban(struct room *room, const char *mask);

/* Owner or op (or higher). */
bool member_is_op(const struct member *member);

/* May the user speak? n, m, bans considered. */
bool room_may_speak(const struct room *room, const struct user *user);

/* Members that others see. */
size_t room_present_count(const struct room *room);

/* Prefixes of ranks, highest first, all of them or only the highest; out holds 4 bytes. Returns
 * out. */
char *rank_prefixes(unsigned ranks, bool all, char *out);

/* Sets the topic ("" or NULL: none). */
void room_set_topic(struct room *room, const char *topic, const char *setter, int64_t now_ms);

#endif
