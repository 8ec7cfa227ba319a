#include "news.h"

#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "irc_cap.h"
#include "isupport.h"
#include "mem.h"
#include "reply.h"
#include "sasl.h"

/* Words in one line of 005, and bytes in one of CAP. */
#define TOKENS_A_LINE  13
#define CAP_LINE_BYTES 400

/* What one session was told. */
struct told {
    uint64_t session;
    char *caps, *tokens;
    struct told *next;
};

struct news {
    struct server *server;
    struct told *told;
};

static struct ctx context(struct server *server, struct session *session)
{
    return (struct ctx){
        .server = server, .session = session, .now_ms = server->now_ms, .mono_ms = server->mono_ms};
}

static bool hears_of_caps(const struct session *session)
{
    return (session->caps & IRC_CAP_CAP_NOTIFY) != 0;
}

struct news *news_before(struct server *server)
{
    struct news *news = xnew(struct news);
    struct session *session = NULL;
    news->server = server;
    DL_FOREACH(server->world->sessions, session)
    {
        if (session->stage == SESSION_CLOSED)
            continue;
        struct ctx ctx = context(server, session);
        struct told *told = xnew(struct told);
        told->session = session->serial;
        if (hears_of_caps(session))
            told->caps = cap_words(&ctx);
        if (session->stage == SESSION_REGISTERED)
            told->tokens = isupport_words(&ctx);
        LL_PREPEND(news->told, told);
    }
    return news;
}

/* ---- what is different ---- */

/* True if the word stands among the words. */
static bool has_word(const char *words, const char *word, size_t len)
{
    while (*words) {
        size_t n = strcspn(words, " ");
        if (n == len && memcmp(words, word, len) == 0)
            return true;
        words += n + (words[n] == ' ');
    }
    return false;
}

/* True if a word with this name, whatever its value, stands among the words. */
static bool has_name(const char *words, const char *name, size_t len)
{
    while (*words) {
        size_t n = strcspn(words, " ");
        if (strcspn(words, "= ") == len && memcmp(words, name, len) == 0)
            return true;
        words += n + (words[n] == ' ');
    }
    return false;
}

static void add_word(struct buf *out, const char *sign, const char *word, size_t len)
{
    buf_printf(out, "%s%s%.*s", out->len ? " " : "", sign, (int)len, word);
}

/* What is new, or has another value. */
static void find_new(const char *before, const char *after, struct buf *out)
{
    while (*after) {
        size_t n = strcspn(after, " ");
        if (!has_word(before, after, n))
            add_word(out, "", after, n);
        after += n + (after[n] == ' ');
    }
}

/* The names of what has gone. */
static void find_gone(const char *before, const char *after, const char *sign, struct buf *out)
{
    while (*before) {
        size_t n = strcspn(before, " ");
        size_t name = strcspn(before, "= ");
        if (!has_name(after, before, name))
            add_word(out, sign, before, name);
        before += n + (before[n] == ' ');
    }
}

/* ---- telling ---- */

static void say_caps(struct ctx *ctx, const char *subcommand, const char *words)
{
    while (*words) {
        size_t n = strcspn(words, " ");
        for (size_t next = n; words[next] == ' ' && next < CAP_LINE_BYTES; n = next)
            next += 1 + strcspn(words + next + 1, " ");
        char *line = xstrndup(words, n);
        struct irc_msg msg;
        irc_msg_make(&msg, NULL, "CAP", ctx->session->nick ? ctx->session->nick : "*", subcommand,
                     line, NULL);
        reply_msg(ctx, &msg);
        free(line);
        words += n + (words[n] == ' ');
    }
}

static void tell_caps(struct ctx *ctx, const char *before)
{
    char *after = cap_words(ctx);
    struct buf words = {0};
    find_gone(before, after, "", &words);
    say_caps(ctx, "DEL", buf_text(&words));
    buf_reset(&words);
    find_new(before, after, &words);
    say_caps(ctx, "NEW", buf_text(&words));
    buf_clear(&words);
    free(after);
}

static void say_tokens(struct ctx *ctx, char *words)
{
    char *rest = NULL;
    for (char *word = strtok_r(words, " ", &rest); word;) {
        struct irc_msg msg;
        irc_msg_make(&msg, NULL, "005", ctx_user(ctx)->name, NULL);
        for (int i = 0; i < TOKENS_A_LINE && word; i++, word = strtok_r(NULL, " ", &rest))
            msg.params[msg.nparams++] = word;
        msg.params[msg.nparams++] = irc_num_text(RPL_ISUPPORT);
        reply_msg(ctx, &msg);
    }
}

static void tell_tokens(struct ctx *ctx, const char *before)
{
    char *after = isupport_words(ctx);
    struct buf words = {0};
    find_gone(before, after, "-", &words);
    find_new(before, after, &words);
    char *text = xstrdup(buf_text(&words));
    say_tokens(ctx, text);
    free(text);
    free(after);
    buf_clear(&words);
}

static void tell(struct news *news, const struct told *told)
{
    struct session *session = world_session(news->server->world, told->session);
    if (!session || session->stage == SESSION_CLOSED)
        return;
    struct ctx ctx = context(news->server, session);
    if (told->caps)
        tell_caps(&ctx, told->caps);
    if (told->tokens)
        tell_tokens(&ctx, told->tokens);
}

void news_tell(struct news *news)
{
    struct told *next = NULL;
    for (struct told *told = news->told; told; told = next) {
        next = told->next;
        tell(news, told);
        free(told->caps);
        free(told->tokens);
        free(told);
    }
    free(news);
}
