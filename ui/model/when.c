#include "when.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "clock.h"

static const char *const weekdays[] = {"Thursday", "Friday",  "Saturday", "Sunday",
                                       "Monday",   "Tuesday", "Wednesday"}; /* 1970-01-01 */
static const char *const months[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};

struct date {
    int64_t year;
    int month, day; /* from 0, from 1 */
    int weekday;    /* index of weekdays */
};

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

int64_t when_minute(int64_t time_ms, int offset_s)
{
    return floor_div(floor_div(time_ms, 1000) + offset_s, 60);
}

int64_t when_day(int64_t time_ms, int offset_s)
{
    return floor_div(when_minute(time_ms, offset_s), 24 * (int64_t)60);
}

/* Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": civil_from_days. */
static struct date date_of(int64_t day)
{
    int64_t z = day + 719468;
    int64_t era = floor_div(z, 146097);
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    struct date date = {.year = yoe + era * 400};
    date.day = (int)(doy - (153 * mp + 2) / 5 + 1);
    date.month = (int)(mp < 10 ? mp + 2 : mp - 10);
    date.year += date.month < 2;
    date.weekday = (int)(day - floor_div(day, 7) * 7);
    return date;
}

char *when_time(int64_t time_ms, int offset_s, char *out)
{
    int64_t minute = when_minute(time_ms, offset_s);
    int of_day = (int)(minute - floor_div(minute, 1440) * 1440);
    snprintf(out, WHEN_SIZE, "%2d:%02d", of_day / 60, of_day % 60);
    return out;
}

int when_clock_cols(enum time_format format)
{
    static const int cols[] = {[TIME_24H] = 5, [TIME_SECONDS] = 8, [TIME_12H] = 7, [TIME_OFF] = 0};
    return cols[format];
}

char *when_clock(int64_t time_ms, int offset_s, enum time_format format, char *out)
{
    int64_t second = floor_div(time_ms, 1000) + offset_s;
    int of_day = (int)(second - floor_div(second, 86400) * 86400);
    int hour = of_day / 3600;
    int minute = of_day / 60 % 60;
    if (format == TIME_SECONDS)
        snprintf(out, WHEN_SIZE, "%2d:%02d:%02d", hour, minute, of_day % 60);
    else if (format == TIME_12H)
        snprintf(out, WHEN_SIZE, "%2d:%02d%s", (hour + 11) % 12 + 1, minute,
                 hour < 12 ? "am" : "pm");
    else
        when_time(time_ms, offset_s, out);
    return out;
}

char *when_date(int64_t time_ms, int64_t now_ms, int offset_s, char *out)
{
    struct date date = date_of(when_day(time_ms, offset_s));
    int n =
        snprintf(out, WHEN_SIZE, "%s %d %s", weekdays[date.weekday], date.day, months[date.month]);
    if (date.year != date_of(when_day(now_ms, offset_s)).year)
        snprintf(out + n, WHEN_SIZE - (size_t)n, " %lld", (long long)date.year);
    return out;
}

char *when_short(int64_t time_ms, int64_t now_ms, int offset_s, char *out)
{
    char clock[WHEN_SIZE];
    const char *time = when_time(time_ms, offset_s, clock);
    time += *time == ' ';
    int64_t day = when_day(time_ms, offset_s);
    int64_t ago = when_day(now_ms, offset_s) - day;
    struct date date = date_of(day);
    if (ago <= 0)
        snprintf(out, WHEN_SIZE, "%s", time);
    else if (ago < 7)
        snprintf(out, WHEN_SIZE, "%s %s", weekdays[date.weekday], time);
    else
        snprintf(out, WHEN_SIZE, "%d %s %s", date.day, months[date.month], time);
    return out;
}

/* "18:04", where columns stand below each other. */
static void put_time(const struct chat *chat, int64_t time_ms, char *out)
{
    when_time(time_ms, chat->utc_offset_s, out);
    if (*out == ' ')
        *out = '0';
}

char *when_stamp(const struct chat *chat, int64_t time_ms, char *out)
{
    char clock[WHEN_SIZE];
    struct date date = date_of(when_day(time_ms, chat->utc_offset_s));
    out[0] = '\0';
    if (time_ms <= 0)
        return out;
    put_time(chat, time_ms, clock);
    snprintf(out, WHEN_SIZE, "%04lld-%02d-%02d %.5s", (long long)date.year, date.month + 1,
             date.day, clock);
    return out;
}

char *when_text(const struct chat *chat, int64_t time_ms, char *out)
{
    bool today =
        when_day(time_ms, chat->utc_offset_s) == when_day(chat->now_ms, chat->utc_offset_s);
    if (!today)
        return when_stamp(chat, time_ms, out);
    put_time(chat, time_ms, out);
    return out;
}

/* Bytes of "2026-11-20T18:04:00.000Z" at text, and what it means; 0 if it is none. */
static size_t iso_at(const char *text, int64_t *time_ms)
{
    char iso[CLOCK_ISO_SIZE];
    size_t len = strspn(text, "0123456789-:.TZ");
    while (len > 0 && text[len - 1] != 'Z')
        len--;
    if (len < sizeof("2026-11-20T18:04:00Z") - 1 || len >= sizeof(iso) || text[10] != 'T')
        return 0;
    memcpy(iso, text, len);
    iso[len] = '\0';
    *time_ms = clock_parse_iso(iso);
    return *time_ms > 0 ? len : 0;
}

char *when_in_words(const struct chat *chat, const char *text)
{
    struct buf out = {0};
    char when[WHEN_SIZE];
    int64_t time_ms = 0;
    buf_puts(&out, "");
    while (*text) {
        size_t len = isdigit((unsigned char)*text) ? iso_at(text, &time_ms) : 0;
        if (len > 0)
            buf_puts(&out, when_text(chat, time_ms, when));
        else
            buf_append(&out, text,
                       len = isdigit((unsigned char)*text) ? strspn(text, "0123456789") : 1);
        text += len;
    }
    return buf_detach(&out);
}
