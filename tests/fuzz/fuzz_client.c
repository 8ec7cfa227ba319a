/*
 * Whatever a server says, and whatever alice does meanwhile: nothing of it reaches the screen as a
 * control sequence or the wire as a second line.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "around.h"
#include "ask.h"
#include "browse.h"
#include "command.h"
#include "handle.h"
#include "keymap.h"
#include "look_around.h"
#include "mem.h"
#include "posted.h"
#include "secret.h"
#include "transfer_list.h"
#include "transfer_text.h"
#include "utf8.h"

#define CAPS                                                                                  \
    "message-tags server-time echo-message labeled-response batch account-tag extended-join " \
    "away-notify multi-prefix draft/chathistory draft/event-playback draft/read-marker sasl " \
    "draft/message-redaction standard-replies account-notify"

static const char *const opening[] = {
    (":x CAP * LS :" CAPS),
    (":x CAP alice ACK :" CAPS),
    ":x 001 alice :Welcome",
    ":x 005 alice CHATHISTORY=100 PREFIX=(ov)@+ :are supported",
    ":x 005 alice parlor.chat/FILES=https://h:1/files/ :are supported",
    ":x 005 alice soju.im/FILEHOST=https://h:1/uploads :are supported",
    ":x 900 alice alice!a@h alice :You are logged in",
    ":x 422 alice :No MOTD",
    ":alice!a@h JOIN #tea",
    ":x 353 alice = #tea :@bob +carol alice",
    ":bob!b@h PRIVMSG alice :hi",
    "@msgid=m1;+parlor.chat/file=5,-,x :bob!b@h PRIVMSG #tea :https://h:1/u/a/b.pdf",
    "@msgid=m2 :alice!a@h PRIVMSG #tea :well",
    ">\x01" /* /files */,
    ":x FILES ENTRY file 5 1795197600000 - :plan.pdf",
    ":x FILES ENTRY folder 0 0 - :docs",
    ":x FILES END 2 5 more",
    ">\x02\x05" /* Esc, /get 1 */,
    ":x TOKEN GENERATE FILEHOST t0ken",
    ":x BATCH +h chathistory #tea",
};

static void check_text(const char *text)
{
    if (!text)
        return;
    assert(utf8_valid(text, strlen(text)));
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        assert(*p >= ' ' || *p == '\n' || strchr("\x02\x03\x04\x0f\x11\x16\x1d\x1e\x1f", *p));
        assert(*p != 0x7f && !(p[0] == 0xc2 && p[1] >= 0x80 && p[1] <= 0x9f));
    }
}

static void check_name(const char *name)
{
    check_text(name);
    for (const char *p = name; p && *p; p++)
        assert((unsigned char)*p >= ' ');
}

static void check_people(struct conv *conv, const struct network *network)
{
    size_t n;
    struct person *const *people = members_sorted(&conv->members, network->prefixes, &n);
    for (size_t i = 0; i < n; i++) {
        assert(*people[i]->nick && !strchr(people[i]->nick, ' '));
        check_name(people[i]->nick);
        check_name(people[i]->account);
        check_name(people[i]->prefixes);
    }
}

static void check_posted(const struct conv *conv)
{
    for (const struct posted *p = posted_first(conv); p; p = posted_next(conv, p)) {
        check_name(p->name);
        check_name(p->nick);
    }
}

static void check_conv(struct conv *conv)
{
    struct line line;
    check_name(conv->name);
    check_text(conv->topic);
    check_name(conv->topic_setter);
    check_name(conv->modes);
    check_name(conv->away);
    check_posted(conv);
    check_people(conv, conv->network);
    for (size_t i = 0; i < lines_count(conv->lines); i++) {
        lines_get(conv->lines, i, &line);
        check_text(line.text);
        check_name(line.nick);
    }
}

static void check_dialog(const struct dialog *dialog)
{
    check_name(dialog->title);
    check_name(dialog->keys);
    check_name(dialog->error);
    check_name(dialog->note);
    for (size_t i = 0; i < dialog->n; i++) {
        check_name(dialog->rows[i].label);
        check_name(dialog->rows[i].detail);
    }
}

static void check_files(struct chat *chat, const struct network *network)
{
    const struct shared *shared = &network->shared;
    assert(shared->n <= SHARED_ENTRIES_MAX);
    for (size_t i = 0; i < shared->n; i++) {
        check_name(shared->entries[i].name);
        assert(!strchr(shared->entries[i].name, '/'));
    }
    for (const struct transfer *t = chat->transfers.first; t; t = t->next) {
        char *text = transfer_long_text(t, false);
        check_name(text);
        check_name(t->name);
        check_name(t->why);
        check_name(t->url);
        assert(!strchr(t->name, '/') && *t->name != '.');
        free(text);
    }
}

static void check_output(const struct buf *out)
{
    const char *end = out->data + out->len;
    for (const char *p = out->data; p < end; p++) {
        assert(*p != '\0');
        assert(*p != '\r' || (p + 1 < end && p[1] == '\n'));
        assert(*p != '\n' || p[-1] == '\r');
    }
}

static void say(struct chat *chat, struct network *network, const char *text, size_t len)
{
    char *line = xstrndup(text, len);
    handle_line(chat, network, line);
    free(line);
}

/* What the program does at the end of each turn. */
static void turn(struct chat *chat)
{
    browse_turn(chat);
    look_around_turn(chat);
    transfers_schedule(chat);
    transfer_list_turn(chat);
    chat->mono_ms += 100;
    if (chat->dialog)
        check_dialog(chat->dialog);
}

/* A byte is a key, or a command that is entered. */
static void act(struct chat *chat, unsigned char byte)
{
    static const enum key_code codes[] = {PRESS_ENTER, PRESS_ESC,       PRESS_UP,    PRESS_DOWN,
                                          PRESS_LEFT,  PRESS_BACKSPACE, PRESS_RIGHT, PRESS_TAB,
                                          PRESS_F9,    PRESS_CHAR,      PRESS_DEL};
    static const char *const commands[] = {"/files",
                                           "/files -room",
                                           "/get 1",
                                           "/get plan.pdf",
                                           "/get",
                                           "/transfers",
                                           "/pause all",
                                           "/resume all",
                                           "/close",
                                           "/delete why",
                                           "/get https://e.org/x",
                                           "/query bob",
                                           "/cancel 1"};
    size_t ncodes = sizeof(codes) / sizeof(*codes);
    size_t ncommands = sizeof(commands) / sizeof(*commands);
    if (byte % 2 == 0)
        keymap_press(chat, &(struct key){.code = codes[byte / 2 % ncodes], .text = "p"});
    else if (chat->current && !chat->dialog)
        command_enter(chat, commands[byte / 2 % ncommands]);
    turn(chat);
}

/* A line of the server's; or, behind a '>', what alice does. */
static void take(struct chat *chat, struct network *network, const char *text, size_t len)
{
    if (len == 0 || *text != '>') {
        say(chat, network, text, len);
        turn(chat);
        return;
    }
    for (size_t i = 1; i < len; i++)
        act(chat, (unsigned char)text[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    secret_init();
    struct chat *chat = chat_new();
    chat->now_ms = 1795197600000;
    chat->mono_ms = 1000;
    struct network *network = network_new("irc.example.org", 6697, true, "alice");
    network->claim = true;
    /* Some are looked at only. */
    if (size > 0 && *data >= 0x80)
        network->around = around_new();
    chat_add_network(chat, network);
    chat->keeps = true;
    handle_connected(chat, network);
    /* The first byte says how far it has come when the strange lines begin. */
    size_t lines = sizeof(opening) / sizeof(opening[0]);
    if (size > 0 && *data < lines)
        lines = *data;
    for (size_t i = 0; i < lines; i++)
        take(chat, network, opening[i], strlen(opening[i]));
    ask_say(chat, chat_conv_make(chat, network, "bob"), "hello", false);

    const char *text = (const char *)data;
    const char *end = text + size;
    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        size_t len = (size_t)((stop ? stop : end) - text);
        take(chat, network, text, len);
        text += len + 1;
    }
    check_output(&network->out);
    check_name(network->name);
    check_name(network->nick);
    check_name(network->account);
    check_name(chat->notice);
    check_files(chat, network);
    check_name(network->shared.why);
    check_name(network->why);
    if (network->around)
        check_name(network->around->why);
    for (struct conv *conv = chat->convs; conv; conv = conv->next)
        check_conv(conv);
    handle_lost(chat, network, "closed");
    chat_free(chat);
    return 0;
}
