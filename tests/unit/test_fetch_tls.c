/* Whose certificate is right for files: as chat trusts it, and no other. */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "fetch_scene.h"
#include "loop.h"
#include "mem.h"
#include "spec.h"
#include "tls.h"
#include "wire.h"

/* A server that says "hello" to everybody, over TLS with a certificate of its own making. */
static struct secure {
    struct loop *loop;
    struct loop_watch *watch;
    struct tls *tls;
    struct tls_cert cert;
    char *folder;
    int fd, port, requests;
} secure;

static const char answer[] =
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";

struct caller {
    struct wire *wire;
    struct caller *before;
};
static struct caller *callers;

static void on_data(void *arg, const char *data, size_t len)
{
    struct caller *caller = arg;
    struct iovec piece = {xstrdup(answer), strlen(answer)};
    (void)data;
    (void)len;
    secure.requests++;
    assert_int_equal(wire_write(caller->wire, &piece, 1), strlen(answer));
    free(piece.iov_base);
    wire_close(caller->wire);
    caller->wire = NULL;
}

static void on_closed(void *arg, const char *why)
{
    struct caller *caller = arg;
    (void)why;
    wire_close(caller->wire);
    caller->wire = NULL;
}

static const struct wire_events events = {.data = on_data, .closed = on_closed};

static void on_caller(void *arg)
{
    (void)arg;
    char *cause = NULL;
    struct caller *caller = xnew(struct caller);
    int fd = accept4(secure.fd, NULL, NULL, SOCK_CLOEXEC);
    caller->before = callers;
    callers = caller;
    caller->wire = wire_new(secure.loop, fd, 512, &events, caller);
    assert_int_equal(wire_start_tls(caller->wire, secure.tls, NULL, &cause), 0);
}

static void open_secure(struct loop *loop)
{
    static const char *const names[] = {"files.example.org"};
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(address);
    char *cause = NULL;
    secure = (struct secure){.loop = loop, .folder = xstrdup("/tmp/parlor-secure-XXXXXX")};
    assert_non_null(mkdtemp(secure.folder));
    char *cert = xasprintf("%s/cert.pem", secure.folder);
    char *key = xasprintf("%s/key.pem", secure.folder);
    assert_int_equal(tls_cert_make(cert, key, names, 1, &cause), 0);
    secure.tls = tls_server_new(cert, key, &cause);
    secure.cert = tls_server_cert(secure.tls);
    secure.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(secure.fd, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(secure.fd, 16), 0);
    assert_int_equal(getsockname(secure.fd, (struct sockaddr *)&address, &size), 0);
    secure.port = ntohs(address.sin_port);
    secure.watch = loop_watch_new(loop, secure.fd, on_caller, NULL);
    unlink(cert);
    unlink(key);
    free(cert);
    free(key);
}

static int begin(void **state)
{
    scene_begin(state);
    struct scene *s = *state;
    open_secure(s->loop);
    struct network *network = s->chat->networks;
    network->tls = true;
    free(map_set(&network->isupport, "parlor.chat/FILES",
                 xasprintf("https://127.0.0.1:%d/files/", secure.port)));
    free(s->url);
    s->url = xasprintf("https://127.0.0.1:%d/files/plan.pdf", secure.port);
    s->web.content = "hello";
    s->web.size = 5;
    return 0;
}

static int end(void **state)
{
    while (callers) {
        struct caller *caller = callers;
        callers = caller->before;
        if (caller->wire)
            wire_close(caller->wire);
        free(caller);
    }
    loop_watch_free(secure.watch);
    close(secure.fd);
    rmdir(secure.folder);
    free(secure.folder);
    int result = scene_end(state);
    tls_free(secure.tls);
    return result;
}

static void is_refused(struct scene *s)
{
    struct transfer *transfer = downloads(s, NULL);
    scene_until_state(s, transfer, TRANSFER_FAILED);
    assert_non_null(strstr(transfer->why, "is not one that is trusted"));
    assert_int_equal(secure.requests, 0);
}

static void the_certificate_that_chat_trusts_is_right(void **state)
{
    struct scene *s = *state;
    trust_pin(&s->chat->networks->trust, secure.cert.full);
    scene_until_state(s, downloads(s, NULL), TRANSFER_DONE);
    folder_has(s, "plan.pdf");
}

static void the_one_that_the_url_named_is_right(void **state)
{
    struct scene *s = *state;
    xreplace(&s->chat->networks->trust.wanted, secure.cert.full);
    scene_until_state(s, downloads(s, NULL), TRANSFER_DONE);
}

static void one_that_nobody_vouches_for_is_not(void **state)
{
    is_refused(*state);
}

static void another_one_than_chat_trusts_is_not(void **state)
{
    struct scene *s = *state;
    trust_pin(&s->chat->networks->trust,
              "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    is_refused(s);
}

static void another_server_is_not_trusted_by_the_same_certificate(void **state)
{
    struct scene *s = *state;
    trust_pin(&s->chat->networks->trust, secure.cert.full);
    free(s->url);
    s->url = xasprintf("https://localhost:%d/files/plan.pdf", secure.port);
    is_refused(s);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(the_certificate_that_chat_trusts_is_right),
        TEST(the_one_that_the_url_named_is_right),
        TEST(one_that_nobody_vouches_for_is_not),
        TEST(another_one_than_chat_trusts_is_not),
        TEST(another_server_is_not_trusted_by_the_same_certificate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
