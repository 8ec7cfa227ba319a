/*
 * moat.h - what lies around a shared folder and is nobody's business, and odd
 * things in it; and whether all of that is as it was.
 */
#ifndef MOAT_H
#define MOAT_H

#include <sys/types.h>

struct shelf;

/* Stands in every file that nobody may have. */
#define MOAT_CANARY "the-bird-sings-outside-only"

/* Makes files, folders, links, pipes and sockets with hard names, in the folder and beside it. */
void moat_dig(const struct shelf *shelf);

/* Changes "swap" from a folder to a link out of the folder and back, all the time, by a process of
 * its own; before other connections, which it would inherit. */
pid_t moat_swap(const struct shelf *shelf);
void moat_stop_swapping(pid_t pid);

/* All below a folder but what is the server's own: names, kinds, sizes and sums; to free. */
char *moat_tree(const char *folder);

/* Fails the test if the server's own folder in this one has anything with a name that the server
 * would not make. */
void moat_check_data(const char *folder);

#endif
