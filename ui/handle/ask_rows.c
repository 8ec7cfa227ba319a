/* How what is said is cut into lines: a batch of them is one message (IRCv3 draft/multiline). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "handlers.h"
#include "mem.h"

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
