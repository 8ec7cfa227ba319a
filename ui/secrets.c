#include "secrets.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "conf.h"
#include "irc_name.h"
#include "mem.h"
#include "network.h"
#include "own_file.h"
#include "secret.h"
#include "url.h"

char *secrets_server(const struct network *network)
{
    if (strncmp(network->host, "unix:", 5) == 0)
        return xstrdup(network->host);
    return xasprintf("%s:%d", url_is_local(network->host) ? "localhost" : network->host,
                     network->port);
}

/*
 * A line that begins with [ is a section: a name that does so gets an @ before
 * it, which is in no name.
 */
static const char *name_of(const char *key)
{
    return *key == '@' ? key + 1 : key;
}

struct search {
    const char *server, *name;
    char *found;
};

static int look(void *arg, const char *section, const char *key, const char *value, char **cause)
{
    (void)cause;
    struct search *search = arg;
    if (strcmp(section, search->server) == 0 && irc_name_equal(name_of(key), search->name)) {
        secret_free(search->found);
        search->found = xstrdup(value);
    }
    return 0;
}

char *secrets_find(const char *path, const char *server, const char *name, char **cause)
{
    struct search search = {.server = server, .name = name};
    if (access(path, F_OK) == 0 && conf_walk(path, look, &search, cause) != 0) {
        secret_free(search.found);
        search.found = NULL;
    }
    return search.found;
}

/* The file as it will be: all that was there but the one that changes. */
struct rewriting {
    const char *server, *name;
    struct buf text;
    char *section; /* the one that text is in */
};

static void write_pair(struct rewriting *rewriting, const char *section, const char *name,
                       const char *value)
{
    if (!rewriting->section || strcmp(rewriting->section, section) != 0)
        buf_printf(&rewriting->text, "[%s]\n", section);
    xreplace(&rewriting->section, section);
    buf_printf(&rewriting->text, "%s%s = %s\n", *name == '[' ? "@" : "", name, value);
}

static int copy(void *arg, const char *section, const char *key, const char *value, char **cause)
{
    (void)cause;
    struct rewriting *rewriting = arg;
    if (strcmp(section, rewriting->server) != 0 || !irc_name_equal(name_of(key), rewriting->name))
        write_pair(rewriting, section, name_of(key), value);
    return 0;
}

int secrets_keep(const char *path, const char *server, const char *name, const char *secret,
                 char **cause)
{
    struct rewriting rewriting = {.server = server, .name = name};
    int result = access(path, F_OK) == 0 ? conf_walk(path, copy, &rewriting, cause) : 0;
    if (result == 0) {
        if (secret)
            write_pair(&rewriting, server, name, secret);
        result = own_file_replace(path, &rewriting.text, 0600);
        if (result != 0)
            *cause = xasprintf("%s: cannot be written: %s", path, strerror(errno));
    }
    secret_wipe(rewriting.text.data, rewriting.text.len);
    buf_clear(&rewriting.text);
    free(rewriting.section);
    return result;
}
