/* Other ports while the server runs: all of them, or none. */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "address.h"
#include "conf.h"
#include "listener.h"
#include "log.h"
#include "loop.h"
#include "mem.h"
#include "net_scene.h"
#include "spec.h"

struct harbour {
    struct scene *scene;
    struct listeners *listeners;
    struct listener *last; /* by which somebody came */
    int came;
    int fds[8];
};

static void on_arrival(void *arg, struct listener *listener, int fd)
{
    struct harbour *harbour = arg;
    harbour->last = listener;
    harbour->fds[harbour->came++] = fd;
}

static int setup(void **state)
{
    struct harbour *harbour = xnew(struct harbour);
    void *scene = NULL;
    log_open(-1, LOG_ERROR);
    scene_setup(&scene);
    harbour->scene = scene;
    harbour->listeners = listeners_new(harbour->scene->loop, 4, on_arrival, harbour);
    *state = harbour;
    return 0;
}

static int teardown(void **state)
{
    struct harbour *harbour = *state;
    void *scene = harbour->scene;
    listeners_free(harbour->listeners);
    for (int i = 0; i < harbour->came; i++)
        close(harbour->fds[i]);
    scene_teardown(&scene);
    free(harbour);
    return 0;
}

static struct listeners_change *look(struct harbour *harbour, const char *first, const char *second,
                                     char **cause)
{
    char *items[] = {xstrdup(first), second ? xstrdup(second) : NULL};
    const struct conf_list list = {.items = items, .n = second ? 2 : 1};
    const struct conf_list none = {0};
    struct listeners_change *change = listeners_look(harbour->listeners, &list, &none, cause);
    free(items[0]);
    free(items[1]);
    return change;
}

static void become(struct harbour *harbour, const char *first, const char *second)
{
    char *cause = NULL;
    struct listeners_change *change = look(harbour, first, second, &cause);
    if (!change)
        fail_msg("%s", cause);
    listeners_become(change, 4);
}

static void listens_on(const struct harbour *harbour, const char *texts)
{
    struct buf all = {0};
    const struct listener *listener = NULL;
    while ((listener = listener_next(harbour->listeners, listener)))
        buf_printf(&all, "%s%s", all.len ? " " : "", listener_text(listener));
    assert_string_equal(buf_text(&all), texts);
    buf_clear(&all);
}

/* A port that nobody has: it was ours a moment ago. */
static int free_port(void)
{
    int port = 0;
    close(listen_anywhere(&port));
    return port;
}

static int call(int port)
{
    struct address address;
    char *cause = NULL;
    char *text = xasprintf("127.0.0.1:%d", port);
    assert_int_equal(address_parse(&address, text, &cause), 0);
    address_set_port(&address, port);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(fd, (const struct sockaddr *)&address.name, address.len) < 0) {
        close(fd);
        fd = -1;
    }
    address_clear(&address);
    free(text);
    return fd;
}

static bool somebody_came(void *arg)
{
    return ((struct harbour *)arg)->came > 0;
}

static void ports_come_and_go(void **state)
{
    struct harbour *harbour = *state;
    char *one = xasprintf("127.0.0.1:%d", free_port());
    char *two = xasprintf("127.0.0.1:%d", free_port());
    char *both = xasprintf("%s %s", one, two);
    become(harbour, one, NULL);
    listens_on(harbour, one);
    become(harbour, one, two);
    listens_on(harbour, both);
    become(harbour, two, NULL);
    listens_on(harbour, two);
    free(one);
    free(two);
    free(both);
}

static void a_port_that_is_not_to_be_had_changes_nothing(void **state)
{
    struct harbour *harbour = *state;
    int taken = 0;
    int other = listen_anywhere(&taken);
    char *ours = xasprintf("127.0.0.1:%d", free_port());
    char *fresh = xasprintf("127.0.0.1:%d", free_port());
    char *theirs = xasprintf("127.0.0.1:%d", taken);
    char *cause = NULL;
    become(harbour, ours, NULL);
    assert_null(look(harbour, fresh, theirs, &cause));
    assert_non_null(strstr(cause, "address already in use"));
    listens_on(harbour, ours);
    /* Nor does the one that was to be had stay bound. */
    become(harbour, fresh, NULL);
    listens_on(harbour, fresh);
    close(other);
    free(cause);
    free(ours);
    free(fresh);
    free(theirs);
}

static void a_port_may_move_to_all_addresses_or_to_tls(void **state)
{
    struct harbour *harbour = *state;
    int port = free_port();
    char *one = xasprintf("127.0.0.1:%d", port);
    char *all = xasprintf("0.0.0.0:%d", port);
    char *tls = xasprintf("tls:127.0.0.1:%d", port);
    become(harbour, one, NULL);
    become(harbour, all, NULL);
    listens_on(harbour, all);
    become(harbour, tls, NULL);
    listens_on(harbour, tls);
    free(one);
    free(all);
    free(tls);
}

static void who_came_by_a_port_that_goes_stays(void **state)
{
    struct harbour *harbour = *state;
    int port = free_port();
    char *one = xasprintf("127.0.0.1:%d", port);
    char *two = xasprintf("127.0.0.1:%d", free_port());
    become(harbour, one, NULL);
    int fd = call(port);
    scene_until(harbour->scene, somebody_came, harbour);
    become(harbour, two, NULL);
    listens_on(harbour, two);
    assert_int_equal(call(port), -1);
    assert_int_equal(send(fd, "x", 1, MSG_NOSIGNAL), 1);
    char byte = 0;
    assert_int_equal(recv(harbour->fds[0], &byte, 1, 0), 1);
    listener_left(harbour->last);
    close(fd);
    free(one);
    free(two);
}

static bool is_refused(void *arg)
{
    char text[64];
    return recv(*(int *)arg, text, sizeof(text), MSG_DONTWAIT) > 0;
}

static void each_port_has_its_own_limit(void **state)
{
    struct harbour *harbour = *state;
    int port = free_port();
    char *small = xasprintf("127.0.0.1:%d max_connections=1", port);
    char *large = xasprintf("127.0.0.1:%d max_connections=2", port);
    become(harbour, small, NULL);
    int first = call(port);
    scene_until(harbour->scene, somebody_came, harbour);
    int second = call(port);
    scene_until(harbour->scene, is_refused, &second);
    become(harbour, large, NULL);
    harbour->came = 1;
    int third = call(port);
    while (harbour->came < 2)
        scene_turns(harbour->scene, 1);
    assert_int_equal(listener_connections(harbour->last), 2);
    listener_left(harbour->last);
    listener_left(harbour->last);
    close(first);
    close(second);
    close(third);
    free(small);
    free(large);
}

#define HARBOUR(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        HARBOUR(ports_come_and_go),
        HARBOUR(a_port_that_is_not_to_be_had_changes_nothing),
        HARBOUR(a_port_may_move_to_all_addresses_or_to_tls),
        HARBOUR(who_came_by_a_port_that_goes_stays),
        HARBOUR(each_port_has_its_own_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
