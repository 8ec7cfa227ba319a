#include "server_address.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "mem.h"

/* What was read so far; words are in the line. */
struct parts {
    const char *host, *port, *nick, *scheme;
};

static bool is_number(const char *word)
{
    return *word && word[strspn(word, "0123456789")] == '\0';
}

/* An option, with the word behind it if it takes one. */
static void take_option(struct parts *parts, const char *word, char **args)
{
    if (strcmp(word, "-ssl") == 0 || strncmp(word, "-tls", 4) == 0)
        parts->scheme = "ircs://";
    else if (strcmp(word, "-nossl") == 0 || strcmp(word, "-notls") == 0)
        parts->scheme = "irc://";
    else if (strcmp(word, "-network") == 0)
        command_word(args);
}

static void take_word(struct parts *parts, const char *word)
{
    if (!parts->host || (!parts->nick && !parts->port && strpbrk(word, "./:")))
        parts->host = word;
    else if (is_number(word))
        parts->port = word;
    else
        parts->nick = word;
}

static char *put_together(const struct parts *parts)
{
    const char *slash = strchr(parts->host, '/');
    bool whole = strstr(parts->host, "://") || strncmp(parts->host, "unix:", 5) == 0;
    if (whole)
        return xstrdup(parts->host);
    bool ends = slash && is_number(slash + 1); /* host/6697 */
    const char *port = parts->port ? parts->port : ends ? slash + 1 : NULL;
    size_t len = ends ? (size_t)(slash - parts->host) : strlen(parts->host);
    return xasprintf("%s%.*s%s%s", parts->scheme ? parts->scheme : "", (int)len, parts->host,
                     port ? ":" : "", port ? port : "");
}

char *server_address(char *args, const char **nick)
{
    struct parts parts = {NULL, NULL, NULL, NULL};
    for (const char *word = command_word(&args); word; word = command_word(&args)) {
        if (*word == '-')
            take_option(&parts, word, &args);
        else
            take_word(&parts, word);
    }
    *nick = parts.nick;
    return parts.host ? put_together(&parts) : NULL;
}
