/* What goes to a person's program more than to them: /notice and /ctcp. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ask.h"
#include "command.h"
#include "irc_cap.h"
#include "irc_name.h"
#include "mem.h"

/* A server that does not say it back leaves it to us to show it. */
static void show_own_notice(struct chat *chat, const char *target, const char *text)
{
    struct network *network = chat->current->network;
    const char *name = target + strspn(target, network->prefixes);
    struct conv *conv = chat_conv(chat, network, irc_is_room(name) ? name : target);
    conv = conv ? conv : network->console;
    if (!network_can(network, IRC_CAP_ECHO_MESSAGE))
        chat_add_line(chat, conv,
                      &(struct line){.time_ms = chat_stamp(chat, conv),
                                     .kind = LINE_NOTICE,
                                     .flags = LINE_SELF,
                                     .nick = network->nick,
                                     .text = text,
                                     .msgid = "",
                                     .reply = ""});
    if (conv != chat->current)
        chat_notice(chat, "Sent to %s", target);
}

void command_notice(struct chat *chat, char *args)
{
    const char *target = command_word(&args);
    if (!*args)
        chat_complain(chat, "/notice: the text is missing. Usage: /notice name text");
    else if (ask(chat->current->network, "NOTICE", target, args, NULL))
        show_own_notice(chat, target, args);
    else
        chat_complain(chat, "Not sent: no line can carry it");
}

/* A PING brings back when it was sent. */
static char *question(const struct chat *chat, const char *word, const char *text)
{
    char *upper = xstrdup(word);
    for (char *c = upper; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    char *whole;
    if (strcmp(upper, "PING") == 0 && !*text)
        whole = xasprintf("\x01PING %lld\x01", (long long)chat->mono_ms);
    else
        whole = xasprintf("\x01%s%s%s\x01", upper, *text ? " " : "", text);
    free(upper);
    return whole;
}

void command_ctcp(struct chat *chat, char *args)
{
    const char *target = command_word(&args);
    const char *word = command_word(&args);
    if (!word) {
        chat_complain(chat, "/ctcp: the word is missing. Usage: /ctcp name word [text]");
        return;
    }
    if (strcasecmp(word, "ACTION") == 0 || strcasecmp(word, "DCC") == 0) {
        chat_complain(chat, "/ctcp: not %s: /me acts, and /upload sends files", word);
        return;
    }
    char *text = question(chat, word, args);
    if (ask(chat->current->network, "PRIVMSG", target, text, NULL))
        chat_notice(chat, "%s is asked for %s", target, word);
    else
        chat_complain(chat, "Not sent: no line can carry it");
    free(text);
}
