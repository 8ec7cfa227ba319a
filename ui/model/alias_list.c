#include "alias_list.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "buf.h"
#include "mem.h"

/* Index of it, or of where it goes. */
static size_t place_of(const struct aliases *aliases, const char *name)
{
    size_t at = 0;
    while (at < aliases->n && strcasecmp(aliases->items[at].name, name) < 0)
        at++;
    return at;
}

static bool is_at(const struct aliases *aliases, size_t at, const char *name)
{
    return at < aliases->n && strcasecmp(aliases->items[at].name, name) == 0;
}

static void drop(struct aliases *aliases, size_t at)
{
    free(aliases->items[at].name);
    free(aliases->items[at].text);
    aliases->n--;
    memmove(aliases->items + at, aliases->items + at + 1,
            (aliases->n - at) * sizeof(*aliases->items));
}

bool aliases_set(struct aliases *aliases, const char *name, const char *text)
{
    size_t at = place_of(aliases, name);
    bool there = is_at(aliases, at, name);
    if (there && text)
        xreplace(&aliases->items[at].text, text);
    else if (there)
        drop(aliases, at);
    if (there || !text)
        return there;

    aliases->items = xreallocarray(aliases->items, aliases->n + 1, sizeof(*aliases->items));
    memmove(aliases->items + at + 1, aliases->items + at,
            (aliases->n - at) * sizeof(*aliases->items));
    aliases->items[at] = (struct alias){xstrdup(name), xstrdup(text)};
    aliases->n++;
    return true;
}

const char *aliases_find(const struct aliases *aliases, const char *name)
{
    size_t at = place_of(aliases, name);
    return is_at(aliases, at, name) ? aliases->items[at].text : NULL;
}

void aliases_clear(struct aliases *aliases)
{
    while (aliases->n > 0)
        drop(aliases, aliases->n - 1);
    free(aliases->items);
    *aliases = (struct aliases){0};
}

/* The n-th word of args (from 1), and with `rest` all behind it too. */
static void put_word(struct buf *out, const char *args, int n, bool rest)
{
    args += strspn(args, " ");
    for (; n > 1; n--) {
        args += strcspn(args, " ");
        args += strspn(args, " ");
    }
    buf_append(out, args, rest ? strlen(args) : strcspn(args, " "));
}

/* What stands behind a $ at `at`; returns the bytes of it, 0 if it is nothing of ours. */
static size_t put_variable(struct buf *out, const char *at, const struct alias_words *words)
{
    if (*at == '*') {
        buf_puts(out, words->args);
        return 1;
    }
    if (*at >= '1' && *at <= '9') {
        bool rest = at[1] == '-';
        put_word(out, words->args, *at - '0', rest);
        return rest ? 2 : 1;
    }
    if (strncmp(at, "nick", 4) == 0) {
        buf_puts(out, words->nick);
        return 4;
    }
    if (strncmp(at, "room", 4) == 0) {
        buf_puts(out, words->room);
        return 4;
    }
    if (*at == '$') {
        buf_putc(out, '$');
        return 1;
    }
    return 0;
}

char *alias_expand(const char *text, const struct alias_words *words)
{
    struct buf out = {0};
    bool used = false;
    for (const char *c = text; *c; c++) {
        size_t taken = *c == '$' ? put_variable(&out, c + 1, words) : 0;
        used = used || taken > 0;
        c += taken;
        if (taken == 0)
            buf_putc(&out, *c);
    }
    if (!used && *words->args)
        buf_printf(&out, " %s", words->args);
    return buf_detach(&out);
}
