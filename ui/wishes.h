/*
 * wishes.h - what the model wants of the world outside (enum wish), granted at
 * the end of the turn.
 */
#ifndef WISHES_H
#define WISHES_H

#include <stdbool.h>

#include "archive.h"
#include "chat.h"
#include "display.h"
#include "programs.h"

/* What it takes. All borrowed. */
struct wishes {
    struct chat *chat;
    struct display *display;
    struct programs *programs;
    struct archive *archive; /* NULL: nothing is kept */
    const char *config;      /* the file of settings; NULL: the usual one */
    bool guest;              /* settings are not kept either */
};

/* Grants them, and forgets them. True: the user leaves. */
bool wishes_grant(const struct wishes *wishes);

/* Says the first of what was passed over in a file: "FILE:LINE: ...". */
void wishes_warn(struct chat *chat, const char *warnings);

/* Reads the settings anew; what is broken changes nothing, and is said. */
void wishes_reload(struct chat *chat, const char *config, bool asked);

#endif
