#include "known.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "map.h"
#include "mem.h"
#include "own_file.h"

struct known {
    char *path;
    struct map values; /* server -> value, owned */
};

struct known *known_new(const char *path)
{
    struct known *known = xnew(struct known);
    known->path = xstrdup(path);
    return known;
}

static void forget_all(struct known *known)
{
    MAP_FOREACH(entry, &known->values)
        free(map_value(entry));
    map_clear(&known->values);
}

void known_free(struct known *known)
{
    if (!known)
        return;
    forget_all(known);
    free(known->path);
    free(known);
}

/* "server value" and nothing else. */
static int take_line(struct known *known, char *line)
{
    line[strcspn(line, "\n")] = '\0';
    char *value = strchr(line, ' ');
    if (!value || value == line || !value[1])
        return -1;
    *value++ = '\0';
    free(map_set(&known->values, line, xstrdup(value)));
    return 0;
}

static int read_lines(struct known *known, FILE *file, char **cause)
{
    char *line = NULL;
    size_t size = 0;
    int result = 0;
    for (int n = 1; result == 0 && getline(&line, &size, file) >= 0; n++) {
        result = take_line(known, line);
        if (result != 0)
            *cause = xasprintf("%s:%d: not \"server value\": mend the line or remove it",
                               known->path, n);
    }
    if (result == 0 && ferror(file)) {
        *cause = xasprintf("%s: %s", known->path, strerror(errno));
        result = -1;
    }
    free(line);
    return result;
}

static int load(struct known *known, char **cause)
{
    if (!known->path)
        return 0;
    FILE *file = fopen(known->path, "re");
    if (!file && errno == ENOENT) {
        forget_all(known);
        return 0;
    }
    if (!file) {
        *cause = xasprintf("%s: %s", known->path, strerror(errno));
        return -1;
    }
    forget_all(known);
    int result = read_lines(known, file, cause);
    fclose(file);
    return result;
}

int known_find(struct known *known, const char *server, char **value, char **cause)
{
    *value = NULL;
    if (load(known, cause) != 0)
        return -1;
    *value = xstrdup(map_get(&known->values, server));
    return 0;
}

static int save(const struct known *known, char **cause)
{
    struct buf text = {0};
    if (!known->path)
        return 0;
    MAP_FOREACH(entry, &known->values)
        buf_printf(&text, "%s %s\n", map_key(entry), (const char *)map_value(entry));
    int result = own_file_replace(known->path, &text, 0600);
    if (result != 0)
        *cause = xasprintf("%s: cannot be written: %s", known->path, strerror(errno));
    buf_clear(&text);
    return result;
}

int known_keep(struct known *known, const char *server, const char *value, char **cause)
{
    if (load(known, cause) != 0)
        return -1;
    free(value ? map_set(&known->values, server, xstrdup(value))
               : map_remove(&known->values, server));
    return save(known, cause);
}
