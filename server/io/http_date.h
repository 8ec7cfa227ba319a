/*
 * http_date.h - dates as HTTP writes them: "Sun, 06 Nov 1994 08:49:37 GMT".
 */
#ifndef HTTP_DATE_H
#define HTTP_DATE_H

#include <stdint.h>

#define HTTP_DATE_SIZE 40

/* Rounded down to seconds; out holds HTTP_DATE_SIZE bytes. */
void http_date_format(int64_t wall_ms, char *out);

/* Milliseconds, or -1 for what is no date. */
int64_t http_date_parse(const char *text);

#endif
