#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "handlers.h"
#include "mem.h"
#include "utf8.h"

/* So much is said and not answered at most. */
#define QUEUE_MAX 10000

/* What is said, and where. */
struct say {
    struct chat *chat;
    struct conv *conv;
    bool action;
    const char *file;  /* NULL */
    const char *reply; /* msgid of what the first piece answers; NULL */
    const char *edits; /* msgid of what it replaces; NULL */
    bool by_rows;      /* each row is a message of its own */
};

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
    struct queued *queued = queue_add(&say->conv->network->queue, &said);
    free(said.text);
    free(said.file);
    free(said.reply);
    free(said.edits);
    say->reply = NULL;
    ask_queue_show(say->chat, say->conv->network, queued);
}

static void say_row(struct say *say, const char *row)
{
    size_t room = rows_line_room(say->conv->network, say->conv->name, say->action);
    while (*row) {
        size_t len = rows_piece_len(row, strlen(row), room);
        char *piece = xstrndup(row, len);
        say_piece(say, piece);
        free(piece);
        row += len;
        row += *row == ' ' && len > 0;
    }
}

/* Row by row; empty rows say nothing. */
static void say_rows(struct say *say, char *text)
{
    for (char *row = strsep(&text, "\n"); row; row = strsep(&text, "\n"))
        say_row(say, row);
}

/* As one message, or as few as the server's limits allow. */
static void say_whole(struct say *say, const char *text)
{
    while (*text) {
        size_t len = rows_message_len(say->conv->network, say->conv->name, text);
        char *message = xstrndup(text, len);
        say_piece(say, message);
        free(message);
        text += len;
        text += strspn(text, "\n");
    }
}

/* Rows without a word before and behind say nothing. */
static char *trimmed(char *text)
{
    size_t len = strlen(text);
    while (len > 0 && strchr(" \n", text[len - 1]))
        text[--len] = '\0';
    char *first = text + strspn(text, " \n");
    while (first > text && first[-1] == ' ')
        first--;
    return first;
}

static void say_all(struct say *say, const char *text)
{
    char *clean = utf8_sanitize(text, strlen(text), true, true);
    char *words = trimmed(clean);
    bool whole = rows_taken(say->conv->network) && !say->action && !say->by_rows &&
                 !conv_is_service(say->conv);
    if (whole && rows_are_many(say->conv->network, say->conv->name, words))
        say_whole(say, words);
    else
        say_rows(say, clean);
    free(clean);
}

/* True if it may be said there; else a complaint is shown. */
static bool may_say(struct chat *chat, const struct conv *conv)
{
    const struct network *network = conv->network;
    if (conv->kind == CONV_CONSOLE) {
        chat_complain(chat, "Nobody is here: /join #room or /msg name text");
        return false;
    }
    if (conv->kind == CONV_ROOM && !conv->joined && !conv->rejoin &&
        !asked_to_enter(network, conv->name)) {
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
    size_t room = rows_line_room(say->conv->network, say->conv->name, say->action);
    if (!say->edits || (!strchr(text, '\n') && strlen(text) <= room))
        return true;
    chat_complain(say->chat, "not changed: it must be one row, and fit into one message");
    return false;
}

/* Who speaks sees it. */
static void see(const struct say *say)
{
    if (say->conv != say->chat->current || say->conv->anchor == 0 || say->edits)
        return;
    chat_follow(say->chat);
    ask_mark_read(say->chat, say->conv);
}

static bool say(struct say *say, const char *text)
{
    if (!may_say(say->chat, say->conv) || !fits(say, text))
        return false;
    bool plain = !say->chat->settings.markdown || say->chat->verbatim || say->by_rows ||
                 say->file || conv_is_service(say->conv);
    char *words = plain ? xstrdup(text) : say_marked_up(text);
    say_all(say, words);
    free(words);
    say->chat->quit_asked = false;
    say->conv->typing_told_ms = 0;
    ask_queue(say->chat, say->conv->network);
    see(say);
    return true;
}

bool ask_say(struct chat *chat, struct conv *conv, const char *text, bool action)
{
    return say(&(struct say){.chat = chat, .conv = conv, .action = action}, text);
}

bool ask_say_rows(struct chat *chat, struct conv *conv, const char *text)
{
    return say(&(struct say){.chat = chat, .conv = conv, .by_rows = true}, text);
}

bool ask_say_file(struct chat *chat, struct conv *conv, const char *text, const char *file)
{
    return say(&(struct say){.chat = chat, .conv = conv, .file = file}, text);
}

bool ask_reply(struct chat *chat, struct conv *conv, const char *msgid, const char *text)
{
    return say(&(struct say){.chat = chat, .conv = conv, .reply = msgid}, text);
}

bool ask_edit(struct chat *chat, struct conv *conv, const char *msgid, const char *text)
{
    struct line line = {.kind = LINE_MESSAGE};
    size_t index;
    if (lines_find_id(conv->lines, msgid, &index))
        lines_get(conv->lines, index, &line);
    return say(
        &(struct say){
            .chat = chat, .conv = conv, .action = line.kind == LINE_ACTION, .edits = msgid},
        text);
}
