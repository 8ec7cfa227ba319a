#include "clock.h"

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#define MS_PER_DAY INT64_C(86400000)
/* 9999-12-31T23:59:59.999Z */
#define LAST_MS INT64_C(253402300799999)

static int64_t read_clock(clockid_t id)
{
    struct timespec now;
    clock_gettime(id, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_wall_ms(void)
{
    return read_clock(CLOCK_REALTIME);
}

int64_t clock_mono_ms(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

/*
 * Days are counted from 0000-03-01, so that the leap day ends a year and the
 * lengths of the months follow one formula; 719468 such days lie before 1970.
 */
#define DAYS_BEFORE_1970 719468
#define DAYS_PER_400     146097

struct date {
    int year, month, day;
};

static struct date date_of_days(int64_t days)
{
    int64_t shifted = days + DAYS_BEFORE_1970;
    int64_t era = shifted / DAYS_PER_400;
    int in_era = (int)(shifted % DAYS_PER_400);
    int year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int in_year = in_era - (365 * year + year / 4 - year / 100);
    int month = (5 * in_year + 2) / 153;

    return (struct date){
        .year = (int)(era * 400) + year + (month >= 10),
        .month = month < 10 ? month + 3 : month - 9,
        .day = in_year - (153 * month + 2) / 5 + 1,
    };
}

static int64_t days_of_date(struct date date)
{
    int year = date.month <= 2 ? date.year - 1 : date.year;
    int in_400 = year % 400;
    int month = date.month > 2 ? date.month - 3 : date.month + 9;
    int in_year = (153 * month + 2) / 5 + date.day - 1;
    int in_era = in_400 * 365 + in_400 / 4 - in_400 / 100 + in_year;

    return (int64_t)(year / 400) * DAYS_PER_400 + in_era - DAYS_BEFORE_1970;
}

static char *put_digits(char *out, int value, int n)
{
    for (int i = n - 1; i >= 0; i--) {
        out[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return out + n;
}

void clock_format_iso(int64_t wall_ms, char *out)
{
    int64_t ms = wall_ms < 0 ? 0 : wall_ms > LAST_MS ? LAST_MS : wall_ms;
    struct date date = date_of_days(ms / MS_PER_DAY);
    int in_day = (int)(ms % MS_PER_DAY);

    out = put_digits(out, date.year, 4);
    *out++ = '-';
    out = put_digits(out, date.month, 2);
    *out++ = '-';
    out = put_digits(out, date.day, 2);
    *out++ = 'T';
    out = put_digits(out, in_day / 3600000, 2);
    *out++ = ':';
    out = put_digits(out, in_day / 60000 % 60, 2);
    *out++ = ':';
    out = put_digits(out, in_day / 1000 % 60, 2);
    *out++ = '.';
    out = put_digits(out, in_day % 1000, 3);
    *out++ = 'Z';
    *out = '\0';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Reads n digits and the character after them; NULL if they are not there. */
static const char *take_digits(const char *text, int n, char after, int *value)
{
    *value = 0;
    for (int i = 0; i < n; i++) {
        if (!is_digit(text[i]))
            return NULL;
        *value = *value * 10 + (text[i] - '0');
    }
    if (after == '\0')
        return text + n;
    return text[n] == after ? text + n + 1 : NULL;
}

/* Reads the digits of a fraction as milliseconds; more than three are cut. */
static const char *take_fraction(const char *text, int *ms)
{
    int weight = 100;
    const char *p = text;
    for (; is_digit(*p); p++) {
        *ms += weight * (*p - '0');
        weight /= 10;
    }
    return p > text ? p : NULL;
}

static int days_in_month(struct date date)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0);

    return days[date.month - 1] + (leap && date.month == 2);
}

static const char *take_date(const char *text, struct date *date)
{
    const char *p = take_digits(text, 4, '-', &date->year);
    p = p ? take_digits(p, 2, '-', &date->month) : NULL;
    p = p ? take_digits(p, 2, 'T', &date->day) : NULL;
    if (!p || date->year < 1970 || date->month < 1 || date->month > 12)
        return NULL;
    return date->day >= 1 && date->day <= days_in_month(*date) ? p : NULL;
}

static const char *take_time(const char *text, int *in_day)
{
    int hour = 0;
    int minute = 0;
    int second = 0;
    const char *p = take_digits(text, 2, ':', &hour);
    p = p ? take_digits(p, 2, ':', &minute) : NULL;
    p = p ? take_digits(p, 2, '\0', &second) : NULL;
    /* 60 is a leap second, which server-time allows: it is the next minute's first. */
    if (!p || hour > 23 || minute > 59 || second > 60)
        return NULL;

    int ms = 0;
    if (*p == '.')
        p = take_fraction(p + 1, &ms);
    *in_day = ((hour * 60 + minute) * 60 + second) * 1000 + ms;
    return p;
}

int64_t clock_parse_iso(const char *text)
{
    struct date date;
    int in_day = 0;
    const char *p = take_date(text, &date);
    p = p ? take_time(p, &in_day) : NULL;
    if (!p || p[0] != 'Z' || p[1] != '\0')
        return -1;
    return days_of_date(date) * MS_PER_DAY + in_day;
}
