#include "arguments.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

/* What the command line says about listening stands instead of what the file says. */
static void apply(const struct arguments *arguments, struct settings *settings)
{
    if (arguments->data)
        xreplace(&settings->data, arguments->data);
    if (arguments->n_listen > 0 || arguments->port > 0 || arguments->public)
        settings_listen_nowhere(settings);
    for (size_t i = 0; i < arguments->n_listen; i++)
        settings_listen(settings, arguments->listen[i]);
    bool more = arguments->port > 0 || arguments->public;
    if (more || settings->listen.n == 0)
        settings_listen_default(settings, arguments->port, arguments->public);
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
        found = text[0] != '#' && text[0] != ';' && strstr(text, word) ? n : 0;
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
