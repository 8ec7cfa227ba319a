#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "conf.h"
#include "mem.h"
#include "utf8.h"

/* Bytes of the longest line, with LF and NUL. */
#define LINE_SIZE 4096

/* One walk. inih is given lines one by one, so that we know which it speaks of. */
struct walk {
    FILE *file;
    conf_pair_fn *fn;
    void *arg;
    int line;
    char *cause; /* what was wrong first; nothing is read after it */
    const char *path;
    struct buf warnings; /* what was tolerated, by line */
};

/* Reads a line of at most size - 1 bytes with its LF; false at the end of the file or with a cause.
 */
static bool read_line(struct walk *walk, char *out, size_t size)
{
    size_t n = 0;
    int c = 0;
    while (c != '\n' && (c = getc_unlocked(walk->file)) != EOF) {
        if (n + 1 == size) {
            walk->cause = xasprintf("a line may have %zu bytes at most", size - 2);
            return false;
        }
        out[n++] = (char)c;
    }
    out[n] = '\0';
    if (!utf8_valid(out, n)) {
        walk->cause = xstrdup("not a text in UTF-8");
        return false;
    }
    return n > 0;
}

static char *next_line(char *out, int size, void *arg)
{
    struct walk *walk = arg;
    if (walk->cause)
        return NULL;
    walk->line++;
    return read_line(walk, out, (size_t)size) ? out : NULL;
}

static int take_pair(void *arg, const char *section, const char *key, const char *value)
{
    struct walk *walk = arg;
    char *cause = NULL;
    if (walk->fn(walk->arg, section, key, value, &cause) != 0) {
        walk->cause = cause;
        return 0;
    }
    if (cause)
        buf_printf(&walk->warnings, "%s:%d: %s\n", walk->path, walk->line, cause);
    free(cause);
    return 1;
}

/* A value is all of its line: no continuation, no comment behind it. */
static int parse(struct walk *walk)
{
    ini_max_line = LINE_SIZE;
    ini_allow_multiline = false;
    ini_allow_inline_comments = false;
    ini_stop_on_first_error = true;
    int wrong = ini_parse_stream(next_line, walk, take_pair, walk);
    if (wrong > 0 && !walk->cause) {
        walk->line = wrong;
        walk->cause = xstrdup("neither [section] nor key = value nor a # comment");
    }
    return walk->cause ? -1 : 0;
}

int conf_walk(const char *path, conf_pair_fn *fn, void *arg, char **cause)
{
    struct walk walk = {.file = fopen(path, "re"), .fn = fn, .arg = arg, .path = path};
    if (!walk.file) {
        *cause = xasprintf("%s: %s", path, strerror(errno));
        return -1;
    }

    errno = 0;
    int result = parse(&walk);
    if (result < 0)
        *cause = xasprintf("%s:%d: %s", path, walk.line, walk.cause);
    else if (ferror(walk.file)) {
        *cause = xasprintf("%s: %s", path, strerror(errno));
        result = -1;
    } else if (walk.warnings.len > 0) {
        *cause = buf_detach(&walk.warnings);
    }
    buf_clear(&walk.warnings);
    free(walk.cause);
    fclose(walk.file);
    return result;
}
