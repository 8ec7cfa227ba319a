/*
 * reason.h - why something did not work, as words to show.
 */
#ifndef REASON_H
#define REASON_H

/* What the system calls an errno, begun in lower case. The caller frees. */
char *reason_errno(int error);

#endif
