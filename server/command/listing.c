#include "listing.h"

#include <string.h>

#include "irc_name.h"

/* Bytes of a word with the space behind it. */
static size_t word_bytes(const char *word)
{
    return word ? strlen(word) + 1 : 0;
}

void listing_begin(struct listing *listing, struct ctx *ctx, enum irc_num num, const char *first,
                   const char *second)
{
    *listing = (struct listing){.ctx = ctx, .num = num, .first = first, .second = second};
    /* ":server 353 nick = #tea :" and CR LF. */
    size_t before = 1 + word_bytes(ctx_world(ctx)->config->server_name) + 4 + IRC_NICK_MAX + 1 +
                    word_bytes(first) + word_bytes(second) + 1;
    listing->max = IRC_LINE_MAX - 2 - before;
}

static void send_line(struct listing *listing)
{
    const char *text = buf_text(&listing->text);
    if (listing->second)
        reply(listing->ctx, listing->num, listing->first, listing->second, text);
    else if (listing->first)
        reply(listing->ctx, listing->num, listing->first, text);
    else
        reply(listing->ctx, listing->num, text);
    buf_reset(&listing->text);
}

void listing_add(struct listing *listing, const char *word)
{
    size_t len = strlen(word);
    if (listing->text.len > 0 && listing->text.len + 1 + len > listing->max)
        send_line(listing);
    if (listing->text.len > 0)
        buf_putc(&listing->text, ' ');
    buf_append(&listing->text, word, len);
}

void listing_end(struct listing *listing)
{
    if (listing->text.len > 0)
        send_line(listing);
    buf_clear(&listing->text);
}
