/*
 * stream.h - a web server of one's own that sends one file without end, so fast
 * and no faster, in a process of its own.
 */
#ifndef STREAM_H
#define STREAM_H

#include <sys/types.h>

struct stream {
    pid_t pid;
    int port; /* of 127.0.0.1 */
};

/* Serves whatever is asked for, at so many bytes a second. */
void stream_start(struct stream *stream, long bytes_per_s);
void stream_end(const struct stream *stream);

#endif
