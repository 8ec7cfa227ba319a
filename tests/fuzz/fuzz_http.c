/*
 * HTTP from bytes to answers, over real sockets, with a small shared folder:
 * no crash, no byte from outside the folder, no header that we did not write.
 *
 * The first byte says where the rest stands: a whole connection, an address, a
 * header, or a range.
 */
#include <assert.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "address.h"
#include "client.h"
#include "digests.h"
#include "guard.h"
#include "http.h"
#include "library.h"
#include "listener.h"
#include "loop.h"
#include "mem.h"
#include "server_rig.h"
#include "sharing.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Turns after the last byte: enough for a request each. */
#define TURNS 24

struct place {
    struct rig rig;
    struct loop *loop;
    struct loop_timer *timer;
    struct https *https;
    struct listeners *listeners;
    char folder[32];
    char path[48]; /* of the socket */
    int left;      /* turns */
};

static const char secret[] = "what lies outside";

static void write_file(const char *folder, const char *name, const char *text)
{
    char *path = xasprintf("%s/%s", folder, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    ssize_t n = write(fd, text, strlen(text));
    assert(n == (ssize_t)strlen(text));
    (void)n;
    close(fd);
    free(path);
}

static void make_tree(struct place *place)
{
    char root[48];
    char deep[64];
    snprintf(place->folder, sizeof(place->folder), "/dev/shm/parlor-XXXXXX");
    if (!mkdtemp(place->folder))
        abort();
    snprintf(root, sizeof(root), "%s/root", place->folder);
    snprintf(deep, sizeof(deep), "%s/docs", root);
    snprintf(place->path, sizeof(place->path), "%s/socket", place->folder);
    if (mkdir(root, 0700) < 0 || mkdir(deep, 0700) < 0)
        abort();
    write_file(place->folder, "secret", secret);
    write_file(root, ".hidden", secret);
    write_file(root, "a", "hello world");
    write_file(deep, "b.html", "<b>");
    char *up = xasprintf("%s/up", root);
    if (symlink("..", up) < 0)
        abort();
    free(up);
}

static void turned(void *arg)
{
    struct place *place = arg;
    rig_settle(&place->rig);
    if (--place->left <= 0)
        loop_stop(place->loop);
    else
        loop_timer_set(place->timer, 0);
}

static void nothing(void *arg)
{
    (void)arg;
}

static void turn(struct place *place, int n)
{
    place->left = n;
    loop_timer_set(place->timer, 0);
    loop_run(place->loop);
}

/* Once; the end of the process takes it away. */
static struct place *open_place(void)
{
    static const struct guard_limits limits = {100, 100, 100, 100};
    static const struct clients_tls no_tls;
    struct place *place = xnew(struct place);
    char *cause = NULL;
    char *text = NULL;
    struct address address;
    rig_open(&place->rig);
    make_tree(place);
    struct server *server = &place->rig.server;
    char *root = xasprintf("%s/root", place->folder);
    digests_begin(server);
    server->sharing = sharing_new();
    sharing_add(server->sharing, "", root, library_open(root, &cause));
    place->loop = loop_new();
    place->timer = loop_timer_new(place->loop, nothing, place);
    loop_hook(place->loop, turned, place);
    place->https = https_new(place->loop, server, &limits, &no_tls);
    place->listeners = listeners_new(place->loop, 100, https_accept, place->https);
    text = xasprintf("unix:%s", place->path);
    if (address_parse(&address, text, &cause) < 0 ||
        listeners_open(place->listeners, &address, &cause) < 0)
        abort();
    address_clear(&address);
    free(text);
    free(root);
    return place;
}

/* ---- what comes out ---- */

static void check_head(const char *head, size_t len)
{
    static const char *const names[] = {
        "HTTP/1.1 ",
        "Date: ",
        "X-Content-Type-Options: ",
        "Referrer-Policy: ",
        "Content-Security-Policy: ",
        "Content-Type: ",
        "Content-Length: ",
        "Content-Range: ",
        "Content-Disposition: ",
        "Connection: ",
        "Cache-Control: ",
        "Accept-Ranges: ",
        "ETag: ",
        "Last-Modified: ",
        "Location: /files/",
        "Allow: ",
        "Vary: ",
        "Retry-After: ",
        "WWW-Authenticate: ",
        "Accept-Post: ",
        "Tus-",
        "Upload-",
        "Digest: ",
    };
    for (const char *line = head; line < head + len;) {
        const char *end = memmem(line, (size_t)(head + len - line), "\r\n", 2);
        assert(end && !memchr(line, '\n', (size_t)(end - line)) &&
               !memchr(line, '\0', (size_t)(end - line)));
        bool is_known = false;
        for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
            is_known = is_known || strncmp(line, names[i], strlen(names[i])) == 0;
        assert(is_known);
        line = end + 2;
    }
}

static void check(const struct buf *heard)
{
    const char *at = buf_text(heard);
    const char *end = at + heard->len;
    assert(!memmem(at, heard->len, secret, strlen(secret)));
    while (at < end) {
        const char *body = memmem(at, (size_t)(end - at), "\r\n\r\n", 4);
        if (!body)
            return;
        assert(strncmp(at, "HTTP/1.1 ", 9) == 0);
        check_head(at, (size_t)(body - at) + 2);
        const char *length = memmem(at, (size_t)(body - at), "Content-Length: ", 16);
        at = body + 4;
        /* What HEAD leaves out cannot be told from here. */
        if (length && (size_t)(end - at) >= 9 && strncmp(at, "HTTP/1.1 ", 9) != 0)
            at += strtoul(length + 16, NULL, 10);
    }
}

/* ---- what goes in ---- */

static void make_request(struct buf *out, const uint8_t *data, size_t size)
{
    static const char *const forms[][2] = {
        {"",                                                                        ""                            },
        {"GET /files/",                                                             " HTTP/1.1\r\nHost: f\r\n\r\n"},
        {"GET /files/?",                                                            " HTTP/1.1\r\nHost: f\r\n\r\n"},
        {"GET /files/a HTTP/1.1\r\nHost: f\r\n",                                    "\r\n\r\n"                    },
        {"GET /files/a HTTP/1.1\r\nHost: f\r\nRange: bytes=",                       "\r\n\r\n"                    },
        {"GET /files/a HTTP/1.1\r\nHost: f\r\nIf-Range: ",                          "\r\nRange: bytes=1-\r\n\r\n" },
        {"POST /uploads HTTP/1.1\r\nHost: f\r\nTransfer-Encoding: chunked\r\n\r\n", ""                            },
        {"GET /u/",                                                                 " HTTP/1.1\r\nHost: f\r\n\r\n"},
    };
    const char *const *form = forms[size > 0 ? data[0] % 8 : 0];
    buf_puts(out, form[0]);
    if (size > 1)
        buf_append(out, data + 1, size - 1);
    buf_puts(out, form[1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct place *place;
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    struct buf request = {0};
    struct buf heard = {0};
    char bytes[4096];
    if (!place)
        place = open_place();
    snprintf(name.sun_path, sizeof(name.sun_path), "%s", place->path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(fd, (struct sockaddr *)&name, sizeof(name)) < 0)
        abort();
    make_request(&request, data, size);
    if (request.len > 0)
        (void)send(fd, request.data, request.len, MSG_NOSIGNAL);
    turn(place, TURNS);
    for (ssize_t n = 0; (n = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT)) > 0;)
        buf_append(&heard, bytes, (size_t)n);
    close(fd);
    turn(place, 3);
    check(&heard);
    buf_clear(&request);
    buf_clear(&heard);
    return 0;
}
