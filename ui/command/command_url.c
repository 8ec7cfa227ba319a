#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "mem.h"
#include "message.h"
#include "weblink.h"

/* So many links, and so many lines are looked at for them. */
#define LINKS_MAX 200
#define LINES_MAX 5000

static bool open_it(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    (void)dialog;
    if (row)
        message_open(chat, row->value);
    return true;
}

static bool copy_it(struct chat *chat, struct dialog *dialog, const char *key)
{
    const struct dialog_row *row = dialog_picked(dialog);
    if (strcmp(key, "C-y") != 0 || !row)
        return false;
    message_copy(chat, row->value);
    chat_dialog(chat, NULL);
    return true;
}

static void add_links(struct dialog *dialog, const struct line *line)
{
    size_t len = 0;
    for (const char *at = line->text; (at = weblink_next(at, &len)); at += len) {
        char *url = xstrndup(at, len);
        dialog_add(dialog, url, line->nick, url);
        free(url);
    }
}

/* /url: all links that were said here, the newest first. */
void command_url(struct chat *chat, char *args)
{
    const struct conv *conv = chat->current;
    size_t n = conv ? lines_count(conv->lines) : 0;
    size_t oldest = n > LINES_MAX ? n - LINES_MAX : 0;
    struct dialog *dialog =
        dialog_new(DIALOG_LIST, "Links", "Enter open · C-y copy · Esc close", open_it);
    for (size_t i = n; i-- > oldest && dialog->n < LINKS_MAX;) {
        struct line line;
        lines_get(conv->lines, i, &line);
        if (line_is_said(&line) || line.kind == LINE_TOPIC)
            add_links(dialog, &line);
    }
    dialog->table = true;
    dialog->key = copy_it;
    xreplace(&dialog->empty, "Nobody said a link here");
    dialog_type(dialog, args);
    chat_dialog(chat, dialog);
}
