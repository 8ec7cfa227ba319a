/*
 * library_page_private.h - what the forms of a page share.
 */
#ifndef LIBRARY_PAGE_PRIVATE_H
#define LIBRARY_PAGE_PRIVATE_H

#include "library_page.h"

/* The entries that stand on the page: from *from to what is returned, without it. */
size_t library_page_span(const struct library_page *page, size_t *from);

/* The address of an entry, without a host. */
void library_page_link(struct buf *out, const struct library_page *page,
                       const struct library_entry *entry);

/* "name", "size" or "time"; static. */
const char *library_page_order(enum library_order order);

#endif
