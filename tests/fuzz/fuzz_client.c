/* Whatever a server says: nothing of it reaches the screen as a control sequence or the wire as a
 * second line. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "handle.h"
#include "mem.h"
#include "secret.h"
#include "utf8.h"

#define CAPS                                                                                  \
    "message-tags server-time echo-message labeled-response batch account-tag extended-join " \
    "away-notify multi-prefix draft/chathistory draft/event-playback draft/read-marker sasl"

static const char *const opening[] = {
    ":x CAP * LS :" CAPS,
    ":x CAP alice ACK :" CAPS,
    ":x 001 alice :Welcome",
    ":x 005 alice CHATHISTORY=100 PREFIX=(ov)@+ :are supported",
    ":x 422 alice :No MOTD",
    ":alice!a@h JOIN #tea",
    ":x 353 alice = #tea :@bob +carol alice",
    ":bob!b@h PRIVMSG alice :hi",
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

static void check_conv(struct conv *conv)
{
    struct line line;
    check_name(conv->name);
    check_text(conv->topic);
    check_name(conv->topic_setter);
    check_name(conv->modes);
    check_name(conv->away);
    check_people(conv, conv->network);
    for (size_t i = 0; i < lines_count(conv->lines); i++) {
        lines_get(conv->lines, i, &line);
        check_text(line.text);
        check_name(line.nick);
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    secret_init();
    struct chat *chat = chat_new();
    chat->now_ms = 1795197600000;
    chat->mono_ms = 1000;
    struct network *network = network_new("irc.example.org", 6697, true, "alice");
    network->claim = true;
    chat_add_network(chat, network);
    handle_connected(chat, network);
    /* The first byte says how far it has come when the strange lines begin. */
    size_t lines = sizeof(opening) / sizeof(opening[0]);
    if (size > 0 && *data < lines)
        lines = *data;
    for (size_t i = 0; i < lines; i++)
        say(chat, network, opening[i], strlen(opening[i]));
    ask_say(chat, chat_conv_make(chat, network, "bob"), "hello", false);

    const char *text = (const char *)data;
    const char *end = text + size;
    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        size_t len = (size_t)((stop ? stop : end) - text);
        say(chat, network, text, len);
        text += len + 1;
    }
    check_output(&network->out);
    check_name(network->name);
    check_name(network->nick);
    check_name(network->account);
    check_name(chat->notice);
    for (struct conv *conv = chat->convs; conv; conv = conv->next)
        check_conv(conv);
    handle_lost(chat, network, "closed");
    chat_free(chat);
    return 0;
}
