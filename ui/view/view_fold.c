#include "view_fold.h"

#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "unfold.h"
#include "utf8.h"
#include "view_fold_speakers.h"

/* What servers put before why somebody left: that they did is said anyway. */
#define QUIT "Quit: "

#define MORE_SIZE 96
#define MINUTE_MS INT64_C(60000)

/* Where so few are, each of them is somebody whom one knows. */
#define FEW_PEOPLE 12

/* What is being put into words. */
struct folding {
    const struct chat *chat;
    const struct conv *conv;
    struct speakers speakers;
    bool smart;
    unsigned joined, left, changed; /* of those who are only counted */
    unsigned split;                 /* lost with a server */
    unsigned named;
};

const char *fold_sign(const struct line *line)
{
    if (line->kind == LINE_JOIN)
        return "→";
    return line->kind == LINE_NICK || line->kind == LINE_MODE ? "·" : "←";
}

bool fold_tells(const struct chat *chat, const struct conv *conv, size_t index)
{
    struct line line;
    enum joins joins = chat->settings.joins;
    lines_get(conv->lines, index, &line);
    if (joins == JOINS_NONE)
        return !unfold_is_noise(&line);
    return joins == JOINS_ALL || !unfold_is_own_past(&line) || unfold_is_open(conv, index);
}

size_t fold_first(const struct chat *chat, const struct conv *conv, size_t first, size_t last)
{
    while (first <= last && !fold_tells(chat, conv, first))
        first++;
    return first;
}

static void add_words(struct buf *text, const struct line *line)
{
    if (line->kind == LINE_JOIN)
        buf_printf(text, "%s joined", line->nick);
    else if (line->kind == LINE_NICK)
        buf_printf(text, "%s is now %s", line->nick, line->text);
    else if (line->kind == LINE_MODE)
        buf_printf(text, "%s set %s", line->nick, line->text);
    else
        buf_printf(text, "%s left", line->nick);
}

static int cols_of(const struct buf *text)
{
    return utf8_cols(buf_text(text), text->len);
}

/* One word of a host: letters, digits, '-', '*', and a full stop inside. */
static size_t host_size(const char *text)
{
    size_t len = strcspn(text, " ");
    const char *dot = memchr(text, '.', len);
    if (!dot || dot == text || dot + 1 == text + len)
        return 0;
    size_t clean =
        strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-*");
    return clean == len ? len : 0;
}

/* "irc.a.example irc.b.example": the link between two servers was lost. */
static bool is_split(const struct line *line)
{
    size_t first = line->kind == LINE_QUIT ? host_size(line->text) : 0;
    if (first == 0 || line->text[first] != ' ')
        return false;
    size_t second = host_size(line->text + first + 1);
    return second > 0 && line->text[first + 1 + second] == '\0';
}

/* Is it told by name? */
static bool is_named(const struct folding *folding, const struct line *line)
{
    if (!folding->smart || line->kind == LINE_MODE || line->flags & LINE_SELF)
        return true;
    return speakers_have(&folding->speakers, line->nick) ||
           (line->kind == LINE_NICK && speakers_have(&folding->speakers, line->text));
}

static void count(struct folding *folding, const struct line *line)
{
    if (is_split(line))
        folding->split++;
    else if (line->kind == LINE_JOIN)
        folding->joined++;
    else if (line->kind == LINE_NICK)
        folding->changed++;
    else
        folding->left++;
}

/* "14 lost in a netsplit · 3 more", "→ 3 joined · ← 2 left": whom no name tells of. */
static void counted_text(const struct folding *folding, unsigned left, char *out)
{
    const char *sep = folding->named > 0 ? " · " : "";
    int n = 0;
    unsigned others = folding->joined + folding->left + folding->changed + left;
    *out = '\0';
    if (folding->split > 0) {
        n = snprintf(out, MORE_SIZE, "%s%u lost in a netsplit", sep, folding->split);
        sep = " · ";
    }
    if (others == 0)
        return;
    if (folding->named > 0 || left > 0) {
        snprintf(out + n, MORE_SIZE - (size_t)n, "%s%u more", sep, others);
        return;
    }
    if (folding->joined > 0) {
        n += snprintf(out + n, MORE_SIZE - (size_t)n, "%s%u joined", sep, folding->joined);
        sep = " · ← ";
    }
    if (folding->left > 0) {
        n += snprintf(out + n, MORE_SIZE - (size_t)n, "%s%u left", sep, folding->left);
        sep = " · ";
    }
    if (folding->changed > 0)
        snprintf(out + n, MORE_SIZE - (size_t)n, "%s%u renamed", folding->joined ? " · " : sep,
                 folding->changed);
}

/* Appends one of those who are named; false if it does not fit with what has to follow. */
static bool add_named(struct folding *folding, struct buf *text, const struct line *line,
                      unsigned left, int cols)
{
    char more[MORE_SIZE];
    size_t before = text->len;
    bool first = folding->named == 0;
    if (!first) {
        buf_puts(text, " · ");
        if (line->kind != LINE_NICK && line->kind != LINE_MODE)
            buf_printf(text, "%s ", fold_sign(line));
    }
    add_words(text, line);
    folding->named++;
    counted_text(folding, left, more);
    if (first || cols_of(text) + utf8_cols(more, strlen(more)) <= cols)
        return true;
    folding->named--;
    buf_truncate(text, before);
    return false;
}

/* Counts those without names at first, so that the others know what room is left. */
static unsigned count_all(struct folding *folding, size_t first, size_t last)
{
    unsigned named = 0;
    for (size_t i = first; i <= last; i++) {
        struct line line;
        lines_get(folding->conv->lines, i, &line);
        if (!fold_tells(folding->chat, folding->conv, i))
            continue;
        if (is_split(&line) || !is_named(folding, &line))
            count(folding, &line);
        else
            named++;
    }
    return named;
}

static void name_all(struct folding *folding, struct buf *text, size_t first, size_t last, int cols)
{
    char more[MORE_SIZE];
    unsigned left = count_all(folding, first, last);
    for (size_t i = first; i <= last && left > 0; i++) {
        struct line line;
        lines_get(folding->conv->lines, i, &line);
        if (is_split(&line) || !is_named(folding, &line) ||
            !fold_tells(folding->chat, folding->conv, i))
            continue;
        if (!add_named(folding, text, &line, left - 1, cols))
            break;
        left--;
    }
    counted_text(folding, left, more);
    buf_puts(text, more);
}

char *fold_text(const struct chat *chat, const struct conv *conv, size_t first, size_t last,
                int cols)
{
    struct buf text = {0};
    struct line line;
    struct folding folding = {.chat = chat, .conv = conv};
    folding.smart = chat->settings.joins == JOINS_SMART && conv->kind == CONV_ROOM &&
                    conv->members.n > FEW_PEOPLE && !unfold_is_open(conv, first);
    if (folding.smart)
        speakers_find(&folding.speakers, conv, first, last,
                      chat->settings.joins_minutes * MINUTE_MS);
    first = fold_first(chat, conv, first, last);
    if (first > last)
        return xstrdup("");
    name_all(&folding, &text, first, last, cols);
    lines_get(conv->lines, first, &line);
    bool leaves = line.kind == LINE_PART || line.kind == LINE_QUIT;
    if (first == last && leaves && folding.named > 0 && *line.text)
        buf_printf(&text, ": %s",
                   line.text + (strncmp(line.text, QUIT, strlen(QUIT)) ? 0 : strlen(QUIT)));
    return buf_detach(&text);
}
