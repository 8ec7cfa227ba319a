#include "lines_text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

/* A reference is slot + 1 and the record's place in the chunk, in units of 4 bytes. */
#define CHUNK_BYTES  65536
#define CHUNK_FIRST  4096
#define UNIT         4
#define PLACE_BITS   14
#define PLACE_MASK   ((1u << PLACE_BITS) - 1)
#define SLOTS_MAX    ((1u << (32 - PLACE_BITS)) - 2)
#define TEXT_MAX     49152
#define NICK_MAX     512
#define MSGID_MAX    255
#define MSGID_ROOM   64 /* kept free in a pending line for its id */
#define RECORD_BYTES offsetof(struct record, data)

struct lines_chunk {
    uint32_t born; /* which one of all; with the reference's place a serial */
    uint32_t used;
    uint32_t cap;
    uint32_t live; /* lines that are still wanted */
    unsigned char data[];
};

struct record {
    uint32_t time_low, time_high; /* apart, so that records align to 4 bytes */
    uint16_t text_len;
    uint16_t nick; /* place of its name in the chunk, in units */
    uint8_t kind;
    uint8_t flags;
    uint8_t msgid_len;
    uint8_t more; /* enum more, and flags beyond the first eight */
    char data[];  /* text, NUL, what it answers, NUL (if any), msgid, NUL */
};

/* The flags of a line that do not fit into their byte stand above these. */
enum more { MORE_GONE = 1 << 0, MORE_REPLY = 1 << 1 };
#define MORE_FLAGS_SHIFT 2
#define MORE_BITS        (MORE_GONE | MORE_REPLY)

static unsigned flags_of(const struct record *record)
{
    return record->flags | (unsigned)(record->more >> MORE_FLAGS_SHIFT) << 8;
}

static void set_flags(struct record *record, unsigned flags)
{
    record->flags = (uint8_t)flags;
    record->more = (uint8_t)((record->more & MORE_BITS) | (flags >> 8) << MORE_FLAGS_SHIFT);
}

/* What it answers; "" for nothing. */
static const char *reply_of(const struct record *record)
{
    return record->data + record->text_len + (record->more & MORE_REPLY ? 1 : 0);
}

/* Where its id begins, if it has one. */
static size_t msgid_at(const struct record *record)
{
    size_t at = (size_t)record->text_len + 1;
    return record->more & MORE_REPLY ? at + strlen(record->data + at) + 1 : at;
}

void lines_text_clear(struct lines_text *text)
{
    for (size_t i = 0; i < text->n; i++)
        free(text->chunks[i]);
    free(text->chunks);
    /* Serials go on, so that none of before names a line of later. */
    *text = (struct lines_text){.born = text->born};
}

static size_t rounded(size_t size)
{
    return (size + UNIT - 1) / UNIT * UNIT;
}

static uint32_t free_slot(struct lines_text *text)
{
    /* The oldest chunks go first: look where they stood. */
    for (size_t i = 0; i < text->n && i < 8; i++)
        if (!text->chunks[i])
            return (uint32_t)i;
    for (size_t i = 8; i < text->n; i++)
        if (!text->chunks[i])
            return (uint32_t)i;
    assert(text->n < SLOTS_MAX);
    text->chunks = xreallocarray(text->chunks, text->n + 1, sizeof(struct lines_chunk **));
    text->chunks[text->n] = NULL;
    return (uint32_t)text->n++;
}

static void free_chunk(struct lines_text *text, uint32_t slot)
{
    text->bytes -= sizeof(struct lines_chunk) + text->chunks[slot]->cap;
    free(text->chunks[slot]);
    text->chunks[slot] = NULL;
}

static void new_chunk(struct lines_text *text, size_t size)
{
    size_t cap = text->n == 0 && size <= CHUNK_FIRST ? CHUNK_FIRST : CHUNK_BYTES;
    if (text->newest && text->newest->live == 0)
        free_chunk(text, text->slot);
    struct lines_chunk *chunk = xmalloc(sizeof(*chunk) + cap);
    *chunk = (struct lines_chunk){.born = ++text->born, .cap = (uint32_t)cap};
    text->slot = free_slot(text);
    text->chunks[text->slot] = chunk;
    text->newest = chunk;
    text->bytes += sizeof(*chunk) + cap;
    memset(text->nicks, 0xff, sizeof(text->nicks));
}

static struct lines_chunk *chunk_of(const struct lines_text *text, uint32_t ref)
{
    return text->chunks[(ref >> PLACE_BITS) - 1];
}

static struct record *record_of(const struct lines_text *text, uint32_t ref)
{
    unsigned char *at = chunk_of(text, ref)->data + (size_t)(ref & PLACE_MASK) * UNIT;
    return (struct record *)(void *)at;
}

static size_t nick_len(const char *nick)
{
    size_t len = strlen(nick);
    return len < NICK_MAX ? len : utf8_cut_bytes(nick, len, NICK_MAX);
}

/* Where the nick stands in the newest chunk; put there if it does not. There is room. */
static uint16_t intern(struct lines_text *text, const char *nick, size_t len)
{
    struct lines_chunk *chunk = text->newest;
    uint32_t hash = 5381;
    for (size_t i = 0; i < len; i++)
        hash = hash * 33 + (unsigned char)nick[i];

    uint16_t *known = &text->nicks[hash % LINES_NICKS];
    const char *there = (const char *)chunk->data + (size_t)*known * UNIT;
    if (*known != UINT16_MAX && strncmp(there, nick, len) == 0 && there[len] == '\0')
        return *known;

    *known = (uint16_t)(chunk->used / UNIT);
    memcpy(chunk->data + chunk->used, nick, len);
    chunk->data[chunk->used + len] = '\0';
    chunk->used += (uint32_t)rounded(len + 1);
    return *known;
}

static void set_time(struct record *record, int64_t time_ms)
{
    record->time_low = (uint32_t)(uint64_t)time_ms;
    record->time_high = (uint32_t)((uint64_t)time_ms >> 32);
}

static void set_msgid(struct record *record, const char *msgid, size_t len)
{
    if (len)
        memcpy(record->data + msgid_at(record), msgid, len + 1);
    record->msgid_len = (uint8_t)len;
}

uint32_t lines_text_add(struct lines_text *text, const struct line *line, uint64_t *serial)
{
    size_t nlen = nick_len(line->nick);
    size_t tlen = strlen(line->text);
    size_t mlen = strlen(line->msgid);
    if (tlen > TEXT_MAX)
        tlen = utf8_cut_bytes(line->text, tlen, TEXT_MAX);
    if (mlen > MSGID_MAX)
        mlen = 0;
    size_t id_room = line->flags & LINE_PENDING ? MSGID_ROOM : mlen ? mlen + 1 : 0;
    if (id_room && id_room < mlen + 1)
        id_room = mlen + 1;
    size_t rlen = line->reply ? strlen(line->reply) : 0;
    if (rlen > MSGID_MAX)
        rlen = 0;
    size_t size = rounded(RECORD_BYTES + tlen + 1 + (rlen ? rlen + 1 : 0) + id_room);
    size_t most = size + rounded(nlen + 1);
    if (!text->newest || text->newest->used + most > text->newest->cap)
        new_chunk(text, most);

    uint16_t nick = intern(text, line->nick, nlen);
    struct lines_chunk *chunk = text->newest;
    uint32_t place = chunk->used / UNIT;
    uint32_t ref = ((text->slot + 1) << PLACE_BITS) | place;
    struct record *record = record_of(text, ref);
    *record = (struct record){.text_len = (uint16_t)tlen,
                              .nick = nick,
                              .kind = (uint8_t)line->kind,
                              .more = rlen ? MORE_REPLY : 0};
    set_flags(record, line->flags);
    set_time(record, line->time_ms);
    memcpy(record->data, line->text, tlen);
    record->data[tlen] = '\0';
    if (rlen)
        memcpy(record->data + tlen + 1, line->reply, rlen + 1);
    set_msgid(record, line->msgid, mlen);
    chunk->used += (uint32_t)size;
    chunk->live++;
    *serial = ((uint64_t)chunk->born << 32) | ref;
    return ref;
}

void lines_text_drop(struct lines_text *text, uint32_t ref)
{
    struct lines_chunk *chunk = chunk_of(text, ref);
    record_of(text, ref)->more |= MORE_GONE;
    if (--chunk->live > 0 || chunk == text->newest)
        return;
    free_chunk(text, (ref >> PLACE_BITS) - 1);
}

uint32_t lines_text_ref(const struct lines_text *text, uint64_t serial)
{
    uint32_t ref = (uint32_t)serial;
    uint32_t slot = ref >> PLACE_BITS;
    if (slot == 0 || slot > text->n || !text->chunks[slot - 1] ||
        text->chunks[slot - 1]->born != serial >> 32)
        return 0;
    return record_of(text, ref)->more & MORE_GONE ? 0 : ref;
}

int64_t lines_text_time(const struct lines_text *text, uint32_t ref)
{
    const struct record *record = record_of(text, ref);
    return (int64_t)((uint64_t)record->time_high << 32 | record->time_low);
}

const char *lines_text_msgid(const struct lines_text *text, uint32_t ref)
{
    const struct record *record = record_of(text, ref);
    return record->data + (record->msgid_len ? msgid_at(record) : record->text_len);
}

void lines_text_get(const struct lines_text *text, uint32_t ref, struct line *out)
{
    const struct lines_chunk *chunk = chunk_of(text, ref);
    const struct record *record = record_of(text, ref);
    *out = (struct line){.serial = ((uint64_t)chunk->born << 32) | ref,
                         .time_ms = lines_text_time(text, ref),
                         .kind = (enum line_kind)record->kind,
                         .flags = flags_of(record),
                         .nick = (const char *)chunk->data + (size_t)record->nick * UNIT,
                         .text = record->data,
                         .msgid = lines_text_msgid(text, ref),
                         .reply = reply_of(record)};
}

void lines_text_flag(struct lines_text *text, uint32_t ref, unsigned set, unsigned clear)
{
    struct record *record = record_of(text, ref);
    set_flags(record, (flags_of(record) | set) & ~clear);
}

void lines_text_confirm(struct lines_text *text, uint32_t ref, const char *msgid, int64_t time_ms)
{
    struct record *record = record_of(text, ref);
    size_t len = strlen(msgid);
    if (record->flags & LINE_PENDING || record->flags & LINE_FAILED)
        set_msgid(record, msgid, len < MSGID_ROOM ? len : 0);
    record->flags = (uint8_t)(record->flags &
                              ~(unsigned)(LINE_PENDING | LINE_FAILED | LINE_WAITING | LINE_UNSURE));
    set_time(record, time_ms);
}

void lines_text_delay(struct lines_text *text, uint32_t ref, int64_t time_ms)
{
    set_time(record_of(text, ref), time_ms);
}
