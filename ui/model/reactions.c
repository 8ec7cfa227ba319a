#include "reactions.h"

#include <stdlib.h>
#include <string.h>

#include "chat.h"
#include "ignore.h"
#include "irc_name.h"
#include "mem.h"
#include "utf8.h"

/* So much is noted for the disk between two of its turns. */
#define REACTED_BYTES_MAX (1 << 20)

struct given {
    char *who;   /* owned */
    char *value; /* owned */
    bool masked; /* it came from where the user wanted to hear nothing: only the wire told that */
    bool hidden; /* the user does not want to hear who gave it (ignore.h) */
};

/* Of one message: one block in conv->reactions. */
struct reactions {
    struct given *list; /* owned */
    size_t n;
};

static void free_reactions(struct reactions *reactions)
{
    for (size_t i = 0; i < reactions->n; i++) {
        free(reactions->list[i].who);
        free(reactions->list[i].value);
    }
    free(reactions->list);
    free(reactions);
}

void reactions_clear(struct conv *conv)
{
    MAP_FOREACH(entry, &conv->reactions)
        free_reactions(map_value(entry));
    map_clear(&conv->reactions);
    conv->nreactions = 0;
}

static struct reactions *get(const struct conv *conv, const char *msgid)
{
    return map_count(&conv->reactions) && *msgid ? map_get(&conv->reactions, msgid) : NULL;
}

/* Those of messages that are no longer here. */
static void forget_gone(struct conv *conv)
{
    struct map_entry *next = NULL;
    for (struct map_entry *entry = map_next(&conv->reactions, NULL); entry; entry = next) {
        next = map_next(&conv->reactions, entry);
        struct reactions *reactions = map_value(entry);
        if (lines_has(conv->lines, map_key(entry)))
            continue;
        conv->nreactions -= reactions->n;
        map_remove(&conv->reactions, map_key(entry));
        free_reactions(reactions);
    }
}

static size_t index_of(const struct reactions *reactions, const struct reaction *reaction)
{
    size_t i = 0;
    while (i < reactions->n && (strcmp(reactions->list[i].value, reaction->value) != 0 ||
                                !irc_name_equal(reactions->list[i].who, reaction->who)))
        i++;
    return i;
}

static bool add(struct conv *conv, const char *msgid, const struct reaction *reaction)
{
    struct reactions *reactions = get(conv, msgid);
    if (reactions &&
        (reactions->n >= REACTIONS_OF_ONE || index_of(reactions, reaction) < reactions->n))
        return false;
    if (conv->nreactions >= REACTIONS_MAX)
        forget_gone(conv);
    if (conv->nreactions >= REACTIONS_MAX)
        return false;

    if (!reactions) {
        reactions = xnew(struct reactions);
        map_set(&conv->reactions, msgid, reactions);
    }
    reactions->list = xreallocarray(reactions->list, reactions->n + 1, sizeof(*reactions->list));
    reactions->list[reactions->n++] = (struct given){.who = xstrdup(reaction->who),
                                                     .value = xstrdup(reaction->value),
                                                     .masked = reaction->masked};
    conv->nreactions++;
    return true;
}

static bool take_back(struct conv *conv, const char *msgid, const struct reaction *reaction)
{
    struct reactions *reactions = get(conv, msgid);
    size_t i = reactions ? index_of(reactions, reaction) : 0;
    if (!reactions || i == reactions->n)
        return false;
    free(reactions->list[i].who);
    free(reactions->list[i].value);
    memmove(&reactions->list[i], &reactions->list[i + 1],
            (--reactions->n - i) * sizeof(*reactions->list));
    conv->nreactions--;
    if (reactions->n == 0) {
        map_remove(&conv->reactions, msgid);
        free_reactions(reactions);
    }
    return true;
}

static bool set(struct conv *conv, const char *msgid, const struct reaction *reaction, bool on)
{
    if (!lines_has(conv->lines, msgid))
        return false;
    return on ? add(conv, msgid, reaction) : take_back(conv, msgid, reaction);
}

/* As it may be shown, to be cleared; false if it cannot be. */
static bool clean(const struct reaction *reaction, struct given *out)
{
    size_t len = strlen(reaction->value);
    if (len == 0 || len > REACTION_BYTES || !*reaction->who)
        return false;
    *out = (struct given){.who = utf8_sanitize(reaction->who, strlen(reaction->who), false, false),
                          .value = utf8_sanitize(reaction->value, len, false, false)};
    return true;
}

static void clear(struct given *given)
{
    free(given->who);
    free(given->value);
}

bool reactions_set(struct conv *conv, const char *msgid, const struct reaction *reaction, bool on)
{
    struct given given;
    if (!clean(reaction, &given))
        return false;
    bool changed = set(conv, msgid, &(struct reaction){.who = given.who, .value = given.value}, on);
    clear(&given);
    return changed;
}

static void note_for_disk(struct conv *conv, const char *msgid, const struct reaction *reaction,
                          bool on)
{
    if (conv->reacted.len > REACTED_BYTES_MAX)
        return;
    buf_puts(&conv->reacted, on ? "+" : "-");
    buf_append(&conv->reacted, msgid, strlen(msgid) + 1);
    buf_append(&conv->reacted, reaction->who, strlen(reaction->who) + 1);
    buf_append(&conv->reacted, reaction->value, strlen(reaction->value) + 1);
}

void reactions_each_new(struct conv *conv, reactions_new_fn *fn, void *arg)
{
    const char *at = buf_text(&conv->reacted);
    const char *end = at + conv->reacted.len;
    while (at < end) {
        bool on = *at == '+';
        const char *msgid = at + 1;
        const char *who = at + strlen(at) + 1;
        const char *value = who + strlen(who) + 1;
        fn(arg, msgid, &(struct reaction){.who = who, .value = value}, on);
        at = value + strlen(value) + 1;
    }
    buf_clear(&conv->reacted);
}

static bool hide(const struct chat *chat, const struct conv *conv,
                 const struct reactions *reactions)
{
    bool changed = false;
    for (size_t i = 0; i < reactions->n; i++) {
        struct given *given = &reactions->list[i];
        bool was = given->hidden;
        given->hidden = ignore_names(chat, conv, given->who, given->masked);
        changed = changed || was != given->hidden;
    }
    return changed;
}

bool reactions_hide(const struct chat *chat, const struct conv *conv)
{
    bool changed = false;
    MAP_FOREACH(entry, &conv->reactions)
        changed = hide(chat, conv, map_value(entry)) || changed;
    return changed;
}

void chat_react(struct chat *chat, struct conv *conv, const char *msgid,
                const struct reaction *reaction, bool on)
{
    struct given given;
    if (!*msgid || !clean(reaction, &given))
        return;
    struct reaction cleaned = {given.who, given.value, reaction->masked};
    if (set(conv, msgid, &cleaned, on) && conv == chat->current)
        chat->changed |= CHANGE_LINES;
    const struct reactions *reactions = get(conv, msgid);
    if (reactions)
        hide(chat, conv, reactions);
    /* The disk does not know where it came from: next time it would be shown. */
    bool kept = !reaction->masked || ignore_names(chat, conv, cleaned.who, false);
    if (chat->keeps && kept)
        note_for_disk(conv, msgid, &cleaned, on);
    clear(&given);
}

static bool is_own(const struct conv *conv, const char *who)
{
    const struct network *network = conv->network;
    return irc_name_equal(who, network->nick) ||
           (network->account && irc_name_equal(who, network->account));
}

size_t reactions_sum(const struct conv *conv, const char *msgid, struct reaction_sum *sums,
                     size_t max)
{
    const struct reactions *reactions = get(conv, msgid);
    size_t n = 0;
    for (size_t i = 0; reactions && i < reactions->n; i++) {
        const struct given *reaction = &reactions->list[i];
        size_t at = 0;
        if (reaction->hidden)
            continue;
        while (at < n && strcmp(sums[at].value, reaction->value) != 0)
            at++;
        if (at == max)
            continue;
        if (at == n)
            sums[n++] = (struct reaction_sum){.value = reaction->value};
        sums[at].n++;
        sums[at].own = sums[at].own || is_own(conv, reaction->who);
    }
    return n;
}

bool reactions_nth(const struct conv *conv, const char *msgid, size_t i, struct reaction *out)
{
    const struct reactions *reactions = get(conv, msgid);
    size_t at = 0;
    for (; reactions && at < reactions->n; at++)
        if (!reactions->list[at].hidden && i-- == 0)
            break;
    if (!reactions || at == reactions->n)
        return false;
    *out = (struct reaction){.who = reactions->list[at].who, .value = reactions->list[at].value};
    return true;
}

bool reactions_own(const struct conv *conv, const char *msgid, const char *value)
{
    struct reaction reaction;
    for (size_t i = 0; reactions_nth(conv, msgid, i, &reaction); i++)
        if (strcmp(reaction.value, value) == 0 && is_own(conv, reaction.who))
            return true;
    return false;
}
