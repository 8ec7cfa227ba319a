/*
 * browse.h - the browser of a server's files: a folder as a list, and the
 * files that were posted in a conversation.
 */
#ifndef BROWSE_H
#define BROWSE_H

#include "chat.h"

/* Opens a folder of the network's files ("" is the top). */
void browse_folder(struct chat *chat, struct network *network, const char *path);

/* Opens the files that were posted in a conversation, the newest first. */
void browse_posted(struct chat *chat, struct conv *conv);

/* Once a turn: shows what came since. */
void browse_turn(struct chat *chat);

/* What somebody may want to get, and how the browser returns to it. */
struct browse_file {
    const char *url, *name;
    int64_t size;    /* -1 unknown */
    int64_t time_ms; /* 0 unknown */
    const char *sha256;
    const char *who; /* posted it; NULL: nobody did */
};

/* Asks, with its size, whether to get a file, and what to call it; back: what Esc returns to. */
void browse_ask(struct chat *chat, struct network *network, const struct browse_file *file,
                void (*back)(struct chat *chat));

/* The address of a shared file by its path (decoded); to free. NULL: the server did not say what
 * its addresses are. */
char *browse_url(const struct network *network, const char *path);

#endif
