/*
 * conf_edit.h - changes in the text of an INI file that leave all the rest as
 * it stands: comments, order, blank lines, and what we do not know.
 */
#ifndef CONF_EDIT_H
#define CONF_EDIT_H

#include <stddef.h>

struct buf;

struct conf_change {
    char *section; /* owned */
    char *key;     /* owned */
    char *value;   /* one line for each '\n'-separated part; NULL: the key goes; owned */
};

/* What is to be changed. A zeroed one is empty. */
struct conf_changes {
    struct conf_change *items; /* owned */
    size_t n;
};

/* Notes a change; one of the same key that was noted before is forgotten. */
void conf_changes_add(struct conf_changes *changes, const char *section, const char *key,
                      const char *value);
void conf_changes_clear(struct conf_changes *changes);

/*
 * Makes the changes in the text of a file. A key gets its value where it
 * stands, else behind the comment that names it (";key = ..."), else at the
 * end of its section, which is made if there is none.
 */
void conf_edit(struct buf *text, const struct conf_changes *changes);

#endif
