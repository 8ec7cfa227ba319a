#include "multiline.h"

#include <stdlib.h>
#include <string.h>

#include "irc_cap.h"

bool multiline_is(const struct multiline *lines)
{
    return lines->text && (lines->joints || strchr(lines->text, '\n'));
}

size_t multiline_count(const char *text)
{
    size_t n = 1;
    for (const char *end = strchr(text, '\n'); end; end = strchr(end + 1, '\n'))
        n++;
    return n;
}

bool multiline_knows(uint64_t caps)
{
    const uint64_t needed = IRC_CAP_BATCH | IRC_CAP_MULTILINE;
    return (caps & needed) == needed;
}

void multiline_begin(struct multiline_walk *walk, const struct irc_msg *whole,
                     const struct multiline *what, uint64_t caps)
{
    *walk = (struct multiline_walk){.whole = whole,
                                    .what = *what,
                                    .batch = multiline_knows(caps),
                                    .stage = MULTILINE_OPENING,
                                    .at = what->text,
                                    .joint = what->joints ? what->joints : ""};
}

void multiline_end(struct multiline_walk *walk)
{
    buf_clear(&walk->piece);
    buf_clear(&walk->ref);
}

/* ---- the text, in pieces ---- */

/* The next joint behind where we are, within the text; NULL for none. */
static const char *next_joint(struct multiline_walk *walk)
{
    const size_t here = (size_t)(walk->at - walk->what.text);
    const size_t len = here + strlen(walk->at);
    while (*walk->joint) {
        char *rest = NULL;
        size_t offset = strtoul(walk->joint, &rest, 10);
        if (rest == walk->joint)
            return NULL;
        if (offset > here && offset < len)
            return walk->what.text + offset;
        walk->joint = *rest == ',' ? rest + 1 : rest;
    }
    return NULL;
}

/* Takes the next piece into walk->piece; false if there is none. */
static bool take_piece(struct multiline_walk *walk, bool *goes_on)
{
    if (!walk->at)
        return false;
    const char *joint = next_joint(walk);
    const char *end = walk->at + strcspn(walk->at, "\n");
    bool split = joint && joint < end;
    if (split)
        end = joint;
    buf_reset(&walk->piece);
    buf_append(&walk->piece, walk->at, (size_t)(end - walk->at));
    *goes_on = walk->goes_on;
    walk->goes_on = split;
    if (split)
        walk->at = end;
    else
        walk->at = *end ? end + 1 : NULL;
    return true;
}

/* ---- lines ---- */

/* Of the message's tags this one, if it has it. */
static void keep_tag(struct multiline_walk *walk, const char *key)
{
    const char *value = irc_msg_tag(walk->whole, key);
    if (value)
        irc_msg_add_tag(&walk->line, key, value);
}

static void set_ref(struct multiline_walk *walk, char sign)
{
    buf_reset(&walk->ref);
    if (sign)
        buf_putc(&walk->ref, sign);
    buf_puts(&walk->ref, walk->what.msgid);
}

static void make_opening(struct multiline_walk *walk)
{
    set_ref(walk, '+');
    walk->line = *walk->whole;
    walk->line.command = "BATCH";
    walk->line.params[0] = buf_text(&walk->ref);
    walk->line.params[1] = "draft/multiline";
    walk->line.params[2] = walk->whole->params[0];
    walk->line.nparams = 3;
}

static void make_closing(struct multiline_walk *walk)
{
    set_ref(walk, '-');
    irc_msg_make(&walk->line, NULL, "BATCH", buf_text(&walk->ref), NULL);
    keep_tag(walk, "batch");
    keep_tag(walk, "time");
}

static void make_in_batch(struct multiline_walk *walk, bool goes_on)
{
    const struct irc_msg *whole = walk->whole;
    set_ref(walk, '\0');
    irc_msg_make(&walk->line, whole->source, whole->command, whole->params[0],
                 buf_text(&walk->piece), NULL);
    irc_msg_add_tag(&walk->line, "batch", buf_text(&walk->ref));
    if (goes_on)
        irc_msg_add_tag(&walk->line, "draft/multiline-concat", "");
    keep_tag(walk, "time");
}

/* What says which message it is stands on the first one alone. */
static void make_plain(struct multiline_walk *walk)
{
    const struct irc_msg *whole = walk->whole;
    irc_msg_make(&walk->line, whole->source, whole->command, whole->params[0],
                 buf_text(&walk->piece), NULL);
    if (!walk->begun) {
        memcpy(walk->line.tags, whole->tags, whole->ntags * sizeof(*whole->tags));
        walk->line.ntags = whole->ntags;
        return;
    }
    keep_tag(walk, "batch");
    keep_tag(walk, "time");
    keep_tag(walk, "account");
}

static bool next_plain(struct multiline_walk *walk)
{
    bool goes_on = false;
    bool taken = take_piece(walk, &goes_on);
    while (taken && walk->piece.len == 0)
        taken = take_piece(walk, &goes_on);
    if (taken)
        make_plain(walk);
    walk->begun = true;
    return taken;
}

bool multiline_next(struct multiline_walk *walk)
{
    bool goes_on = false;
    if (!walk->batch)
        return next_plain(walk);
    if (walk->stage == MULTILINE_ENDED)
        return false;
    if (walk->stage == MULTILINE_OPENING) {
        make_opening(walk);
        walk->stage = MULTILINE_PIECES;
    } else if (take_piece(walk, &goes_on)) {
        make_in_batch(walk, goes_on);
    } else {
        make_closing(walk);
        walk->stage = MULTILINE_ENDED;
    }
    return true;
}
