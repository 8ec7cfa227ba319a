#include "irc_name.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

static char fold(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

char *irc_fold(const char *name)
{
    size_t size = strlen(name) + 1;
    return irc_fold_to(name, xmalloc(size), size);
}

char *irc_fold_to(const char *name, char *out, size_t size)
{
    size_t n = 0;
    for (; name[n] && n + 1 < size; n++)
        out[n] = fold(name[n]);
    out[n] = '\0';
    return out;
}

bool irc_name_equal(const char *a, const char *b)
{
    while (*a && fold(*a) == fold(*b)) {
        a++;
        b++;
    }
    return fold(*a) == fold(*b);
}

static char fold_rfc1459(char c)
{
    static const char capitals[] = "[]\\~";
    static const char small[] = "{}|^";
    const char *at = c ? strchr(capitals, c) : NULL;
    return at ? small[at - capitals] : fold(c);
}

bool irc_name_equal_rfc1459(const char *a, const char *b)
{
    for (; *a && fold_rfc1459(*a) == fold_rfc1459(*b); b++)
        a++;
    return *a == *b;
}

bool irc_nick_valid(const char *nick)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                  "_[]\\^{}|`-0123456789";
    size_t len = strlen(nick);
    if (len < 1 || len > IRC_NICK_MAX || strchr("-0123456789", nick[0]))
        return false;
    return strspn(nick, letters) == len;
}

/* C1 controls are C2 and 80 to 9F. */
static bool has_control(const char *text)
{
    for (const unsigned char *p = (const unsigned char *)text; *p; p++)
        if (*p < ' ' || *p == 0x7f || (p[0] == 0xc2 && (p[1] & 0xe0) == 0x80))
            return true;
    return false;
}

bool irc_room_valid(const char *room)
{
    size_t len = strlen(room);
    if (room[0] != '#' || len < 2 || len > IRC_ROOM_MAX)
        return false;
    return !strpbrk(room, " ,:") && !has_control(room) && utf8_valid(room, len);
}

bool irc_is_room(const char *name)
{
    return name[0] != '\0' && strchr("#&+!", name[0]);
}

bool irc_mask_match(const char *mask, const char *text)
{
    const char *star = NULL;  /* behind the last '*' met */
    const char *retry = NULL; /* where the text goes on that this '*' does not cover */

    while (*text) {
        if (*mask == '*') {
            star = ++mask;
            retry = text;
        } else if (*mask == '?' || (*mask && fold(*mask) == fold(*text))) {
            mask++;
            text++;
        } else if (star) {
            mask = star;
            text = ++retry;
        } else {
            return false;
        }
    }
    while (*mask == '*')
        mask++;
    return *mask == '\0';
}

char *irc_mask_complete(const char *mask)
{
    const char *at = strchr(mask, '@');
    const char *bang = strchr(mask, '!');
    if (bang && at)
        return xstrdup(mask);
    if (bang)
        return xasprintf("%s@*", mask);
    if (at)
        return xasprintf("*!%s", mask);
    return xasprintf("%s!*@*", *mask ? mask : "*");
}

/*
 * What a folded letter looks like, or 0 for one that the eye skips. Not '_': "alice_" is what
 * clients call a guest whose name is taken (server.md, 4.2).
 */
static char looks_like(char c)
{
    static const char from[] = "01i|\\[]^-`";
    static const char to[] = "ollll{}~_\0";
    const char *found = strchr(from, c);

    return found ? to[found - from] : c;
}

char *irc_nick_skeleton(const char *nick)
{
    char *skeleton = xmalloc(strlen(nick) + 2);
    size_t n = 0;
    for (; *nick; nick++) {
        char c = looks_like(fold(*nick));
        if (!c)
            continue;
        char before = n > 0 ? skeleton[n - 1] : '\0';
        if (before == 'r' && c == 'n')
            skeleton[n - 1] = 'm';
        else if (before == 'v' && c == 'v')
            skeleton[n - 1] = 'w';
        else
            skeleton[n++] = c;
    }
    /* Names of nothing but strokes all look alike. */
    if (n == 0)
        skeleton[n++] = '_';
    skeleton[n] = '\0';
    return skeleton;
}
