#include "lines.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "lines_ids.h"
#include "lines_text.h"
#include "mem.h"

/* The newest own line waits for its id: dropped lines leave room at the index's front. */
struct lines {
    struct lines_text text;
    struct lines_ids ids;
    uint32_t *refs; /* in order of time; owned */
    size_t head;    /* the oldest stands here */
    size_t n;
    size_t cap;
    size_t limit;      /* as it was asked for */
    size_t max;        /* widened, or the same */
    uint64_t *unsaved; /* serials in order of arrival; owned */
    size_t unsaved_first, unsaved_n, unsaved_cap;
};

struct lines *lines_new(size_t max)
{
    struct lines *lines = xnew(struct lines);
    lines->limit = lines->max = max ? max : 1;
    return lines;
}

void lines_widen(struct lines *lines, size_t n)
{
    if (lines->max < lines->n + n)
        lines->max = lines->n + n;
}

void lines_clear(struct lines *lines)
{
    lines_text_clear(&lines->text);
    lines_ids_clear(&lines->ids);
    free(lines->refs);
    free(lines->unsaved);
    lines->refs = NULL;
    lines->unsaved = NULL;
    lines->head = lines->n = lines->cap = 0;
    lines->unsaved_first = lines->unsaved_n = lines->unsaved_cap = 0;
}

void lines_free(struct lines *lines)
{
    if (!lines)
        return;
    lines_clear(lines);
    free(lines);
}

size_t lines_count(const struct lines *lines)
{
    return lines->n;
}

size_t lines_bytes(const struct lines *lines)
{
    return sizeof(*lines) + lines->text.bytes + lines->cap * sizeof(*lines->refs) +
           lines_ids_bytes(&lines->ids);
}

static int64_t time_at(const struct lines *lines, size_t index)
{
    return lines_text_time(&lines->text, lines->refs[lines->head + index]);
}

/* Index of the first line at or after time_ms. */
static size_t first_from(const struct lines *lines, int64_t time_ms)
{
    size_t low = 0;
    size_t high = lines->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (time_at(lines, middle) < time_ms)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t lines_after(const struct lines *lines, int64_t time_ms)
{
    /* What is new is newer than all that is there. */
    if (lines->n == 0 || time_at(lines, lines->n - 1) <= time_ms)
        return lines->n;
    return time_ms == INT64_MAX ? lines->n : first_from(lines, time_ms + 1);
}

static bool index_of(const struct lines *lines, uint32_t ref, size_t *index)
{
    int64_t time_ms = lines_text_time(&lines->text, ref);
    size_t i = lines->n;
    while (i > 0 && lines->n - i < 8) /* most are looked for at the end */
        if (lines->refs[lines->head + --i] == ref) {
            *index = i;
            return true;
        }
    for (i = first_from(lines, time_ms); i < lines->n; i++)
        if (lines->refs[lines->head + i] == ref) {
            *index = i;
            return true;
        }
    return false;
}

bool lines_find(const struct lines *lines, uint64_t serial, size_t *index)
{
    uint32_t ref = lines_text_ref(&lines->text, serial);
    return ref && index_of(lines, ref, index);
}

void lines_get(const struct lines *lines, size_t index, struct line *out)
{
    assert(index < lines->n);
    lines_text_get(&lines->text, lines->refs[lines->head + index], out);
}

/* Makes room for one more reference, half of the new room before the oldest. */
static void grow(struct lines *lines)
{
    size_t cap = lines->cap < 16 ? 16 : lines->cap + lines->cap / 4;
    size_t head = (cap - lines->n) / 8;
    uint32_t *refs = xcalloc(cap, sizeof(*refs));
    if (lines->n)
        memcpy(refs + head, lines->refs + lines->head, lines->n * sizeof(*refs));
    free(lines->refs);
    lines->refs = refs;
    lines->head = head;
    lines->cap = cap;
}

static void insert(struct lines *lines, size_t index, uint32_t ref)
{
    if (lines->n + 1 > lines->cap)
        grow(lines);

    bool front = lines->head > 0 && index < lines->n / 2;
    if (!front && lines->head + lines->n == lines->cap) {
        /* The end is reached, but dropped lines left room before. */
        if (lines->head < lines->cap / 8 + 1) {
            grow(lines);
        } else {
            memmove(lines->refs, lines->refs + lines->head, lines->n * sizeof(*lines->refs));
            lines->head = 0;
        }
    }
    uint32_t *at = lines->refs + lines->head + index;
    if (front) {
        memmove(lines->refs + lines->head - 1, lines->refs + lines->head, index * sizeof(*at));
        lines->head--;
        at--;
    } else {
        memmove(at + 1, at, (lines->n - index) * sizeof(*at));
    }
    *at = ref;
    lines->n++;
}

static void remove_at(struct lines *lines, size_t index)
{
    uint32_t *at = lines->refs + lines->head + index;
    if (index == 0)
        lines->head++;
    else
        memmove(at, at + 1, (lines->n - index - 1) * sizeof(*at));
    lines->n--;
}

static void drop_at(struct lines *lines, size_t index)
{
    uint32_t ref = lines->refs[lines->head + index];
    remove_at(lines, index);
    lines_ids_remove(&lines->ids, &lines->text, ref);
    lines_text_drop(&lines->text, ref);
}

static void remember_unsaved(struct lines *lines, uint64_t serial)
{
    if (lines->unsaved_n == lines->unsaved_cap) {
        lines->unsaved_cap = lines->unsaved_cap ? 2 * lines->unsaved_cap : 16;
        lines->unsaved = xreallocarray(lines->unsaved, lines->unsaved_cap, sizeof(*lines->unsaved));
    }
    lines->unsaved[lines->unsaved_n++] = serial;
}

bool lines_unsaved(struct lines *lines, struct line *out)
{
    for (; lines->unsaved_first < lines->unsaved_n; lines_saved(lines)) {
        uint32_t ref = lines_text_ref(&lines->text, lines->unsaved[lines->unsaved_first]);
        if (ref) {
            lines_text_get(&lines->text, ref, out);
            return true;
        }
    }
    return false;
}

void lines_saved(struct lines *lines)
{
    if (++lines->unsaved_first < lines->unsaved_n)
        return;

    free(lines->unsaved);
    lines->unsaved = NULL;
    lines->unsaved_first = lines->unsaved_n = lines->unsaved_cap = 0;
}

void lines_limit(struct lines *lines, size_t max)
{
    if (lines->limit == max)
        return;
    lines->limit = lines->max = max ? max : 1;
    while (lines->n > lines->max)
        drop_at(lines, 0);
}

uint64_t lines_add(struct lines *lines, const struct line *line)
{
    if (lines_ids_has(&lines->ids, &lines->text, line->msgid))
        return 0;

    size_t index = lines_after(lines, line->time_ms);
    size_t before;
    if (line->before && lines_find(lines, line->before, &before) && before < index &&
        time_at(lines, before) == line->time_ms)
        index = before;
    if (lines->n >= lines->max && index == 0)
        return 0;

    uint64_t serial;
    uint32_t ref = lines_text_add(&lines->text, line, &serial);
    insert(lines, index, ref);
    lines_ids_add(&lines->ids, &lines->text, ref);
    if (!(line->flags & (LINE_SAVED | LINE_PENDING)))
        remember_unsaved(lines, serial);
    if (lines->n > lines->max)
        drop_at(lines, 0);
    return serial;
}

bool lines_confirm(struct lines *lines, uint64_t serial, const char *msgid, int64_t time_ms)
{
    size_t index;
    if (!lines_find(lines, serial, &index))
        return false;

    /* To oneself a line comes twice: if the other copy was first, it stays. */
    if (lines_ids_has(&lines->ids, &lines->text, msgid)) {
        drop_at(lines, index);
        return true;
    }
    uint32_t ref = lines->refs[lines->head + index];
    struct line line;
    lines_text_get(&lines->text, ref, &line);
    if ((line.flags & (LINE_PENDING | LINE_SAVED)) == LINE_PENDING)
        remember_unsaved(lines, serial);
    remove_at(lines, index);
    lines_text_confirm(&lines->text, ref, msgid, time_ms);
    insert(lines, lines_after(lines, time_ms), ref);
    lines_ids_add(&lines->ids, &lines->text, ref);
    return true;
}

void lines_delay(struct lines *lines, uint64_t serial, int64_t time_ms)
{
    size_t index;
    if (!lines_find(lines, serial, &index) || time_at(lines, index) >= time_ms)
        return;
    uint32_t ref = lines->refs[lines->head + index];
    remove_at(lines, index);
    lines_text_delay(&lines->text, ref, time_ms);
    insert(lines, lines_after(lines, time_ms), ref);
}

bool lines_flag(struct lines *lines, uint64_t serial, unsigned set, unsigned clear)
{
    uint32_t ref = lines_text_ref(&lines->text, serial);
    struct line line;
    if (!ref)
        return false;

    lines_text_get(&lines->text, ref, &line);
    if ((line.flags & clear & LINE_PENDING) && !(line.flags & LINE_SAVED))
        remember_unsaved(lines, serial);
    lines_text_flag(&lines->text, ref, set, clear);
    return true;
}

bool lines_drop(struct lines *lines, uint64_t serial)
{
    size_t index;
    if (!lines_find(lines, serial, &index))
        return false;
    drop_at(lines, index);
    return true;
}

bool lines_find_id(const struct lines *lines, const char *msgid, size_t *index)
{
    uint32_t ref = lines_ids_find(&lines->ids, &lines->text, msgid);
    return ref && index_of(lines, ref, index);
}

bool line_is_said(const struct line *line)
{
    return line->kind == LINE_MESSAGE || line->kind == LINE_ACTION || line->kind == LINE_NOTICE;
}

/* The new line is where the old one was, and takes what it needs of it before that goes. */
static uint64_t put_instead(struct lines *lines, size_t index, const struct line *instead)
{
    struct line line = *instead;
    uint64_t serial = 0;
    char *nick = xstrdup(line.nick);
    char *reply = xstrdup(line.reply);
    line.nick = nick;
    line.reply = reply;
    drop_at(lines, index);
    uint32_t ref = lines_text_add(&lines->text, &line, &serial);
    insert(lines, index, ref);
    lines_ids_add(&lines->ids, &lines->text, ref);
    if (!(line.flags & LINE_SAVED))
        remember_unsaved(lines, serial);
    free(nick);
    free(reply);
    return serial;
}

/* The line with this msgid, if somebody said it. */
static bool find_said(const struct lines *lines, const char *msgid, size_t *index, struct line *out)
{
    if (!lines_find_id(lines, msgid, index))
        return false;
    lines_get(lines, *index, out);
    return line_is_said(out);
}

uint64_t lines_redact(struct lines *lines, const char *msgid, const char *text, uint64_t *was)
{
    struct line line;
    size_t index = 0;
    if (!find_said(lines, msgid, &index, &line))
        return 0;
    *was = line.serial;
    line.msgid = msgid;
    line.kind = LINE_DELETED;
    line.flags &= ~(unsigned)(LINE_MENTION | LINE_EDITED);
    line.text = text;
    return put_instead(lines, index, &line);
}

uint64_t lines_edit(struct lines *lines, const char *msgid, const char *text, uint64_t *was)
{
    struct line line;
    size_t index = 0;
    if (!find_said(lines, msgid, &index, &line) || strcmp(line.text, text) == 0)
        return 0;
    *was = line.serial;
    line.msgid = msgid;
    line.flags |= LINE_EDITED;
    line.text = text;
    return put_instead(lines, index, &line);
}

bool lines_has(const struct lines *lines, const char *msgid)
{
    return lines_ids_has(&lines->ids, &lines->text, msgid);
}

bool lines_newest_id(const struct lines *lines, struct line *out)
{
    for (size_t i = lines->n; i-- > 0;) {
        lines_get(lines, i, out);
        if (*out->msgid)
            return true;
    }
    return false;
}

bool lines_oldest_id(const struct lines *lines, struct line *out)
{
    for (size_t i = 0; i < lines->n; i++) {
        lines_get(lines, i, out);
        if (*out->msgid)
            return true;
    }
    return false;
}
