#include "conf_edit.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"

static void clear_change(struct conf_change *change)
{
    free(change->section);
    free(change->key);
    free(change->value);
}

void conf_changes_add(struct conf_changes *changes, const char *section, const char *key,
                      const char *value)
{
    struct conf_change *change = NULL;
    for (size_t i = 0; i < changes->n; i++) {
        if (strcmp(changes->items[i].section, section) == 0 &&
            strcmp(changes->items[i].key, key) == 0)
            change = &changes->items[i];
    }
    if (change) {
        xreplace(&change->value, value);
        return;
    }
    changes->items = xreallocarray(changes->items, changes->n + 1, sizeof(*changes->items));
    changes->items[changes->n++] =
        (struct conf_change){xstrdup(section), xstrdup(key), xstrdup(value)};
}

void conf_changes_clear(struct conf_changes *changes)
{
    for (size_t i = 0; i < changes->n; i++)
        clear_change(&changes->items[i]);
    free(changes->items);
    *changes = (struct conf_changes){0};
}

/* ---- a file as lines, without their LF ---- */

struct page {
    char **lines; /* each owned */
    size_t n, room;
};

static void put_line(struct page *page, size_t at, char *line)
{
    if (page->n == page->room) {
        page->room = page->room ? 2 * page->room : 64;
        page->lines = xreallocarray(page->lines, page->room, sizeof(*page->lines));
    }
    memmove(page->lines + at + 1, page->lines + at, (page->n - at) * sizeof(*page->lines));
    page->lines[at] = line;
    page->n++;
}

static void drop_line(struct page *page, size_t at)
{
    free(page->lines[at]);
    page->n--;
    memmove(page->lines + at, page->lines + at + 1, (page->n - at) * sizeof(*page->lines));
}

static struct page read_page(const char *text)
{
    struct page page = {0};
    while (*text) {
        size_t len = strcspn(text, "\n");
        put_line(&page, page.n, xstrndup(text, len));
        text += len + (text[len] == '\n');
    }
    return page;
}

static void write_page(struct page *page, struct buf *text)
{
    buf_reset(text);
    for (size_t i = 0; i < page->n; i++) {
        buf_puts(text, page->lines[i]);
        buf_putc(text, '\n');
        free(page->lines[i]);
    }
    free(page->lines);
}

/* ---- what lines are ---- */

static const char *skip_blanks(const char *at)
{
    while (isspace((unsigned char)*at))
        at++;
    return at;
}

static bool is_blank(const char *line)
{
    return *skip_blanks(line) == '\0';
}

static bool is_heading(const char *line)
{
    return *skip_blanks(line) == '[';
}

static bool is_heading_of(const char *line, const char *section)
{
    size_t len = strlen(section);
    line = skip_blanks(line);
    return *line == '[' && strncmp(line + 1, section, len) == 0 && line[len + 1] == ']';
}

/* Bytes of a line up to its value, if it gives one to key; 0 if it does not. */
static size_t value_at(const char *line, const char *key)
{
    size_t len = strlen(key);
    const char *at = skip_blanks(line);
    if (strncmp(at, key, len) != 0)
        return 0;
    at = skip_blanks(at + len);
    if (*at != '=' && *at != ':')
        return 0;
    return (size_t)(skip_blanks(at + 1) - line);
}

/* ";key = ...": the example says what it is for. */
static bool is_example(const char *line, const char *key)
{
    line = skip_blanks(line);
    return (*line == ';' || *line == '#') && value_at(line + 1, key) > 0;
}

/* ---- one change ---- */

/* Where a key stands, and where it would. */
struct place {
    bool there;
    size_t at;    /* line to put it at */
    char *before; /* what its line begins with, "key = "; owned */
};

/* Takes out the lines that give it a value; remembers the last. */
static void take_out(struct page *page, const struct conf_change *change, struct place *place)
{
    bool inside = false;
    for (size_t i = 0; i < page->n; i++) {
        const char *line = page->lines[i];
        if (is_heading(line))
            inside = is_heading_of(line, change->section);
        size_t size = inside ? value_at(line, change->key) : 0;
        if (size == 0)
            continue;
        free(place->before);
        place->before = xstrndup(line, size);
        place->there = true;
        place->at = i;
        drop_line(page, i--);
    }
}

/* Behind the comment that names the key, else behind the last line of the section; without one, at
 * the end. */
static void find_place(struct page *page, const struct conf_change *change, struct place *place)
{
    bool inside = false;
    bool found = false;
    place->before = xasprintf("%s = ", change->key);
    for (size_t i = 0; i < page->n; i++) {
        const char *line = page->lines[i];
        if (is_heading(line))
            inside = !found && is_heading_of(line, change->section);
        if (!inside || is_blank(line))
            continue;
        found = true;
        place->at = i + 1;
        if (is_example(line, change->key))
            return;
    }
    if (found)
        return;
    if (page->n > 0 && !is_blank(page->lines[page->n - 1]))
        put_line(page, page->n, xstrdup(""));
    put_line(page, page->n, xasprintf("[%s]", change->section));
    place->at = page->n;
}

static void make_change(struct page *page, const struct conf_change *change)
{
    struct place place = {0};
    take_out(page, change, &place);
    if (change->value && !place.there)
        find_place(page, change, &place);
    for (const char *part = change->value; part;) {
        size_t len = strcspn(part, "\n");
        put_line(page, place.at++, xasprintf("%s%.*s", place.before, (int)len, part));
        part = part[len] ? part + len + 1 : NULL;
    }
    free(place.before);
}

void conf_edit(struct buf *text, const struct conf_changes *changes)
{
    struct page page = read_page(buf_text(text));
    for (size_t i = 0; i < changes->n; i++)
        make_change(&page, &changes->items[i]);
    write_page(&page, text);
}
