/*
 * browse_list.h - the rows of the file browser. A row's value begins with a
 * letter that says what it is; behind it stands a name, or a number.
 */
#ifndef BROWSE_LIST_H
#define BROWSE_LIST_H

#include "chat.h"
#include "posted.h"

#define BROWSE_FOLDER 'd'
#define BROWSE_FILE   'f'
#define BROWSE_ROOM   'r' /* the files that were posted in it */
#define BROWSE_POSTED 'p'

/* Fills an empty list with the folder that is listed; title, note and error too. */
void browse_list_folder(const struct chat *chat, struct dialog *dialog,
                        const struct network *network);

/* The files posted in a conversation. */
void browse_list_posted(const struct chat *chat, struct dialog *dialog, const struct conv *conv);

#endif
