/* How what is said is cut into lines: pieces that fit, or a batch of them that is one message
 * (IRCv3 draft/multiline). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "handlers.h"
#include "irc_cap.h"
#include "mem.h"
#include "utf8.h"

/* Bytes that the server may put before what it relays, while we do not know better. */
#define SOURCE_BYTES 100
#define PIECE_LEAST  16

size_t rows_line_room(const struct network *network, const char *target, bool action)
{
    size_t source = SOURCE_BYTES;
    if (network->source_len > SOURCE_BYTES)
        source = (size_t)network->source_len;
    size_t taken = 1 + source + 1 + strlen("PRIVMSG") + 1 + strlen(target) + 2 + 2;
    if (action)
        taken += strlen("\x01"
                        "ACTION \x01");
    size_t max = (size_t)network->line_max;
    return max > taken + PIECE_LEAST ? max - taken : PIECE_LEAST;
}

size_t rows_piece_len(const char *text, size_t len, size_t room)
{
    if (len <= room)
        return len;

    size_t cut = utf8_cut_bytes(text, len, room);
    if (cut == 0) {
        /* One cluster longer than a line: cut it between code points. */
        for (cut = room; cut > 1 && ((unsigned char)text[cut] & 0xc0) == 0x80; cut--)
            ;
        return cut;
    }
    if (text[cut] == ' ')
        return cut;
    for (size_t at = cut; at > cut / 2; at--)
        if (text[at - 1] == ' ')
            return at - 1;
    return cut;
}

bool ask_takes_rows(const struct network *network)
{
    return network->rows_bytes > 0 && (network->stage != NETWORK_READY ||
                                       network_can(network, IRC_CAP_MULTILINE | IRC_CAP_BATCH));
}

bool rows_are_many(const struct network *network, const char *target, const char *text)
{
    return strchr(text, '\n') || strlen(text) > rows_line_room(network, target, false);
}

size_t rows_message_len(const struct network *network, const char *target, const char *text)
{
    size_t room = rows_line_room(network, target, false);
    size_t lines = 0;
    size_t end = 0;
    for (size_t at = 0; text[at];) {
        size_t row = strcspn(text + at, "\n");
        size_t piece = rows_piece_len(text + at, row, room);
        if (++lines > network->rows_lines || at + piece > network->rows_bytes)
            break;
        at += piece;
        end = at;
        at += text[at] == '\n';
    }
    return end ? end : rows_piece_len(text, strcspn(text, "\n"), room);
}

struct writing {
    struct network *network;
    const char *ref, *target;
};

static bool write_piece(const struct writing *w, const char *text, size_t len, bool joins)
{
    struct irc_msg msg;
    char *piece = xstrndup(text, len);
    irc_msg_make(&msg, NULL, "PRIVMSG", w->target, piece, NULL);
    irc_msg_add_tag(&msg, "batch", w->ref);
    if (joins)
        irc_msg_add_tag(&msg, "draft/multiline-concat", "");
    bool written = irc_msg_write(&msg, &w->network->out) == 0;
    free(piece);
    return written;
}

static bool write_row(const struct writing *w, const char *row, size_t len, size_t room)
{
    bool written = true;
    size_t at = 0;
    do {
        size_t piece = rows_piece_len(row + at, len - at, room);
        written = written && write_piece(w, row + at, piece, at > 0);
        at += piece;
    } while (at < len);
    return written;
}

bool rows_write(struct network *network, struct irc_msg *opening, const struct queued *queued)
{
    char ref[LABEL_SIZE];
    char named[LABEL_SIZE + 1];
    size_t before = network->out.len;
    size_t room = rows_line_room(network, queued->target, false);
    snprintf(ref, sizeof(ref), "m%u", queued->label);
    snprintf(named, sizeof(named), "+%s", ref);
    opening->command = "BATCH";
    opening->params[0] = named;
    opening->params[1] = "draft/multiline";
    opening->params[2] = queued->target;
    opening->nparams = 3;

    const struct writing w = {network, ref, queued->target};
    bool written = irc_msg_write(opening, &network->out) == 0;
    for (const char *row = queued->text; row && written;) {
        size_t len = strcspn(row, "\n");
        written = write_row(&w, row, len, room);
        row = row[len] ? row + len + 1 : NULL;
    }
    named[0] = '-';
    struct irc_msg end;
    irc_msg_make(&end, NULL, "BATCH", named, NULL);
    written = written && irc_msg_write(&end, &network->out) == 0;
    if (!written)
        buf_truncate(&network->out, before);
    return written;
}
