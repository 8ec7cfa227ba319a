#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "loop.h"
#include "mem.h"
#include "net_scene.h"
#include "proxy.h"
#include "spec.h"

/* ---- which proxy ---- */

static void clear_environment(void)
{
    static const char *const names[] = {"ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        unsetenv(names[i]);
}

static void expect_proxy(const char *url, const char *host, int port)
{
    char *cause = NULL;
    setenv("ALL_PROXY", url, 1);
    struct proxy *proxy = proxy_for("chat.example.org", &cause);
    assert_null(cause);
    assert_non_null(proxy);
    assert_string_equal(proxy->host, host);
    assert_int_equal(proxy->port, port);
    proxy_free(proxy);
}

static void the_environment_names_a_proxy(void **state)
{
    (void)state;
    char *cause = NULL;
    clear_environment();
    assert_null(proxy_for("chat.example.org", &cause));
    expect_proxy("socks5://127.0.0.1:9050", "127.0.0.1", 9050);
    expect_proxy("socks5h://tor.example/", "tor.example", 1080);
    expect_proxy("SOCKS5://[::1]:9050", "::1", 9050);
    setenv("ALL_PROXY", "socks5://alice:a%b@127.0.0.1", 1);
    struct proxy *proxy = proxy_for("chat.example.org", &cause);
    assert_string_equal(proxy->user, "alice");
    assert_string_equal(proxy->password, "a%b");
    proxy_free(proxy);
}

static void a_proxy_that_is_none_is_not_gone_around(void **state)
{
    (void)state;
    static const char *const wrong[] = {"http://127.0.0.1:8080", "socks5://:1080", "socks5://a:x",
                                        "socks5://[::1", "socks5://a:99999"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        char *cause = NULL;
        setenv("ALL_PROXY", wrong[i], 1);
        assert_null(proxy_for("chat.example.org", &cause));
        assert_non_null(strstr(cause, "ALL_PROXY is not socks5://"));
        free(cause);
    }
}

static void this_machine_and_what_is_excepted_need_none(void **state)
{
    (void)state;
    char *cause = NULL;
    setenv("ALL_PROXY", "socks5://127.0.0.1:9050", 1);
    setenv("NO_PROXY", "example.net, .lan", 1);
    assert_null(proxy_for("localhost", &cause));
    assert_null(proxy_for("127.0.0.1", &cause));
    assert_null(proxy_for("unix:/run/parlord.sock", &cause));
    assert_null(proxy_for("irc.example.net", &cause));
    assert_null(proxy_for("box.lan", &cause));
    static const char *const elsewhere[] = {"myexample.net", "127.example.org"};
    for (size_t i = 0; i < sizeof(elsewhere) / sizeof(*elsewhere); i++) {
        struct proxy *proxy = proxy_for(elsewhere[i], &cause);
        assert_non_null(proxy);
        assert_null(cause);
        proxy_free(proxy);
    }
    clear_environment();
}

/* ---- through it ---- */

/* What the proxy expects and answers, in turns; a length before each, 0 at the end. */
struct turn {
    const char *hears;
    size_t hears_len;
    const char *says;
    size_t says_len;
};

/* Plays the proxy in a process of its own: 0 if all was as expected. */
static void play(int listener, const struct turn *turns, size_t n)
{
    int fd = accept(listener, NULL, NULL);
    for (size_t i = 0; i < n; i++) {
        char heard[300];
        if (recv(fd, heard, turns[i].hears_len, MSG_WAITALL) != (ssize_t)turns[i].hears_len ||
            memcmp(heard, turns[i].hears, turns[i].hears_len) != 0)
            _exit(1);
        if (send(fd, turns[i].says, turns[i].says_len, MSG_NOSIGNAL) != (ssize_t)turns[i].says_len)
            _exit(2);
    }
    shutdown(fd, SHUT_WR);
    recv(fd, (char[1]){0}, 1, 0);
    _exit(0);
}

struct call {
    bool is_answered;
    int fd;
    char *why;
};

static void on_answer(void *arg, int fd, const char *why)
{
    struct call *call = arg;
    assert_false(call->is_answered);
    call->is_answered = true;
    call->fd = fd;
    call->why = why ? xstrdup(why) : NULL;
}

static bool is_answered(void *arg)
{
    return ((struct call *)arg)->is_answered;
}

/* Reaches chat.example.org port 6697 by a proxy that plays these turns. */
static struct call reach(struct scene *scene, const char *user, const struct turn *turns, size_t n)
{
    int port = 0;
    int listener = listen_anywhere(&port);
    pid_t child = fork();
    if (child == 0)
        play(listener, turns, n);
    close(listener);

    struct call call = {.fd = -1};
    struct proxy *proxy = xnew(struct proxy);
    *proxy = (struct proxy){.host = xstrdup("127.0.0.1"), .port = port};
    proxy->user = user ? xstrdup(user) : NULL;
    proxy->password = user ? xstrdup("tea") : NULL;
    const struct tunnel_end end = {"chat.example.org", 6697, on_answer, &call};
    struct tunnel *tunnel = tunnel_new(scene->loop, proxy, &end);
    scene_until(scene, is_answered, &call);
    tunnel_free(tunnel);
    if (call.why) {
        int status = 0;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_int_equal(status, 0);
    }
    return call;
}

#define BYTES(text) text, sizeof(text) - 1
#define WHERE      \
    "\5\1\0\3\x10" \
    "chat.example.org\x1a\x29"
#define REACH(scene, user, turns) reach(scene, user, turns, sizeof(turns) / sizeof(*(turns)))

static void expect_end(struct call call, const char *why)
{
    assert_int_equal(call.fd, -1);
    const char *behind = strstr(call.why, " port ");
    assert_non_null(behind);
    behind = strchr(behind + 6, ' ');
    assert_string_equal(behind + 1, why);
    free(call.why);
}

static void a_server_is_reached_by_its_name_and_nothing_of_it_is_lost(void **state)
{
    static const struct turn turns[] = {
        {BYTES("\5\1\0"), BYTES("\5\0")                     },
        {BYTES(WHERE),    BYTES("\5\0\0\1\1\2\3\4\0\0hello")},
    };
    struct call call = REACH(*state, NULL, turns);
    char heard[10] = "";
    assert_null(call.why);
    assert_int_equal(recv(call.fd, heard, 5, MSG_WAITALL), 5);
    assert_string_equal(heard, "hello");
    close(call.fd);
    wait(NULL);
}

static void who_has_to_log_in_does(void **state)
{
    static const struct turn turns[] = {
        {BYTES("\5\2\0\2"),       BYTES("\5\2")             },
        {BYTES("\1\5alice\3tea"), BYTES("\1\0")             },
        {BYTES(WHERE),            BYTES("\5\0\0\3\3abc\0\0")},
    };
    struct call call = REACH(*state, "alice", turns);
    assert_null(call.why);
    close(call.fd);
    wait(NULL);
}

static void what_goes_wrong_is_told(void **state)
{
    static const struct turn unknown[] = {
        {BYTES("\5\2\0\2"),       BYTES("\5\2")},
        {BYTES("\1\5alice\3tea"), BYTES("\1\1")}
    };
    static const struct turn refused[] = {
        {BYTES("\5\1\0"), BYTES("\5\0")                },
        {BYTES(WHERE),    BYTES("\5\5\0\1\0\0\0\0\0\0")}
    };
    static const struct turn needs[] = {
        {BYTES("\5\1\0"), BYTES("\5\xff")}
    };
    static const struct turn web[] = {
        {BYTES("\5\1\0"), BYTES("HTTP/1.1 400 Bad\r\n")}
    };
    static const struct turn silent[] = {
        {BYTES("\5\1\0"), BYTES("\5")}
    };
    expect_end(REACH(*state, "alice", unknown), "does not know this user and password");
    expect_end(REACH(*state, NULL, refused), "says that the server refused the connection");
    expect_end(REACH(*state, NULL, needs),
               "wants another way to log in: user:password@ before its name may help");
    expect_end(REACH(*state, NULL, web), "does not speak SOCKS5");
    expect_end(REACH(*state, NULL, silent), "hung up");
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, scene_setup, scene_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_environment_names_a_proxy),
        cmocka_unit_test(a_proxy_that_is_none_is_not_gone_around),
        cmocka_unit_test(this_machine_and_what_is_excepted_need_none),
        SCENE(a_server_is_reached_by_its_name_and_nothing_of_it_is_lost),
        SCENE(who_has_to_log_in_does),
        SCENE(what_goes_wrong_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
