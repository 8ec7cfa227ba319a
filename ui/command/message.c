#include "message.h"

#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "bare_text.h"
#include "buf.h"
#include "emoji.h"
#include "emoji_recent.h"
#include "mem.h"
#include "weblink.h"

/* So many of what we gave can be taken back from the list. */
#define OWN_MAX 8

/* ---- answers, other words ---- */

void message_reply(struct chat *chat, const struct line *line)
{
    struct conv *conv = chat->current;
    if (*line->msgid) {
        compose_set(chat, conv, COMPOSE_REPLY, line->msgid);
    } else if (edit_is_empty(chat->edit)) {
        /* The server knows no such thing: who is meant is named. */
        char *named = xasprintf("%s: ", line->nick);
        edit_set(chat->edit, named);
        free(named);
    }
    pick_end(chat);
}

void message_edit(struct chat *chat, const struct line *line)
{
    if (!edit_is_empty(chat->edit)) {
        chat_complain(chat, "Send or clear first what is typed");
        return;
    }
    compose_set(chat, chat->current, COMPOSE_EDIT, line->msgid);
    edit_set(chat->edit, line->text);
    pick_end(chat);
}

/* ---- reactions ---- */

void message_react(struct chat *chat, const struct line *line, const char *value, bool on)
{
    const char *emoji = emoji_named(value, strlen(value));
    if (!emoji)
        emoji = value;
    if (ask_react(chat, chat->current, line->msgid, emoji, on) && on && !strchr(emoji, ' '))
        emoji_used(chat, emoji);
}

static bool give(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    struct line line;
    (void)dialog;
    if (pick_get(chat, &line))
        message_react(chat, &line, row->value,
                      !reactions_own(chat->current, line.msgid, row->value));
    pick_end(chat); /* who goes on typing means the line, not more letters for the message */
    return true;
}

/* What we gave: once more takes it back. */
static void add_own(struct chat *chat, struct dialog *dialog, const struct line *line)
{
    struct reaction_sum sums[OWN_MAX];
    size_t n = reactions_sum(chat->current, line->msgid, sums, OWN_MAX);
    for (size_t i = 0; i < n; i++)
        if (sums[i].own)
            dialog_add(dialog, sums[i].value, "take it back", sums[i].value);
}

static void add_recent(const struct chat *chat, struct dialog *dialog)
{
    for (const char *at = chat->recent_emoji; at && *at;) {
        size_t len = strcspn(at, " ");
        char *value = xstrndup(at, len);
        dialog_add(dialog, value, "used before", value);
        free(value);
        at += len + (at[len] == ' ');
    }
}

static void add_emoji(struct dialog *dialog, const char *name, const char *text)
{
    char *label = xasprintf("%s  %s", text, name);
    dialog_add(dialog, label, NULL, text);
    free(label);
}

static const char *const usual[] = {"thumbsup", "heart", "joy",  "tada",      "open_mouth",
                                    "cry",      "eyes",  "pray", "thumbsdown"};

static bool is_usual(const char *name)
{
    for (size_t i = 0; i < sizeof(usual) / sizeof(*usual); i++)
        if (strcmp(usual[i], name) == 0)
            return true;
    return false;
}

void message_offer_reactions(struct chat *chat, const struct line *line)
{
    struct dialog *dialog =
        dialog_new(DIALOG_LIST, "React", "type to find · Enter react · Esc close", give);
    add_own(chat, dialog, line);
    add_recent(chat, dialog);
    for (size_t i = 0; i < sizeof(usual) / sizeof(*usual); i++) {
        const char *text = emoji_named(usual[i], strlen(usual[i]));
        if (text)
            add_emoji(dialog, usual[i], text);
    }
    for (size_t i = 0; i < emoji_count(); i++)
        if (!is_usual(emoji_at(i).name))
            add_emoji(dialog, emoji_at(i).name, emoji_at(i).text);
    dialog_refilter(dialog);
    chat_dialog(chat, dialog);
}

/* ---- links ---- */

void message_open(struct chat *chat, const char *url)
{
    xreplace(&chat->open_url, url);
    chat->wishes |= WISH_OPEN;
}

static bool open_chosen(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    (void)dialog;
    message_open(chat, row->value);
    return true;
}

static bool copy_chosen(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    (void)dialog;
    message_copy(chat, row->value);
    return true;
}

void message_link(struct chat *chat, const struct line *line, message_link_fn *fn)
{
    bool open = fn == message_open;
    struct dialog *dialog =
        dialog_new(DIALOG_LIST, open ? "Open which link?" : "Copy which link?",
                   "Enter choose · Esc close", open ? open_chosen : copy_chosen);
    size_t len = 0;
    char *text = bare_text(line->text);
    for (const char *at = text; (at = weblink_next(at, &len)); at += len) {
        char *url = xstrndup(at, len);
        dialog_add(dialog, url, NULL, url);
        free(url);
    }
    free(text);
    if (dialog->n > 1) {
        dialog_refilter(dialog);
        chat_dialog(chat, dialog);
        return;
    }
    if (dialog->n == 1)
        fn(chat, dialog->rows[0].value);
    else
        chat_notice(chat, "There is no link in this message");
    dialog_free(dialog);
}

/* ---- unread ---- */

void message_unread(struct chat *chat, const struct line *line)
{
    chat_mark_unread(chat, chat->current, line->time_ms);
    chat_notice(chat, "Unread from here on, until you come back to %s", chat->current->name);
}

/* ---- s/a/b/ ---- */

/* Cut into "a" and "b" at slashes; false if it is not of that form. */
static bool cut_parts(char *text, char **from, char **to)
{
    if (strncmp(text, "s/", 2) != 0)
        return false;
    *from = text + 2;
    char *middle = strchr(*from, '/');
    if (!middle || middle == *from)
        return false;
    *middle = '\0';
    *to = middle + 1;
    char *end = strchr(*to, '/');
    if (end && end[1])
        return false;
    if (end)
        *end = '\0';
    return true;
}

static bool replace(struct chat *chat, const struct line *line, const char *from, const char *to)
{
    const char *at = strstr(line->text, from);
    if (!at) {
        chat_complain(chat, "You did not say \"%s\" there", from);
        return false;
    }
    char *text = xasprintf("%.*s%s%s", (int)(at - line->text), line->text, to, at + strlen(from));
    char *msgid = xstrdup(line->msgid);
    bool asked = ask_edit(chat, chat->current, msgid, text);
    free(msgid);
    free(text);
    return asked;
}

bool message_quick_edit(struct chat *chat, const char *text, bool *refused)
{
    char *copy = xstrdup(text);
    char *from = NULL;
    char *to = NULL;
    struct line line;
    bool meant = chat->settings.quick_edit && cut_parts(copy, &from, &to) &&
                 pick_newest(chat->current, true, &line);
    *refused = meant && !replace(chat, &line, from, to);
    free(copy);
    return meant && !*refused;
}
