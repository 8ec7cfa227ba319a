#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "buf.h"
#include "keymap_user.h"
#include "mem.h"
#include "utf8.h"

/* What people call keys, besides our names. */
static const struct {
    const char *word, *name;
} words[] = {
    {"Return",    "Enter"},
    {"Escape",    "Esc"  },
    {"Backspace", "BS"   },
    {"Delete",    "Del"  },
    {"Insert",    "Ins"  },
    {"PageUp",    "PgUp" },
    {"PageDown",  "PgDn" },
    {"BackTab",   "S-Tab"},
    {"Equals",    "="    },
    {"Colon",     ":"    },
    {"Hash",      "#"    },
    {"Semicolon", ";"    },
    {"Bracket",   "["    },
    {"C-i",       "Tab"  },
    {"C-m",       "Enter"},
    {"C-[",       "Esc"  },
};

static const struct {
    const char *word;
    unsigned mod;
} prefixes[] = {
    {"C-",     PRESS_CTRL },
    {"Ctrl-",  PRESS_CTRL },
    {"M-",     PRESS_ALT  },
    {"Alt-",   PRESS_ALT  },
    {"Meta-",  PRESS_ALT  },
    {"S-",     PRESS_SHIFT},
    {"Shift-", PRESS_SHIFT},
};

/* Steps over "C-M-" and the like. */
static unsigned take_mods(const char **text)
{
    unsigned mods = 0;
    for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++) {
        size_t len = strlen(prefixes[i].word);
        bool same = len == 2 ? strncmp(*text, prefixes[i].word, 2) == 0
                             : strncasecmp(*text, prefixes[i].word, len) == 0;
        if (!same || !(*text)[len])
            continue;
        mods |= prefixes[i].mod;
        *text += len;
        i = (size_t)-1;
    }
    return mods;
}

static const char *our_word(const char *text)
{
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        if (strcasecmp(words[i].word, text) == 0)
            return words[i].name;
    }
    return text;
}

/* The key that is called so without modifiers; PRESS_NONE if there is none. Letters go to text. */
static enum key_code bare_code(const char *name, unsigned mods, char *text)
{
    char other[KEYMAP_NAME_SIZE];
    for (int code = PRESS_PASTE + 1; code <= PRESS_F12; code++) {
        struct key key = {.code = (enum key_code)code};
        if (strcasecmp(keymap_name(&key, other, sizeof(other)), name) == 0)
            return (enum key_code)code;
    }
    size_t len = strlen(name);
    if (strcasecmp(name, "Space") == 0) {
        memcpy(text, " ", sizeof(" "));
        return PRESS_CHAR;
    }
    if (len > 4 || !utf8_valid(name, len) || utf8_cluster(name, len) != len)
        return PRESS_NONE;
    memcpy(text, name, len + 1);
    if ((mods & PRESS_CTRL) && len == 1)
        *text = (char)tolower((unsigned char)*text);
    return PRESS_CHAR;
}

bool keymap_read(const char *word, struct key *key, char *text)
{
    const char *bare = our_word(word);
    unsigned mods = strcmp(bare, "S-Tab") == 0 ? 0 : take_mods(&bare);
    *text = '\0';
    *key = (struct key){.mods = mods, .text = text};
    key->code = bare_code(our_word(bare), mods, text);
    if (key->code == PRESS_TAB && (mods & PRESS_SHIFT))
        key->code = PRESS_BACKTAB;
    return key->code != PRESS_NONE;
}

/* One key of a chord; false if it is none. */
static bool parse_one(struct buf *out, const char *word)
{
    char text[KEYMAP_TEXT_SIZE];
    char name[KEYMAP_NAME_SIZE];
    struct key key;
    if (!keymap_read(word, &key, text))
        return false;

    keymap_name(&key, name, sizeof(name));
    buf_printf(out, "%s%s", out->len ? " " : "", our_word(name));
    return true;
}

char *keymap_parse(const char *text, char **cause)
{
    struct buf out = {0};
    char *all = xstrdup(text);
    char *rest = NULL;
    for (char *word = strtok_r(all, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        if (parse_one(&out, word))
            continue;
        *cause = xasprintf("%s: there is no such key; there are C-a, M-x, S-Up, F5, Enter, PgUp, "
                           "and rows of them as C-x e",
                           word);
        buf_clear(&out);
        break;
    }
    if (out.len == 0 && !*cause)
        *cause = xasprintf("a key is missing");
    free(all);
    return out.len > 0 ? buf_detach(&out) : NULL;
}

static const char *word_for(char c)
{
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        if (words[i].name[0] == c && words[i].name[1] == '\0')
            return words[i].word;
    }
    return NULL;
}

char *keymap_written(const char *key)
{
    struct buf out = {0};
    for (const char *c = key; *c; c++) {
        const char *word = c[1] == ' ' || c[1] == '\0' ? word_for(*c) : NULL;
        if (word)
            buf_puts(&out, word);
        else
            buf_putc(&out, *c);
    }
    return buf_detach(&out);
}
