#include "mark.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checksum.h"
#include "durable.h"
#include "mem.h"

#define MARK_MAX 160

/* One line with its own checksum at the end. */
static void format(const struct mark *mark, char line[MARK_MAX])
{
    int len = snprintf(line, MARK_MAX,
                       "parlor mark 1 store=%016" PRIx64 " last=%" PRIu64 " accounts=%" PRIu64
                       " entries=%" PRIu64,
                       mark->identity, mark->last_id, mark->accounts, mark->entries);
    snprintf(line + len, MARK_MAX - (size_t)len, " sum=%08" PRIx32 "\n",
             checksum_add(0, line, (size_t)len));
}

/* The one right way to write what it says is what it must be. */
static bool parse(const char *line, struct mark *mark)
{
    char again[MARK_MAX];
    /* NOLINTNEXTLINE(cert-err34-c): what overflows does not come out the same below. */
    int n = sscanf(line,
                   "parlor mark 1 store=%" SCNx64 " last=%" SCNu64 " accounts=%" SCNu64
                   " entries=%" SCNu64,
                   &mark->identity, &mark->last_id, &mark->accounts, &mark->entries);
    if (n != 4)
        return false;
    format(mark, again);
    return strcmp(line, again) == 0;
}

int mark_read(const char *path, struct mark *mark, char **cause)
{
    char *name = xasprintf("%s.mark", path);
    char line[MARK_MAX] = "";
    int result = -1;
    FILE *file = fopen(name, "re");
    if (!file) {
        result = errno == ENOENT ? 0 : -1;
        if (result < 0)
            *cause = xasprintf("%s: %s", name, strerror(errno));
    } else {
        size_t len = fread(line, 1, sizeof(line) - 1, file);
        fclose(file);
        if (strlen(line) == len && parse(line, mark))
            result = 1;
        else
            *cause = xasprintf("%s is damaged, so nobody knows whether %s is whole; look at that "
                               "with parlord --check, then delete the mark",
                               name, path);
    }
    free(name);
    return result;
}

int mark_write(const char *path, const struct mark *mark, char **cause)
{
    char line[MARK_MAX];
    char *name = xasprintf("%s.mark", path);
    int result = -1;
    FILE *file = durable_begin(name, cause);
    if (file) {
        format(mark, line);
        fputs(line, file);
        result = durable_end(file, name, true, cause);
    }
    free(name);
    return result;
}

bool mark_equal(const struct mark *a, const struct mark *b)
{
    return a->identity == b->identity && a->last_id == b->last_id && a->accounts == b->accounts &&
           a->entries == b->entries;
}

char *mark_complaint(const char *path, const struct mark *mark, const struct mark *holds)
{
    if (holds->last_id < mark->last_id || holds->accounts < mark->accounts ||
        holds->entries < mark->entries)
        return xasprintf("%s lost something: it holds %" PRIu64 " entries and %" PRIu64
                         " accounts, and %s.mark says that there were %" PRIu64 " and %" PRIu64
                         "; restore it (with its -wal) from a backup, or delete the mark to go on "
                         "without what is lost",
                         path, holds->entries, holds->accounts, path, mark->entries,
                         mark->accounts);
    if (holds->identity != mark->identity)
        return xasprintf("%s is not the store that %s.mark belongs to; put the right one there, "
                         "or delete the mark to go on with this one",
                         path, path);
    return NULL;
}
