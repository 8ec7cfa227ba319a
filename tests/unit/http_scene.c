#include "http_scene.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "address.h"
#include "client.h"
#include "digests.h"
#include "guard.h"
#include "http.h"
#include "library.h"
#include "listener.h"
#include "log.h"
#include "mem.h"
#include "sharing.h"
#include "spec.h"

static const struct guard_limits limits = {100, 100, 100, 100};

/* ---- the folder ---- */

char *shared_path(const struct http_scene *s, const char *name)
{
    return xasprintf("%s/%s", s->root, name);
}

static void write_file(const char *folder, const char *name, const char *text)
{
    char *path = xasprintf("%s/%s", folder, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    free(path);
}

void shares(struct http_scene *s, const char *name, const char *text)
{
    write_file(s->root, name, text);
}

static void make_folder(const char *folder, const char *name)
{
    char *path = xasprintf("%s/%s", folder, name);
    assert_int_equal(mkdir(path, 0700), 0);
    free(path);
}

static void make_link(const char *folder, const char *name, const char *to)
{
    char *path = xasprintf("%s/%s", folder, name);
    assert_int_equal(symlink(to, path), 0);
    free(path);
}

static void make_tree(struct http_scene *s)
{
    s->outer = temporary_folder();
    s->root = xasprintf("%s/root", s->outer);
    write_file(s->outer, "secret.txt", "outside");
    make_folder(s->outer, "root");
    make_folder(s->root, "docs");
    make_folder(s->root, "docs/deep");
    shares(s, "docs/deep/c.txt", "ccc");
    shares(s, "docs/page.html", "<script>alert(1)</script>");
    shares(s, "a.txt", "hello world");
    shares(s, "Tee & <Kuchen> \"1\".txt", "tea");
    shares(s, "picture.png", "png");
    shares(s, "empty", "");
    shares(s, ".hidden", "outside");
    make_link(s->root, "link.txt", "a.txt");
    make_link(s->root, "out", "..");
    /* Written long ago: what is fresh is not summed up yet. */
    const struct timespec times[2] = {{.tv_sec = 1767225600}, {.tv_sec = 1767225600}};
    char *old = shared_path(s, "a.txt");
    assert_int_equal(utimensat(AT_FDCWD, old, times, 0), 0);
    free(old);
    char *pipe = shared_path(s, "pipe");
    assert_int_equal(mkfifo(pipe, 0600), 0);
    free(pipe);
}

/* ---- the server ---- */

void http_listens(struct http_scene *s, const char *host, int max_connections,
                  const struct guard_limits *shares)
{
    static const struct clients_tls no_tls;
    struct address address;
    char *cause = NULL;
    char *text = xasprintf("%s:0", host);
    https_free(s->https);
    listeners_free(s->listeners);
    s->https = https_new(s->scene->loop, &s->rig.server, shares, &no_tls);
    s->listeners = listeners_new(s->scene->loop, max_connections, https_accept, s->https);
    listeners_farewell(s->listeners, https_farewell);
    assert_int_equal(address_parse(&address, text, &cause), 0);
    assert_int_equal(listeners_open(s->listeners, &address, &cause), 0);
    address_clear(&address);
    free(text);
}

static void open_server(struct http_scene *s)
{
    char *cause = NULL;
    struct server *server = &s->rig.server;
    digests_begin(server);
    server->sharing = sharing_new();
    struct library *library = library_open(s->root, &cause);
    assert_non_null(library);
    sharing_add(server->sharing, "", s->root, library);
    http_listens(s, "127.0.0.1", 100, &limits);
}

int http_setup(void **state)
{
    struct http_scene *s = xnew(struct http_scene);
    void *scene = NULL;
    scene_setup(&scene);
    s->scene = scene;
    s->fd = -1;
    rig_open(&s->rig);
    log_open(-1, LOG_ERROR);
    make_tree(s);
    open_server(s);
    *state = s;
    return 0;
}

int http_teardown(void **state)
{
    struct http_scene *s = *state;
    void *scene = s->scene;
    struct server *server = &s->rig.server;
    leaves(s);
    https_free(s->https);
    listeners_free(s->listeners);
    rig_settle(&s->rig);
    struct digests *digests = server->digests;
    struct sharing *sharing = server->sharing;
    server->sharing = NULL;
    rig_close(&s->rig);
    digests_free(digests);
    sharing_free(sharing);
    scene_teardown(&scene);
    char *command = xasprintf("rm -rf %s", s->outer);
    int removed = system(command); /* NOLINT(cert-env33-c): the folder is ours */
    free(command);
    free(s->outer);
    free(s->root);
    buf_clear(&s->heard);
    free(s);
    return removed;
}

/* ---- the visitor ---- */

static void listen_to(struct http_scene *s)
{
    char bytes[8192];
    while (s->fd >= 0 && !s->has_ended) {
        ssize_t n = recv(s->fd, bytes, sizeof(bytes), MSG_DONTWAIT);
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        s->has_ended = n <= 0;
        if (n > 0)
            buf_append(&s->heard, bytes, (size_t)n);
    }
}

/* Worker and disk answer between turns. */
static void settle(struct http_scene *s)
{
    rig_settle(&s->rig);
    listen_to(s);
}

void visits(struct http_scene *s)
{
    leaves(s);
    char *host = xstrdup(listener_text(listener_next(s->listeners, NULL)));
    char *colon = strrchr(host, ':');
    struct sockaddr_in name = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)strtol(colon + 1, NULL, 10)),
    };
    *colon = '\0';
    assert_int_equal(inet_pton(AF_INET, host, &name.sin_addr), 1);
    free(host);
    s->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(s->fd, (struct sockaddr *)&name, sizeof(name)), 0);
    buf_reset(&s->heard);
    s->has_ended = false;
    s->is_head = false;
}

void leaves(struct http_scene *s)
{
    if (s->fd >= 0)
        close(s->fd);
    s->fd = -1;
}

void sends(struct http_scene *s, const char *bytes, size_t len)
{
    while (len > 0 && !s->has_ended) {
        ssize_t n = send(s->fd, bytes, len, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (n < 0 && errno != EAGAIN)
            return;
        if (n > 0) {
            bytes += n;
            len -= (size_t)n;
        } else {
            turns(s, 1);
        }
    }
}

/* The bytes of the first answer, or 0 if it is not whole. */
static size_t answer_len(const struct http_scene *s)
{
    const char *head = buf_text(&s->heard);
    const char *end = strstr(head, "\r\n\r\n");
    if (!end)
        return 0;
    size_t len = (size_t)(end - head) + 4;
    const char *length = strcasestr(head, "\r\nContent-Length: ");
    if (length && length < end && !s->is_head)
        len += strtoul(length + 18, NULL, 10);
    return len;
}

static bool has_answer(void *arg)
{
    struct http_scene *s = arg;
    settle(s);
    size_t len = answer_len(s);
    return s->has_ended || (len > 0 && s->heard.len >= len);
}

int hears_answer(struct http_scene *s)
{
    scene_until(s->scene, has_answer, s);
    const char *text = buf_text(&s->heard);
    return strncmp(text, "HTTP/1.1 ", 9) == 0 ? (int)strtol(text + 9, NULL, 10) : 0;
}

int asks(struct http_scene *s, const char *request)
{
    visits(s);
    s->is_head = strncmp(request, "HEAD ", 5) == 0;
    sends(s, request, strlen(request));
    return hears_answer(s);
}

int fetches(struct http_scene *s, const char *path, const char *headers)
{
    char *request = xasprintf("GET %s HTTP/1.1\r\nHost: files\r\n%s\r\n", path, headers);
    int status = asks(s, request);
    free(request);
    return status;
}

void heard_has(const struct http_scene *s, const char *text)
{
    if (!strstr(buf_text(&s->heard), text))
        fail_msg("no \"%s\" in:\n%s", text, buf_text(&s->heard));
}

void heard_lacks(const struct http_scene *s, const char *text)
{
    if (s->heard.len > 0 && memmem(s->heard.data, s->heard.len, text, strlen(text)))
        fail_msg("\"%s\" in:\n%s", text, buf_text(&s->heard));
}

const char *heard_body(const struct http_scene *s)
{
    const char *end = strstr(buf_text(&s->heard), "\r\n\r\n");
    return end ? end + 4 : "";
}

static bool has_closed(void *arg)
{
    struct http_scene *s = arg;
    settle(s);
    return s->has_ended;
}

void hears_close(struct http_scene *s)
{
    scene_until(s->scene, has_closed, s);
}

void turns(struct http_scene *s, int n)
{
    for (; n > 0; n--) {
        scene_turns(s->scene, 1);
        settle(s);
    }
}

void passes(struct http_scene *s, int64_t ms)
{
    s->rig.server.mono_ms += ms;
    https_tick(s->https);
    turns(s, 2);
}
