/* GET /files/…: the operator's folders as pages, and what lies in them. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "digest.h"
#include "digests.h"
#include "file_name.h"
#include "file_type.h"
#include "http_auth.h"
#include "http_private.h"
#include "http_routes.h"
#include "library.h"
#include "library_page.h"
#include "log.h"
#include "mem.h"
#include "sharing.h"

/* Questions to the disk at a time: large folders take long, and passwords wait behind them. */
#define LOOKS_MAX 32

#define BASE "/files/"

/* A look at the disk, on the worker. */
struct look {
    struct http_request *request;
    struct share *share; /* held; NULL at a top that is nobody's own */
    char *path;          /* within the share */
    bool wants_list;
    bool reverse;
    enum library_order order;
    int result; /* an errno */
    struct library_list list;
    struct library_file file;
};

static void look_free(struct look *look)
{
    if (look->share)
        share_release(look->share);
    library_list_clear(&look->list);
    free(look->path);
    free(look);
}

/* ---- what was asked for ---- */

static bool parameter_is(const struct http_request *request, const char *name, const char *value)
{
    char *text = http_parameter(request, name);
    bool is = text && strcmp(text, value) == 0;
    free(text);
    return is;
}

static enum library_order order_of(const struct http_request *request)
{
    if (parameter_is(request, "sort", "size"))
        return LIBRARY_BY_SIZE;
    return parameter_is(request, "sort", "time") ? LIBRARY_BY_TIME : LIBRARY_BY_NAME;
}

/* From 1 to the last. */
static size_t page_of(const struct http_request *request, const struct library_list *list)
{
    char *text = http_parameter(request, "page");
    size_t last = library_page_count(list);
    unsigned long number = text ? strtoul(text, NULL, 10) : 1;
    free(text);
    if (number < 1)
        return 1;
    return number < last ? number : last;
}

enum form { FORM_HTML, FORM_JSON, FORM_TEXT };

static enum form form_of(const struct http_request *request)
{
    const char *accept = http_header(request, "Accept");
    if (parameter_is(request, "format", "json"))
        return FORM_JSON;
    if (parameter_is(request, "format", "text"))
        return FORM_TEXT;
    bool wants_json = accept && strstr(accept, "application/json") && !strstr(accept, "text/html");
    bool wants_text = accept && strncmp(accept, "text/plain", 10) == 0;
    return wants_json ? FORM_JSON : wants_text ? FORM_TEXT : FORM_HTML;
}

/* ---- pages ---- */

static const char *sum_of(void *arg, const struct library_entry *entry)
{
    return digests_known(arg, entry);
}

/* At the top stand the rooms' own folders first, for who may see them. */
static void add_rooms(struct library_list *list, const struct http_request *request)
{
    const struct server *server = http_server(request);
    const struct sharing *sharing = server->sharing;
    size_t rooms = 0;
    for (size_t i = 0; i < sharing->nshares; i++) {
        const struct share *share = sharing->shares[i];
        if (!*share->name || !sharing_may_see(server, http_account(request), share))
            continue;
        list->entries = xreallocarray(list->entries, list->n + 1, sizeof(list->entries[0]));
        memmove(list->entries + rooms + 1, list->entries + rooms,
                (list->n++ - rooms) * sizeof(list->entries[0]));
        list->entries[rooms++] =
            (struct library_entry){.name = xstrdup(share->name), .is_folder = true};
    }
}

static void write_page(struct http_answer *answer, const struct library_page *page, enum form form)
{
    static const struct {
        const char *type;
        void (*write)(struct buf *out, const struct library_page *page);
    } forms[] = {
        [FORM_HTML] = {"text/html; charset=utf-8",  library_page_html},
        [FORM_JSON] = {"application/json",          library_page_json},
        [FORM_TEXT] = {"text/plain; charset=utf-8", library_page_text},
    };
    forms[form].write(http_answer_body(answer, forms[form].type), page);
}

static void show_list(struct look *look)
{
    struct http_request *request = look->request;
    if (!*http_rest(request) && http_server(request)->sharing)
        add_rooms(&look->list, request);
    const struct library_page page = {
        .path = http_rest(request),
        .base = BASE,
        .list = &look->list,
        .order = look->order,
        .reverse = look->reverse,
        .number = page_of(request, &look->list),
        .sum = sum_of,
        .arg = http_server(request),
        .may_log_in = !http_account(request),
    };
    struct http_answer answer;
    char *policy = library_page_policy();
    http_answer_init(&answer, 200);
    http_answer_header(&answer, "Content-Security-Policy", policy);
    http_answer_header(&answer, "Cache-Control", "private, no-cache");
    http_answer_header(&answer, "Vary", "Accept, Authorization");
    write_page(&answer, &page, form_of(request));
    free(policy);
    http_reply(request, &answer);
}

/* ---- files ---- */

/* A tag that says nothing of the disk. */
static char *tag_of(const struct library_file *file)
{
    struct digest *digest = digest_new();
    char *text = xasprintf("%" PRIx64 ":%" PRIx64 ":%" PRId64 ":%" PRId64, file->dev, file->ino,
                           file->size, file->mtime_ms);
    digest_add(digest, text, strlen(text));
    free(text);
    char *tag = digest_hex(digest);
    tag[DIGEST_HEX / 2] = '\0';
    return tag;
}

static void send_file(struct look *look)
{
    struct server *server = http_server(look->request);
    const char *slash = strrchr(http_rest(look->request), '/');
    char *tag = tag_of(&look->file);
    struct http_file file = {
        .fd = look->file.fd,
        .size = look->file.size,
        .mtime_ms = look->file.mtime_ms,
        .name = slash ? slash + 1 : http_rest(look->request),
        .sha256 = digests_of(server, &look->file),
        .etag = tag,
        .is_private = !sharing_may_see(server, NULL, look->share),
    };
    file.type = file_type(file.name);
    http_serve(look->request, &file);
    free(tag);
}

/* A folder has a slash behind it, or the links on its page would lead elsewhere. */
static void send_on(struct http_request *request)
{
    struct http_answer answer;
    struct buf place = {0};
    buf_puts(&place, BASE);
    file_path_encode(&place, http_rest(request));
    buf_puts(&place, *http_rest(request) ? "/" : "");
    if (*http_query(request))
        buf_printf(&place, "?%s", http_query(request));
    http_answer_init(&answer, 301);
    http_answer_header(&answer, "Location", buf_text(&place));
    buf_clear(&place);
    http_reply(request, &answer);
}

static void refuse_absent(struct http_request *request)
{
    http_refuse(request, 404, "There is nothing here");
}

/* ---- the disk ---- */

static void look_at_disk(void *job)
{
    struct look *look = job;
    if (!look->share) {
        look->result = 0;
        return;
    }
    if (!look->wants_list) {
        look->result = library_file(look->share->library, look->path, &look->file);
        return;
    }
    look->result = library_list(look->share->library, look->path, &look->list);
    library_list_sort(&look->list, look->order, look->reverse);
}

static void looked(void *job)
{
    struct look *look = job;
    struct http_request *request = look->request;
    request->https->nlooks--;
    if (look->result == 0 && look->wants_list)
        show_list(look);
    else if (look->result == 0)
        send_file(look);
    else if (look->result == EISDIR)
        send_on(request);
    else if (look->result == ENOENT)
        refuse_absent(request);
    else
        http_refuse(request, 503, "The disk does not answer, try again later");
    look_free(look);
}

static void begin_look(struct http_request *request, struct share *share, const char *path)
{
    struct server *server = http_server(request);
    struct look *look = xnew(struct look);
    look->request = request;
    look->share = share ? share_hold(share) : NULL;
    look->path = xstrdup(path);
    look->wants_list = http_ends_with_slash(request);
    look->order = order_of(request);
    look->reverse = parameter_is(request, "order", "reverse");
    look->result = EBUSY;
    request->https->nlooks++;
    if (server->hash(server->hasher, look_at_disk, looked, look) < 0)
        looked(look);
}

static void go_on(struct http_request *request)
{
    struct server *server = http_server(request);
    const char *path = http_rest(request);
    const char *rest = path;
    struct share *share = sharing_find(server, path, &rest);
    if (share && !sharing_may_see(server, http_account(request), share))
        share = NULL;
    if (request->https->nlooks >= LOOKS_MAX) {
        log_event(LOG_WARN, "http_full", "address=%s looks=%d", http_address(request), LOOKS_MAX);
        http_refuse(request, 503, "Too many are looking at once, try again later");
    } else if (!share && (*path || !server->sharing)) {
        refuse_absent(request);
    } else if (!*rest && !http_ends_with_slash(request)) {
        send_on(request);
    } else {
        begin_look(request, share, rest);
    }
}

void http_files(struct http_request *request)
{
    const struct sharing *sharing = http_server(request)->sharing;
    if (!sharing) {
        refuse_absent(request);
        return;
    }
    char *wanted = xasprintf("download:/%s", http_path(request));
    char *login = http_parameter(request, "login");
    http_authenticate(request, wanted, sharing->accounts_only || login, go_on);
    free(wanted);
    free(login);
}

void http_top(struct http_request *request)
{
    struct http_answer answer;
    if (!http_server(request)->sharing) {
        refuse_absent(request);
        return;
    }
    http_answer_init(&answer, 303);
    http_answer_header(&answer, "Location", BASE);
    http_reply(request, &answer);
}
