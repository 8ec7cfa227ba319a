#include "near.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "results_list.h"
#include "state.h"
#include "utf8.h"

/* Joins and the like are passed over, so many. */
#define LOOK_LINES 10

/* The lines on one side of a hit. */
struct side_of {
    bool nearest_last; /* the last one said is meant; else the first */
    char *text;        /* NULL: none yet; owned */
};

static void take(struct side_of *side, const struct line *line)
{
    if (!line_is_said(line) || (side->text && !side->nearest_last))
        return;
    char *joined = xasprintf("%s  %s", line->nick, line->text);
    free(side->text);
    side->text = utf8_sanitize(joined, strlen(joined), false, false);
    free(joined);
}

static void take_kept(void *arg, const struct archive_line *line)
{
    struct line said = {.kind = (enum line_kind)line->kind, .nick = line->nick, .text = line->text};
    take(arg, &said);
}

static void look_in_archive(struct archive *archive, const struct conv *conv, int64_t ms,
                            struct vicinity *near)
{
    char *key = state_key(conv);
    struct archive_page page = {key, ms, LOOK_LINES};
    struct side_of before = {.nearest_last = true};
    struct side_of after = {.nearest_last = false};
    archive_lines(archive, &page, take_kept, &before);
    archive_lines_after(archive, &page, take_kept, &after);
    near->before = before.text;
    near->after = after.text;
    free(key);
}

static void look_in_memory(const struct conv *conv, int64_t ms, struct vicinity *near)
{
    struct line line;
    struct side_of before = {.nearest_last = true};
    struct side_of after = {.nearest_last = false};
    size_t next = lines_after(conv->lines, ms);
    size_t at = lines_after(conv->lines, ms - 1);
    for (size_t i = at > LOOK_LINES ? at - LOOK_LINES : 0; i < at; i++) {
        lines_get(conv->lines, i, &line);
        take(&before, &line);
    }
    for (size_t i = next; i < lines_count(conv->lines) && i < next + LOOK_LINES; i++) {
        lines_get(conv->lines, i, &line);
        take(&after, &line);
    }
    near->before = before.text;
    near->after = after.text;
}

/* The conversation of a hit, if it is open or was: not every one that the archive knows is. */
static const struct conv *conv_of(const struct chat *chat, const struct hit *hit)
{
    for (const struct network *network = chat->networks; network; network = network->next) {
        if (network == hit->network)
            return chat_conv(chat, network, hit->name);
    }
    return NULL;
}

void near_turn(struct archive *archive, struct chat *chat)
{
    struct results *results = &chat->seek.results;
    struct vicinity *near = &results->near;
    if (!near->wanted || near->hit >= results->n)
        return;
    near->wanted = false;
    const struct hit *hit = &results->hits[near->hit];
    const struct conv *conv = conv_of(chat, hit);
    if (conv && archive)
        look_in_archive(archive, conv, hit->time_ms, near);
    else if (conv)
        look_in_memory(conv, hit->time_ms, near);
    results_show_near(chat);
}
