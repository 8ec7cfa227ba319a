#include "library_page.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "clock.h"
#include "digest.h"
#include "file_name.h"
#include "file_type.h"
#include "library_page_private.h"
#include "library_style.h"
#include "mem.h"
#include "secret.h"

size_t library_page_count(const struct library_list *list)
{
    return list->n == 0 ? 1 : (list->n - 1) / LIBRARY_PAGE_ENTRIES + 1;
}

size_t library_page_span(const struct library_page *page, size_t *from)
{
    size_t n = page->list->n;
    *from = (page->number - 1) * LIBRARY_PAGE_ENTRIES;
    size_t to = *from + LIBRARY_PAGE_ENTRIES;
    return to < n ? to : n;
}

void library_page_link(struct buf *out, const struct library_page *page,
                       const struct library_entry *entry)
{
    buf_puts(out, page->base);
    file_path_encode(out, page->path);
    buf_puts(out, *page->path ? "/" : "");
    file_path_encode(out, entry->name);
    buf_puts(out, entry->is_folder ? "/" : "");
}

const char *library_page_order(enum library_order order)
{
    static const char *const names[] = {"name", "size", "time"};
    return names[order];
}

char *library_page_policy(void)
{
    unsigned char sum[DIGEST_BYTES];
    struct digest *digest = digest_new();
    digest_add(digest, library_style, strlen(library_style));
    digest_bytes(digest, sum);
    char *text = secret_base64(sum, sizeof(sum));
    char *policy = xasprintf("default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; "
                             "form-action 'none'; frame-ancestors 'none'",
                             text);
    free(text);
    return policy;
}

/* ---- JSON ---- */

/* Names hold neither controls nor backslashes, but whoever reads this should not have to know. */
static void append_string(struct buf *out, const char *text)
{
    buf_putc(out, '"');
    for (; *text; text++) {
        if ((unsigned char)*text < ' ')
            buf_printf(out, "\\u%04x", (unsigned)*text);
        else if (*text == '"' || *text == '\\')
            buf_printf(out, "\\%c", *text);
        else
            buf_putc(out, *text);
    }
    buf_putc(out, '"');
}

static void append_json_entry(struct buf *out, const struct library_page *page,
                              const struct library_entry *entry)
{
    char iso[CLOCK_ISO_SIZE];
    const char *sum = entry->is_folder || !page->sum ? NULL : page->sum(page->arg, entry);
    clock_format_iso(entry->mtime_ms, iso);
    buf_puts(out, "{\"name\":");
    append_string(out, entry->name);
    buf_printf(out, ",\"kind\":\"%s\",\"size\":%lld,\"mtime\":\"%s\"",
               entry->is_folder ? "folder" : "file", (long long)entry->size, iso);
    if (!entry->is_folder)
        buf_printf(out, ",\"type\":\"%s\",\"sha256\":%s%s%s", file_type(entry->name),
                   sum ? "\"" : "", sum ? sum : "null", sum ? "\"" : "");
    buf_puts(out, ",\"url\":\"");
    library_page_link(out, page, entry);
    buf_puts(out, "\"}");
}

void library_page_json(struct buf *out, const struct library_page *page)
{
    const struct library_list *list = page->list;
    size_t from = 0;
    size_t to = library_page_span(page, &from);
    buf_puts(out, "{\"path\":");
    append_string(out, page->path);
    buf_printf(out, ",\"entries\":%zu,\"bytes\":%lld,\"cut\":%s,\"page\":%zu,\"pages\":%zu,",
               list->n, (long long)list->bytes, list->is_cut ? "true" : "false", page->number,
               library_page_count(list));
    buf_puts(out, "\"list\":[");
    for (size_t i = from; i < to; i++) {
        buf_puts(out, i > from ? ",\n" : "\n");
        append_json_entry(out, page, &list->entries[i]);
    }
    buf_puts(out, "\n]}\n");
}

/* ---- text ---- */

void library_page_text(struct buf *out, const struct library_page *page)
{
    const struct library_list *list = page->list;
    size_t last = library_page_count(list);
    size_t from = 0;
    size_t to = library_page_span(page, &from);
    buf_printf(out, "/%s: %s%zu %s, %lld bytes", page->path, list->is_cut ? "the first " : "",
               list->n, list->n == 1 ? "entry" : "entries", (long long)list->bytes);
    if (last > 1)
        buf_printf(out, ", page %zu of %zu", page->number, last);
    buf_putc(out, '\n');
    for (size_t i = from; i < to; i++) {
        const struct library_entry *entry = &list->entries[i];
        char iso[CLOCK_ISO_SIZE];
        clock_format_iso(entry->mtime_ms, iso);
        buf_printf(out, "%14lld  %.10s %.5s  %s%s\n", (long long)entry->size, iso, iso + 11,
                   entry->name, entry->is_folder ? "/" : "");
    }
}
