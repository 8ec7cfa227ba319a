/* GET /u/<id>/<name>: what somebody uploaded. Who knows the address may have it, unless it is
 * secret. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file_type.h"
#include "http_auth.h"
#include "http_private.h"
#include "http_routes.h"
#include "mem.h"
#include "uploads.h"

/* What is known of an upload while its file is opened. */
struct found {
    struct http_request *request;
    char *sha256, *name, *account;
    int64_t created_ms;
    bool secret;
    bool is_known; /* who asks was found out */
    const struct blobs *blobs;
    int fd;
};

static void found_free(struct found *found)
{
    free(found->sha256);
    free(found->name);
    free(found->account);
    free(found);
}

static void refuse(struct found *found, int status, const char *sentence)
{
    http_refuse(found->request, status, sentence);
    found_free(found);
}

static void refuse_absent(struct found *found)
{
    refuse(found, 404, "There is nothing here");
}

static void open_file(void *job)
{
    struct found *found = job;
    found->fd = blobs_file_open(found->blobs, found->sha256);
}

static void opened(void *job)
{
    struct found *found = job;
    struct stat info;
    if (found->fd < 0 || fstat(found->fd, &info) < 0) {
        if (found->fd >= 0)
            close(found->fd);
        refuse(found, 503, "The disk does not answer, try again later");
        return;
    }
    const struct http_file file = {
        .fd = found->fd,
        .size = info.st_size,
        .mtime_ms = found->created_ms,
        .disk_mtime_ms = (int64_t)info.st_mtim.tv_sec * 1000 + info.st_mtim.tv_nsec / 1000000,
        .name = found->name,
        .type = file_type(found->name),
        .sha256 = found->sha256,
        .is_private = found->secret,
    };
    http_serve(found->request, &file);
    found_free(found);
}

static void give(struct found *found)
{
    struct server *server = http_server(found->request);
    found->fd = -1;
    found->blobs = uploads_blobs(server->uploads);
    if (server->hash(server->hasher, open_file, opened, found) < 0)
        refuse(found, 503, "Too many are asking at once, try again later");
}

static void find(struct http_request *request, bool is_known);

/* By now it is known who asks: it is looked for once more. */
static void find_again(struct http_request *request)
{
    find(request, true);
}

/* The same answer whether it is not there or not for whoever asks. */
static void give_secret(struct found *found)
{
    const char *account = http_account(found->request);
    struct http_request *request = found->request;
    if (account && strcmp(account, found->account) == 0) {
        give(found);
    } else if (found->is_known) {
        refuse_absent(found);
    } else {
        char *wanted = xasprintf("download:/%s", http_path(request));
        found_free(found);
        http_authenticate(request, wanted, false, find_again);
        free(wanted);
    }
}

static void on_found(void *arg, enum store_status status, const struct store_upload *upload)
{
    struct found *found = arg;
    const char *slash = strchr(http_rest(found->request), '/');
    if (status == STORE_FAILED || status == STORE_DAMAGED) {
        refuse(found, 503, "The disk does not answer, try again later");
        return;
    }
    if (status != STORE_OK || strcmp(slash + 1, upload->name) != 0) {
        refuse_absent(found);
        return;
    }
    found->sha256 = xstrdup(upload->sha256);
    found->name = xstrdup(upload->name);
    found->account = xstrdup(upload->account);
    found->created_ms = upload->created_ms;
    found->secret = upload->secret;
    if (found->secret)
        give_secret(found);
    else
        give(found);
}

static void find(struct http_request *request, bool is_known)
{
    const char *rest = http_rest(request);
    struct found *found = xnew(struct found);
    char *id = xstrndup(rest, strcspn(rest, "/"));
    found->request = request;
    found->is_known = is_known;
    uploads_find(http_server(request), id, on_found, found);
    free(id);
}

void http_uploaded(struct http_request *request)
{
    struct server *server = http_server(request);
    const char *rest = http_rest(request);
    size_t len = strcspn(rest, "/");
    if (!server->uploads || rest[len] != '/' || strchr(rest + len + 1, '/') ||
        len != BLOBS_ID_SIZE - 1 || http_ends_with_slash(request)) {
        http_refuse(request, 404, "There is nothing here");
        return;
    }
    find(request, false);
}
