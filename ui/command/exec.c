#include "exec.h"

#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "command.h"
#include "mem.h"
#include "paste.h"

/* More rows would push away what was said. */
#define ROWS_MAX 200

static bool wait_on(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    (void)chat;
    (void)dialog;
    (void)row;
    return false;
}

/* It opens at once: a key that was meant for the input must not say what came meanwhile. */
static void open_wait(struct chat *chat)
{
    struct dialog *dialog =
        dialog_new(DIALOG_ASK, "Running", "Esc: say nothing of what it prints", wait_on);
    dialog_add_text(dialog, chat->exec.command);
    dialog_refilter(dialog);
    chat_dialog(chat, dialog);
}

void command_exec(struct chat *chat, char *args)
{
    const struct conv *here = chat->current;
    bool offered = strncmp(args, "-o", 2) == 0 && (args[2] == ' ' || !args[2]);
    if (offered)
        command_word(&args);
    if (!chat->settings.exec)
        chat_complain(chat, "/exec is off, for it runs programs: /set ui.exec on allows that");
    else if (!*args)
        command_lacks(chat, "exec");
    else if (chat->exec.command)
        chat_complain(chat, "%s still runs", chat->exec.command);
    else if (offered && here->kind == CONV_CONSOLE)
        chat_complain(chat, "Nobody is here to say it to: without -o it is only shown");
    else {
        xreplace(&chat->exec.command, args);
        xreplace(&chat->exec.room, here->name);
        chat->exec.network = here->network;
        chat->exec.offered = offered;
        chat->wishes |= WISH_EXEC;
        if (offered)
            open_wait(chat);
    }
}

/* Where it was typed; NULL if that has gone. */
static struct conv *place(const struct chat *chat)
{
    struct conv *conv = NULL;
    DL_FOREACH(chat->convs, conv)
    if (conv->network == chat->exec.network && strcmp(conv->name, chat->exec.room) == 0)
        return conv;
    return NULL;
}

/* Up to so many rows, without the empty ones at the end. */
static void show(struct chat *chat, struct conv *conv, const char *text)
{
    size_t len = strlen(text);
    size_t rows = 0;
    while (len > 0 && text[len - 1] == '\n')
        len--;
    const char *stop = text + len;
    for (const char *row = text; row < stop; rows++) {
        const char *newline = memchr(row, '\n', (size_t)(stop - row));
        size_t size = (size_t)((newline ? newline : stop) - row);
        if (rows < ROWS_MAX)
            chat_info(chat, conv, LINE_INFO, "│ %.*s", (int)size, row);
        row += size + 1;
    }
    if (rows > ROWS_MAX)
        chat_info(chat, conv, LINE_INFO, "│ … %zu rows more", rows - ROWS_MAX);
}

static void offer(struct chat *chat, const struct conv *conv, const struct exec_end *end)
{
    if (!chat->dialog || chat->dialog->done != wait_on || conv != chat->current)
        return;
    chat_dialog(chat, NULL);
    if (end->why)
        chat_complain(chat, "Nothing is said: %s", end->why);
    else if (!*end->text)
        chat_notice(chat, "It printed nothing");
    else
        paste_offer(chat, end->text);
}

void exec_ended(struct chat *chat, const struct exec_end *end)
{
    struct conv *conv = place(chat);
    if (conv && chat->exec.offered) {
        offer(chat, conv, end);
    } else if (conv) {
        chat_info(chat, conv, LINE_INFO, "$ %s", chat->exec.command);
        show(chat, conv, end->text);
        if (end->why)
            chat_info(chat, conv, LINE_ERROR, "%s", end->why);
        else if (!*end->text)
            chat_info(chat, conv, LINE_INFO, "It printed nothing");
    }
    xreplace(&chat->exec.command, NULL);
}
