#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "handlers.h"
#include "mem.h"
#include "utf8.h"

/* Bytes that the server may put before what it relays, while we do not know better. */
#define SOURCE_BYTES 100
#define PIECE_LEAST  16

/* So much is said and not answered at most. */
#define QUEUE_MAX 10000

/* What is said, and where. */
struct say {
    struct chat *chat;
    struct network *network;
    struct conv *conv;
    bool action;
    const char *file;  /* NULL */
    const char *reply; /* msgid of what the first piece answers; NULL */
    const char *edits; /* msgid of what it replaces; NULL */
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

static void say_piece(struct say *say, const char *piece)
{
    struct queued said = {.target = say->conv->name,
                          .text = NULL,
                          .file = xstrdup(say->file),
                          .reply = xstrdup(say->reply),
                          .edits = xstrdup(say->edits),
                          .action = say->action,
                          .fleeting = conv_is_service(say->conv),
                          .said_ms = chat_stamp(say->chat, say->conv)};
    said.text = xstrdup(piece);
    struct queued *queued = queue_add(&say->network->queue, &said);
    free(said.text);
    free(said.file);
    free(said.reply);
    free(said.edits);
    say->reply = NULL;
    ask_queue_show(say->chat, say->network, queued);
}

static void say_row(struct say *say, const char *row)
{
    size_t room = room_for_text(say);
    while (*row) {
        size_t len = piece_len(row, room);
        char *piece = xstrndup(row, len);
        say_piece(say, piece);
        free(piece);
        row += len;
        row += *row == ' ' && len > 0;
    }
}

/* Row by row; empty rows say nothing. */
static void say_all(struct say *say, const char *text)
{
    char *clean = utf8_sanitize(text, strlen(text), true, true);
    char *rest = clean;
    for (char *row = strsep(&rest, "\n"); row; row = strsep(&rest, "\n"))
        say_row(say, row);
    free(clean);
}

/* True if it may be said there; else a complaint is shown. */
static bool may_say(struct chat *chat, const struct conv *conv)
{
    const struct network *network = conv->network;
    if (conv->kind == CONV_CONSOLE) {
        chat_complain(chat, "this is no conversation: /join a room, or /msg somebody");
        return false;
    }
    if (conv->kind == CONV_ROOM && !conv->joined && !conv->rejoin) {
        chat_complain(chat, "you are not in %s: /join goes there", conv->name);
        return false;
    }
    if (conv_is_service(conv) && network->stage != NETWORK_READY) {
        chat_complain(chat, "not sent: no link to %s, and this may be a secret that is not kept",
                      network->name);
        return false;
    }
    if (network->queue.n >= QUEUE_MAX) {
        chat_complain(chat, "not sent: %d messages wait already", QUEUE_MAX);
        return false;
    }
    return true;
}

/* What replaces one message is one message. */
static bool fits(const struct say *say, const char *text)
{
    if (!say->edits || (!strchr(text, '\n') && strlen(text) <= room_for_text(say)))
        return true;
    chat_complain(say->chat, "not changed: it must be one row, and fit into one message");
    return false;
}

static bool say(struct say *say, const char *text)
{
    if (!may_say(say->chat, say->conv) || !fits(say, text))
        return false;
    say_all(say, text);
    say->chat->quit_asked = false;
    say->conv->typing_told_ms = 0;
    ask_queue(say->chat, say->network);
    return true;
}

bool ask_say(struct chat *chat, struct conv *conv, const char *text, bool action)
{
    return say(&(struct say){chat, conv->network, conv, action, NULL, NULL, NULL}, text);
}

bool ask_say_file(struct chat *chat, struct conv *conv, const char *text, const char *file)
{
    return say(&(struct say){chat, conv->network, conv, false, file, NULL, NULL}, text);
}

bool ask_reply(struct chat *chat, struct conv *conv, const char *msgid, const char *text)
{
    return say(&(struct say){chat, conv->network, conv, false, NULL, msgid, NULL}, text);
}

bool ask_edit(struct chat *chat, struct conv *conv, const char *msgid, const char *text)
{
    struct line line = {.kind = LINE_MESSAGE};
    size_t index;
    if (lines_find_id(conv->lines, msgid, &index))
        lines_get(conv->lines, index, &line);
    bool action = line.kind == LINE_ACTION;
    return say(&(struct say){chat, conv->network, conv, action, NULL, NULL, msgid}, text);
}
