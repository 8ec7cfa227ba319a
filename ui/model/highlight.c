#include "highlight.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

/* What would make it another name. Letters beyond ASCII do not: some scripts write without
 * spaces. */
static bool goes_on(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '-';
}

/* Bytes of the mIRC colour code that ends before `at`, as in "\x03" "04alice"; 0 if none does. */
static size_t colour_before(const char *text, size_t at)
{
    for (size_t n = 1; n <= 6 && n <= at; n++) {
        char c = text[at - n];
        if (c == '\x03' || c == '\x04')
            return n;
        if (!isxdigit((unsigned char)c) && c != ',')
            return 0;
    }
    return 0;
}

bool highlight_names(const char *text, const char *nick)
{
    size_t len = strlen(nick);
    if (len == 0)
        return false;

    const char first[3] = {(char)tolower((unsigned char)*nick), (char)toupper((unsigned char)*nick),
                           '\0'};
    for (const char *p = strpbrk(text, first); p; p = strpbrk(p + 1, first)) {
        size_t at = (size_t)(p - text);
        if (strncasecmp(p, nick, len) != 0 || goes_on(p[len]))
            continue;
        if (at == 0 || !goes_on(p[-1]) || colour_before(text, at))
            return true;
    }
    return false;
}
