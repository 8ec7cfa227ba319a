/*
 * Tokens. The store has each as a record: space "token", its hash as key, and
 * "<until_ms>\n<account>\n<device>\n<scope>" as value.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "mem.h"
#include "secret.h"
#include "ticket.h"

/* So long it is remembered that a token once was, so that it can be said. */
#define REMEMBER_MS (60 * 60000LL)

#define SPACE "token"

/* One allocation with its texts. */
struct token {
    int64_t until_ms;
    const char *account, *device, *scope;
    char texts[];
};

static char *hash_of(const char *token)
{
    struct digest *digest = digest_new();
    digest_add(digest, token, strlen(token));
    return digest_hex(digest);
}

/* Cuts the line at *at off. */
static const char *next_line(char **at)
{
    char *line = *at;
    size_t len = strcspn(line, "\n");
    *at = line + len + (line[len] == '\n');
    line[len] = '\0';
    return line;
}

void token_restore(struct server *server, const char *key, const char *value)
{
    size_t size = strlen(value) + 1;
    struct token *token = xmalloc(sizeof(*token) + size);
    char *at = memcpy(token->texts, value, size);
    token->until_ms = strtoll(next_line(&at), NULL, 10);
    token->account = next_line(&at);
    token->device = next_line(&at);
    token->scope = at;
    free(map_set(&server->world->tokens, key, token));
}

static void forget(struct server *server, const char *key)
{
    char *copy = xstrdup(key); /* it is the map's own */
    free(map_remove(&server->world->tokens, copy));
    store_put(server->store, SPACE, copy, NULL);
    free(copy);
}

/* The account's oldest gives way if there are too many. */
static void make_room(struct server *server, const char *account)
{
    const struct map_entry *oldest = NULL;
    size_t n = 0;
    MAP_FOREACH(e, &server->world->tokens) {
        const struct token *token = map_value(e);
        if (strcmp(token->account, account) != 0)
            continue;
        n++;
        if (!oldest || token->until_ms < ((const struct token *)map_value(oldest))->until_ms)
            oldest = e;
    }
    if (n >= TOKENS_MAX)
        forget(server, map_key(oldest));
}

char *token_make(struct server *server, const char *account, const char *device, const char *scope)
{
    char *text = xmalloc(SECRET_TEXT_SIZE);
    secret_make_text(text);
    char *key = hash_of(text);
    char *value = xasprintf("%" PRId64 "\n%s\n%s\n%s", (int64_t)(server->now_ms + TOKEN_MS),
                            account, device, scope);
    make_room(server, account);
    token_restore(server, key, value);
    store_put(server->store, SPACE, key, value);
    free(value);
    free(key);
    return text;
}

static bool begins_with(const char *text, const char *begin)
{
    return strncmp(text, begin, strlen(begin)) == 0;
}

/* A download's scope opens one path and what lies below it. */
static bool is_for(const char *scope, const char *wanted)
{
    if (strcmp(scope, "all") == 0 || strcmp(scope, wanted) == 0)
        return true;
    if (strcmp(scope, "upload:once") == 0)
        return strcmp(wanted, "upload") == 0;
    size_t len = strlen(scope);
    bool is_below = begins_with(wanted, scope) && (scope[len - 1] == '/' || wanted[len] == '/');
    return is_below && begins_with(scope, "download:");
}

enum token_result token_use(struct server *server, const char *token, const char *wanted,
                            char **account)
{
    *account = NULL;
    char *key = hash_of(token);
    const struct token *found = map_get(&server->world->tokens, key);
    enum token_result result = TOKEN_GOOD;
    if (!found || !world_account(server->world, found->account))
        result = TOKEN_UNKNOWN;
    else if (server->now_ms >= found->until_ms)
        result = TOKEN_EXPIRED;
    else if (!is_for(found->scope, wanted))
        result = TOKEN_NOT_FOR;
    else
        *account = xstrdup(found->account);
    if (result == TOKEN_GOOD && strcmp(found->scope, "upload:once") == 0)
        forget(server, key);
    free(key);
    return result;
}

void token_revoke(struct server *server, const char *account, const char *device)
{
    struct map_entry *next = NULL;
    for (struct map_entry *e = map_next(&server->world->tokens, NULL); e; e = next) {
        const struct token *token = map_value(e);
        next = map_next(&server->world->tokens, e);
        if (strcmp(token->account, account) == 0 && (!device || strcmp(token->device, device) == 0))
            forget(server, map_key(e));
    }
}

void token_tick(struct server *server)
{
    struct map_entry *next = NULL;
    for (struct map_entry *e = map_next(&server->world->tokens, NULL); e; e = next) {
        const struct token *token = map_value(e);
        next = map_next(&server->world->tokens, e);
        if (server->now_ms >= token->until_ms + REMEMBER_MS)
            forget(server, map_key(e));
    }
}
