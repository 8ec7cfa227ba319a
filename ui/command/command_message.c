/* Commands about messages: the picked one, or one that is meant without being picked. */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "command.h"
#include "keymap_user.h"
#include "mem.h"
#include "message.h"
#include "reactions.h"

/* True if people talk here; else a complaint. */
static bool is_talk(struct chat *chat)
{
    if (conv_is_talk(chat->current))
        return true;
    chat_complain(chat, "Nothing is said here: go to a room or a person first");
    return false;
}

/* The newest one that speaks to us: a mention, or what the other one said. */
static bool find_mention(const struct conv *conv, struct line *line)
{
    for (size_t i = lines_count(conv->lines); i-- > 0;) {
        lines_get(conv->lines, i, line);
        bool called = line->flags & LINE_MENTION || conv->kind == CONV_PERSON;
        if (line_is_said(line) && called && !(line->flags & LINE_SELF))
            return true;
    }
    return false;
}

void command_reply(struct chat *chat, char *args)
{
    struct conv *here = chat->current;
    struct line line;
    if (!is_talk(chat))
        return;
    if (!pick_get(chat, &line) && !find_mention(here, &line)) {
        char *key = keymap_key_of(chat, "pick");
        chat_complain(chat, "Nobody spoke to you here%s%s%s", key ? ": " : "", key ? key : "",
                      key ? " picks a message to answer" : "");
        free(key);
        return;
    }
    if (*args && !*line.msgid) {
        char *named = xasprintf("%s: %s", line.nick, args);
        ask_say(chat, here, named, false);
        free(named);
        return;
    }
    message_reply(chat, &line);
    if (*args)
        ask_composed(chat, here, args);
}

/* The picked one, or the newest; false with a complaint. */
static bool find_any(struct chat *chat, struct line *line)
{
    if (!is_talk(chat))
        return false;
    if ((pick_get(chat, line) && *line->msgid) || pick_newest(chat->current, false, line))
        return true;
    chat_complain(chat, "There is no message here that could be meant");
    return false;
}

void command_react(struct chat *chat, char *args)
{
    struct line line;
    if (find_any(chat, &line))
        message_react(chat, &line, args, true);
}

/* The last of what we gave a message; NULL if nothing; to free. */
static char *last_given(const struct conv *conv, const char *msgid)
{
    struct reaction_sum sums[REACTIONS_OF_ONE];
    size_t n = reactions_sum(conv, msgid, sums, REACTIONS_OF_ONE);
    while (n > 0 && !sums[n - 1].own)
        n--;
    return n > 0 ? xstrdup(sums[n - 1].value) : NULL;
}

void command_unreact(struct chat *chat, char *args)
{
    struct line line;
    if (!find_any(chat, &line))
        return;
    char *given = *args ? xstrdup(args) : last_given(chat->current, line.msgid);
    if (given)
        message_react(chat, &line, given, false);
    else
        chat_complain(chat, "You gave that message no reaction");
    free(given);
}

void command_edit(struct chat *chat, char *args)
{
    struct line line;
    if (!is_talk(chat))
        return;
    bool own = pick_get(chat, &line) && line.flags & LINE_SELF && *line.msgid;
    if (!own && !pick_newest(chat->current, true, &line)) {
        chat_complain(chat, "There is nothing of yours here that could be changed");
        return;
    }
    if (!*args) {
        message_edit(chat, &line);
        return;
    }
    char *msgid = xstrdup(line.msgid);
    ask_edit(chat, chat->current, msgid, args);
    free(msgid);
}

/* The picked message, else what we said last. */
void command_delete(struct chat *chat, char *args)
{
    struct line line;
    if (!is_talk(chat))
        return;
    if ((pick_get(chat, &line) && *line.msgid) || pick_newest(chat->current, true, &line))
        ask_redact(chat, chat->current, line.msgid, args);
    else
        chat_complain(chat, "There is nothing of yours here that could be deleted");
}

static void read_one(struct chat *chat, struct conv *conv)
{
    chat_release(conv);
    if (chat_mark_read(chat, conv))
        ask_mark_read(chat, conv);
}

void command_read(struct chat *chat, char *args)
{
    const char *word = command_word(&args);
    bool all = word && strcmp(word, "all") == 0;
    if (word && !all) {
        chat_complain(chat, "/read cannot do that. Usage: /read [all]");
        return;
    }
    for (struct conv *conv = chat->convs; conv; conv = conv->next)
        if (all || conv == chat->current)
            read_one(chat, conv);
    chat_notice(chat, "%s is read", all ? "Everything" : chat->current->name);
}

void command_unread(struct chat *chat, char *args)
{
    struct line line;
    (void)args;
    if (!is_talk(chat))
        return;
    if (pick_get(chat, &line) || pick_newest(chat->current, false, &line))
        message_unread(chat, &line);
    else
        chat_complain(chat, "There is no message here that could be meant");
}
