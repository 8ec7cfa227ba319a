/* A folder as people see it in a browser. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "clock.h"
#include "file_name.h"
#include "file_size.h"
#include "file_type.h"
#include "library_page_private.h"
#include "library_style.h"
#include "mem.h"

static void escape(struct buf *out, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '&': buf_puts(out, "&amp;"); break;
        case '<': buf_puts(out, "&lt;"); break;
        case '>': buf_puts(out, "&gt;"); break;
        case '"': buf_puts(out, "&quot;"); break;
        case '\'': buf_puts(out, "&#39;"); break;
        default: buf_putc(out, *text);
        }
    }
}

/* ---- the head: where one is ---- */

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void append_title(struct buf *out, const struct library_page *page)
{
    buf_puts(out, "<title>");
    escape(out, last_part(page->path));
    buf_puts(out, *page->path ? " · Shared files</title>" : "Shared files</title>");
}

static void append_crumb(struct buf *out, const struct library_page *page, const char *name,
                         size_t path_len)
{
    bool is_here = path_len == strlen(page->path);
    char *path = xstrndup(page->path, path_len);
    buf_printf(out, "<li><a%s href=\"%s", is_here ? " aria-current=\"page\"" : "", page->base);
    file_path_encode(out, path);
    buf_puts(out, path_len ? "/\"><bdi>" : "\"><bdi>");
    escape(out, name);
    buf_puts(out, "</bdi></a></li>");
    free(path);
}

static void append_crumbs(struct buf *out, const struct library_page *page)
{
    const char *path = page->path;
    buf_puts(out, "<nav aria-label=\"Folders above\"><ol>");
    append_crumb(out, page, "Shared files", 0);
    for (size_t at = 0; path[at];) {
        size_t len = strcspn(path + at, "/");
        char *name = xstrndup(path + at, len);
        append_crumb(out, page, name, at + len);
        free(name);
        at += len + (path[at + len] == '/');
    }
    buf_puts(out, "</ol></nav>\n");
}

static void append_summary(struct buf *out, const struct library_page *page)
{
    const struct library_list *list = page->list;
    char *size = file_size_text(list->bytes);
    buf_printf(out, "<p class=\"sum\">%s%zu %s, <span title=\"%lld bytes\">total %s</span></p>\n",
               list->is_cut ? "the first " : "", list->n, list->n == 1 ? "entry" : "entries",
               (long long)list->bytes, size);
    free(size);
}

/* ---- the entries ---- */

static const char *icon_of(const struct library_entry *entry)
{
    static const char *const icons[][2] = {
        {"image/",              "picture"},
        {"audio/",              "sound"  },
        {"video/",              "film"   },
        {"text/",               "text"   },
        {"application/pdf",     "text"   },
        {"application/zip",     "pack"   },
        {"application/gzip",    "pack"   },
        {"application/x-",      "pack"   },
        {"application/zstd",    "pack"   },
        {"application/vnd.d",   "pack"   },
        {"application/vnd.rar", "pack"   },
        {"application/vnd.",    "text"   },
        {"application/json",    "text"   },
    };
    const char *type = file_type(entry->name);
    if (entry->is_folder)
        return "folder";
    for (size_t i = 0; i < sizeof(icons) / sizeof(icons[0]); i++) {
        if (strncmp(type, icons[i][0], strlen(icons[i][0])) == 0)
            return icons[i][1];
    }
    return "file";
}

static void append_time(struct buf *out, int64_t mtime_ms)
{
    char iso[CLOCK_ISO_SIZE];
    clock_format_iso(mtime_ms, iso);
    if (mtime_ms == 0)
        buf_puts(out, "<time></time>");
    else
        buf_printf(out, "<time datetime=\"%s\">%.10s <span>%.5s</span></time>", iso, iso, iso + 11);
}

static void append_entry(struct buf *out, const struct library_page *page,
                         const struct library_entry *entry)
{
    const char *icon = icon_of(entry);
    char *size = entry->is_folder ? xstrdup("") : file_size_text(entry->size);
    buf_puts(out, "<li><a href=\"");
    library_page_link(out, page, entry);
    buf_printf(out, "\"><svg class=\"%s\" aria-hidden=\"true\"><use href=\"#%s\"/></svg><bdi>",
               icon, icon);
    escape(out, entry->name);
    buf_printf(out, "</bdi><span class=\"size\">%s</span>", size);
    append_time(out, entry->mtime_ms);
    buf_puts(out, "</a></li>\n");
    free(size);
}

static void append_sort(struct buf *out, const struct library_page *page, enum library_order order)
{
    static const char *const titles[] = {"Name", "Size", "Changed"};
    bool is_this = page->order == order;
    bool reverses = is_this && !page->reverse;
    buf_printf(out, "<a%s href=\"?sort=%s%s\">%s%s</a>", is_this ? " aria-current=\"true\"" : "",
               library_page_order(order), reverses ? "&amp;order=reverse" : "", titles[order],
               !is_this        ? ""
               : page->reverse ? " ↑"
                               : " ↓");
}

static void append_list(struct buf *out, const struct library_page *page)
{
    size_t from = 0;
    size_t to = library_page_span(page, &from);
    if (page->list->n == 0) {
        buf_puts(out, "<p class=\"empty\">There is nothing in this folder.</p>\n");
        return;
    }
    buf_puts(out, "<div class=\"sort\">");
    for (int order = LIBRARY_BY_NAME; order <= LIBRARY_BY_TIME; order++)
        append_sort(out, page, (enum library_order)order);
    buf_puts(out, "</div>\n<ul>\n");
    for (size_t i = from; i < to; i++)
        append_entry(out, page, &page->list->entries[i]);
    buf_puts(out, "</ul>\n");
}

static void append_turn(struct buf *out, const struct library_page *page, size_t number,
                        const char *text)
{
    size_t last = library_page_count(page->list);
    if (number < 1 || number > last) {
        buf_printf(out, "<span>%s</span>", text);
        return;
    }
    buf_printf(out, "<a href=\"?sort=%s%s&amp;page=%zu\">%s</a>", library_page_order(page->order),
               page->reverse ? "&amp;order=reverse" : "", number, text);
}

static void append_foot(struct buf *out, const struct library_page *page)
{
    size_t last = library_page_count(page->list);
    if (last > 1) {
        buf_puts(out, "<nav class=\"pages\" aria-label=\"Pages\">");
        append_turn(out, page, page->number - 1, "← Back");
        buf_printf(out, "<b>Page %zu of %zu</b>", page->number, last);
        append_turn(out, page, page->number + 1, "On →");
        buf_puts(out, "</nav>\n");
    }
    buf_puts(out, "<footer>Times are UTC. <a href=\"?format=text\">As text</a> "
                  "<a href=\"?format=json\">As JSON</a>");
    buf_puts(out, page->may_log_in ? " <a href=\"?login=1\">Log in</a>" : "");
    buf_puts(out, "</footer>\n");
}

void library_page_html(struct buf *out, const struct library_page *page)
{
    buf_puts(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"color-scheme\" content=\"light dark\">\n");
    append_title(out, page);
    buf_printf(out, "\n<style>%s</style>\n</head>\n<body>\n%s\n<main>\n<header>\n", library_style,
               library_icons);
    append_crumbs(out, page);
    append_summary(out, page);
    buf_puts(out, "</header>\n");
    append_list(out, page);
    append_foot(out, page);
    buf_puts(out, "</main>\n</body>\n</html>\n");
}
