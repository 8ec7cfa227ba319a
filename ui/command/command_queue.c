#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "command.h"
#include "mem.h"
#include "utf8.h"

/* Names longer than that push the rest of their row to the right. */
#define TARGET_COLS 20

/* An entry and where it is. */
struct entry {
    struct network *network;
    struct queued *queued; /* NULL: there is none */
};

/* The n-th of all, from 1. */
static struct entry nth(const struct chat *chat, long n)
{
    for (struct network *network = chat->networks; network; network = network->next)
        for (struct queued *queued = network->queue.first; queued; queued = queued->next)
            if (--n == 0)
                return (struct entry){network, queued};
    return (struct entry){0};
}

static struct entry by_key(const struct chat *chat, const char *idem)
{
    for (struct network *network = chat->networks; network; network = network->next) {
        struct queued *queued = queue_find(&network->queue, idem);
        if (queued)
            return (struct entry){network, queued};
    }
    return (struct entry){0};
}

static enum queued_state state_of(const struct chat *chat, struct entry entry)
{
    return queue_state(entry.network, entry.queued, chat->now_ms);
}

/* ---- what can be done with one ---- */

static void take_out(struct chat *chat, struct entry entry)
{
    const struct conv *conv = chat_conv(chat, entry.network, entry.queued->target);
    if (conv && entry.queued->line)
        lines_drop(conv->lines, entry.queued->line);
    queue_drop(&entry.network->queue, entry.queued);
    chat->changed |= CHANGE_LINES | CHANGE_STATUS;
}

static bool drop_one(struct chat *chat, struct entry entry)
{
    /* One that came back as another text would be on its way for ever. */
    if (state_of(chat, entry) == QUEUED_SENDING && !entry.queued->doubtful) {
        chat_complain(chat, "Too late: it is on its way already");
        return false;
    }
    if (entry.queued->sent_ms)
        chat_notice(chat, "Dropped; but it was sent once, and may have arrived");
    else
        chat_notice(chat, "Dropped: it will not be sent");
    take_out(chat, entry);
    return true;
}

/* As it would have to be typed; to free. */
static char *typed_text(const struct queued *queued)
{
    const char *before = queued->action ? "/me " : *queued->text == '/' ? "/" : "";
    return xasprintf("%s%s", before, queued->text);
}

/* Back into the input, and out of the queue: only one of both can ever be sent. */
static bool edit_one(struct chat *chat, struct entry entry)
{
    if (entry.queued->sent_ms) {
        chat_complain(chat, "Too late: it was sent once, and may have arrived. Drop it, or send "
                            "it again");
        return false;
    }
    struct conv *conv = chat_conv_make(chat, entry.network, entry.queued->target);
    const char *draft = conv == chat->current ? edit_text(chat->edit) : conv->draft;
    if (draft && *draft) {
        chat_complain(chat, "Send or clear first what is typed in %s", conv->name);
        return false;
    }
    char *text = typed_text(entry.queued);
    take_out(chat, entry);
    chat_open(chat, conv);
    edit_set(chat->edit, text);
    free(text);
    chat->changed |= CHANGE_INPUT;
    return true;
}

/* One whose fate is unknown is as if it had never been sent. */
static void send_again(struct chat *chat, struct entry entry)
{
    if (state_of(chat, entry) != QUEUED_UNSURE)
        return;
    entry.queued->sent_ms = 0;
    entry.queued->changed = true;
    xreplace(&entry.queued->sent_as, NULL);
    ask_queue_show(chat, entry.network, entry.queued);
}

/* What can go goes now; without a link, the next try for one is now. */
static void hurry(struct chat *chat, struct network *network)
{
    network->queue.hold_ms = 0;
    if (network->stage == NETWORK_WAITING)
        network->retry_ms = chat->mono_ms;
    if (network->stage == NETWORK_OFFLINE)
        chat_complain(chat, "There is no link to %s: /reconnect makes one", network->name);
    ask_queue(chat, network);
}

static bool send_one(struct chat *chat, struct entry entry)
{
    send_again(chat, entry);
    hurry(chat, entry.network);
    return true;
}

static void send_all(struct chat *chat)
{
    for (struct network *network = chat->networks; network; network = network->next) {
        for (struct queued *queued = network->queue.first; queued; queued = queued->next)
            send_again(chat, (struct entry){network, queued});
        if (network->queue.first)
            hurry(chat, network);
    }
}

/* ---- the list ---- */

/* " 3 min"; nothing in the first one. To free. */
static char *age_text(int64_t ms)
{
    if (ms < 60000)
        return xstrdup("");
    if (ms < 3600000)
        return xasprintf(" %d min", (int)(ms / 60000));
    if (ms < 48 * 3600000LL)
        return xasprintf(" %d h", (int)(ms / 3600000));
    return xasprintf(" %d days", (int)(ms / 86400000));
}

static int cols_of(const char *text)
{
    int cols = utf8_cols(text, strlen(text));
    return cols < TARGET_COLS ? cols : TARGET_COLS;
}

static int widest_target(const struct chat *chat)
{
    int most = 0;
    for (const struct network *network = chat->networks; network; network = network->next)
        for (const struct queued *queued = network->queue.first; queued; queued = queued->next)
            most = cols_of(queued->target) > most ? cols_of(queued->target) : most;
    return most;
}

static void add_row(const struct chat *chat, struct dialog *dialog, struct entry entry, int widest)
{
    static const char *const states[] = {
        [QUEUED_WAITING] = "waiting", [QUEUED_SENDING] = "sending", [QUEUED_UNSURE] = "unsure"};
    const struct queued *queued = entry.queued;
    int pad = widest - cols_of(queued->target);
    char *age = age_text(network_clock(entry.network, chat->now_ms) - queued->said_ms);
    char *label = xasprintf("%zu  %s%*s  %s%s", dialog->n + 1, queued->target, pad, "",
                            states[state_of(chat, entry)], age);
    char *detail = xasprintf("%s%s", queued->action ? "* " : "", queued->text);
    dialog_add(dialog, label, detail, queued->idem);
    free(age);
    free(label);
    free(detail);
}

/* What the list shows has changed if this has. */
static unsigned count_changes(const struct chat *chat)
{
    unsigned changes = 0;
    for (const struct network *network = chat->networks; network; network = network->next)
        changes += network->queue.changes;
    return changes;
}

static bool on_enter(struct chat *chat, struct dialog *dialog, const struct dialog_row *row);
static void on_press(struct chat *chat, struct dialog *dialog, const char *key);

static void show_list(struct chat *chat, size_t picked)
{
    struct dialog *dialog = dialog_new(DIALOG_LIST, "Waiting to be sent",
                                       "Enter edit · d drop · s send now · Esc close", on_enter);
    int widest = widest_target(chat);
    for (struct network *network = chat->networks; network; network = network->next)
        for (struct queued *queued = network->queue.first; queued; queued = queued->next)
            add_row(chat, dialog, (struct entry){network, queued}, widest);
    if (dialog->n == 0) {
        dialog_free(dialog);
        chat_dialog(chat, NULL);
        chat_notice(chat, "Nothing waits to be sent");
        return;
    }
    dialog->pressed = on_press;
    dialog->stamp = count_changes(chat);
    dialog_refilter(dialog);
    dialog_move(dialog, (int)picked);
    chat_dialog(chat, dialog);
}

static bool on_enter(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    (void)dialog;
    struct entry entry = by_key(chat, row->value);
    if (!entry.queued || !edit_one(chat, entry))
        return false;
    chat_dialog(chat, NULL);
    return false;
}

static void on_press(struct chat *chat, struct dialog *dialog, const char *key)
{
    const struct dialog_row *row = dialog_picked(dialog);
    struct entry entry = row ? by_key(chat, row->value) : (struct entry){0};
    if (!entry.queued)
        return;
    if (strcmp(key, "d") == 0 || strcmp(key, "Del") == 0)
        drop_one(chat, entry);
    else if (strcmp(key, "s") == 0)
        send_one(chat, entry);
    else
        return;
    show_list(chat, dialog->picked);
}

void command_queue_refresh(struct chat *chat)
{
    const struct dialog *dialog = chat->dialog;
    if (dialog && dialog->done == on_enter && dialog->stamp != count_changes(chat))
        show_list(chat, dialog->picked);
}

/* ---- by words ---- */

static const struct deed {
    const char *name;
    bool (*run)(struct chat *chat, struct entry entry);
} deeds[] = {
    {"drop", drop_one},
    {"edit", edit_one},
    {"send", send_one},
};

void command_queue(struct chat *chat, char *args)
{
    const char *word = command_word(&args);
    const char *number = command_word(&args);
    if (!word) {
        show_list(chat, 0);
        return;
    }
    if (strcmp(word, "send") == 0 && !number) {
        send_all(chat);
        return;
    }
    struct entry entry = nth(chat, number ? strtol(number, NULL, 10) : 0);
    for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
        if (strcmp(word, deeds[i].name) != 0)
            continue;
        if (entry.queued)
            deeds[i].run(chat, entry);
        else
            chat_complain(chat, "Which one? /queue lists them with their numbers");
        return;
    }
    chat_complain(chat, "/queue cannot do that. Usage: /queue [drop n | edit n | send [n]]");
}
