#include "markup_spans.h"

#include <ctype.h>
#include <string.h>

#include "weblink.h"

#define NAME_MAX_BYTES 64

/* So many brackets behind a name may be none of it. */
#define LOOSE_MAX 3

static bool goes_on(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '-';
}

static bool is_name(const char *text, const char *nick)
{
    size_t len = nick ? strlen(nick) : 0;
    return len > 0 && strncasecmp(text, nick, len) == 0 && !goes_on(text[len]);
}

/* The other signs that a nick may have: []\^` and {|}. */
static bool is_sign(char c)
{
    return (c >= '[' && c <= '`') || (c >= '{' && c <= '}');
}

/* Whoever of the room is named at text; *size is the bytes of the name. */
static const struct person *person_at(const char *text, const struct members *members, size_t *size)
{
    char name[NAME_MAX_BYTES];
    size_t len = 0;
    while (len < sizeof(name) && (goes_on(text[len]) || is_sign(text[len])))
        len++;
    if (len < 2 || len >= sizeof(name))
        return NULL;
    memcpy(name, text, len);
    name[len] = '\0';
    *size = len;
    const struct person *person = members_get(members, name);
    for (int i = 0; !person && i < LOOSE_MAX && len > 2 && !goes_on(name[len - 1]); i++) {
        name[--len] = '\0';
        *size = len;
        person = members_get(members, name);
    }
    return person;
}

static bool set(struct span *span, enum span_kind kind, size_t from, size_t size)
{
    *span = (struct span){from, from + size, from, from + size, kind, NULL};
    return true;
}

/* What stands between two marks on one row, not beginning or ending with a blank. */
static bool between(const char *text, size_t at, const char *mark, struct span *span)
{
    size_t size = strlen(mark);
    const char *inner = text + at + size;
    if (strncmp(text + at, mark, size) != 0 || *inner == ' ' || *inner == '\0')
        return false;
    const char *end = strstr(inner, mark);
    if (!end || end == inner || end[-1] == ' ' || memchr(inner, '\n', (size_t)(end - inner)))
        return false;
    size_t whole = (size_t)(end - (text + at)) + size;
    set(span, mark[0] == '|' ? SPAN_SPOILER : SPAN_CODE, at, whole);
    span->inner = at + size;
    span->inner_to = at + whole - size;
    return true;
}

/* Rows between ``` and ```; the rows of the fences are not shown. */
static bool block(const char *text, size_t at, struct span *span)
{
    bool begins = at == 0 || text[at - 1] == '\n';
    if (!begins || strncmp(text + at, "```", 3) != 0)
        return false;
    const char *first = strchr(text + at, '\n');
    if (!first || memchr(text + at + 3, '`', (size_t)(first - (text + at + 3))))
        return false;
    const char *end = strstr(first, "\n```");
    if (!end || end == first)
        return false;
    size_t whole = (size_t)(end - (text + at)) + 4;
    set(span, SPAN_BLOCK, at, whole);
    span->inner = (size_t)(first - text) + 1;
    span->inner_to = (size_t)(end - text);
    return true;
}

/* What a mark opens. */
static bool marked_at(const char *text, size_t i, struct span *span)
{
    if (text[i] == '`')
        return block(text, i, span) || between(text, i, "```", span) ||
               between(text, i, "``", span) || between(text, i, "`", span);
    return text[i] == '|' && between(text, i, "||", span);
}

/* A link or a name: they begin where a word does. */
static bool word_at(const char *text, size_t i, const struct markup_names *names, struct span *span)
{
    size_t size = weblink_len(text + i);
    if (size > 0)
        return set(span, SPAN_LINK, i, size);
    if (!names || (i > 0 && (unsigned char)text[i - 1] >= 0x80))
        return false;
    if (is_name(text + i, names->own))
        return set(span, SPAN_OWN, i, strlen(names->own));
    const struct person *person =
        names->members ? person_at(text + i, names->members, &size) : NULL;
    if (!person)
        return false;
    set(span, SPAN_PERSON, i, size);
    span->person = person;
    return true;
}

bool markup_span(const char *text, size_t at, const struct markup_names *names, struct span *span)
{
    for (size_t i = at; text[i]; i++) {
        if ((text[i] == '`' || text[i] == '|') && marked_at(text, i, span))
            return true;
        if ((i == 0 || !goes_on(text[i - 1])) && text[i] != ' ' && word_at(text, i, names, span))
            return true;
    }
    return false;
}
