/*
 * mode.h - the table of room mode letters; reading and writing lists of changes.
 *
 * Pure: what a change means to a room, and who may ask for it, is cmd_mode.c's.
 */
#ifndef MODE_H
#define MODE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "irc_msg.h"
#include "room.h"

/* Changes with a parameter in one line (MODES= in 005); further ones are ignored. */
#define MODE_PARAMS_MAX 6

/* Bytes of a key (KEYLEN= in 005). */
#define MODE_KEY_MAX 32

/* Changes of one line altogether; further ones are ignored. */
#define MODE_CHANGES_MAX 24

/* Bytes for all letters a room or a member can have, with sign and NUL. */
#define MODE_LETTERS_SIZE 16

enum mode_kind {
    MODE_FLAG,  /* enum room_flag, no parameter */
    MODE_RANK,  /* enum rank, of a member */
    MODE_BAN,   /* a list */
    MODE_KEY,   /* a word, given back as "*" when it goes */
    MODE_LIMIT, /* a number, none when it goes */
};

struct mode {
    char letter;
    enum mode_kind kind;
    unsigned bit;
};

/* The row of a letter, or NULL. */
const struct mode *mode_find(char letter);

/* One wish of a client, as it stands in the line. */
struct mode_request {
    char letter;
    const struct mode *mode; /* NULL: nobody knows the letter */
    bool add;
    const char *param; /* NULL: takes none, or none was given */
};

/* Walks "+o-bk alice *!*@* key" of a message from the parameter with the letters on. */
struct mode_reader {
    const struct irc_msg *msg;
    const char *letters;
    size_t next_param;
    bool add;
};

void mode_read_begin(struct mode_reader *reader, const struct irc_msg *msg, size_t param);
bool mode_read(struct mode_reader *reader, struct mode_request *request);

/* One thing that really changed. */
struct mode_change {
    const struct mode *mode;
    bool add;
    char *param; /* owned; NULL for none */
};

struct mode_changes {
    struct mode_change list[MODE_CHANGES_MAX];
    size_t n;
    size_t nparams;
};

/* True if one more change, with or without a parameter, is allowed in this line. */
bool mode_changes_have_space(const struct mode_changes *changes, bool param);

/* Notes a change; param is copied. */
void mode_changes_add(struct mode_changes *changes, const struct mode_request *request,
                      const char *param);

void mode_changes_clear(struct mode_changes *changes);

/*
 * Puts changes from first on behind the parameters of msg, as long as these
 * take at most size bytes; letters is built into the buffer and must outlive
 * the message. Returns the first change that is left.
 */
size_t mode_changes_write(const struct mode_changes *changes, size_t first, size_t size,
                          struct irc_msg *msg, struct buf *letters);

/* The modes of a room as letters ("+klnt"); key before limit is the order of their parameters. */
char *mode_room_letters(const struct room *room, char out[static MODE_LETTERS_SIZE]);

#endif
