/* The picked message: moving from one to another, and what is done with one (client.md, 3.2.7). */
#include <stdlib.h>
#include <string.h>

#include "action.h"
#include "ask.h"
#include "bare_text.h"
#include "command.h"
#include "jump.h"
#include "mem.h"
#include "message.h"
#include "navigate.h"
#include "unfold.h"
#include "utf8.h"
#include "weblink.h"

/* Of what was copied, in the notice. */
#define COPIED_COLS 50

/* ---- which one ---- */

void action_pick(struct chat *chat)
{
    pick_begin(chat);
}

void action_pick_leave(struct chat *chat)
{
    pick_end(chat);
}

/* Above the first one that is here, older ones are fetched. */
static void move(struct chat *chat, int by)
{
    if (!pick_move(chat, by) && by < 0)
        chat->scroll_rows--;
}

void action_pick_up(struct chat *chat)
{
    move(chat, -1);
}

void action_pick_down(struct chat *chat)
{
    move(chat, 1);
}

void action_pick_page_up(struct chat *chat)
{
    move(chat, -navigate_page(chat));
}

void action_pick_page_down(struct chat *chat)
{
    move(chat, navigate_page(chat));
}

void action_pick_first(struct chat *chat)
{
    move(chat, -(int)lines_count(chat->current->lines));
}

void action_pick_last(struct chat *chat)
{
    move(chat, (int)lines_count(chat->current->lines));
}

/* The picked line, or a notice. */
static bool picked(struct chat *chat, struct line *line)
{
    if (pick_get(chat, line))
        return true;
    chat_notice(chat, "No message is picked");
    return false;
}

/* The same, if the server knows it. */
static bool picked_known(struct chat *chat, struct line *line)
{
    if (!picked(chat, line))
        return false;
    if (*line->msgid)
        return true;
    chat_complain(chat, "The server gave this message no name by which it could be spoken of");
    return false;
}

static bool picked_own(struct chat *chat, struct line *line)
{
    if (!picked_known(chat, line))
        return false;
    if (line->flags & LINE_SELF)
        return true;
    chat_complain(chat, "That is not yours: %s said it", line->nick);
    return false;
}

/* ---- to the server ---- */

void action_pick_reply(struct chat *chat)
{
    struct line line;
    if (picked(chat, &line))
        message_reply(chat, &line);
}

void action_pick_edit(struct chat *chat)
{
    struct line line;
    if (picked_own(chat, &line))
        message_edit(chat, &line);
}

void action_pick_react(struct chat *chat)
{
    struct line line;
    if (picked_known(chat, &line))
        message_offer_reactions(chat, &line);
}

static bool delete_it(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    struct line line;
    (void)dialog;
    if (strcmp(row->value, "delete") != 0 || !pick_get(chat, &line) ||
        !ask_redact(chat, chat->current, line.msgid, NULL))
        return true;
    pick_end(chat);
    return true;
}

void action_pick_delete(struct chat *chat)
{
    struct line line;
    if (!picked_known(chat, &line))
        return;
    struct dialog *dialog =
        dialog_new(DIALOG_ASK, "Delete this message?", "Enter choose · Esc keep it", delete_it);
    char *bare = bare_text(line.text);
    char *text = xasprintf("%s: %s", line.nick, bare);
    dialog_add_text(dialog, text);
    dialog_add(dialog, "Keep it", NULL, "keep");
    dialog_add(dialog, "Delete it, for everybody", NULL, "delete");
    dialog_refilter(dialog);
    dialog_pick(dialog, "keep");
    chat_dialog(chat, dialog);
    free(text);
    free(bare);
}

void action_pick_whois(struct chat *chat)
{
    struct line line;
    if (!picked(chat, &line))
        return;
    char *nick = xstrdup(line.nick);
    command_whois(chat, nick);
    free(nick);
}

/* ---- for us alone ---- */

void message_copy(struct chat *chat, const char *text)
{
    xreplace(&chat->copy, text);
    chat->wishes |= WISH_COPY;
    char *shown = xstrndup(text, strcspn(text, "\n"));
    char *cut = utf8_shorten(shown, COPIED_COLS);
    chat_notice(chat, "Copied: %s", cut);
    free(cut);
    free(shown);
}

void action_pick_copy(struct chat *chat)
{
    struct line line;
    if (!picked(chat, &line))
        return;
    char *text = bare_text(line.text);
    message_copy(chat, text);
    free(text);
}

void action_pick_copy_link(struct chat *chat)
{
    struct line line;
    if (picked(chat, &line))
        message_link(chat, &line, message_copy);
}

void action_pick_unfold(struct chat *chat)
{
    struct line line;
    if (picked(chat, &line) && !unfold_toggle(chat, chat->current, line.serial))
        chat_notice(chat, "Nothing is hidden or folded here");
}

void action_pick_open(struct chat *chat)
{
    struct line line;
    if (picked(chat, &line))
        message_link(chat, &line, message_open);
}

void action_pick_parent(struct chat *chat)
{
    struct line line;
    size_t index;
    if (!picked(chat, &line))
        return;
    if (!*line.reply) {
        chat_notice(chat, "This message answers no other one");
    } else if (!lines_find_id(chat->current->lines, line.reply, &index)) {
        jump_pick(chat, chat->current, line.reply);
    } else {
        lines_get(chat->current->lines, index, &line);
        if (!pick_line(chat, line.serial))
            chat_notice(chat, "What it answers was deleted");
    }
}

void action_pick_unread(struct chat *chat)
{
    struct line line;
    if (!picked(chat, &line))
        return;
    message_unread(chat, &line);
    pick_end(chat);
}

/* The newest one that has a link, picked or not. */
void action_open_link(struct chat *chat)
{
    struct line line;
    size_t len = 0;
    if (!chat->current)
        return;
    for (size_t i = lines_count(chat->current->lines); i-- > 0;) {
        lines_get(chat->current->lines, i, &line);
        if (line_is_said(&line) && weblink_next(line.text, &len)) {
            message_link(chat, &line, message_open);
            return;
        }
    }
    chat_notice(chat, "Nobody said a link here");
}
