#include "shelf.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "digests.h"
#include "file_name.h"
#include "mem.h"
#include "sharing.h"

static const struct {
    const char *code, *sentence;
} results[] = {
    [SHELF_READ] = {"OK",               ""                                     },
    [SHELF_DISABLED] = {"DISABLED",         "No files are shared here"             },
    [SHELF_ACCOUNT] = {"ACCOUNT_REQUIRED", "Files are for those who are logged in"},
    [SHELF_MISSING] = {"NOT_FOUND",        "There is no such folder or file"      },
    [SHELF_BUSY] = {"TRY_AGAIN",        "The server is busy, try again"        },
};

const char *shelf_sentence(enum shelf_result result)
{
    return results[result].sentence;
}

const char *shelf_code(enum shelf_result result)
{
    return results[result].code;
}

/* Without the slashes at its ends; to free. */
static char *clean_path(const char *path)
{
    path += strspn(path, "/");
    size_t len = strlen(path);
    while (len > 0 && path[len - 1] == '/')
        len--;
    return xstrndup(path, len);
}

static void shelf_free(struct shelf *shelf)
{
    if (shelf->share)
        share_release(shelf->share);
    library_list_clear(&shelf->list);
    free(shelf->path);
    free(shelf->wish);
    free(shelf);
}

/* ---- who may ---- */

static bool sees_some_room(const struct server *server, const char *account)
{
    const struct sharing *sharing = server->sharing;
    for (size_t i = 0; i < sharing->nshares; i++) {
        if (*sharing->shares[i]->fold && sharing_may_see(server, account, sharing->shares[i]))
            return true;
    }
    return false;
}

static enum shelf_result may_see(const struct server *server, const char *account,
                                 const struct shelf *shelf)
{
    if (!server->sharing || server->sharing->nshares == 0)
        return SHELF_DISABLED;
    if (!account && server->sharing->accounts_only)
        return SHELF_ACCOUNT;
    bool seen = shelf->share ? sharing_may_see(server, account, shelf->share)
                             : !*shelf->path && sees_some_room(server, account);
    return seen ? SHELF_READ : SHELF_MISSING;
}

/* ---- the top ---- */

static void add_room(struct library_list *list, size_t at, const char *name)
{
    list->entries = xreallocarray(list->entries, list->n + 1, sizeof(*list->entries));
    memmove(list->entries + at + 1, list->entries + at, (list->n - at) * sizeof(*list->entries));
    list->entries[at] = (struct library_entry){.name = xstrdup(name), .is_folder = true};
    list->n++;
}

/* A folder for each room whose share the account may see, in front. */
static void add_rooms(const struct server *server, const char *account, struct library_list *list)
{
    const struct sharing *sharing = server->sharing;
    size_t at = 0;
    for (size_t i = 0; i < sharing->nshares; i++) {
        const struct share *share = sharing->shares[i];
        if (*share->fold && sharing_may_see(server, account, share))
            add_room(list, at++, share->name);
    }
}

/* ---- reading ---- */

static void read_folder(void *arg)
{
    struct shelf *shelf = arg;
    bool is_read =
        !shelf->share || library_list(shelf->share->library, shelf->inside, &shelf->list) == 0;
    shelf->result = is_read ? SHELF_READ : SHELF_MISSING;
}

static void answer(struct ctx *ctx, struct shelf *shelf)
{
    const char *account = ctx->session->account;
    enum shelf_result allowed = may_see(ctx->server, account, shelf);
    if (allowed != SHELF_READ)
        shelf->result = allowed;
    if (shelf->result != SHELF_READ)
        library_list_clear(&shelf->list);
    else if (!*shelf->path)
        add_rooms(ctx->server, account, &shelf->list);
    shelf->done(ctx, shelf);
}

static void folder_is_read(void *arg)
{
    struct shelf *shelf = arg;
    struct ctx ctx;
    if (job_resume(&shelf->job, &ctx)) {
        answer(&ctx, shelf);
        job_end(&ctx);
    }
    shelf_free(shelf);
}

static void refuse(struct ctx *ctx, struct shelf *shelf, enum shelf_result result)
{
    shelf->result = result;
    shelf->done(ctx, shelf);
    shelf_free(shelf);
}

void shelf_look(struct ctx *ctx, const char *path, const char *wish, size_t from, shelf_fn *done)
{
    struct server *server = ctx->server;
    struct shelf *shelf = xnew(struct shelf);
    *shelf = (struct shelf){.done = done,
                            .result = SHELF_MISSING, /* if the server stops before */
                            .path = clean_path(path),
                            .wish = xstrdup(wish),
                            .from = from};
    struct share *share = sharing_find(server, shelf->path, &shelf->inside);
    shelf->share = share ? share_hold(share) : NULL;
    enum shelf_result allowed = may_see(server, ctx->session->account, shelf);
    if (allowed == SHELF_READ && !file_path_fits(shelf->inside))
        allowed = SHELF_MISSING;
    if (allowed != SHELF_READ) {
        refuse(ctx, shelf, allowed);
        return;
    }
    if (server->hash(server->hasher, read_folder, folder_is_read, shelf) < 0)
        refuse(ctx, shelf, SHELF_BUSY);
    else
        job_begin(&shelf->job, ctx);
}

/* ---- what is there ---- */

bool shelf_is_private(const struct shelf *shelf)
{
    return *shelf->share->fold || shelf->job.server->sharing->accounts_only;
}

char *shelf_path(const struct shelf *shelf, const struct library_entry *entry)
{
    return xasprintf("%s%s%s", shelf->path, *shelf->path ? "/" : "", entry->name);
}

const char *shelf_digest(const struct server *server, const struct library_entry *entry)
{
    return entry->is_folder || !server->digests ? NULL : digests_known(server, entry);
}
