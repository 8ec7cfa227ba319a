/*
 * http_range.h - which part of a file is asked for (RFC 9110, 14).
 */
#ifndef HTTP_RANGE_H
#define HTTP_RANGE_H

#include <stdbool.h>
#include <stdint.h>

struct http_range {
    int64_t from, length; /* within the file, length at least 1 if it was asked for */
    bool is_asked;
};

enum http_range_result {
    HTTP_RANGE_ALL,  /* the whole file: nothing else was asked for, or several parts at once */
    HTTP_RANGE_PART, /* what stands in range */
    HTTP_RANGE_BAD,  /* no such part */
};

/* Reads "bytes=5-", "bytes=5-9" or "bytes=-5" of a file of so many bytes; range is set only for a
 * part. */
enum http_range_result http_range_parse(struct http_range *range, const char *text, int64_t size);

#endif
