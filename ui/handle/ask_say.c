#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "handlers.h"
#include "irc_cap.h"
#include "irc_name.h"
#include "mem.h"
#include "utf8.h"

/* Bytes that the server may put before what it relays, while we do not know better. */
#define SOURCE_BYTES 100
#define PIECE_LEAST  16

/* What is said, and where. */
struct say {
    struct chat *chat;
    struct network *network;
    struct conv *conv;
    bool action;
};

/* Bytes of text that fit into ":source COMMAND target :text" CR LF. */
static size_t room_for_text(const struct say *say)
{
    size_t source = SOURCE_BYTES;
    if (say->network->source_len > SOURCE_BYTES)
        source = (size_t)say->network->source_len;
    size_t taken = 1 + source + 1 + strlen("PRIVMSG") + 1 + strlen(say->conv->name) + 2 + 2;
    if (say->action)
        taken += strlen("\x01"
                        "ACTION \x01");
    size_t max = (size_t)say->network->line_max;
    return max > taken + PIECE_LEAST ? max - taken : PIECE_LEAST;
}

/* Bytes of the next piece: as many words as fit, or what fits of a word that is too long. */
static size_t piece_len(const char *text, size_t room)
{
    size_t len = strlen(text);
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

/* Shows the piece and, where the server confirms, remembers that it has to. */
static uint64_t show(const struct say *say, const char *piece, bool pending)
{
    return chat_add_line(say->chat, say->conv,
                         &(struct line){.time_ms = chat_stamp(say->chat, say->conv),
                                        .kind = say->action ? LINE_ACTION : LINE_MESSAGE,
                                        .flags = LINE_SELF | (pending ? LINE_PENDING : 0u),
                                        .nick = say->network->nick,
                                        .text = piece,
                                        .msgid = ""});
}

static bool say_piece(const struct say *say, const char *piece)
{
    struct network *network = say->network;
    bool confirms = network_can(network, IRC_CAP_ECHO_MESSAGE | IRC_CAP_LABELED_RESPONSE);
    char label[LABEL_SIZE];
    char *text = say->action ? xasprintf("\x01"
                                         "ACTION %s\x01",
                                         piece)
                             : xstrdup(piece);
    struct irc_msg msg;
    irc_msg_make(&msg, NULL, "PRIVMSG", say->conv->name, text, NULL);
    if (confirms) {
        snprintf(label, sizeof(label), "%u", ++network->next_label);
        irc_msg_add_tag(&msg, "label", label);
    }
    bool sent = irc_msg_write(&msg, &network->out) == 0;
    free(text);
    if (!sent)
        return false;
    uint64_t serial = show(say, piece, confirms);
    if (confirms)
        asked_put(network, label, ASKED_SAY, say->conv->name)->serial = serial;
    return true;
}

static bool say_row(const struct say *say, const char *row)
{
    size_t room = room_for_text(say);
    while (*row) {
        size_t len = piece_len(row, room);
        char *piece = xstrndup(row, len);
        bool sent = say_piece(say, piece);
        free(piece);
        if (!sent)
            return false;
        row += len;
        row += *row == ' ' && len > 0;
    }
    return true;
}

/* Row by row; empty rows say nothing. */
static bool say_all(const struct say *say, const char *text)
{
    char *clean = utf8_sanitize(text, strlen(text), true, true);
    char *rest = clean;
    bool sent = true;
    for (char *row = strsep(&rest, "\n"); row && sent; row = strsep(&rest, "\n"))
        sent = say_row(say, row);
    free(clean);
    return sent;
}

static bool has_link(struct chat *chat, const struct network *network)
{
    if (network->stage == NETWORK_READY)
        return true;
    chat_complain(chat, "not sent: no link to %s%s%s", network->name, network->why ? ": " : "",
                  network->why ? network->why : "");
    return false;
}

bool ask_say(struct chat *chat, struct conv *conv, const char *text, bool action)
{
    if (conv->kind == CONV_CONSOLE) {
        chat_complain(chat, "this is no conversation: /join a room, or /msg somebody");
        return false;
    }
    if (!has_link(chat, conv->network))
        return false;
    if (conv->kind == CONV_ROOM && !conv->joined) {
        chat_complain(chat, "you are not in %s: /join goes there", conv->name);
        return false;
    }
    struct say say = {chat, conv->network, conv, action};
    return say_all(&say, text);
}
