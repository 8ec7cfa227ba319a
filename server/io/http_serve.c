/* A file as an answer: ranges, conditions, and what keeps browsers from running it. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "file_name.h"
#include "file_type.h"
#include "http_date.h"
#include "http_private.h"
#include "http_range.h"
#include "mem.h"

/* The tags of a file: by its sum, if it is known, and by what the disk says of it. A reader who
 * went away with one may come back when the other is shown. */
struct tags {
    char *shown; /* with quotes */
    char *other; /* NULL if there is none */
};

static struct tags tags_of(const struct http_file *file)
{
    const char *first = file->sha256 ? file->sha256 : file->etag;
    const char *second = file->sha256 ? file->etag : NULL;
    return (struct tags){
        .shown = first ? xasprintf("\"%s\"", first) : NULL,
        .other = second ? xasprintf("\"%s\"", second) : NULL,
    };
}

static bool is_tag(const struct tags *tags, const char *text, size_t len)
{
    const char *const both[] = {tags->shown, tags->other};
    for (size_t i = 0; i < 2; i++) {
        if (both[i] && strlen(both[i]) == len && memcmp(both[i], text, len) == 0)
            return true;
    }
    return false;
}

/* "a", W/"b", or "*" (RFC 9110, 13.1.2). */
static bool is_among(const struct tags *tags, const char *list)
{
    while (*list) {
        list += strspn(list, " \t,");
        size_t len = strcspn(list, ",");
        size_t end = len;
        while (end > 0 && strchr(" \t", list[end - 1]))
            end--;
        size_t skip = end > 2 && strncmp(list, "W/", 2) == 0 ? 2 : 0;
        if ((end == 1 && *list == '*') || is_tag(tags, list + skip, end - skip))
            return true;
        list += len;
    }
    return false;
}

static bool is_unchanged(const struct http_request *request, const struct http_file *file,
                         const struct tags *tags)
{
    const char *match = http_header(request, "If-None-Match");
    if (match)
        return is_among(tags, match);
    const char *since = http_header(request, "If-Modified-Since");
    int64_t since_ms = since ? http_date_parse(since) : -1;
    return since_ms >= 0 && file->mtime_ms / 1000 * 1000 <= since_ms;
}

/* Whether the piece that is asked for belongs to what the reader has (If-Range). */
static bool is_of_the_same(const struct http_request *request, const struct http_file *file,
                           const struct tags *tags)
{
    const char *same = http_header(request, "If-Range");
    if (!same)
        return true;
    if (*same == '"')
        return is_tag(tags, same, strlen(same));
    return http_date_parse(same) == file->mtime_ms / 1000 * 1000;
}

/* Who goes on by the one tag shall not read of another: that would be another file. */
static void show_the_tag_asked_by(const struct http_request *request, struct tags *tags)
{
    const char *same = http_header(request, "If-Range");
    if (!same || !tags->other || strcmp(same, tags->other) != 0)
        return;
    char *shown = tags->shown;
    tags->shown = tags->other;
    tags->other = shown;
}

static void add_headers(struct http_answer *answer, const struct http_file *file,
                        const struct tags *tags)
{
    char date[HTTP_DATE_SIZE];
    http_date_format(file->mtime_ms, date);
    if (tags->shown)
        http_answer_header(answer, "ETag", tags->shown);
    http_answer_header(answer, "Last-Modified", date);
    http_answer_header(answer, "Accept-Ranges", "bytes");
    http_answer_header(answer, "Cache-Control",
                       file->is_private ? "private, no-store" : "no-cache");
    http_answer_header(answer, "Content-Security-Policy",
                       "sandbox; default-src 'none'; media-src 'self'");
}

static void add_name(struct http_answer *answer, const struct http_file *file)
{
    struct buf text = {0};
    file_name_disposition(&text, file_type_inline(file->type), file->name);
    http_answer_header(answer, "Content-Disposition", buf_text(&text));
    http_answer_header(answer, "Content-Type", file->type);
    buf_clear(&text);
}

static void add_range(struct http_answer *answer, const struct http_range *range, int64_t size)
{
    char *text = xasprintf("bytes %lld-%lld/%lld", (long long)range->from,
                           (long long)(range->from + range->length - 1), (long long)size);
    http_answer_header(answer, "Content-Range", text);
    free(text);
}

static void refuse_range(struct http_request *request, const struct http_file *file)
{
    struct http_answer answer;
    char *text = xasprintf("bytes */%lld", (long long)file->size);
    http_answer_init(&answer, 416);
    http_answer_header(&answer, "Content-Range", text);
    http_answer_header(&answer, "Accept-Ranges", "bytes");
    buf_printf(http_answer_body(&answer, "text/plain; charset=utf-8"),
               "The file has %lld bytes: there is no such part of it.\n", (long long)file->size);
    free(text);
    close(file->fd);
    http_reply(request, &answer);
}

static void send_part(struct http_request *request, const struct http_file *file,
                      const struct tags *tags, const struct http_range *range)
{
    struct http_answer answer;
    bool is_part = range->length != file->size || range->is_asked;
    http_answer_init(&answer, is_part ? 206 : 200);
    add_headers(&answer, file, tags);
    add_name(&answer, file);
    if (is_part)
        add_range(&answer, range, file->size);
    answer.fd = file->fd;
    answer.from = range->from;
    answer.length = range->length;
    answer.file_size = file->size;
    answer.file_mtime_ms = file->disk_mtime_ms ? file->disk_mtime_ms : file->mtime_ms;
    http_reply(request, &answer);
}

static void say_unchanged(struct http_request *request, const struct http_file *file,
                          const struct tags *tags)
{
    struct http_answer answer;
    http_answer_init(&answer, 304);
    add_headers(&answer, file, tags);
    close(file->fd);
    http_reply(request, &answer);
}

void http_serve(struct http_request *request, const struct http_file *file)
{
    struct tags tags = tags_of(file);
    struct http_range range = {.length = file->size};
    const char *asked = http_header(request, "Range");
    enum http_range_result result = HTTP_RANGE_ALL;
    show_the_tag_asked_by(request, &tags);
    if (asked && http_verb(request) == HTTP_VERB_GET && is_of_the_same(request, file, &tags))
        result = http_range_parse(&range, asked, file->size);
    if (is_unchanged(request, file, &tags))
        say_unchanged(request, file, &tags);
    else if (result == HTTP_RANGE_BAD)
        refuse_range(request, file);
    else
        send_part(request, file, &tags, &range);
    free(tags.shown);
    free(tags.other);
}
