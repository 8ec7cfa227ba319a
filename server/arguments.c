#include "arguments.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

static void apply_files(const struct arguments *arguments, struct settings *settings,
                        bool is_default)
{
    if (arguments->share)
        xreplace(&settings->files.share, arguments->share);
    if (arguments->http.n > 0)
        settings_listen_files_nowhere(settings);
    for (size_t i = 0; i < arguments->http.n; i++)
        settings_listen_files(settings, arguments->http.items[i]);
    bool shares = settings_has(settings->files.share) || settings->files.room_share.n > 0;
    if (settings->files.listen.n == 0 && (is_default || shares))
        settings_listen_files_default(settings, arguments->public);
}

/* What the command line says about listening stands instead of what the file says. */
static void apply(const struct arguments *arguments, struct settings *settings)
{
    if (arguments->data)
        xreplace(&settings->data, arguments->data);
    if (arguments->listen.n > 0 || arguments->port > 0 || arguments->public)
        settings_listen_nowhere(settings);
    for (size_t i = 0; i < arguments->listen.n; i++)
        settings_listen(settings, arguments->listen.items[i]);
    bool more = arguments->port > 0 || arguments->public;
    bool is_default = more || settings->listen.n == 0;
    if (is_default)
        settings_listen_default(settings, arguments->port, arguments->public);
    apply_files(arguments, settings, is_default);
}

/* The line of the file that a cause speaks of, by its first word (a key, an address); 0: none. */
static int line_of(const char *path, const char *cause)
{
    const char *end = strstr(cause, ": ");
    FILE *file = end ? fopen(path, "re") : NULL;
    if (!file)
        return 0;
    char *word = xstrndup(cause, (size_t)(end - cause));
    char text[4096];
    int n = 0;
    int found = 0;
    while (!found && fgets(text, sizeof(text), file)) {
        n++;
        found = !strchr("#;[", text[0]) && strstr(text, word) ? n : 0;
    }
    free(word);
    fclose(file);
    return found;
}

char *arguments_blame(const struct arguments *arguments, char *cause)
{
    if (!arguments->config)
        return cause;
    int line = line_of(arguments->config, cause);
    char *full = line ? xasprintf("%s:%d: %s", arguments->config, line, cause)
                      : xasprintf("%s: %s", arguments->config, cause);
    free(cause);
    return full;
}

int arguments_configure(const struct arguments *arguments, struct settings *settings, char **cause)
{
    if (arguments->config && settings_read(settings, arguments->config, cause) < 0)
        return -1;
    apply(arguments, settings);
    if (settings_check(settings, cause) == 0)
        return 0;
    *cause = arguments_blame(arguments, *cause);
    return -1;
}
