#include "conv.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "irc_name.h"
#include "mem.h"
#include "posted.h"
#include "unfold.h"

/* So many comings and goings are looked over. */
#define NOISE_MAX 1000

struct conv *conv_new(enum conv_kind kind, struct network *network, const char *name,
                      size_t lines_max)
{
    struct conv *conv = xnew(struct conv);
    conv->kind = kind;
    conv->network = network;
    conv->name = xstrdup(name);
    conv->fold = irc_fold(name);
    conv->lines = lines_new(lines_max);
    return conv;
}

void conv_free(struct conv *conv)
{
    if (!conv)
        return;
    posted_clear(conv);
    reactions_clear(conv);
    typing_clear(conv);
    free(conv->unfolded);
    lines_free(conv->lines);
    buf_clear(&conv->redacted);
    buf_clear(&conv->reacted);
    buf_clear(&conv->edited);
    buf_clear(&conv->log);
    members_clear(&conv->members);
    members_clear(&conv->absent);
    free(conv->name);
    free(conv->fold);
    free(conv->topic);
    free(conv->topic_setter);
    free(conv->modes);
    free(conv->key);
    free(conv->away);
    free(conv->banned);
    free(conv->draft);
    free(conv->compose_id);
    free(conv);
}

void conv_follow(struct conv *conv)
{
    conv->anchor = 0;
    conv->anchor_rows = 0;
}

size_t conv_first_new(const struct conv *conv)
{
    size_t n = lines_count(conv->lines);
    size_t first = conv->line_ms ? lines_after(conv->lines, conv->line_ms) : n;
    for (size_t i = first; i < n && i - first < NOISE_MAX; i++) {
        struct line line;
        lines_get(conv->lines, i, &line);
        if (!unfold_is_noise(&line) && !(line.flags & LINE_SELF))
            return i;
    }
    return first;
}

bool conv_is_left(const struct conv *conv)
{
    return conv->kind == CONV_ROOM && !conv->joined && !conv->rejoin && !conv->entering;
}

bool conv_is_talk(const struct conv *conv)
{
    return conv->kind != CONV_CONSOLE;
}

bool conv_names_service(const char *names)
{
    static const char end[] = "serv";
    const size_t end_len = strlen(end);
    for (size_t len = 0; *names; names += len + (names[len] == ',')) {
        len = strcspn(names, ",");
        if (*names != '#' && len > end_len && strncasecmp(names + len - end_len, end, end_len) == 0)
            return true;
    }
    return false;
}

bool conv_is_service(const struct conv *conv)
{
    return conv && conv->kind == CONV_PERSON && conv_names_service(conv->name);
}
