#include "paste.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "action.h"
#include "ask.h"
#include "mem.h"
#include "rows.h"
#include "scratch.h"
#include "transfer_text.h"
#include "utf8.h"

#define ROWS_FEW   4
#define BYTES_FEW  1500
#define ROWS_FIRST 8
#define ROWS_LAST  2

#define ONE      "one"
#define ROWS     "rows"
#define FILE     "file"
#define EDIT     "edit"
#define SAY      "say"
#define SAY_ROWS "say-rows"
#define NONE     ""

/* Rows without the empty ones at the end. */
static size_t count_rows(const char *text)
{
    size_t len = strlen(text);
    size_t rows = 1;
    while (len > 0 && text[len - 1] == '\n')
        len--;
    for (size_t i = 0; i < len; i++)
        rows += text[i] == '\n';
    return rows;
}

/* What the terminal's reader took for one stands there as U+FFFD. */
static size_t count_controls(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += (iscntrl((unsigned char)*text) && !strchr("\n\t\r", *text)) ||
             strncmp(text, "\xef\xbf\xbd", 3) == 0;
    return n;
}

static void tell_sent(struct chat *chat)
{
    recall_reset(chat->recall);
    chat->changed |= CHANGE_INPUT;
}

/* What stood in the input goes with it. */
static void send_whole(struct chat *chat)
{
    chat->verbatim = true;
    edit_insert(chat->edit, chat->paste);
    if (ask_say(chat, chat->current, edit_text(chat->edit), false))
        edit_set(chat->edit, "");
    chat->verbatim = false;
    tell_sent(chat);
}

static void send_rows(struct chat *chat)
{
    edit_insert(chat->edit, chat->paste);
    if (ask_say_rows(chat, chat->current, edit_text(chat->edit)))
        edit_set(chat->edit, "");
    tell_sent(chat);
}

/* Without what stands in the input, and never as a command. */
static void say_whole(struct chat *chat)
{
    chat->verbatim = true;
    ask_say(chat, chat->current, chat->paste, false);
    chat->verbatim = false;
}

static void say_rows(struct chat *chat)
{
    ask_say_rows(chat, chat->current, chat->paste);
}

static void send_file(struct chat *chat)
{
    char *cause = NULL;
    char *path = scratch_write("paste.txt", chat->paste, &cause);
    if (!path) {
        chat_complain(chat, "%s", cause);
        free(cause);
        return;
    }
    struct transfer *transfer = transfer_put(chat, chat->current->network, chat->current, path);
    transfer->scratch = true;
    transfer_size(chat, transfer, (int64_t)strlen(chat->paste));
    if (transfer->state != TRANSFER_ASKING)
        transfer_say_begun(chat, transfer);
    free(path);
}

static void put_in_input(struct chat *chat)
{
    edit_insert(chat->edit, chat->paste);
    tell_sent(chat);
}

static const struct {
    const char *value;
    void (*run)(struct chat *chat);
} deeds[] = {
    {ONE,      send_whole  },
    {ROWS,     send_rows   },
    {FILE,     send_file   },
    {EDIT,     put_in_input},
    {SAY,      say_whole   },
    {SAY_ROWS, say_rows    },
};

static void forget(struct chat *chat)
{
    free(chat->paste);
    chat->paste = NULL;
}

static bool decided(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    char *deed = xstrdup(row->value);
    chat_dialog(chat, NULL);
    (void)dialog;
    for (size_t i = 0; i < sizeof(deeds) / sizeof(*deeds); i++) {
        if (strcmp(deeds[i].value, deed) == 0)
            deeds[i].run(chat);
    }
    forget(chat);
    free(deed);
    return false;
}

static void left(struct chat *chat, struct dialog *dialog)
{
    (void)dialog;
    forget(chat);
}

/* A row as it is seen: control characters by their letters. */
static void add_row(struct dialog *dialog, const char *row, size_t len)
{
    struct buf seen = {0};
    buf_puts(&seen, "│ ");
    for (size_t i = 0; i < len; i++) {
        if (row[i] == '\t')
            buf_puts(&seen, "    ");
        else if (iscntrl((unsigned char)row[i]))
            buf_printf(&seen, "^%c", row[i] == 127 ? '?' : row[i] + '@');
        else
            buf_putc(&seen, row[i]);
    }
    char *clean = utf8_sanitize(buf_text(&seen), seen.len, false, false);
    dialog_add_text(dialog, clean);
    free(clean);
    buf_clear(&seen);
}

/* The first rows and the last ones. */
static void add_preview(struct dialog *dialog, const char *text, size_t rows)
{
    size_t n = 0;
    bool cut = rows > ROWS_FIRST + ROWS_LAST + 1;
    for (const char *row = text; row && n < rows; n++) {
        size_t len = strcspn(row, "\n");
        if (!cut || n < ROWS_FIRST || n >= rows - ROWS_LAST)
            add_row(dialog, row, len);
        else if (n == ROWS_FIRST) {
            char *more = xasprintf("│ … %zu rows more …", rows - (size_t)(ROWS_FIRST + ROWS_LAST));
            dialog_add_text(dialog, more);
            free(more);
        }
        row = row[len] ? row + len + 1 : NULL;
    }
    dialog_add_text(dialog, " ");
}

/* Into how few messages it goes, by the server's limits. */
static size_t count_messages(const struct conv *here, const char *text)
{
    size_t n = 0;
    for (text += strspn(text, "\n"); *text; text += strspn(text, "\n")) {
        text += rows_message_len(here->network, here->name, text);
        n++;
    }
    return n;
}

static void add_answers(struct dialog *dialog, const struct chat *chat, size_t rows, bool printed)
{
    const struct conv *here = chat->current;
    /* Behind a command it would be that one's argument. */
    bool talk = here && here->kind != CONV_CONSOLE && *edit_text(chat->edit) != '/';
    char *each = xasprintf("%zu messages", rows);
    if (talk && (rows == 1 || rows_taken(here->network))) {
        size_t n = count_messages(here, chat->paste);
        char *whole = n > 1 ? xasprintf("Send as %zu messages", n) : NULL;
        dialog_add(dialog, whole ? whole : "Send as one message", NULL, printed ? SAY : ONE);
        free(whole);
    }
    if (talk && rows > 1)
        dialog_add(dialog, "Send row by row", each, printed ? SAY_ROWS : ROWS);
    if (talk && transfer_uploads_base(here->network))
        dialog_add(dialog, "Send as a file", "paste.txt, with its address said here", FILE);
    dialog_add(dialog, "Edit it in the input", NULL, EDIT);
    dialog_add(dialog, "Cancel", "nothing is sent", NONE);
    free(each);
}

/* Who presses Enter out of habit floods nobody. */
static void pick_harmless(struct dialog *dialog)
{
    dialog_pick(dialog, EDIT);
    dialog_pick(dialog, ONE);
    dialog_pick(dialog, SAY);
}

static void open_preview(struct chat *chat, bool printed)
{
    size_t rows = count_rows(chat->paste);
    size_t controls = count_controls(chat->paste);
    char *size = transfer_size_text((int64_t)strlen(chat->paste));
    char *title = xasprintf("%s: %zu row%s, %s", printed ? "Printed" : "Paste", rows,
                            rows == 1 ? "" : "s", size);
    struct dialog *dialog =
        dialog_new(DIALOG_ASK, title, "arrows choose · Enter · Esc cancel", decided);
    dialog->left = left;
    dialog->table = true;
    add_preview(dialog, chat->paste, rows);
    if (controls > 0) {
        char *warning = xasprintf("It has %zu control character%s: in a message each becomes �.",
                                  controls, controls == 1 ? "" : "s");
        dialog_add_text(dialog, warning);
        dialog_add_text(dialog, " ");
        free(warning);
    }
    add_answers(dialog, chat, rows, printed);
    dialog_refilter(dialog);
    pick_harmless(dialog);
    chat_dialog(chat, dialog);
    free(title);
    free(size);
}

/* Ends of rows as terminals paste them: CR, or CR LF. */
static char *with_newlines(const char *text)
{
    char *copy = xstrdup(text);
    char *to = copy;
    for (const char *from = text; *from; from++) {
        if (*from == '\r' && from[1] == '\n')
            continue;
        *to++ = *from;
        if (*from == '\r')
            to[-1] = '\n';
    }
    *to = '\0';
    return copy;
}

bool paste_took(struct chat *chat, const char *text)
{
    char *rows = with_newlines(text);
    if (count_rows(rows) <= ROWS_FEW && strlen(rows) <= BYTES_FEW && count_controls(rows) == 0) {
        free(rows);
        return false;
    }
    free(chat->paste);
    chat->paste = rows;
    open_preview(chat, false);
    return true;
}

void paste_offer(struct chat *chat, const char *text)
{
    free(chat->paste);
    chat->paste = with_newlines(text);
    open_preview(chat, true);
}
