#include <string.h>

#include "action.h"
#include "keymap_user.h"

/* What WeeChat's hands miss: scrolling by Alt, a bare Esc for nothing. */
static const struct binding weechat[] = {
    {"input", "M-Home", "oldest"          },
    {"input", "M-End",  "newest"          },
    {"input", "F5",     "previous-room"   },
    {"input", "F6",     "next-room"       },
    {"input", "M-Up",   "previous-room"   },
    {"input", "M-Down", "next-room"       },
    {"input", "M-k",    "help"            },
    {"input", "C-u",    "kill-start"      },
    {"input", "M-BS",   "kill-word-left"  },
    {"input", "M-r",    "clear-line"      },
    {"input", "M-PgUp", "half-page-up"    },
    {"input", "M-PgDn", "half-page-down"  },
    {"input", "C-Up",   "recall-older-all"},
    {"input", "C-Down", "recall-newer-all"},
    {"input", "M-h",    "newest"          },
    {"input", "M-<",    "visited-back"    },
    {"input", "M->",    "visited-forth"   },
};

/* irssi: Alt+p and Alt+n are pages, C-u clears the line, the row of letters below the digits goes
 * on with rooms. */
static const struct binding irssi[] = {
    {"input", "M-q",     "room-11"         },
    {"input", "M-w",     "room-12"         },
    {"input", "M-e",     "room-13"         },
    {"input", "M-r",     "room-14"         },
    {"input", "M-t",     "room-15"         },
    {"input", "M-y",     "room-16"         },
    {"input", "M-u",     "room-17"         },
    {"input", "M-i",     "room-18"         },
    {"input", "M-o",     "room-19"         },
    {"input", "C-u",     "clear-line"      },
    {"input", "M-p",     "page-up"         },
    {"input", "M-n",     "page-down"       },
    {"input", "C-Home",  "oldest"          },
    {"input", "C-End",   "newest"          },
    {"input", "M-Left",  "previous-room"   },
    {"input", "M-Right", "next-room"       },
    {"input", "C-Up",    "recall-older-all"},
    {"input", "C-Down",  "recall-newer-all"},
};

/* Esc leads to "normal", where letters are commands; C-x leads to the Alt keys. */
static const struct binding vi[] = {
    {"input",  "Esc", "normal-mode"    },
    {"normal", "Esc", "normal-mode"    },
    {"normal", "i",   "insert-mode"    },
    {"normal", "a",   "insert-behind"  },
    {"normal", "I",   "insert-at-start"},
    {"normal", "A",   "insert-at-end"  },
    {"normal", "h",   "char-left"      },
    {"normal", "l",   "char-right"     },
    {"normal", "b",   "word-left"      },
    {"normal", "w",   "word-right"     },
    {"normal", "e",   "word-right"     },
    {"normal", "0",   "line-start"     },
    {"normal", "^",   "line-start"     },
    {"normal", "$",   "line-end"       },
    {"normal", "x",   "delete-right"   },
    {"normal", "X",   "delete-left"    },
    {"normal", "D",   "kill-end"       },
    {"normal", "d d", "clear-line"     },
    {"normal", "d w", "kill-word-right"},
    {"normal", "d b", "kill-word-left" },
    {"normal", "d 0", "kill-start"     },
    {"normal", "d $", "kill-end"       },
    {"normal", "p",   "yank"           },
    {"normal", "u",   "undo"           },
    {"normal", "C-r", "redo"           },
    {"normal", "k",   "line-up"        },
    {"normal", "j",   "line-down"      },
    {"normal", "g g", "oldest"         },
    {"normal", "G",   "newest"         },
    {"normal", "C-b", "page-up"        },
    {"normal", "C-f", "page-down"      },
    {"normal", "C-u", "half-page-up"   },
    {"normal", "C-d", "half-page-down" },
    {"normal", "g t", "next-room"      },
    {"normal", "g T", "previous-room"  },
    {"normal", "?",   "help"           },
    {"normal", "B",   "word-left"      },
    {"normal", "W",   "word-right"     },
    {"normal", "s",   "change-right"   },
    {"normal", "S",   "change-line"    },
    {"normal", "C",   "change-end"     },
    {"normal", "c c", "change-line"    },
    {"normal", "c w", "change-word"    },
    {"normal", "c e", "change-word"    },
    {"normal", "c $", "change-end"     },
    {"normal", "/",   "search"         },
    {"normal", ":",   "palette"        },
    {"normal", "v",   "pick"           },
    {"normal", "C-e", "half-page-down" },
    {"normal", "C-y", "half-page-up"   },
};

#define PRESET(name, help, rows)                         \
    {                                                    \
        name, help, rows, sizeof(rows) / sizeof(*(rows)) \
    }

static const struct keymap_preset presets[] = {
    {"default", "The keys of this program", NULL, 0},
    PRESET("weechat", "What WeeChat's users expect besides", weechat),
    PRESET("irssi", "What irssi's users expect besides", irssi),
    PRESET("vi", "Esc leads to commands by letters, i types again; C-x leads to the Alt keys", vi),
};

const struct keymap_preset *keymap_presets(size_t *n)
{
    *n = sizeof(presets) / sizeof(*presets);
    return presets;
}

const struct keymap_preset *keymap_preset(const char *name)
{
    for (size_t i = 0; name && i < sizeof(presets) / sizeof(*presets); i++) {
        if (strcmp(presets[i].name, name) == 0)
            return &presets[i];
    }
    return NULL;
}

/* ---- the modes of vi ---- */

static void set_mode(struct chat *chat, bool normal)
{
    chat->normal = normal;
    chat->changed |= CHANGE_INPUT | CHANGE_STATUS;
}

void action_normal_mode(struct chat *chat)
{
    set_mode(chat, true);
}

void action_insert_mode(struct chat *chat)
{
    set_mode(chat, false);
}

void action_insert_behind(struct chat *chat)
{
    edit_right(chat->edit);
    set_mode(chat, false);
}

void action_insert_at_start(struct chat *chat)
{
    edit_home(chat->edit);
    set_mode(chat, false);
}

void action_insert_at_end(struct chat *chat)
{
    edit_end(chat->edit);
    set_mode(chat, false);
}

void action_change_end(struct chat *chat)
{
    edit_kill_end(chat->edit);
    set_mode(chat, false);
}

void action_change_line(struct chat *chat)
{
    edit_clear(chat->edit);
    set_mode(chat, false);
}

void action_change_word(struct chat *chat)
{
    edit_kill_word_right(chat->edit);
    set_mode(chat, false);
}

void action_change_right(struct chat *chat)
{
    edit_delete(chat->edit);
    set_mode(chat, false);
}
