#include "rows.h"

#include <string.h>

#include "conv.h"
#include "irc_cap.h"
#include "network.h"
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

bool rows_taken(const struct network *network)
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

bool rows_go_together(const struct conv *conv)
{
    return rows_taken(conv->network) && !conv_is_service(conv);
}

size_t rows_first_len(const struct conv *conv, const char *text)
{
    if (rows_go_together(conv))
        return rows_message_len(conv->network, conv->name, text);
    return rows_piece_len(text, strcspn(text, "\n"),
                          rows_line_room(conv->network, conv->name, false));
}
