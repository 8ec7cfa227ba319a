#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "handlers.h"
#include "ignore.h"
#include "irc_name.h"
#include "mem.h"

struct conv *named_conv(const struct from *from, const char *name)
{
    struct conv *conv = chat_conv(from->chat, from->network, name);
    if (conv)
        return conv;
    if (map_count(&from->network->convs) >= CONVS_MAX)
        return from->network->console;
    char clean[BATCH_TARGET_MAX];
    if (!clean_name(name, clean, sizeof(clean)))
        return from->network->console;
    return chat_conv_make(from->chat, from->network, clean);
}

struct conv *known_room(const struct from *from, const char *name)
{
    struct conv *conv = chat_conv(from->chat, from->network, name);
    return conv && conv->kind == CONV_ROOM ? conv : NULL;
}

struct conv *best_conv(const struct from *from, const char *name)
{
    struct conv *conv = chat_conv(from->chat, from->network, name);
    return conv ? conv : chat_here(from->chat, from->network);
}

bool from_ignored(const struct from *from, const struct irc_msg *msg, unsigned what,
                  const struct conv *conv)
{
    const char *list = from->chat->settings.ignored;
    if (!list || !*list || from->self || from->server || !what)
        return false;
    const char *tag = irc_msg_tag(msg, "account");
    struct ignore_deed deed = ignore_deed(what, from->nick, conv);
    deed.source = msg->source;
    if (tag)
        deed.account = tag;
    return ignore_fits(list, &deed);
}

uint64_t from_add_flagged(struct from *from, const struct irc_msg *msg, struct conv *conv,
                          struct line line)
{
    const char *msgid = irc_msg_tag(msg, "msgid");
    line.time_ms = from->time_ms;
    line.msgid = msgid ? msgid : "";
    if (from->self)
        line.flags |= LINE_SELF;
    if (from_ignored(from, msg, ignore_what_of(line.kind), conv))
        line.flags = (line.flags | LINE_IGNORED) & ~(unsigned)LINE_MENTION;
    if (from->history) {
        line.flags |= LINE_HISTORY;
        line.before = from->batch->before;
        if (strlen(line.msgid) < sizeof(from->batch->last_id))
            memcpy(from->batch->last_id, line.msgid, strlen(line.msgid) + 1);
    }

    uint64_t serial = chat_add_line(from->chat, conv, &line);
    if (serial && from->history)
        from->batch->fresh++;
    if (from->network->caught_up && from->time_ms > from->network->last_ms)
        from->network->last_ms = from->time_ms;
    return serial;
}

uint64_t from_add(struct from *from, const struct irc_msg *msg, struct conv *conv,
                  enum line_kind kind, const char *text)
{
    return from_add_flagged(from, msg, conv,
                            (struct line){.kind = kind, .nick = from->nick, .text = text});
}

void from_changed(struct from *from, const struct conv *conv, unsigned bits)
{
    if (conv == from->chat->current)
        from->chat->changed |= bits;
}

struct asked *asked_put(struct network *network, const char *key, enum asked_kind kind,
                        const char *target)
{
    struct asked *asked = xnew(struct asked);
    asked->kind = kind;
    snprintf(asked->target, sizeof(asked->target), "%s", target);
    free(map_set(&network->waiting, key, asked));
    return asked;
}

struct asked *asked_get(const struct network *network, const char *key)
{
    return map_get(&network->waiting, key);
}

void asked_drop(struct network *network, const char *key)
{
    free(map_remove(&network->waiting, key));
}

char *asked_key(char what, const char *target, char *out)
{
    out[0] = what;
    irc_fold_to(target, out + 1, BATCH_TARGET_MAX - 1);
    return out;
}

bool asked_to_enter(const struct network *network, const char *room)
{
    char key[BATCH_TARGET_MAX + 1];
    return asked_get(network, asked_key(ASKED_KEY_JOIN, room, key)) != NULL;
}
