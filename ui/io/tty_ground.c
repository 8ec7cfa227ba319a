#include "tty_ground.h"

#include <stdlib.h>
#include <string.h>

/* "ESC ]11;rgb:ffff/ffff/ffff ESC \\" */
#define ANSWER_MAX 40
#define HALF       127

/* "ff", "ffff": the first two digits of a part count. */
static long part_of(const char **text)
{
    char digits[3] = "";
    size_t len = strspn(*text, "0123456789abcdefABCDEF");
    memcpy(digits, *text, len < 2 ? len : 2);
    *text += len + ((*text)[len] == '/');
    return strtol(digits, NULL, 16);
}

static int ground_of(const char *answer)
{
    const char *rgb = strstr(answer, "]11;rgb:");
    if (!rgb)
        return 0;
    rgb += strlen("]11;rgb:");
    long red = part_of(&rgb);
    long green = part_of(&rgb);
    long blue = part_of(&rgb);
    return (2 * red + 7 * green + blue) / 10 > HALF ? 2 : 1;
}

bool ground_decode(struct keys *keys, const char *bytes, size_t len, size_t *size)
{
    char answer[ANSWER_MAX + 1] = "";
    size_t end = 2;
    while (end < len && end < ANSWER_MAX && bytes[end] != '\a' && bytes[end] != '\x1b')
        end++;
    bool whole = end < len && (bytes[end] == '\a' || end + 1 < len);
    if (!whole && end < ANSWER_MAX)
        return false;
    memcpy(answer, bytes, end);
    *size = end;
    if (whole && bytes[end] == '\a')
        *size += 1;
    else if (whole && bytes[end] == '\x1b' && bytes[end + 1] == '\\')
        *size += 2;
    keys->ground = ground_of(answer);
    keys->asking = false;
    return true;
}
