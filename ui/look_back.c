#include "look_back.h"

#include <stdlib.h>
#include <string.h>

#include "find.h"
#include "ignore.h"
#include "inbox.h"
#include "jump.h"
#include "mem.h"
#include "mention.h"
#include "near.h"
#include "results_list.h"
#include "secrets.h"
#include "state.h"

/* So many lines of a room are looked through as one types: it takes no longer than a key may. */
#define FIND_LINES 20000

#define DAY_MS        86400000LL
#define TRIM_EVERY_MS 3600000

/* The line that the user wants to see may be further back. */
static void jump(struct archive *archive, struct chat *chat)
{
    while (jump_turn(chat)) {
        if (archive && state_load_older(archive, chat->current))
            continue;
        jump_ask(chat);
        break;
    }
}

/* So may what spoke to him. */
static void call(struct archive *archive, struct chat *chat)
{
    while (mention_turn(chat)) {
        lines_widen(chat->current->lines, 1000);
        if (archive && state_load_older(archive, chat->current))
            continue;
        mention_ask(chat);
        break;
    }
}

/* What is looked for in a room may be further back than what is in memory. */
static void deepen(struct archive *archive, struct chat *chat)
{
    if (!chat->seek.find.deepen)
        return;
    chat->seek.find.deepen = false;
    bool more = archive != NULL;
    while (more && lines_count(chat->current->lines) < FIND_LINES)
        more = state_load_older(archive, chat->current);
    find_again(chat);
}

/* ---- everything ---- */

/* A server, and how its conversations begin in the archive. */
struct origin {
    const struct network *network;
    char *server; /* owned */
};

struct looking {
    struct chat *chat;
    struct results *results;
    struct origin *origins; /* owned */
    size_t n;
};

static void note_origins(struct looking *looking)
{
    for (const struct network *network = looking->chat->networks; network;
         network = network->next) {
        looking->origins =
            xreallocarray(looking->origins, looking->n + 1, sizeof(*looking->origins));
        looking->origins[looking->n++] = (struct origin){network, secrets_server(network)};
    }
}

/* "host:port/#tea": the server and what is behind it. */
static const struct network *origin_of(const struct looking *looking, const char *key,
                                       const char **name)
{
    for (size_t i = 0; i < looking->n; i++) {
        size_t len = strlen(looking->origins[i].server);
        if (strncmp(key, looking->origins[i].server, len) != 0 || key[len] != '/')
            continue;
        *name = key + len + 1;
        return looking->origins[i].network;
    }
    return NULL;
}

static bool take(void *arg, const char *key, const struct archive_line *line)
{
    const struct looking *looking = arg;
    struct results *results = looking->results;
    struct line said = {.time_ms = line->time_ms,
                        .kind = (enum line_kind)line->kind,
                        .flags = line->flags,
                        .nick = line->nick,
                        .text = line->text,
                        .msgid = line->msgid};
    const char *name = NULL;
    if (!results->called && !query_matches(&results->query, &said))
        return true;
    const struct network *network = origin_of(looking, key, &name);
    if (!network || !*name || (!results->called && !query_means(&results->query, name)))
        return true;
    const struct conv *conv = chat_conv(looking->chat, network, name);
    if (ignore_hides(looking->chat, conv, &said))
        return true;
    results_add(results, network, conv ? conv->name : name, &said);
    return !results->more;
}

/* Words are folded as the index folds them, or are left to us. */
static void look_through(struct archive *archive, struct looking *looking)
{
    const struct query *query = &looking->results->query;
    const char **words = xcalloc(query->nwords + 1, sizeof(*words));
    struct archive_search search = {.words = words,
                                    .nwords = query->nwords,
                                    .from_ms = query->from_ms,
                                    .to_ms = query->to_ms,
                                    .reacted = query->has & QUERY_REACTION,
                                    .file = query->has & QUERY_FILE,
                                    .flags = looking->results->called ? LINE_MENTION : 0};
    for (size_t i = 0; i < query->nwords; i++)
        words[i] = query->words[i].text;
    archive_search(archive, &search, take, looking);
    free(words);
}

/* Without an archive there is what is in memory. */
static void look_through_memory(struct looking *looking)
{
    struct line line;
    const struct query *query = &looking->results->query;
    for (const struct conv *conv = looking->chat->convs; conv; conv = conv->next) {
        if (!query_means(query, conv->name))
            continue;
        for (size_t i = lines_count(conv->lines); i-- > 0;) {
            lines_get(conv->lines, i, &line);
            if (seek_matches(query, conv, &line))
                results_add(looking->results, conv->network, conv->name, &line);
        }
    }
}

static void search(struct archive *archive, struct chat *chat)
{
    struct looking looking = {.chat = chat, .results = &chat->seek.results};
    if (!chat->seek.results.wanted)
        return;
    chat->seek.results.wanted = false;
    note_origins(&looking);
    if (archive)
        look_through(archive, &looking);
    else if (!looking.results->called)
        look_through_memory(&looking);
    for (size_t i = 0; i < looking.n; i++)
        free(looking.origins[i].server);
    free(looking.origins);
}

static void forget(struct archive *archive, struct chat *chat)
{
    struct conv *conv = chat->seek.forget;
    chat->seek.forget = NULL;
    if (!archive || !conv)
        return;
    char *key = state_key(conv);
    archive_forget(archive, key);
    free(key);
}

/* A piece a turn, and then not again for a while. */
static void trim(struct archive *archive, struct chat *chat)
{
    int days = chat->settings.keep_days;
    if (!archive || days == 0 || chat->mono_ms < chat->seek.trim_ms)
        return;
    if (!archive_trim(archive, chat->now_ms - days * DAY_MS))
        chat->seek.trim_ms = chat->mono_ms + TRIM_EVERY_MS;
}

void look_back_turn(struct archive *archive, struct chat *chat)
{
    jump(archive, chat);
    call(archive, chat);
    find_turn(chat);
    deepen(archive, chat);
    search(archive, chat);
    results_turn(chat);
    inbox_turn(chat);
    near_turn(archive, chat);
    forget(archive, chat);
    trim(archive, chat);
}
