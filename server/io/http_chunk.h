/*
 * http_chunk.h - is a body in chunks framed as it must be (RFC 9112, 7.1)?
 *
 * http-parser, which takes the frame off, overlooks what stands where a line should
 * end. Two programs in a row that overlook different things see different requests.
 */
#ifndef HTTP_CHUNK_H
#define HTTP_CHUNK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where in the frame the next byte is. */
enum http_chunk_place {
    HTTP_CHUNK_SIZE,
    HTTP_CHUNK_EXTENSION,
    HTTP_CHUNK_SIZE_END, /* behind its CR */
    HTTP_CHUNK_DATA,
    HTTP_CHUNK_DATA_CR,
    HTTP_CHUNK_DATA_END,
    HTTP_CHUNK_TRAILER, /* at the begin of a line behind the last chunk */
    HTTP_CHUNK_TRAILER_LINE,
    HTTP_CHUNK_TRAILER_END,
    HTTP_CHUNK_LAST_END,
    HTTP_CHUNK_OVER, /* what follows is another request */
};

/* Zeroed at the begin of a body. */
struct http_chunks {
    enum http_chunk_place place;
    uint64_t left; /* bytes of this chunk */
    int digits;    /* of its size, so far */
    size_t extra;  /* bytes of extensions and trailers, of all of it */
};

/* Looks at the next bytes; false: this is no such body. */
bool http_chunks_fit(struct http_chunks *chunks, const char *data, size_t len);

#endif
