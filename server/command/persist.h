/*
 * persist.h - rooms, memberships and the modes of accounts to the store.
 *
 * A room's record (space "room", key its folded name) is a text of lines
 * "word value"; command_load() reads them back. What guests do in a room is not
 * kept.
 */
#ifndef PERSIST_H
#define PERSIST_H

#include "command.h"

/* Keeps a room's name, topic, modes, key, limit, bans and invites; after each change of one of
 * them. */
void room_save(struct server *server, const struct room *room);

/* The room is no more. */
void room_forget(struct server *server, const struct room *room);

/* Keeps a membership and its ranks: after joining, and after a change of ranks. */
void member_save(struct server *server, const struct member *member);

/* The membership ends; before room_remove(). */
void member_forget(struct server *server, const struct member *member);

/* Keeps an account's modes (space "umode": its letters), and that it has spoken (space "spoke"). */
void user_modes_save(struct server *server, const struct user *user);
void user_spoke(struct server *server, struct user *user);

/* Reads an account's modes. */
void user_modes_restore(struct user *user, const char *letters);

/* Forgets all records of an account. */
void user_forget(struct server *server, const struct user *user);

/* Reads a record into the room of that name, making it. */
void room_restore(struct world *world, const char *record, int64_t now_ms);

#endif
