/*
 * paste.h - a paste that is more than a few rows is looked at before it goes anywhere.
 */
#ifndef PASTE_H
#define PASTE_H

#include "chat.h"

/* True if the paste is now shown, to be decided about; else it is typed as it is. */
bool paste_took(struct chat *chat, const char *text);

/* The same for what a program printed, however little it is: whatever it begins with, it is said
 * and no command. */
void paste_offer(struct chat *chat, const char *text);

#endif
