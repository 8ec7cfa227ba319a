#include "mem.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static _Noreturn void out_of_memory(void)
{
    static const char text[] = "out of memory\n";

    /* Nothing is left to do if even this cannot be said. */
    _exit(write(STDERR_FILENO, text, sizeof(text) - 1) < 0 ? 2 : 1);
}

void *xmalloc(size_t size)
{
    assert(size > 0);
    void *ptr = malloc(size);
    if (!ptr)
        out_of_memory();
    return ptr;
}

void *xcalloc(size_t n, size_t size)
{
    assert(n > 0 && size > 0);
    void *ptr = calloc(n, size);
    if (!ptr)
        out_of_memory();
    return ptr;
}

void *xreallocarray(void *ptr, size_t n, size_t size)
{
    assert(n > 0 && size > 0);
    void *bigger = reallocarray(ptr, n, size);
    if (!bigger)
        out_of_memory();
    return bigger;
}

char *xstrdup(const char *text)
{
    return text ? xstrndup(text, strlen(text)) : NULL;
}

char *xstrndup(const char *text, size_t len)
{
    size_t n = strnlen(text, len);
    char *copy = xmalloc(n + 1);
    memcpy(copy, text, n);
    copy[n] = '\0';
    return copy;
}

char *xasprintf(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = xvasprintf(format, args);
    va_end(args);
    return text;
}

char *xvasprintf(const char *format, va_list args)
{
    char *text = NULL;
    if (vasprintf(&text, format, args) < 0)
        out_of_memory();
    return text;
}

void xreplace(char **slot, const char *text)
{
    char *copy = xstrdup(text);
    free(*slot);
    *slot = copy;
}
