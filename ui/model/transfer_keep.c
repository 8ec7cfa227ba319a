#include "transfer_keep.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"

/* What is kept: rows "name=value", '\' and newlines escaped. */
static const struct text_field {
    const char *name;
    size_t at;
} texts[] = {
    {"target", offsetof(struct transfer, target)},
    {"why",    offsetof(struct transfer, why)   },
    {"url",    offsetof(struct transfer, url)   },
    {"name",   offsetof(struct transfer, name)  },
    {"path",   offsetof(struct transfer, path)  },
    {"part",   offsetof(struct transfer, part)  },
    {"etag",   offsetof(struct transfer, etag)  },
    {"tus",    offsetof(struct transfer, tus)   },
    {"type",   offsetof(struct transfer, type)  },
    {"sha256", offsetof(struct transfer, sha256)},
    {"sum",    offsetof(struct transfer, sum)   },
};
#define NTEXTS (sizeof(texts) / sizeof(*texts))

static char **text_at(struct transfer *transfer, size_t i)
{
    return (char **)(void *)((char *)transfer + texts[i].at);
}

static const char *text_of(const struct transfer *transfer, size_t i)
{
    return *(const char *const *)(const void *)((const char *)transfer + texts[i].at);
}

static void add_text(struct buf *out, const char *name, const char *value)
{
    buf_printf(out, "%s=", name);
    for (; *value; value++) {
        if (*value == '\n')
            buf_puts(out, "\\n");
        else if (*value == '\\')
            buf_puts(out, "\\\\");
        else
            buf_putc(out, *value);
    }
    buf_putc(out, '\n');
}

char *transfer_write(const struct transfer *transfer)
{
    struct buf out = {0};
    buf_printf(&out,
               "upload=%d\nstate=%d\nown=%d\nsize=%" PRId64 "\ndone=%" PRId64
               "\nmismatch=%d\nagreed=%d\nunsaid=%d\netagsum=%d\nscratch=%d\n",
               transfer->upload, transfer->state, transfer->own, transfer->size, transfer->done,
               transfer->mismatch, transfer->agreed, transfer->unsaid, transfer->sum_by_etag,
               transfer->scratch);
    for (size_t i = 0; i < NTEXTS; i++)
        if (text_of(transfer, i))
            add_text(&out, texts[i].name, text_of(transfer, i));
    return buf_detach(&out);
}

static char *unescaped(const char *value)
{
    char *text = xstrdup(value);
    char *to = text;
    for (const char *from = text; *from; from++) {
        if (*from != '\\' || !from[1])
            *to++ = *from;
        else
            *to++ = *++from == 'n' ? '\n' : *from;
    }
    *to = '\0';
    return text;
}

static void set_number(struct transfer *transfer, const char *name, const char *value)
{
    long long number = strtoll(value, NULL, 10);
    if (strcmp(name, "upload") == 0)
        transfer->upload = number;
    else if (strcmp(name, "state") == 0)
        transfer->state = number < 0 || number > TRANSFER_CANCELLED ? TRANSFER_FAILED
                                                                    : (enum transfer_state)number;
    else if (strcmp(name, "own") == 0)
        transfer->own = number;
    else if (strcmp(name, "size") == 0)
        transfer->size = number;
    else if (strcmp(name, "done") == 0)
        transfer->done = number;
    else if (strcmp(name, "mismatch") == 0)
        transfer->mismatch = number;
    else if (strcmp(name, "agreed") == 0)
        transfer->agreed = (enum transfer_agreed)number;
    else if (strcmp(name, "unsaid") == 0)
        transfer->unsaid = number;
    else if (strcmp(name, "etagsum") == 0)
        transfer->sum_by_etag = number;
    else if (strcmp(name, "scratch") == 0)
        transfer->scratch = number;
}

static void set_row(struct transfer *transfer, const char *name, const char *value)
{
    for (size_t i = 0; i < NTEXTS; i++) {
        if (strcmp(name, texts[i].name) != 0)
            continue;
        free(*text_at(transfer, i));
        *text_at(transfer, i) = unescaped(value);
        return;
    }
    set_number(transfer, name, value);
}

/* What must be there to go on; names are looked at again, for the disk may be damaged. */
static bool is_whole(const struct transfer *transfer)
{
    bool plain = transfer->name && *transfer->name && !strchr(transfer->name, '/') &&
                 (!transfer->part || !strchr(transfer->part, '/'));
    bool sums = (!transfer->sha256 || strlen(transfer->sha256) == TRANSFER_SUM_CHARS) &&
                (!transfer->sum || strlen(transfer->sum) == TRANSFER_SUM_CHARS);
    bool done = !transfer->unsaid || (transfer->url && transfer->sum);
    return plain && sums && done && (transfer->upload ? transfer->path : transfer->url) != NULL;
}

struct transfer *transfer_read(struct network *network, const char *id, const char *text)
{
    struct transfer *transfer = transfer_new(network, false);
    char *all = xstrdup(text);
    char *rest = all;
    transfer->id = xstrdup(id);
    for (char *row = strsep(&rest, "\n"); row; row = strsep(&rest, "\n")) {
        char *value = strchr(row, '=');
        if (!value)
            continue;
        *value++ = '\0';
        set_row(transfer, row, value);
    }
    free(all);
    if (transfer->state == TRANSFER_RUNNING)
        transfer->state = TRANSFER_QUEUED;
    if (is_whole(transfer))
        return transfer;
    transfer_free(transfer);
    return NULL;
}
