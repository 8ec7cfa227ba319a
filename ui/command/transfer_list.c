#include "transfer_list.h"

#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "command.h"
#include "mem.h"
#include "scratch.h"
#include "transfer_text.h"
#include "utf8.h"

/* Of a name no more is shown. */
#define NAME_COLS        32
#define NARROW_NAME_COLS 16

bool transfer_list_cancel(struct chat *chat, struct transfer *transfer)
{
    bool over = transfer->state == TRANSFER_DONE;
    chat_notice(chat, over ? "%s is off the list" : "%s is cancelled", transfer->name);
    transfer_cancel(chat, transfer);
    return true;
}

/* ---- the list ---- */

static int name_cols(const struct chat *chat)
{
    return chat_is_narrow(chat) ? NARROW_NAME_COLS : NAME_COLS;
}

static int widest_name(const struct chat *chat)
{
    int most = 0;
    for (const struct transfer *one = chat->transfers.first; one; one = one->next) {
        int cols = utf8_cols(one->name, strlen(one->name));
        most = cols > most ? cols : most;
    }
    return most < name_cols(chat) ? most : name_cols(chat);
}

static void add_row(const struct chat *chat, struct dialog *dialog, const struct transfer *transfer,
                    int widest)
{
    char *name = utf8_shorten(transfer->name, widest);
    char *value = xasprintf("%u", transfer->number);
    char *label = xasprintf("%u %s %s%*s", transfer->number, transfer->upload ? "↑" : "↓", name,
                            widest - utf8_cols(name, strlen(name)), "");
    char *detail = transfer_long_text(transfer, !chat_is_narrow(chat));
    dialog_add(dialog, label, detail, value);
    free(detail);
    free(label);
    free(value);
    free(name);
}

static struct transfer *picked(const struct chat *chat, const struct dialog_row *row)
{
    return row && row->value ? transfer_find(chat, strtol(row->value, NULL, 10)) : NULL;
}

static bool on_enter(struct chat *chat, struct dialog *dialog, const struct dialog_row *row);
static void on_press(struct chat *chat, struct dialog *dialog, const char *key);

static void show_list(struct chat *chat, size_t at)
{
    struct dialog *dialog =
        dialog_new(DIALOG_LIST, "Files on their way",
                   "Enter details · p pause · r resume · c cancel · Esc close", on_enter);
    int widest = widest_name(chat);
    for (const struct transfer *one = chat->transfers.first; one; one = one->next)
        if (one->state != TRANSFER_CANCELLED)
            add_row(chat, dialog, one, widest);
    if (dialog->n == 0) {
        dialog_free(dialog);
        chat_dialog(chat, NULL);
        chat_notice(chat, "No files are on their way: /get FILE and /upload PATH begin");
        return;
    }
    dialog->pressed = on_press;
    dialog->stamp = chat->transfers.changes;
    dialog_refilter(dialog);
    dialog_move(dialog, (int)at);
    chat_dialog(chat, dialog);
}

static void on_press(struct chat *chat, struct dialog *dialog, const char *key)
{
    struct transfer *transfer = picked(chat, dialog_picked(dialog));
    size_t at = dialog->picked;
    if (!transfer)
        return;
    const char *refusal = NULL;
    if (strcmp(key, "p") == 0)
        refusal = transfer_pause(chat, transfer) ? NULL : "only what is on its way can be paused";
    else if (strcmp(key, "r") == 0)
        refusal = transfer_resume(chat, transfer) ? NULL : "this one needs no resuming";
    else if (strcmp(key, "c") == 0 || strcmp(key, "Del") == 0)
        transfer_list_cancel(chat, transfer);
    else
        return;
    show_list(chat, at);
    if (refusal)
        xreplace(&chat->dialog->error, refusal);
}

/* At the first one that is not done. */
void transfer_list_open(struct chat *chat)
{
    size_t at = 0;
    const struct transfer *one = chat->transfers.first;
    for (; one && one->state == TRANSFER_DONE; one = one->next)
        at++;
    show_list(chat, one ? at : 0);
}

/* ---- details ---- */

static void add_fact(struct dialog *dialog, const char *label, const char *value)
{
    if (!value)
        return;
    dialog_add(dialog, label, value, NULL);
    dialog->rows[dialog->n - 1].heading = true;
    dialog->rows[dialog->n - 1].plain = true;
}

static bool back_to_list(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    (void)dialog;
    (void)row;
    show_list(chat, 0);
    return false;
}

static void show_details(struct chat *chat, const struct transfer *transfer)
{
    struct dialog *dialog =
        dialog_new(DIALOG_TEXT, transfer->name, "Enter back · Esc close", back_to_list);
    char *state = transfer_long_text(transfer, !chat_is_narrow(chat));
    char *folder = transfer->upload ? NULL : transfer_folder(chat, transfer);
    add_fact(dialog, transfer->upload ? "Upload" : "Download", state);
    add_fact(dialog, "Address", transfer->url);
    add_fact(dialog, "File", transfer->path);
    add_fact(dialog, "Folder", transfer->path ? NULL : folder);
    add_fact(dialog, "Unfinished", transfer->part);
    add_fact(dialog, "Said in", transfer->upload ? transfer->target : NULL);
    add_fact(dialog, "Announced SHA-256", transfer->upload ? NULL : transfer->sha256);
    add_fact(dialog, "SHA-256", transfer->upload ? transfer->sha256 : transfer->sum);
    dialog_refilter(dialog);
    chat_dialog(chat, dialog);
    free(state);
    free(folder);
}

static bool on_enter(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    (void)dialog;
    const struct transfer *transfer = picked(chat, row);
    if (transfer)
        show_details(chat, transfer);
    return false;
}

static void refresh(struct chat *chat)
{
    const struct dialog *dialog = chat->dialog;
    if (!dialog || dialog->done != on_enter || dialog->stamp == chat->transfers.changes)
        return;
    char *error = xstrdup(dialog->error);
    show_list(chat, dialog->picked);
    if (chat->dialog)
        xreplace(&chat->dialog->error, error);
    free(error);
}

/* ---- the question about a large one ---- */

#define GO_ON "go on"

static void go_on(struct chat *chat, struct transfer *transfer)
{
    if (transfer_resume(chat, transfer))
        transfer_say_begun(chat, transfer);
}

static void left(struct chat *chat, struct dialog *dialog)
{
    struct transfer *transfer = transfer_find(chat, (long)dialog->stamp);
    if (transfer && transfer_pause(chat, transfer))
        chat_notice(chat, "%s is paused: /resume %u goes on", transfer->name, transfer->number);
}

static bool answered(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    struct transfer *transfer = transfer_find(chat, (long)dialog->stamp);
    if (transfer && strcmp(row->value, GO_ON) == 0)
        go_on(chat, transfer);
    else if (transfer && *row->value)
        transfer_cancel(chat, transfer);
    else
        left(chat, dialog);
    return true;
}

static void ask_about(struct chat *chat, const struct transfer *transfer)
{
    bool half = transfer->agreed != TRANSFER_AGREED_NOTHING;
    char *size = transfer_size_text(transfer->size >= 0 ? transfer->size : transfer->done);
    char *done = transfer_size_text(transfer->done);
    char *text =
        half ? xasprintf("%s of %s are here. Go on?", done, size)
             : xasprintf("It has %s%s. Get it?", transfer->size < 0 ? "more than " : "", size);
    struct dialog *dialog =
        dialog_new(DIALOG_ASK, transfer->name, "Enter choose · Esc later", answered);
    dialog_add_text(dialog, text);
    dialog_add_text(dialog, " ");
    dialog_add(dialog, half ? "Go on" : "Get it", NULL, GO_ON);
    dialog_add(dialog, "Cancel", "what is here of it goes", "cancel");
    dialog_add(dialog, "Later", "/resume goes on", "");
    dialog->left = left;
    dialog->stamp = transfer->number;
    dialog_refilter(dialog);
    dialog_pick(dialog, GO_ON); /* nothing is lost by it, and it was asked for */
    chat_dialog(chat, dialog);
    free(text);
    free(done);
    free(size);
}

static void ask_if_any(struct chat *chat)
{
    const struct transfer *transfer = chat->transfers.first;
    while (transfer && transfer->state != TRANSFER_ASKING)
        transfer = transfer->next;
    if (transfer && !chat->dialog && edit_is_empty(chat->edit))
        ask_about(chat, transfer);
}

/* ---- what has come to its end ---- */

static void announce(struct chat *chat, struct transfer *transfer)
{
    struct conv *conv =
        transfer->target ? chat_conv(chat, transfer->network, transfer->target) : NULL;
    char *size = transfer_size_text(transfer->size);
    char *text = xasprintf("%s (%s) %s", transfer->name, size, transfer->url);
    char *file = xasprintf("%lld,%s,%s", (long long)transfer->size, transfer->sum, transfer->type);
    if (conv)
        ask_say_file(chat, conv, text, file);
    if (transfer->scratch)
        scratch_remove(transfer->path);
    transfer_said(chat, transfer);
    free(file);
    free(text);
    free(size);
}

static void look_after(struct chat *chat, struct transfer *transfer)
{
    if (transfer_wants_token(chat, transfer))
        ask_token(chat, transfer->network);
    if (transfer->state == TRANSFER_DONE && transfer->unsaid)
        announce(chat, transfer);
}

void transfer_list_turn(struct chat *chat)
{
    for (struct transfer *one = chat->transfers.first; one; one = one->next)
        look_after(chat, one);
    refresh(chat);
    ask_if_any(chat);
}
