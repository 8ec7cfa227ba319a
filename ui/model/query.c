#include "query.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "irc_name.h"
#include "mem.h"
#include "utf8.h"
#include "weblink.h"

#define DAY_S 86400LL

static bool has_capital(const char *text)
{
    char *fold = utf8_fold(text);
    bool capital = false;
    for (const char *p = text; *p && !capital; p++)
        capital = isupper((unsigned char)*p);
    /* Beyond ASCII, what folds to other bytes of equal length was a capital. */
    for (const char *p = text; !capital && *p; p++)
        capital = (unsigned char)*p >= 0x80 && strlen(fold) == strlen(text) && fold[p - text] != *p;
    free(fold);
    return capital;
}

static bool is_ascii(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text >= 0x80)
            return false;
    return true;
}

static void add_word(struct query *query, bool not, const char *text)
{
    struct query_word word = {.text = xstrdup(text), .plain = is_ascii(text)};
    if (!has_capital(text))
        word.fold = utf8_fold(text);
    struct query_word **list = not ? &query->nots : &query->words;
    size_t *n = not ? &query->nnots : &query->nwords;
    *list = xreallocarray(*list, *n + 1, sizeof(**list));
    (*list)[(*n)++] = word;
}

static void clear_words(struct query_word *words, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        free(words[i].text);
        free(words[i].fold);
    }
    free(words);
}

void query_clear(struct query *query)
{
    clear_words(query->words, query->nwords);
    clear_words(query->nots, query->nnots);
    free(query->from);
    free(query->in);
    *query = (struct query){.to_ms = INT64_MAX};
}

bool query_is_empty(const struct query *query)
{
    return query->nwords == 0 && query->nnots == 0 && !query->from && !query->in && !query->has &&
           query->from_ms == 0 && query->to_ms == INT64_MAX;
}

/* ---- dates ---- */

/* The start of the day of the user that is `back` days ago. */
static int64_t day_start(struct query_clock clock, int64_t back)
{
    int64_t local_s = clock.now_ms / 1000 + clock.utc_offset_s;
    return (local_s - local_s % DAY_S - back * DAY_S - clock.utc_offset_s) * 1000;
}

/* "7d": that long ago. */
static bool ago(const char *text, struct query_clock clock, int64_t *ms)
{
    static const struct {
        char unit;
        int64_t seconds;
    } units[] = {
        {'m', 60         },
        {'h', 3600       },
        {'d', DAY_S      },
        {'w', 7 * DAY_S  },
        {'y', 365 * DAY_S}
    };
    char *end = NULL;
    long n = strtol(text, &end, 10);
    for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
        if (end == text || n < 0 || n > 100000 || *end != units[i].unit || end[1])
            continue;
        *ms = clock.now_ms - n * units[i].seconds * 1000;
        return true;
    }
    return false;
}

/* "2026-11-20", "2026-11", "2026". */
static bool calendar_day(const char *text, struct query_clock clock, int64_t *ms)
{
    long parts[3] = {0, 1, 1};
    char *end = NULL;
    for (int i = 0; i < 3; i++) {
        if (!isdigit((unsigned char)*text))
            return false;
        parts[i] = strtol(text, &end, 10);
        text = end + (*end == '-');
        if (text == end)
            break;
    }
    if (*text || text != end || parts[0] < 1970 || parts[0] > 9999 || parts[1] < 1 ||
        parts[1] > 12 || parts[2] < 1 || parts[2] > 31)
        return false;
    struct tm tm = {
        .tm_year = (int)parts[0] - 1900, .tm_mon = (int)parts[1] - 1, .tm_mday = (int)parts[2]};
    *ms = ((int64_t)timegm(&tm) - clock.utc_offset_s) * 1000;
    return true;
}

static bool read_date(const char *text, struct query_clock clock, int64_t *ms)
{
    bool today = strcasecmp(text, "today") == 0;
    if (today || strcasecmp(text, "yesterday") == 0) {
        *ms = day_start(clock, today ? 0 : 1);
        return true;
    }
    return calendar_day(text, clock, ms) || ago(text, clock, ms);
}

/* ---- filters ---- */

/* Each takes what stands behind its colon; a sentence if that is nothing for it. */
static char *take_from(struct query *query, const char *value, struct query_clock clock)
{
    (void)clock;
    xreplace(&query->from, value);
    return NULL;
}

static char *take_in(struct query *query, const char *value, struct query_clock clock)
{
    (void)clock;
    xreplace(&query->in, value);
    return NULL;
}

static char *take_date(int64_t *ms, const char *filter, const char *value, struct query_clock clock)
{
    if (read_date(value, clock, ms))
        return NULL;
    return xasprintf("%s:%s is no date: write 2026-11-20, today, yesterday, 7d or 12h", filter,
                     value);
}

static char *take_after(struct query *query, const char *value, struct query_clock clock)
{
    return take_date(&query->from_ms, "after", value, clock);
}

static char *take_before(struct query *query, const char *value, struct query_clock clock)
{
    return take_date(&query->to_ms, "before", value, clock);
}

static char *take_has(struct query *query, const char *value, struct query_clock clock)
{
    static const char *const names[] = {"link", "file", "reaction"};
    (void)clock;
    for (unsigned i = 0; i < 3; i++) {
        if (strcasecmp(value, names[i]) == 0) {
            query->has |= 1u << i;
            return NULL;
        }
    }
    return xasprintf("has:%s is nothing to look for: has:link, has:file or has:reaction", value);
}

static const struct {
    const char *name;
    char *(*take)(struct query *query, const char *value, struct query_clock clock);
} filters[] = {
    {"from",   take_from  },
    {"in",     take_in    },
    {"after",  take_after },
    {"since",  take_after },
    {"before", take_before},
    {"until",  take_before},
    {"has",    take_has   },
};

/* What was typed up to a blank: a filter, or a word. */
static char *take_token(struct query *query, const char *token, struct query_clock clock)
{
    const char *colon = strchr(token, ':');
    for (size_t i = 0; colon && i < sizeof(filters) / sizeof(*filters); i++) {
        size_t len = strlen(filters[i].name);
        if ((size_t)(colon - token) != len || strncasecmp(token, filters[i].name, len) != 0)
            continue;
        if (!colon[1])
            return xasprintf("%s: needs something behind it, without a blank", filters[i].name);
        return filters[i].take(query, colon + 1, clock);
    }
    bool not = token[0] == '-' && token[1];
    add_word(query, not, token + not );
    return NULL;
}

/* A quoted text; one that is still open ends where the text does. */
static const char *take_quoted(struct query *query, bool not, const char *p)
{
    size_t len = strcspn(p, "\"");
    char *text = xstrndup(p, len);
    if (*text)
        add_word(query, not, text);
    free(text);
    return p + len + (p[len] == '"');
}

int query_parse(struct query *query, const char *typed, struct query_clock clock, char **cause)
{
    *query = (struct query){.to_ms = INT64_MAX};
    *cause = NULL;
    for (const char *p = typed; *p && !*cause;) {
        size_t len = strcspn(p, " ");
        bool not = p[0] == '-' && p[1] == '"';
        if (len == 0) {
            p++;
        } else if (not || *p == '"') {
            p = take_quoted(query, not, p + 1 + not );
        } else {
            char *token = xstrndup(p, len);
            *cause = take_token(query, token, clock);
            free(token);
            p += len;
        }
    }
    if (*cause)
        query_clear(query);
    return *cause ? -1 : 0;
}

/* ---- matching ---- */

static bool found(const struct query_word *word, const char *text)
{
    if (!word->fold)
        return strstr(text, word->text) != NULL;
    if (word->plain)
        return strcasestr(text, word->text) != NULL;
    char *fold = utf8_fold(text);
    bool is = strstr(fold, word->fold) != NULL;
    free(fold);
    return is;
}

static bool has_link(const char *text)
{
    size_t len = 0;
    return weblink_next(text, &len) != NULL;
}

bool query_matches(const struct query *query, const struct line *line)
{
    if (!line_is_said(line) || line->time_ms < query->from_ms || line->time_ms >= query->to_ms)
        return false;
    for (size_t i = 0; i < query->nwords; i++)
        if (!found(&query->words[i], line->text))
            return false;
    if (query->from && !irc_name_equal(query->from, line->nick))
        return false;
    for (size_t i = 0; i < query->nnots; i++)
        if (found(&query->nots[i], line->text))
            return false;
    return !(query->has & QUERY_LINK) || has_link(line->text);
}

bool query_means(const struct query *query, const char *name)
{
    if (!query->in || irc_name_equal(query->in, name))
        return true;
    return irc_is_room(name) && irc_name_equal(query->in, name + 1);
}

/* Where the word begins at or behind text + at, and how long it is there; 0 if it is not. */
static size_t word_at(const struct query_word *word, const char *text, size_t at, size_t *from)
{
    const char *hit = NULL;
    if (!word->fold)
        hit = strstr(text + at, word->text);
    else if (word->plain)
        hit = strcasestr(text + at, word->text);
    if (!word->fold || word->plain) {
        *from = hit ? (size_t)(hit - text) : 0;
        return hit ? strlen(word->text) : 0;
    }
    /* Folding changes lengths: as many clusters as the word has. */
    size_t len = strlen(text);
    size_t clusters = 0;
    for (size_t i = 0; word->text[i]; i += utf8_cluster(word->text + i, strlen(word->text + i)))
        clusters++;
    for (size_t i = at; i < len; i += utf8_cluster(text + i, len - i)) {
        size_t end = i;
        for (size_t n = 0; n < clusters && end < len; n++)
            end += utf8_cluster(text + end, len - end);
        char *part = xstrndup(text + i, end - i);
        char *fold = utf8_fold(part);
        bool same = strcmp(fold, word->fold) == 0;
        free(part);
        free(fold);
        if (same) {
            *from = i;
            return end - i;
        }
    }
    return 0;
}

bool query_span(const struct query *query, const char *text, size_t at, size_t *from, size_t *to)
{
    bool any = false;
    for (size_t i = 0; i < query->nwords; i++) {
        size_t begin = 0;
        size_t len = word_at(&query->words[i], text, at, &begin);
        if (len == 0 || (any && begin >= *from))
            continue;
        *from = begin;
        *to = begin + len;
        any = true;
    }
    return any;
}
