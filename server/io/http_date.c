#include "http_date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char days[][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/* Without strftime(), whose words are the locale's. */
void http_date_format(int64_t wall_ms, char *out)
{
    time_t seconds = (time_t)(wall_ms / 1000);
    struct tm tm = {0};
    gmtime_r(&seconds, &tm);
    snprintf(out, HTTP_DATE_SIZE, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[tm.tm_wday],
             tm.tm_mday, months[tm.tm_mon], (tm.tm_year + 1900) % 10000, tm.tm_hour, tm.tm_min,
             tm.tm_sec);
}

/* Reads n digits; -1 if they are none. */
static int number(const char *text, int n)
{
    int value = 0;
    for (int i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = 10 * value + text[i] - '0';
    }
    return value;
}

int64_t http_date_parse(const char *text)
{
    /* The one form that anybody sends (RFC 9110, 5.6.7). */
    static const char form[] = "Sun, 06 Nov 1994 08:49:37 GMT";
    if (strlen(text) != sizeof(form) - 1 || strcmp(text + 25, " GMT") != 0)
        return -1;
    struct tm tm = {
        .tm_mday = number(text + 5, 2),
        .tm_mon = -1,
        .tm_year = number(text + 12, 4) - 1900,
        .tm_hour = number(text + 17, 2),
        .tm_min = number(text + 20, 2),
        .tm_sec = number(text + 23, 2),
    };
    for (int i = 0; i < 12; i++) {
        if (memcmp(text + 8, months[i], 3) == 0)
            tm.tm_mon = i;
    }
    if (tm.tm_mon < 0 || tm.tm_mday < 1 || tm.tm_year < 70 || tm.tm_hour < 0 || tm.tm_min < 0 ||
        tm.tm_sec < 0)
        return -1;
    return (int64_t)timegm(&tm) * 1000;
}
