/* GET /exports/<account>-<day>.json: what is kept of an account, for that account only. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command.h"
#include "file_type.h"
#include "http_auth.h"
#include "http_private.h"
#include "http_routes.h"
#include "mem.h"

/* Behind the account's name. */
#define ENDING_LEN strlen("-2026-11-21.json")

/* A file that is opened by the worker. */
struct opening {
    struct http_request *request;
    char *path; /* owned */
    int fd;
};

static void open_file(void *job)
{
    struct opening *opening = job;
    opening->fd = open(opening->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
}

static void opened(void *job)
{
    struct opening *opening = job;
    struct stat info;
    if (opening->fd < 0 || fstat(opening->fd, &info) < 0 || !S_ISREG(info.st_mode)) {
        if (opening->fd >= 0)
            close(opening->fd);
        http_refuse(opening->request, 404, "There is nothing here");
    } else {
        const char *name = strrchr(opening->path, '/') + 1;
        const struct http_file file = {
            .fd = opening->fd,
            .size = info.st_size,
            .mtime_ms = (int64_t)info.st_mtim.tv_sec * 1000 + info.st_mtim.tv_nsec / 1000000,
            .name = name,
            .type = file_type(name),
            .is_private = true,
        };
        http_serve(opening->request, &file);
    }
    free(opening->path);
    free(opening);
}

static bool is_of(const char *name, const char *account)
{
    size_t len = strlen(account);
    return strncmp(name, account, len) == 0 && strlen(name) == len + ENDING_LEN &&
           name[len] == '-' && !strchr(name, '/');
}

/* The same answer whether it is not there or another's. */
static void give(struct http_request *request)
{
    struct server *server = http_server(request);
    const char *folder = server->world->config->exports;
    if (!folder || !is_of(http_rest(request), http_account(request))) {
        http_refuse(request, 404, "There is nothing here");
        return;
    }
    struct opening *opening = xnew(struct opening);
    *opening = (struct opening){request, xasprintf("%s/%s", folder, http_rest(request)), -1};
    if (server->hash(server->hasher, open_file, opened, opening) < 0) {
        http_refuse(request, 503, "Too many are asking at once, try again later");
        free(opening->path);
        free(opening);
    }
}

void http_exported(struct http_request *request)
{
    char *wanted = xasprintf("download:/%s", http_path(request));
    http_authenticate(request, wanted, true, give);
    free(wanted);
}
