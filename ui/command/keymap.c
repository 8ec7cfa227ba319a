#include "keymap.h"

#include <stdlib.h>
#include <string.h>

#include "action.h"
#include "ask.h"
#include "mem.h"
#include "secret.h"

/* key, action; client.md 3.1. Alt keys are reached by Esc and by C-x too. */
static const struct binding bindings[] = {
    {"Enter",   "enter"           },
    {"Tab",     "complete"        },
    {"S-Tab",   "complete-back"   },
    {"C-j",     "newline"         },
    {"M-Enter", "newline"         },
    {"S-Enter", "newline"         },
    {"C-a",     "line-start"      },
    {"Home",    "line-start"      },
    {"C-e",     "line-end"        },
    {"End",     "line-end"        },
    {"C-b",     "char-left"       },
    {"Left",    "char-left"       },
    {"C-f",     "char-right"      },
    {"Right",   "char-right"      },
    {"M-b",     "word-left"       },
    {"C-Left",  "word-left"       },
    {"M-f",     "word-right"      },
    {"C-Right", "word-right"      },
    {"C-h",     "delete-left"     },
    {"BS",      "delete-left"     },
    {"C-d",     "delete-right"    },
    {"Del",     "delete-right"    },
    {"C-k",     "kill-end"        },
    {"C-u",     "kill-start"      },
    {"C-w",     "kill-blank-left" },
    {"M-BS",    "kill-word-left"  },
    {"M-d",     "kill-word-right" },
    {"C-y",     "yank"            },
    {"M-y",     "yank-pop"        },
    {"C-t",     "transpose"       },
    {"C-_",     "undo"            },
    {"M-_",     "redo"            },
    {"M-c",     "capitalize-word" },
    {"C-c",     "clear-line"      },
    {"Up",      "line-up"         },
    {"Down",    "line-down"       },
    {"C-Up",    "recall-older-all"},
    {"C-Down",  "recall-newer-all"},
    {"C-r",     "recall-search"   },
    {"C-n",     "next-room"       },
    {"C-p",     "previous-room"   },
    {"F6",      "next-room"       },
    {"F5",      "previous-room"   },
    {"M-Down",  "next-room"       },
    {"M-Up",    "previous-room"   },
    {"M-Right", "next-room"       },
    {"M-Left",  "previous-room"   },
    {"M-a",     "next-unread"     },
    {"S-Right", "next-unread"     },
    {"M-/",     "last-room"       },
    {"M-1",     "room-1"          },
    {"M-2",     "room-2"          },
    {"M-3",     "room-3"          },
    {"M-4",     "room-4"          },
    {"M-5",     "room-5"          },
    {"M-6",     "room-6"          },
    {"M-7",     "room-7"          },
    {"M-8",     "room-8"          },
    {"M-9",     "room-9"          },
    {"M-0",     "room-10"         },
    {"M-g",     "switcher"        },
    {"F2",      "switcher"        },
    {"PgUp",    "page-up"         },
    {"PgDn",    "page-down"       },
    {"C-Home",  "oldest"          },
    {"M-<",     "oldest"          },
    {"C-End",   "newest"          },
    {"M->",     "newest"          },
    {"M-u",     "unread-line"     },
    {"M-B",     "toggle-rooms"    },
    {"F7",      "toggle-rooms"    },
    {"M-N",     "toggle-users"    },
    {"F8",      "toggle-users"    },
    {"F1",      "help"            },
    {"M-?",     "help"            },
    {"F9",      "files"           },
    {"C-l",     "redraw"          },
    {"C-z",     "suspend"         },
    {"C-x",     "leader"          },
    {"Esc",     "leader"          },
};

const struct binding *keymap_bindings(size_t *n)
{
    *n = sizeof(bindings) / sizeof(*bindings);
    return bindings;
}

static const struct action *bound_action(const struct key *key)
{
    char name[32];
    keymap_name(key, name, sizeof(name));
    for (size_t i = 0; i < sizeof(bindings) / sizeof(*bindings); i++) {
        if (strcmp(bindings[i].key, name) == 0)
            return action_find(bindings[i].action);
    }
    return NULL;
}

/* A field has one row: a paste ends where its first one does. */
static void type_in_dialog(struct chat *chat, const char *text)
{
    if (chat->dialog->kind == DIALOG_ASK || chat->dialog->pressed)
        return;
    char *row = xstrndup(text, strcspn(text, "\n"));
    edit_insert(action_edit(chat), row);
    secret_free(row);
    action_edited(chat);
}

static void type(struct chat *chat, const char *text)
{
    if (chat->dialog) {
        type_in_dialog(chat, text);
        return;
    }
    edit_insert(chat->edit, text);
    recall_reset(chat->recall);
    chat->changed |= CHANGE_INPUT;
}

/* Esc within a dialog clears the filter, then closes. */
static void dialog_escape(struct chat *chat, struct dialog *dialog)
{
    if (dialog->kind != DIALOG_FORM && !edit_is_empty(dialog->filter)) {
        edit_clear(dialog->filter);
        dialog_refilter(dialog);
        if (dialog->typed)
            dialog->typed(chat, dialog);
    } else if (!dialog->sticky) {
        if (dialog->left)
            dialog->left(chat, dialog);
        if (chat->dialog == dialog)
            chat_dialog(chat, NULL);
    }
}

static void dialog_enter(struct chat *chat, struct dialog *dialog)
{
    const struct dialog_row *row = dialog_picked(dialog);
    if ((dialog->kind == DIALOG_LIST || dialog->kind == DIALOG_ASK) && !row)
        return;
    if (!dialog->done || dialog->done(chat, dialog, row)) {
        if (chat->dialog == dialog)
            chat_dialog(chat, NULL);
    }
}

/* How far a key moves within a dialog; 0 for a key that does not. */
static int dialog_step(const struct chat *chat, const struct key *key)
{
    static const struct {
        const char *name;
        int by;
    } steps[] = {
        {"Up",    -1   },
        {"C-p",   -1   },
        {"S-Tab", -1   },
        {"Down",  1    },
        {"C-n",   1    },
        {"Tab",   1    },
        {"PgUp",  -10  },
        {"PgDn",  10   },
        {"Home",  -9999},
        {"End",   9999 }
    };
    bool form = chat->dialog->kind == DIALOG_FORM;
    char name[32];
    keymap_name(key, name, sizeof(name));
    for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
        bool far = steps[i].by > 1 || steps[i].by < -1;
        if (strcmp(steps[i].name, name) == 0 && !(form && far))
            return steps[i].by;
    }
    return 0;
}

/* A dialog with keys of its own takes all that would be typed. */
static bool dialog_own_press(struct chat *chat, struct dialog *dialog, const struct key *key)
{
    char name[32];
    if (dialog->key && dialog->key(chat, dialog, keymap_name(key, name, sizeof(name))))
        return true;
    if (!dialog->pressed || (key->code != PRESS_CHAR && key->code != PRESS_DEL) || key->mods)
        return false;
    dialog->pressed(chat, dialog, keymap_name(key, name, sizeof(name)));
    return true;
}

/* True if the open dialog took the key. Keys that edit are left to the actions. */
static bool dialog_press(struct chat *chat, const struct key *key)
{
    struct dialog *dialog = chat->dialog;
    int by = dialog_step(chat, key);
    chat->changed |= CHANGE_DIALOG;
    if (key->code == PRESS_ESC) {
        dialog_escape(chat, dialog);
    } else if (key->code == PRESS_ENTER) {
        dialog_enter(chat, dialog);
    } else if (dialog_own_press(chat, dialog, key)) {
        return true;
    } else if (by != 0) {
        dialog_move(dialog, by);
        if (dialog->moved)
            dialog->moved(chat, dialog, dialog_picked(dialog));
    } else {
        return false;
    }
    return true;
}

static void set_leader(struct chat *chat, bool on)
{
    chat->leader = on;
    chat->changed |= CHANGE_STATUS;
}

/* The key after Esc or C-x: Esc again goes to the newest line and reads it; others get Alt. */
static struct key after_leader(struct chat *chat, const struct key *key)
{
    set_leader(chat, false);
    chat->hints_used |= 2;
    struct key alt = *key;
    if (key->code == PRESS_ESC) {
        alt = (struct key){.code = PRESS_CHAR, .mods = PRESS_ALT, .text = ">"};
        if (chat->current && chat_mark_read(chat, chat->current))
            ask_mark_read(chat, chat->current);
    } else {
        alt.mods |= PRESS_ALT;
    }
    return alt;
}

static void press(struct chat *chat, const struct key *key)
{
    const struct action *action = bound_action(key);
    bool character = key->code == PRESS_CHAR && !(key->mods & (PRESS_CTRL | PRESS_ALT));
    if (action)
        action_run(chat, action);
    else if (character || key->code == PRESS_PASTE)
        type(chat, key->text);
}

/* Any key but Tab ends a completion; a hint or an answer was read by then. */
static void settle(struct chat *chat, const struct key *key)
{
    if (key->code != PRESS_TAB && key->code != PRESS_BACKTAB)
        choices_clear(&chat->choices);
    if (chat->notice) {
        free(chat->notice);
        chat->notice = NULL;
        chat->changed |= CHANGE_STATUS;
    }
}

static void focus(struct chat *chat, bool focused)
{
    chat->focused = focused;
    if (focused && chat->current && chat_mark_read(chat, chat->current))
        ask_mark_read(chat, chat->current);
}

void keymap_press(struct chat *chat, const struct key *key)
{
    if (key->code == PRESS_FOCUS_IN || key->code == PRESS_FOCUS_OUT) {
        focus(chat, key->code == PRESS_FOCUS_IN);
        return;
    }

    settle(chat, key);
    if (chat->dialog && dialog_press(chat, key))
        return;
    if (chat->leader) {
        struct key alt = after_leader(chat, key);
        press(chat, &alt);
        return;
    }
    press(chat, key);
}
