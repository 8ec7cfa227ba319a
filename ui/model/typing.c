#include "typing.h"

#include <stdlib.h>
#include <utlist.h>

#include "conv.h"
#include "irc_name.h"
#include "mem.h"
#include "utf8.h"

/* More of them nobody reads. */
#define TYPING_MAX 20

/* Of a name that is shown. */
#define NAME_COLS 20

static void drop(struct conv *conv, struct typist *typing)
{
    DL_DELETE(conv->typing, typing);
    free(typing->nick);
    free(typing);
}

void typing_clear(struct conv *conv)
{
    while (conv->typing)
        drop(conv, conv->typing);
}

static struct typist *find(const struct conv *conv, const char *nick, unsigned *n)
{
    struct typist *typing = conv->typing;
    for (*n = 0; typing && !irc_name_equal(typing->nick, nick); typing = typing->next)
        ++*n;
    return typing;
}

bool typing_set(struct conv *conv, const char *nick, enum typing_state state, int64_t mono_ms)
{
    unsigned n = 0;
    if (!conv->typing && state == TYPING_DONE)
        return false;
    struct typist *typing = find(conv, nick, &n);
    bool was = typing != NULL;
    if (state == TYPING_DONE) {
        if (typing)
            drop(conv, typing);
        return was;
    }
    if (!typing && n >= TYPING_MAX)
        return false;
    if (!typing) {
        typing = xnew(struct typist);
        typing->nick = xstrdup(nick);
        DL_APPEND(conv->typing, typing);
    }
    typing->until_ms = mono_ms + (state == TYPING_ACTIVE ? TYPING_ACTIVE_MS : TYPING_PAUSED_MS);
    return !was;
}

bool typing_expire(struct conv *conv, int64_t mono_ms)
{
    bool any = false;
    struct typist *next = NULL;
    for (struct typist *typing = conv->typing; typing; typing = next) {
        next = typing->next;
        if (typing->until_ms > mono_ms)
            continue;
        drop(conv, typing);
        any = true;
    }
    return any;
}

int64_t typing_next_ms(const struct conv *conv)
{
    int64_t next_ms = -1;
    for (const struct typist *typing = conv->typing; typing; typing = typing->next)
        if (next_ms < 0 || typing->until_ms < next_ms)
            next_ms = typing->until_ms;
    return next_ms;
}

char *typing_text(const struct conv *conv)
{
    const struct typist *first = conv->typing;
    if (!first)
        return NULL;
    if (first->next && first->next->next)
        return xstrdup("Several people are typing…");

    char *one = utf8_shorten(first->nick, NAME_COLS);
    char *two = first->next ? utf8_shorten(first->next->nick, NAME_COLS) : NULL;
    char *text =
        two ? xasprintf("%s and %s are typing…", one, two) : xasprintf("%s is typing…", one);
    free(one);
    free(two);
    return text;
}
