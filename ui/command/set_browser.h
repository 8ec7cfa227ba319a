/*
 * set_browser.h - all settings as a list: look, change, take back; what is
 * changed holds at once.
 */
#ifndef SET_BROWSER_H
#define SET_BROWSER_H

#include "chat.h"

/* Opens it; filter is what is typed in it already, NULL for nothing. */
void set_browser_open(struct chat *chat, const char *filter);

#endif
