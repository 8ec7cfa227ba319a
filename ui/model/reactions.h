/*
 * reactions.h - the short answers (mostly one emoji) that hang on messages of
 * a conversation, by msgid: who gave which.
 *
 * Who is an account, or a nick where somebody has none. Names and values come
 * from strangers: both are sanitised here, and there is an end to how many are
 * kept.
 */
#ifndef REACTIONS_H
#define REACTIONS_H

#include <stdbool.h>
#include <stddef.h>

struct chat;
struct conv;

/* Longer values are not taken (server.md, 2.9). */
#define REACTION_BYTES 64

/* So many are kept of one message, and of a conversation. */
#define REACTIONS_OF_ONE 200
#define REACTIONS_MAX    20000

/* Borrowed. */
struct reaction {
    const char *who;
    const char *value;
    bool masked; /* it came from where the user wants to hear nothing (a mask of ignore.h) */
};

/* One value of a message, and how many gave it. */
struct reaction_sum {
    const char *value; /* borrowed */
    unsigned n;
    bool own; /* we are among them */
};

/*
 * Somebody gives a message a reaction, or takes it back (on: false). False if
 * that changes nothing, or if the message is not here.
 */
bool reactions_set(struct conv *conv, const char *msgid, const struct reaction *reaction, bool on);

/* The same, painted and noted for the disk (conv->reacted), also if the message is not here. */
void chat_react(struct chat *chat, struct conv *conv, const char *msgid,
                const struct reaction *reaction, bool on);

/* Whom the user ignores is another one now: what they gave is kept, and not shown. Did that
 * change what is shown? */
bool reactions_hide(const struct chat *chat, const struct conv *conv);

/* How many gave which, in the order in which they were first given: at most max. Returns how many
 * different ones. */
size_t reactions_sum(const struct conv *conv, const char *msgid, struct reaction_sum *sums,
                     size_t max);

/* Did we give a message that one? */
bool reactions_own(const struct conv *conv, const char *msgid, const char *value);

/* The i-th reaction of a message, in order; false behind the last. */
bool reactions_nth(const struct conv *conv, const char *msgid, size_t i, struct reaction *out);

/* Gives what the disk does not know yet, in order, and forgets that. */
typedef void reactions_new_fn(void *arg, const char *msgid, const struct reaction *reaction,
                              bool on);
void reactions_each_new(struct conv *conv, reactions_new_fn *fn, void *arg);

/* Forgets all. */
void reactions_clear(struct conv *conv);

#endif
