#include "safe_name.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "shared.h"
#include "utf8.h"

/* Longer endings are part of the name. */
#define ENDING_BYTES 20

#define REPLACEMENT "\xef\xbf\xbd"

/* Separators here and elsewhere, and what a shell or another system would take for its own. */
static bool is_special(char c)
{
    return strchr("/\\:*?\"<>|", c) || (unsigned char)c < ' ' || c == 0x7f;
}

static void replace_specials(char *name)
{
    char *to = name;
    for (const char *from = name; *from; from++) {
        if (strncmp(from, REPLACEMENT, strlen(REPLACEMENT)) == 0) {
            *to++ = '_';
            from += strlen(REPLACEMENT) - 1;
        } else {
            *to++ = is_special(*from) ? '_' : *from;
        }
    }
    *to = '\0';
}

/* Where ".pdf" begins; the end of the name if it has none. */
static size_t ending_of(const char *name)
{
    size_t len = strlen(name);
    const char *dot = strrchr(name, '.');
    bool has = dot && dot > name && strlen(dot) <= ENDING_BYTES && !strchr(dot, ' ');
    return has ? (size_t)(dot - name) : len;
}

static char *shortened(const char *name)
{
    size_t ending = ending_of(name);
    size_t room = SAFE_NAME_BYTES - strlen(name + ending);
    size_t cut = utf8_cut_bytes(name, ending, room);
    return xasprintf("%.*s%s", (int)cut, name, name + ending);
}

char *safe_name(const char *name)
{
    char *clean = utf8_sanitize(name, strlen(name), false, false);
    replace_specials(clean);
    size_t from = strspn(clean, ". -");
    size_t len = strlen(clean + from);
    while (len > 0 && strchr(". ", clean[from + len - 1]))
        len--;
    char *middle = len > 0 ? xstrndup(clean + from, len) : xstrdup("file");
    free(clean);
    if (strlen(middle) <= SAFE_NAME_BYTES)
        return middle;
    char *cut = shortened(middle);
    free(middle);
    return cut;
}

char *safe_name_of_url(const char *url)
{
    const char *scheme = strstr(url, "://");
    const char *path = scheme ? scheme + 3 : url;
    path += strcspn(path, "/?#");
    size_t len = strcspn(path, "?#");
    while (len > 0 && path[len - 1] == '/')
        len--;
    size_t from = len;
    while (from > 0 && path[from - 1] != '/')
        from--;
    char *last = shared_path_decode(path + from, len - from);
    if (!last)
        last = xstrndup(path + from, len - from);
    char *name = safe_name(last);
    free(last);
    return name;
}

char *safe_name_numbered(const char *name, int n)
{
    size_t ending = ending_of(name);
    return n == 1 ? xstrdup(name) : xasprintf("%.*s (%d)%s", (int)ending, name, n, name + ending);
}
