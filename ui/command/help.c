#include <stdlib.h>
#include <string.h>

#include "action.h"
#include "command.h"
#include "keymap_user.h"
#include "mem.h"
#include "option.h"

#define KEYS "type to search · arrows scroll · Esc close"

/* By index of keymap_contexts[]. */
static const char *const titles[] = {
    "Keys while you type (C is Ctrl, M is Alt; Esc and then a key is Alt and that key)",
    "Keys in lists",
    "Keys on a picked message",
    "Keys while you search",
    "Commands by letters (preset vi)",
};

/* What a newcomer looks for, in that order: the usual key if it does that now, else another. */
static const struct {
    const char *action, *label, *help;
} steps[] = {
    {NULL,          "your text, Enter", "Say it to everybody in the room"   },
    {NULL,          "/join #room",      "Go into a room; /list shows all"   },
    {NULL,          "/msg name text",   "Write to somebody, also offline"   },
    {"kill-end",    "C-k",              "Go to a room, person or command"   },
    {"next-unread", "M-a",              "Go to what you have not read"      },
    {"pick",        "M-s",              "Pick a message: reply, react, edit"},
    {"search",      "C-s",              "Search here; Tab then: everywhere" },
    {"page-up",     "PgUp",             "Look back; the wheel does it too"  },
    {"newline",     "M-Enter",          "Another row in what you write"     },
    {"complete",    "Tab",              "Complete names, commands, :emoji:" },
    {NULL,          "/upload PATH",     "Share a file; /files shows all"    },
    {NULL,          "/set, /theme",     "Change settings; change colours"   },
    {"leader",      "Esc",              "Then a letter is Alt+letter (M-)"  },
    {"palette",     "M-x",              "All there is to do, with its key"  },
    {NULL,          "/part, /quit",     "Leave the room; leave the program" },
};

/* To free; NULL: no key does it. */
static char *step_key(const struct chat *chat, const char *action, const char *usual)
{
    const char *now = keymap_bound(chat, "input", usual);
    return now && strcmp(now, action) == 0 ? xstrdup(usual) : keymap_key_of(chat, action);
}

static void add_steps(const struct chat *chat, struct dialog *dialog)
{
    dialog_add_heading(dialog, "First steps (C is Ctrl, M is Alt)");
    for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
        char *label = steps[i].action ? step_key(chat, steps[i].action, steps[i].label)
                                      : xstrdup(steps[i].label);
        if (label)
            dialog_add(dialog, label, steps[i].help, NULL);
        free(label);
    }
}

static void add_commands(const struct chat *chat, struct dialog *dialog)
{
    size_t n = 0;
    const struct command *commands = command_table(&n);
    dialog_add_heading(dialog, "Commands");
    for (size_t i = 0; i < n; i++) {
        char *text = command_help_text(&commands[i]);
        dialog_add(dialog, commands[i].usage, text, NULL);
        free(text);
    }
    for (size_t i = 0; i < chat->aliases.n; i++) {
        char *name = xasprintf("/%s", chat->aliases.items[i].name);
        dialog_add(dialog, name, chat->aliases.items[i].text, NULL);
        free(name);
    }
}

/* One row for each action that has a key there. */
static void add_keys(const struct chat *chat, struct dialog *dialog, size_t context)
{
    size_t n = 0;
    const struct action *actions = action_table(&n);
    bool first = true;
    for (size_t i = 0; i < n; i++) {
        char *keys = keymap_keys_of(chat, keymap_contexts[context], actions[i].name);
        if (*keys && first)
            dialog_add_heading(dialog, titles[context]);
        if (*keys)
            dialog_add(dialog, keys, actions[i].help, NULL);
        first = first && !*keys;
        free(keys);
    }
}

static void add_settings(const struct chat *chat, struct dialog *dialog)
{
    if (chat->options.n > 0)
        dialog_add_heading(dialog, "Settings (/set)");
    for (size_t i = 0; i < chat->options.n; i++) {
        char *name = option_name(&chat->options.table[i]);
        dialog_add(dialog, name, chat->options.table[i].help, NULL);
        free(name);
    }
}

/* What has the keys, as an index of keymap_contexts[]. */
static size_t present_context(const struct chat *chat, const struct dialog *behind)
{
    const char *name = behind && behind->context ? behind->context : keymap_present(chat);
    size_t at = 0;
    while (strcmp(keymap_contexts[at], name) != 0)
        at++;
    return at;
}

/* Of an open list or form: its title, what its border says of keys, and what is written there. */
static void add_behind(struct dialog *dialog, const struct dialog *behind)
{
    dialog_add_heading(dialog, behind->title);
    for (const char *at = behind->keys; *at;) {
        const char *gap = strstr(at, " · ");
        char *part = gap ? xstrndup(at, (size_t)(gap - at)) : xstrdup(at);
        char *rest = part + strcspn(part, " ");
        if (*rest)
            *rest++ = '\0';
        dialog_add(dialog, part, rest, NULL);
        free(part);
        at = gap ? gap + strlen(" · ") : "";
    }
}

/* First what holds here, then all the rest: where one types, first steps are that. */
void action_help(struct chat *chat)
{
    struct dialog *behind = chat->dialog;
    if (behind && behind->is_help)
        return;
    struct dialog *dialog = dialog_new(DIALOG_TEXT, "Help", KEYS, NULL);
    size_t here = present_context(chat, behind);
    dialog->is_help = true;
    if (behind)
        add_behind(dialog, behind);
    if (here > 0)
        add_keys(chat, dialog, here);
    add_steps(chat, dialog);
    add_commands(chat, dialog);
    if (here == 0)
        add_keys(chat, dialog, here);
    for (size_t i = 0; i < keymap_contexts_count(); i++) {
        if (i != here)
            add_keys(chat, dialog, i);
    }
    add_settings(chat, dialog);
    chat->hints_used |= HINT_HELP;
    dialog_refilter(dialog);
    chat_dialog_over(chat, dialog);
}
