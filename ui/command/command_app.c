#include <stdlib.h>
#include <string.h>

#include "action.h"
#include "ask.h"
#include "command.h"
#include "connect_form.h"
#include "irc_msg.h"
#include "mem.h"
#include "option.h"

static struct network *here(const struct chat *chat)
{
    return chat->current ? chat->current->network : NULL;
}

void command_close(struct chat *chat, char *args)
{
    struct conv *conv = chat->current;
    if (!conv || conv->kind == CONV_CONSOLE) {
        chat_complain(chat, "The server's console stays; /quit leaves the program");
        return;
    }
    size_t waiting = queue_waiting(&conv->network->queue, conv->name);
    if (waiting > 0) {
        chat_complain(chat, "%zu message%s here to be sent: /queue can drop or send", waiting,
                      waiting == 1 ? " waits" : "s wait");
        return;
    }
    queue_hide(&conv->network->queue, conv->name);
    if (conv->joined)
        ask(conv->network, "PART", conv->name, *args ? args : NULL, NULL);
    ask_unmonitor(conv);
    chat_close(chat, conv);
}

void command_clear(struct chat *chat, char *args)
{
    (void)args;
    if (!chat->current)
        return;
    chat_clear(chat, chat->current);
    ask_queue_show_all(chat, chat->current->network);
}

void command_help(struct chat *chat, char *args)
{
    action_help(chat);
    if (*args)
        dialog_type(chat->dialog, args);
}

static void set_theme(struct chat *chat, const char *name)
{
    xreplace(&chat->theme, name);
    chat->wishes |= WISH_THEME;
}

static void preview(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    (void)dialog;
    if (row)
        set_theme(chat, row->value);
}

static void preview_found(struct chat *chat, struct dialog *dialog)
{
    preview(chat, dialog, dialog_picked(dialog));
}

/* Sets it for good: where the file names one, that changes too. */
static void keep_theme(struct chat *chat, const char *name)
{
    char *cause = NULL;
    set_theme(chat, name);
    const struct conf_option *option = option_find(chat, "ui.theme");
    if (chat->settings.theme && option && option_set(chat, option, name, &cause) != 0) {
        chat_complain(chat, "%s", cause);
        free(cause);
    }
}

static bool keep(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    (void)dialog;
    if (row)
        keep_theme(chat, row->value);
    return true;
}

/* The one that was in use before the first step comes back. */
static void unpreview(struct chat *chat, struct dialog *dialog)
{
    for (size_t i = 0; i < dialog->n; i++) {
        if (*dialog->rows[i].detail)
            set_theme(chat, dialog->rows[i].value);
    }
}

static void pick_present(struct dialog *dialog)
{
    for (size_t i = 0; i < dialog->nshown; i++) {
        if (*dialog->rows[dialog->shown[i]].detail)
            dialog->picked = i;
    }
}

static void pick_theme(struct chat *chat)
{
    struct dialog *dialog =
        dialog_new(DIALOG_LIST, "Theme", "↑↓ try · Enter keep · Esc back", keep);
    char *names = xasprintf("auto %s", chat->theme_names ? chat->theme_names : "");
    char *rest = NULL;
    for (char *name = strtok_r(names, " ", &rest); name; name = strtok_r(NULL, " ", &rest))
        dialog_add(dialog, name, strcmp(name, chat->theme) == 0 ? "in use" : "", name);
    free(names);
    dialog->aside = true;
    dialog->moved = preview;
    dialog->typed = preview_found;
    dialog->left = unpreview;
    dialog_refilter(dialog);
    pick_present(dialog);
    chat_dialog(chat, dialog);
}

static bool is_theme(const struct chat *chat, const char *name)
{
    char *all = xasprintf(" auto %s ", chat->theme_names ? chat->theme_names : "");
    char *one = xasprintf(" %s ", name);
    bool found = strstr(all, one) != NULL;
    free(all);
    free(one);
    return found;
}

void command_theme(struct chat *chat, char *args)
{
    const char *name = command_word(&args);
    if (!name)
        pick_theme(chat);
    else if (is_theme(chat, name))
        keep_theme(chat, name);
    else
        chat_complain(chat, "There is no theme %s; there are: %s", name, chat->theme_names);
}

/* Read and written anew, so that no line can bring a second one with it. */
void command_quote(struct chat *chat, char *args)
{
    struct irc_msg msg;
    struct network *network = here(chat);
    if (irc_msg_parse(&msg, args) != 0 || !ask_msg(network, &msg))
        chat_complain(chat, "Not sent: that is no line of IRC");
}

void command_oper(struct chat *chat, char *args)
{
    struct network *network = here(chat);
    const char *name = command_word(&args);
    ask(network, "OPER", name ? name : network->nick, *args ? args : NULL, NULL);
}

/* "2 messages wait", "1 file is on its way", or both; "" for nothing. To free. */
static char *unfinished(const struct chat *chat)
{
    size_t waiting = 0;
    unsigned files = transfers_busy(chat);
    struct buf text = {0};
    for (const struct network *network = chat->networks; network; network = network->next)
        waiting += queue_waiting(&network->queue, NULL);
    if (waiting > 0)
        buf_printf(&text, "%zu message%s", waiting, waiting == 1 ? " waits" : "s wait");
    if (files > 0)
        buf_printf(&text, "%s%u %s on %s way", waiting > 0 ? ", " : "", files,
                   files == 1 ? "file is" : "files are", files == 1 ? "its" : "their");
    return buf_detach(&text);
}

/* Says once what has not gone out yet; false if that was said before, or all has. */
static bool asks_before_quit(struct chat *chat)
{
    char *text = chat->quit_asked ? xstrdup("") : unfinished(chat);
    bool asks = *text;
    if (asks) {
        chat->quit_asked = true;
        chat_complain(chat, "%s, %s: /quit again leaves", text,
                      chat->keeps ? "kept for next time" : "lost if you leave");
    }
    free(text);
    return asks;
}

void command_quit(struct chat *chat, char *args)
{
    if (asks_before_quit(chat))
        return;
    for (struct network *network = chat->networks; network; network = network->next)
        connect_leave(chat, network, args);
    chat->wishes |= WISH_QUIT;
}
