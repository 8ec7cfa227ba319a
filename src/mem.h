/*
 * mem.h - allocation that cannot fail.
 *
 * Out of memory ends the process with a message: no caller checks.
 * What these return is freed with free().
 */
#ifndef MEM_H
#define MEM_H

#include <stdarg.h>
#include <stddef.h>

/* One zeroed object of a type. */
#define xnew(type) ((type *)xcalloc(1, sizeof(type)))

/* size bytes, not initialised; size must not be 0. */
void *xmalloc(size_t size) __attribute__((returns_nonnull));

/* n zeroed objects of size bytes; overflow ends the process too. */
void *xcalloc(size_t n, size_t size) __attribute__((returns_nonnull));

/* Resizes to n objects of size bytes (ptr may be NULL). */
void *xreallocarray(void *ptr, size_t n, size_t size) __attribute__((returns_nonnull));

/* A copy of text; NULL gives NULL. */
char *xstrdup(const char *text);

/* A copy of at most len bytes of text, NUL-terminated. */
char *xstrndup(const char *text, size_t len);

/* A formatted string of its own. */
char *xasprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same from a va_list. */
char *xvasprintf(const char *format, va_list args) __attribute__((format(printf, 1, 0)));

/* Frees *slot and puts a copy of text (may be NULL) there. */
void xreplace(char **slot, const char *text);

#endif
