#include "http_range.h"

#include <string.h>
#include <strings.h>

/* Reads a number, INT64_MAX for one that is larger; -1 if there is none. */
static int64_t read_number(const char **text)
{
    int64_t value = -1;
    for (; **text >= '0' && **text <= '9'; (*text)++) {
        int64_t digit = **text - '0';
        if (value < 0)
            value = digit;
        else if (value > (INT64_MAX - digit) / 10)
            value = INT64_MAX;
        else
            value = 10 * value + digit;
    }
    return value;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

enum http_range_result http_range_parse(struct http_range *range, const char *text, int64_t size)
{
    static const char unit[] = "bytes=";
    if (strncasecmp(text, unit, sizeof(unit) - 1) != 0 || strchr(text, ','))
        return HTTP_RANGE_ALL;
    text += sizeof(unit) - 1;
    int64_t first = read_number(&text);
    if (*text++ != '-')
        return HTTP_RANGE_BAD;
    int64_t last = read_number(&text);
    if (*text || (first < 0 && last <= 0) || first >= size || size == 0 ||
        (first >= 0 && last >= 0 && last < first))
        return HTTP_RANGE_BAD;
    if (first < 0) {
        first = size - least(last, size);
        last = size - 1;
    }
    last = last < 0 ? size - 1 : least(last, size - 1);
    *range = (struct http_range){.from = first, .length = last - first + 1, .is_asked = true};
    return HTTP_RANGE_PART;
}
