#include <stdlib.h>
#include <string.h>

#include "loop_private.h"
#include "mem.h"
#include "tls_shown.h"
#include "wire_private.h"

static bool may_give(const struct wire *wire)
{
    return wire_is_open(wire) && !wire->is_paused;
}

static void give_line(struct wire *wire, char *line, size_t len)
{
    bool too_long = wire->is_skipping;
    wire->is_skipping = false;
    if (len > 0 && line[len - 1] == '\r')
        len--;
    line[len] = '\0';
    if (too_long || len > wire->line_max)
        wire->events->line(wire->arg, NULL, 0);
    else if (len > 0)
        wire->events->line(wire->arg, line, len);
}

/* Gives the lines in data; returns how many bytes are done with. */
static size_t give_lines(struct wire *wire, char *data, size_t len)
{
    size_t done = 0;
    while (done < len && may_give(wire)) {
        char *line = data + done;
        char *end = memchr(line, '\n', len - done);
        if (!end) {
            /* One more byte than the limit may yet turn out to be a CR. */
            if (len - done > wire->line_max + 1)
                wire->is_skipping = true;
            return wire->is_skipping ? len : done;
        }
        done = (size_t)(end - data) + 1;
        give_line(wire, line, (size_t)(end - line));
    }
    return done;
}

/* The same of what is not lines. */
static size_t give(struct wire *wire, char *data, size_t len)
{
    if (!wire->events->data)
        return give_lines(wire, data, len);
    if (may_give(wire))
        wire->events->data(wire->arg, data, len);
    return len;
}

/* Remembers a copy of the input that is left; frees what was remembered before. */
static void keep(struct wire *wire, const char *data, size_t len)
{
    char *kept = NULL;
    if (len > 0) {
        kept = xmalloc(len);
        memcpy(kept, data, len);
    }
    free(wire->kept);
    wire->kept = kept;
    wire->kept_at = 0;
    wire->kept_n = (uint32_t)len;
}

/* Lines are given from where they lie, so that many pauses cost no copies. */
void wire_give_kept(struct wire *wire)
{
    size_t len = wire->kept_n - wire->kept_at;
    wire->kept_at += (uint32_t)give_lines(wire, wire->kept + wire->kept_at, len);
    if (!wire->is_paused)
        keep(wire, wire->kept + wire->kept_at, wire->kept_n - wire->kept_at);
}

/* Lets the owner look at the server as soon as it has shown itself. */
static void present_server(struct wire *wire)
{
    struct tls_shown shown;
    if (!wire->is_unjudged || !stream_shown(&wire->stream, &shown))
        return;
    wire->is_unjudged = false;
    wire->events->secured(wire->arg, &shown);
}

/* What the owner is told before the first line. */
static void tell_beginning(struct wire *wire, const char *data, ssize_t n)
{
    present_server(wire);
    /* Whose connection broke behind its first bytes is in a handshake again, says OpenSSL. */
    if (wire->is_entering && (n > 0 || !stream_is_shaking(&wire->stream))) {
        wire->is_entering = false;
        if (wire->events->entered)
            wire->events->entered(wire->arg);
    }
    if (n <= 0 || wire->has_spoken)
        return;
    wire->has_spoken = true;
    if (wire_is_open(wire) && wire->events->first)
        wire->events->first(wire->arg, data, (size_t)n);
}

bool wire_take_input(struct wire *wire)
{
    char *buffer = loop_read_buffer(wire->loop);
    size_t have = wire->kept_n - wire->kept_at;
    if (wire->kept)
        memcpy(buffer, wire->kept + wire->kept_at, have);
    ssize_t n = stream_read(&wire->stream, buffer + have, wire->input_max - have);
    tell_beginning(wire, buffer + have, n);
    /* What a server said whom nobody could judge any more is worth nothing. */
    if (n <= 0 || wire->is_unjudged)
        return false;
    size_t len = have + (size_t)n;
    size_t done = give(wire, buffer, len);
    keep(wire, buffer + done, len - done);
    return true;
}
