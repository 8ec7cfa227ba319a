#include "markup_spans.h"

#include <ctype.h>
#include <string.h>

static bool goes_on(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '-';
}

/* Bytes of a scheme that text begins with, 0 for none. */
static size_t scheme(const char *text)
{
    static const char *const schemes[] = {"https://", "http://", "ircs://", "irc://"};
    for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
        if (strncasecmp(text, schemes[i], strlen(schemes[i])) == 0)
            return strlen(schemes[i]);
    return 0;
}

/* A bracket at the end belongs to the link only if it was opened there. */
static bool is_open(const char *text, size_t len, char opening, char closing)
{
    int depth = 0;
    for (size_t i = 0; i < len; i++)
        depth += (text[i] == opening) - (text[i] == closing);
    return depth > 0;
}

/* Bytes of the link at text, 0 for none; a full stop behind it is none of it. */
static size_t link_size(const char *text)
{
    size_t start = scheme(text);
    if (start == 0)
        return 0;

    size_t len = start + strcspn(text + start, " \n\"<>`");
    while (len > start) {
        char last = text[len - 1];
        bool loose = strchr(".,;:!?'*", last) != NULL;
        loose |= last == ')' && !is_open(text, len - 1, '(', ')');
        loose |= last == ']' && !is_open(text, len - 1, '[', ']');
        if (!loose)
            break;
        len--;
    }
    return len > start ? len : 0;
}

static bool is_name(const char *text, const char *nick)
{
    size_t len = nick ? strlen(nick) : 0;
    return len > 0 && strncasecmp(text, nick, len) == 0 && !goes_on(text[len]);
}

bool markup_span(const char *text, size_t at, const char *nick, struct span *span)
{
    for (size_t i = at; text[i]; i++) {
        if (i > 0 && goes_on(text[i - 1]))
            continue;
        size_t size = link_size(text + i);
        bool link = size > 0;
        if (!link && is_name(text + i, nick))
            size = strlen(nick);
        if (size > 0) {
            *span = (struct span){i, i + size, link};
            return true;
        }
    }
    return false;
}
