/*
 * safe_name.h - names of files as others gave them, made fit for a folder of ours.
 */
#ifndef SAFE_NAME_H
#define SAFE_NAME_H

/* Bytes of a safe name, at most; leaves room for " (2)" and ".part". */
#define SAFE_NAME_BYTES 200

/*
 * One component that hides nothing and leads nowhere: no separators, controls,
 * bidi marks or formatting, no dots or blanks at either end, never empty; a
 * name that is too long keeps its ending. To free.
 */
char *safe_name(const char *name);

/* The last component of an address, decoded and made safe; to free. */
char *safe_name_of_url(const char *url);

/* "plan (2).pdf" for n = 2; the name itself for n = 1. To free. */
char *safe_name_numbered(const char *name, int n);

#endif
