#include "weblink.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* Bytes of a scheme that text begins with, 0 for none. */
static size_t scheme(const char *text)
{
    static const char *const schemes[] = {"https://", "http://",   "ircs://",
                                          "irc://",   "gemini://", "mailto:"};
    /* Most words begin otherwise. */
    if (!strchr("hHiIgGmM", *text))
        return 0;
    for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
        if (strncasecmp(text, schemes[i], strlen(schemes[i])) == 0)
            return strlen(schemes[i]);
    return 0;
}

/* A bracket at the end belongs to the address only if it was opened there. */
static bool was_opened(const char *text, size_t len, char opening, char closing)
{
    int depth = 0;
    for (size_t i = 0; i < len; i++)
        depth += (text[i] == opening) - (text[i] == closing);
    return depth > 0;
}

static bool is_loose(const char *text, size_t len)
{
    char last = text[len - 1];
    if (last == ')')
        return !was_opened(text, len - 1, '(', ')');
    if (last == ']')
        return !was_opened(text, len - 1, '[', ']');
    return strchr(".,;:!?'*", last) != NULL;
}

/* Codes of formatting end it. */
size_t weblink_len(const char *text)
{
    size_t start = scheme(text);
    size_t len = start;
    while (start && (unsigned char)text[len] > ' ' && !strchr("\"<>`|", text[len]))
        len++;
    while (len > start && is_loose(text, len))
        len--;
    return len > start ? len : 0;
}

const char *weblink_next(const char *text, size_t *len)
{
    for (const char *at = text; *at; at++) {
        if (at > text && isalnum((unsigned char)at[-1]))
            continue;
        *len = weblink_len(at);
        if (*len > 0)
            return at;
    }
    return NULL;
}
