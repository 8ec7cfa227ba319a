/* Getting one file: its size first, and the name that it shall have. */
#include <stdlib.h>
#include <string.h>

#include "browse.h"
#include "browse_list.h"
#include "mem.h"
#include "transfer.h"
#include "utf8.h"
#include "when.h"

/* A longer name gets a wide form. */
#define NAME_COLS 40

/* Rows of the form that are not shown: what it is about. */
enum about { ABOUT_URL, ABOUT_NAME, ABOUT_SIZE, ABOUT_SHA256 };

char *browse_url(const struct network *network, const char *path)
{
    const char *base = transfer_files_base(network);
    if (!base)
        return NULL;
    struct buf url = {0};
    buf_puts(&url, base);
    shared_path_encode(&url, path);
    return buf_detach(&url);
}

static const char *about(const struct dialog *dialog, enum about what)
{
    return dialog->rows[what].value;
}

static bool get(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    (void)row;
    struct network *network = chat_network(chat, chat->browsing.network);
    const char *as = dialog_field_text(dialog, 0);
    const struct transfer_file file = {.url = about(dialog, ABOUT_URL),
                                       .name = about(dialog, ABOUT_NAME),
                                       .as = *as ? as : NULL,
                                       .size = strtoll(about(dialog, ABOUT_SIZE), NULL, 10),
                                       .sha256 = about(dialog, ABOUT_SHA256)};
    if (network && transfer_get(chat, network, &file)) {
        chat_notice(chat, "Getting %s: /transfers shows how far it is", file.name);
        dialog->left(chat, dialog);
    }
    return false;
}

static char *note_of(const struct chat *chat, const struct browse_file *file)
{
    char size[SHARED_SIZE_TEXT];
    char when[WHEN_SIZE];
    struct buf note = {0};
    buf_puts(&note, file->size >= 0 ? shared_size_text(file->size, size) : "Size not known yet");
    if (file->who)
        buf_printf(&note, " · from %s", file->who);
    if (file->time_ms)
        buf_printf(&note, " · %s", when_stamp(chat, file->time_ms, when));
    return buf_detach(&note);
}

static void left(struct chat *chat, struct dialog *dialog)
{
    void (*back)(struct chat *) = chat->browsing.back;
    (void)dialog;
    if (back)
        back(chat);
    else
        chat_dialog(chat, NULL);
}

void browse_ask(struct chat *chat, struct network *network, const struct browse_file *file,
                void (*back)(struct chat *chat))
{
    char *size = xasprintf("%lld", (long long)file->size);
    char *title = xasprintf("Get %s", file->name);
    struct dialog *dialog =
        dialog_new(DIALOG_FORM, title, "Enter get · C-u other name · Esc back", get);
    dialog_add(dialog, "", NULL, file->url);
    dialog_add(dialog, "", NULL, file->name);
    dialog_add(dialog, "", NULL, size);
    dialog_add(dialog, "", NULL, file->sha256);
    dialog_add_field(dialog, "Save as", file->name, false);
    dialog->note = note_of(chat, file);
    dialog->table = utf8_cols(file->name, strlen(file->name)) > NAME_COLS;
    dialog->left = left;
    chat->browsing.network = network;
    chat->browsing.back = back;
    chat_dialog(chat, dialog);
    free(title);
    free(size);
}
