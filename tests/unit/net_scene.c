#include "net_scene.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "loop.h"
#include "mem.h"
#include "spec.h"
#include "wire.h"

#define DEADLINE_MS 10000

static void at_end_of_turn(void *arg)
{
    struct scene *scene = arg;
    if (scene->is_late || scene->met(scene->arg))
        loop_stop(scene->loop);
}

static void on_deadline(void *arg)
{
    ((struct scene *)arg)->is_late = true;
}

int scene_setup(void **state)
{
    struct scene *scene = xnew(struct scene);
    scene->loop = loop_new();
    scene->deadline = loop_timer_new(scene->loop, on_deadline, scene);
    loop_hook(scene->loop, at_end_of_turn, scene);
    *state = scene;
    return 0;
}

int scene_teardown(void **state)
{
    struct scene *scene = *state;
    loop_timer_free(scene->deadline);
    loop_free(scene->loop);
    free(scene);
    return 0;
}

void scene_until(struct scene *scene, met_fn *met, void *arg)
{
    scene->met = met;
    scene->arg = arg;
    loop_timer_set(scene->deadline, DEADLINE_MS);
    if (!met(arg))
        loop_run(scene->loop);
    loop_timer_unset(scene->deadline);
    assert_false(scene->is_late);
}

struct turns {
    struct loop_timer *timer;
    int left;
};

static bool turned_enough(void *arg)
{
    struct turns *turns = arg;
    loop_timer_set(turns->timer, 0);
    return turns->left-- == 0;
}

static void nothing(void *arg)
{
    (void)arg;
}

void scene_turns(struct scene *scene, int n)
{
    struct turns turns = {loop_timer_new(scene->loop, nothing, NULL), n};
    loop_timer_set(turns.timer, 0);
    scene_until(scene, turned_enough, &turns);
    loop_timer_free(turns.timer);
}

static void on_line(void *arg, char *line, size_t len)
{
    struct talker *talker = arg;
    if (talker->heard.len > 0)
        buf_putc(&talker->heard, '|');
    if (line)
        buf_append(&talker->heard, line, len);
    else
        buf_puts(&talker->heard, "<too long>");
    talker->lines++;
    if (talker->lines == talker->pause_at)
        wire_pause(talker->wire);
    if (talker->lines == talker->close_at)
        talker_close(talker);
}

static void flush(struct talker *talker)
{
    struct buf *queue = &talker->queue;
    struct iovec iov = {queue->data + talker->written, queue->len - talker->written};
    ssize_t taken = wire_write(talker->wire, &iov, 1);
    if (taken > 0)
        talker->written += (size_t)taken;
}

static void on_writable(void *arg)
{
    struct talker *talker = arg;
    talker->times_writable++;
    flush(talker);
}

static void on_closed(void *arg, const char *why)
{
    struct talker *talker = arg;
    assert_null(talker->why);
    talker->why = xstrdup(why);
}

static void on_secured(void *arg, const struct tls_shown *shown)
{
    struct talker *talker = arg;
    assert_int_equal(talker->lines, 0);
    talker->shown = *shown;
    if (talker->distrusts)
        talker_close(talker);
}

static void init(struct talker *talker, struct scene *scene, int fd, size_t line_max,
                 const struct wire_events *events)
{
    *talker = (struct talker){.scene = scene};
    talker->wire = wire_new(scene->loop, fd, line_max, events, talker);
}

void talker_init(struct talker *talker, struct scene *scene, int fd, size_t line_max)
{
    static const struct wire_events events = {
        .line = on_line, .writable = on_writable, .closed = on_closed};
    init(talker, scene, fd, line_max, &events);
}

void talker_init_judging(struct talker *talker, struct scene *scene, int fd, size_t line_max)
{
    static const struct wire_events events = {
        .line = on_line, .writable = on_writable, .closed = on_closed, .secured = on_secured};
    init(talker, scene, fd, line_max, &events);
}

void talker_close(struct talker *talker)
{
    if (talker->wire)
        wire_close(talker->wire);
    talker->wire = NULL;
}

void talker_clear(struct talker *talker)
{
    talker_close(talker);
    buf_clear(&talker->heard);
    buf_clear(&talker->queue);
    free(talker->why);
}

void says_bytes(struct talker *talker, const char *data, size_t len)
{
    bool is_waiting = talker->written < talker->queue.len;
    buf_append(&talker->queue, data, len);
    if (!is_waiting)
        flush(talker);
}

void says(struct talker *talker, const char *text)
{
    says_bytes(talker, text, strlen(text));
}

static bool heard_as_much(void *arg)
{
    struct talker *talker = arg;
    return talker->heard.len >= strlen(talker->wanted) || talker->why;
}

void hears(struct talker *talker, const char *lines)
{
    talker->wanted = lines;
    scene_until(talker->scene, heard_as_much, talker);
    assert_string_equal(buf_text(&talker->heard), lines);
}

static bool has_ended(void *arg)
{
    return ((struct talker *)arg)->why != NULL;
}

static bool has_seen(void *arg)
{
    const struct talker *talker = arg;
    return talker->shown.fingerprint[0];
}

void sees_server(struct talker *talker)
{
    scene_until(talker->scene, has_seen, talker);
}

void hears_end(struct talker *talker)
{
    scene_until(talker->scene, has_ended, talker);
}

int listen_anywhere(int *port)
{
    struct sockaddr_in name = {
        .sin_family = AF_INET,
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    socklen_t len = sizeof(name);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&name, len), 0);
    assert_int_equal(listen(fd, 8), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&name, &len), 0);
    *port = ntohs(name.sin_port);
    return fd;
}

void tcp_pair(int fds[2])
{
    int port = 0;
    int listener = listen_anywhere(&port);
    struct sockaddr_in name = {
        .sin_family = AF_INET,
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
        .sin_port = htons((uint16_t)port),
    };
    fds[0] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(fds[0], (struct sockaddr *)&name, sizeof(name)), 0);
    fds[1] = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    assert_true(fds[1] >= 0);
    close(listener);
}

void unix_pair(int fds[2])
{
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), 0);
}

char *temporary_folder(void)
{
    char *path = xstrdup("/tmp/parlor-test-000000");
    memset(strchr(path, '0'), 'X', 6);
    assert_non_null(mkdtemp(path));
    return path;
}
