/*
 * markup_link.h - where a link leads, and how it is shown so that nobody is
 * led elsewhere than they read.
 */
#ifndef MARKUP_LINK_H
#define MARKUP_LINK_H

#include "buf.h"

/*
 * A link of len bytes as it is to be shown: the host in ASCII, with the
 * readable form behind it where that can be trusted. Returns where it leads,
 * in ASCII without blanks or controls, to free; NULL if it leads nowhere.
 */
char *markup_link(const char *link, size_t len, struct buf *shown);

#endif
