#include "linear_words.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "emoji.h"
#include "item.h"
#include "markup.h"
#include "mem.h"
#include "posted.h"
#include "reactions.h"
#include "shared.h"
#include "unfold.h"

#define HIDDEN   "▒"
#define SUMS_MAX 16

/* ---- signs ---- */

/* What the screen says by signs, the longer ones first. */
static const struct {
    const char *sign, *word;
} signs[] = {
    {" · ← ", ", "       },
    {" · → ", ", "       },
    {" · ",     ", "       },
    {" — ",    ", "       },
    {"→ ",     ""         },
    {"← ",     ""         },
    {"…",      ""         },
    {"✗ ",     "Error: "  },
    {"✓",      "done"     },
    {"▸",      ""         },
    {"▤ ",     "file "    },
    {"◷ ",     ""         },
    {"┌ ",     ""         },
    {"│ ",     ""         },
    {"│",      ""         },
    {"█",      ""         },
    {"░",      ""         },
    {"★ ",     "operator "},
    {"✉",      "waiting " },
    {"↑",      "up"       },
    {"↓",      "down"     },
    {"←",      "left"     },
    {"→",      "right"    },
    {"●",      "unread "  },
    {"Esc ",     "Escape "  },
};

/* Where a word begins. */
static const struct {
    const char *key, *word;
} keys[] = {
    {"C-", "Control-"},
    {"M-", "Alt-"    },
    {"S-", "Shift-"  },
};

/* Bytes of a sign at text, whose word is appended; 0 if there is none. */
static size_t put_sign(struct buf *out, const char *text)
{
    for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
        size_t len = strlen(signs[i].sign);
        if (strncmp(text, signs[i].sign, len) == 0) {
            buf_puts(out, signs[i].word);
            return len;
        }
    }
    return 0;
}

static size_t put_key(struct buf *out, const char *text)
{
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
        if (strncmp(text, keys[i].key, 2) == 0 && text[2] && text[2] != ' ') {
            buf_puts(out, keys[i].word);
            return 2;
        }
    }
    return 0;
}

char *linear_plain(const char *text)
{
    struct buf out = {0};
    bool word = true;
    while (*text) {
        size_t len = put_sign(&out, text);
        if (len == 0 && word)
            len = put_key(&out, text);
        if (len == 0) {
            buf_putc(&out, *text);
            len = 1;
            word = *text == ' ' || *text == '(' || *text == '-';
        } else {
            word = true;
        }
        text += len;
    }
    while (out.len > 0 && out.data[out.len - 1] == ' ')
        buf_truncate(&out, out.len - 1);
    return buf_detach(&out);
}

/* ---- what was said ---- */

static char *words_of(const char *text, bool reveal)
{
    static const struct theme none;
    const struct markup_names names = {.reveal = reveal};
    struct markup markup = {0};
    struct buf out = {0};
    bool hidden = false;
    markup_make(&markup, text, &none, (struct style){.attrs = 0}, &names);
    for (const char *c = markup.text; *c;) {
        bool hides = markup.hides && !reveal;
        bool block = hides && strncmp(c, HIDDEN, strlen(HIDDEN)) == 0;
        /* Hidden words that stand together are one. */
        bool between = hidden && *c == ' ' && strncmp(c + 1, HIDDEN, strlen(HIDDEN)) == 0;
        if (!block && !between)
            buf_putc(&out, *c);
        else if (!hidden)
            buf_puts(&out, "(hidden)");
        hidden = block || between;
        c += block ? strlen(HIDDEN) : 1;
    }
    markup_clear(&markup);
    return buf_detach(&out);
}

char *linear_text(const char *text)
{
    return words_of(text, false);
}

char *linear_reaction(const char *value)
{
    if (strcmp(value, "👍") == 0 || strcmp(value, "👎") == 0)
        return xstrdup(strcmp(value, "👍") == 0 ? "thumbs up" : "thumbs down");
    for (size_t i = 0; i < emoji_count(); i++) {
        struct emoji emoji = emoji_at(i);
        if (strcmp(emoji.text, value) != 0)
            continue;
        char *name = xstrdup(emoji.name);
        for (char *c = name; *c; c++)
            *c = *c == '_' ? ' ' : *c;
        return name;
    }
    return xstrdup(value);
}

/* What stands behind it: how it stands with it, its file, reactions. */
static void add_about(struct buf *out, const struct conv *conv, const struct line *line)
{
    unsigned flags = line->flags;
    if (flags & LINE_EDITED)
        buf_puts(out, ", edited");
    if (flags & LINE_FAILED)
        buf_puts(out, ", failed, it was not sent");
    else if (flags & LINE_UNSURE)
        buf_puts(out, ", it is not sure that it arrived");
    else if (flags & LINE_PENDING)
        buf_puts(out, flags & LINE_WAITING ? ", waiting to be sent" : ", sending");

    const struct posted *posted = posted_of_line(conv, line->serial);
    if (posted) {
        char size[SHARED_SIZE_TEXT];
        shared_size_text(posted->size, size);
        buf_printf(out, ". File %s%s%s, to get by /get %u", posted->name, *size ? ", " : "", size,
                   posted->number);
    }
    struct reaction_sum sums[SUMS_MAX];
    size_t n =
        conv->nreactions && *line->msgid ? reactions_sum(conv, line->msgid, sums, SUMS_MAX) : 0;
    for (size_t i = 0; i < n; i++) {
        char *name = linear_reaction(sums[i].value);
        buf_printf(out, "%s%u %s", i ? ", " : ". Reactions: ", sums[i].n, name);
        free(name);
    }
}

/* "answers carol", "says"; to free. */
static char *verb_of(const struct conv *conv, const struct line *line)
{
    bool self = line->flags & LINE_SELF;
    struct line parent;
    size_t index = 0;
    if (*line->reply && !lines_find_id(conv->lines, line->reply, &index))
        return xstrdup(self ? "answer an older message:" : "answers an older message:");
    if (*line->reply) {
        lines_get(conv->lines, index, &parent);
        const char *who = parent.flags & LINE_SELF ? "you" : parent.nick;
        return xasprintf("%s %s:", self ? "answer" : "answers", who);
    }
    if (conv->kind == CONV_PERSON)
        return self ? xasprintf("say to %s:", conv->name) : xstrdup("says to you:");
    return xstrdup(self ? "say" : "says");
}

static char *said(const struct conv *conv, const struct line *line)
{
    struct buf out = {0};
    const char *who = line->flags & LINE_SELF ? "You" : line->nick;
    char *text = words_of(line->text, unfold_reveals(conv, line->serial));
    char *verb = verb_of(conv, line);
    if (line->flags & LINE_MENTION)
        buf_puts(&out, "You are spoken to: ");
    if (line->kind == LINE_ACTION)
        buf_printf(&out, "%s%s %s", conv->kind == CONV_PERSON ? "In private, " : "", line->nick,
                   text);
    else if (line->kind == LINE_MESSAGE)
        buf_printf(&out, "%s %s %s", who, verb, text);
    else
        buf_printf(&out, "Notice%s%s: %s", *line->nick ? " from " : "", line->nick, text);
    add_about(&out, conv, line);
    free(verb);
    free(text);
    return buf_detach(&out);
}

char *linear_line(const struct conv *conv, const struct line *line)
{
    if (line_is_said(line))
        return said(conv, line);
    if (line->kind == LINE_DELETED)
        return xasprintf("What %s said is %s", line->flags & LINE_SELF ? "you" : line->nick,
                         line->text);
    char *event = item_event_text(line);
    char *text = linear_text(event);
    char *sentence = line->kind == LINE_ERROR ? xasprintf("Error: %s", text) : linear_plain(text);
    free(event);
    free(text);
    return sentence;
}

/* ---- rooms and people ---- */

char *linear_unread(unsigned unread, unsigned mentions)
{
    struct buf out = {0};
    if (unread > 0)
        buf_printf(&out, "%u unread", unread);
    if (mentions > 0)
        buf_printf(&out, ", %u mention%s", mentions, mentions == 1 ? "" : "s");
    return buf_detach(&out);
}

char *linear_person(const struct person *person)
{
    struct buf out = {0};
    char rank = *person->prefixes;
    buf_puts(&out, person->nick);
    if (rank)
        buf_puts(&out, rank == '+' ? ", has voice" : rank == '~' ? ", owner" : ", operator");
    if (person->bot)
        buf_puts(&out, ", bot");
    if (person->away)
        buf_puts(&out, ", away");
    return buf_detach(&out);
}
