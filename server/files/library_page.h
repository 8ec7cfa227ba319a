/*
 * library_page.h - a folder of shared files as a page: for browsers (without
 * script, on any width), as JSON, and as text.
 *
 * All names are escaped for where they stand.
 */
#ifndef LIBRARY_PAGE_H
#define LIBRARY_PAGE_H

#include "library.h"

struct buf;

#define LIBRARY_PAGE_ENTRIES 500

struct library_page {
    const char *path; /* decoded; "" for the top */
    const char *base; /* what stands before a path in addresses: "/files/" */
    const struct library_list *list;
    enum library_order order;
    bool reverse;
    size_t number; /* the first is 1 */
    /* The SHA-256 of an entry, NULL while it is not known. */
    const char *(*sum)(void *arg, const struct library_entry *entry);
    void *arg;
    bool may_log_in; /* nobody has: a link says where */
};

/* How many pages the list has; at least one. */
size_t library_page_count(const struct library_list *list);

void library_page_html(struct buf *out, const struct library_page *page);
void library_page_json(struct buf *out, const struct library_page *page);
void library_page_text(struct buf *out, const struct library_page *page);

/* Of Content-Security-Policy: lets the page's own style in and nothing else. To free. */
char *library_page_policy(void);

#endif
