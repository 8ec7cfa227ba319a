/*
 * Requests that mean no good: whatever is asked, nothing outside the folder
 * comes out, no header can be smuggled in or out, and who is slow is let go.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http_scene.h"
#include "mem.h"
#include "spec.h"

/* ---- paths ---- */

static const char *const traversals[] = {
    "/files/../secret.txt",
    "/files/../../../../../../etc/passwd",
    "/files/%2e%2e/secret.txt",
    "/files/%2E%2E%2Fsecret.txt",
    "/files/..%2fsecret.txt",
    "/files/..%5csecret.txt",
    "/files/%252e%252e/secret.txt",
    "/files/%c0%ae%c0%ae/secret.txt",
    "/files/%e0%80%ae%e0%80%ae/secret.txt",
    "/files/%uff0e%uff0e/secret.txt",
    "/files/....//secret.txt",
    "/files/.%2e/secret.txt",
    "/files/docs/../../secret.txt",
    "/files/docs/..%00/secret.txt",
    "/files/a.txt%00.png",
    "/files/%00",
    "/files//etc/passwd",
    "/files/%2fetc%2fpasswd",
    "//etc/passwd",
    "/../secret.txt",
    "/files/./a.txt",
    "/files/docs/./deep/c.txt",
    "/files/.hidden",
    "/files/%2ehidden",
    "/files/link.txt",
    "/files/out/secret.txt",
    "/files/out/",
    "/files/out",
    "/files/out/root/a.txt",
    "/files/pipe",
    "/files/docs%5cdeep%5cc.txt",
    "/files/a.txt%0d%0aX-Evil:%20yes",
    "/files/%0d%0aSet-Cookie:a=b",
    "/files/%ff%fe",
    "/files/%",
    "/files/%4",
    "/files/%zz",
    "/files/con%7fsole",
    "/files/%c2%9b",
    "/files/absent",
    "/files/docs/absent/",
    "/filesystem/",
    "/u/",
    "/u/../files/a.txt",
    "/u/0123456789012345678901/x",
    "/u/%2e%2e/a.txt",
    "/etc/passwd",
    "/proc/self/environ",
    "/files/proc/self/root/etc/passwd",
};

static void reveals_nothing(const struct http_scene *s)
{
    heard_lacks(s, "outside");
    heard_lacks(s, "root:");
    heard_lacks(s, "secret.txt");
    heard_lacks(s, "hello");
    heard_lacks(s, "\r\nX-Evil");
    heard_lacks(s, "\r\nSet-Cookie");
    heard_lacks(s, s->outer);
}

static void no_path_leads_outside(void **state)
{
    struct http_scene *s = *state;
    for (size_t i = 0; i < sizeof(traversals) / sizeof(traversals[0]); i++) {
        int status = fetches(s, traversals[i], "");
        if (status != 404)
            fail_msg("%s: %d", traversals[i], status);
        reveals_nothing(s);
        /* Absent and forbidden look the same. */
        assert_string_equal(heard_body(s), "There is nothing here.\n");
    }
}

static void a_path_too_long_is_refused(void **state)
{
    struct http_scene *s = *state;
    char *path = xmalloc(20000);
    memset(path, 'a', 20000);
    memcpy(path, "/files/", 7);
    path[7000] = '\0';
    assert_int_equal(fetches(s, path, ""), 404);
    memset(path + 7000, 'a', 10000);
    path[9000] = '\0';
    assert_int_equal(fetches(s, path, ""), 414);
    heard_has(s, "Connection: close\r\n");
    free(path);
}

/* ---- requests ---- */

struct attempt {
    const char *request;
    int status;
};

static const struct attempt attempts[] = {
  /* methods */
    {"POST /files/a.txt HTTP/1.1\r\nHost: f\r\nContent-Length: 0\r\n\r\n",                 405},
    {"DELETE /files/a.txt HTTP/1.1\r\nHost: f\r\n\r\n",                                    405},
    {"PUT /files/new HTTP/1.1\r\nHost: f\r\nContent-Length: 3\r\n\r\nabc",                 405},
    {"TRACE /files/ HTTP/1.1\r\nHost: f\r\n\r\n",                                          501},
    {"CONNECT evil.example:443 HTTP/1.1\r\nHost: f\r\n\r\n",                               501},
    {"PROPFIND /files/ HTTP/1.1\r\nHost: f\r\n\r\n",                                       501},
    {"BREW /files/ HTTP/1.1\r\nHost: f\r\n\r\n",                                           501},
    {"get /files/ HTTP/1.1\r\nHost: f\r\n\r\n",                                            501},
 /* first lines */
    {"GET /files/a.txt HTTP/2.0\r\nHost: f\r\n\r\n",                                       505},
    {"GET /files/a.txt HTTP/1.9\r\nHost: f\r\n\r\n",                                       505},
    {"GET /files/a.txt\r\n\r\n",                                                           400},
    {"GET  /files/a.txt HTTP/1.1\r\nHost: f\r\n\r\n",                                      400},
    {"GET /files/a b HTTP/1.1\r\nHost: f\r\n\r\n",                                         400},
    {"GET files/a.txt HTTP/1.1\r\nHost: f\r\n\r\n",                                        400},
    {"GET /files/a.txt#x HTTP/1.1\r\nHost: f\r\n\r\n",                                     400},
    {"GET /files/\xff HTTP/1.1\r\nHost: f\r\n\r\n",                                        400},
    {"GET /files/a.txt HTTP/1.1 \r\nHost: f\r\n\r\n",                                      400},
    {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",                                                   505},
    {"NICK alice\r\nUSER a 0 * :a\r\n\r\n",                                                400},
    {"\x16\x03\x01\x02\x01\x01",                                                           400},
 /* lines and headers */
    {"GET /files/a.txt HTTP/1.1\nHost: f\n\n",                                             400},
    {"GET /files/a.txt HTTP/1.1\r\nHost: f\nX: y\r\n\r\n",                                 400},
    {"GET /files/a.txt HTTP/1.1\r\nHost: f\rX: y\r\n\r\n",                                 400},
    {"GET /files/a.txt HTTP/1.1\r\nHost: f\r\n X: folded\r\n\r\n",                         400},
    {"GET /files/a.txt HTTP/1.1\r\nHost : f\r\n\r\n",                                      400},
    {"GET /files/a.txt HTTP/1.1\r\nHost: f\r\n: nothing\r\n\r\n",                          400},
    {"GET /files/a.txt HTTP/1.1\r\nHost: f\r\nno colon\r\n\r\n",                           400},
    {"GET /files/a.txt HTTP/1.1\r\nHost: f\r\nX: a\x01\r\n\r\n",                           400},
    {"GET /files/a.txt HTTP/1.1\r\n\r\n",                                                  400},
    {"GET /files/a.txt HTTP/1.1\r\nHost: f\r\nHost: g\r\n\r\n",                            400},
    {"GET /files/a.txt HTTP/1.1\r\nHost: f/../x\r\n\r\n",                                  400},
    {"GET /files/a.txt HTTP/1.1\r\nHost: <script>\r\n\r\n",                                400},
    {"GET /files/a.txt HTTP/1.1\r\nHost: f\r\nAuthorization: Basic eA==\r\n"
     "Authorization: Bearer y\r\n\r\n",                                               400},
    {"GET /files/a.txt HTTP/1.1\r\nHost: f\r\nExpect: wonders\r\n\r\n",                    417},
 /* where does it end? */
    {"POST /files/ HTTP/1.1\r\nHost: f\r\nContent-Length: 5\r\n"
     "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",                                   400},
    {"POST /files/ HTTP/1.1\r\nHost: f\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", 400},
    {"POST /files/ HTTP/1.1\r\nHost: f\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n", 400},
    {"POST /files/ HTTP/1.1\r\nHost: f\r\nContent-Length: 5, 5\r\n\r\n",                   400},
    {"POST /files/ HTTP/1.1\r\nHost: f\r\nContent-Length: +5\r\n\r\n",                     400},
    {"POST /files/ HTTP/1.1\r\nHost: f\r\nContent-Length: -1\r\n\r\n",                     400},
    {"POST /files/ HTTP/1.1\r\nHost: f\r\nContent-Length: 0x5\r\n\r\n",                    400},
    {"POST /files/ HTTP/1.1\r\nHost: f\r\nContent-Length:\r\n\r\n",                        400},
    {"POST /files/ HTTP/1.1\r\nHost: f\r\nContent-Length: 99999999999999999999\r\n\r\n",   400},
    {"POST /files/ HTTP/1.1\r\nHost: f\r\nTransfer-Encoding: chunked\r\n"
     "Transfer-Encoding: identity\r\n\r\n",                                           400},
    {"POST /files/ HTTP/1.1\r\nHost: f\r\nTransfer-Encoding: xchunked\r\n\r\n",            501},
    {"POST /files/ HTTP/1.1\r\nHost: f\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",       501},
    {"POST /files/ HTTP/1.1\r\nHost: f\r\nTransfer-Encoding : chunked\r\n\r\n",            400},
    {"POST /files/ HTTP/1.1\r\nHost: f\r\nTransfer-Encoding: \x0b"
     "chunked\r\n\r\n",                                                               400},
    {"POST /files/ HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",                        400},
};

static void what_is_no_clear_request_is_refused(void **state)
{
    struct http_scene *s = *state;
    for (size_t i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++) {
        int status = asks(s, attempts[i].request);
        if (status != attempts[i].status)
            fail_msg("%s: %d and not %d", attempts[i].request, status, attempts[i].status);
        reveals_nothing(s);
    }
}

/* Well-formed, if rare. */
static void odd_requests_are_answered(void **state)
{
    static const char *const odd[] = {
        "\r\n\r\nGET /files/a.txt HTTP/1.1\r\nHost: f\r\n\r\n",
        "GET http://f/files/a.txt HTTP/1.1\r\nHost: f\r\n\r\n",
        "GET /files/a.txt? HTTP/1.1\r\nHost: f\r\n\r\n",
        "GET /files/a.txt?x=%00&y HTTP/1.1\r\nHost: f\r\n\r\n",
        "GET /files/%61.txt HTTP/1.1\r\nHost:\tf \r\n\r\n",
        "GET /files/a.txt HTTP/1.1\r\nHost: f\r\nContent-Length: 0\r\n\r\n",
        "GET /files/a.txt HTTP/1.1\r\nHost: f\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
        "GET /files/a.txt HTTP/1.1\r\nHost: f\r\nContent-Length: 3\r\n\r\nabc",
    };
    struct http_scene *s = *state;
    for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
        if (asks(s, odd[i]) != 200)
            fail_msg("%s", odd[i]);
        assert_string_equal(heard_body(s), "hello world");
    }
}

/* A body that nobody asked for is never read as a request. */
static void no_request_hides_in_a_body(void **state)
{
    struct http_scene *s = *state;
    const char *inside = "GET /files/docs/deep/c.txt HTTP/1.1\r\nHost: f\r\n\r\n";
    char *plain =
        xasprintf("POST /files/a.txt HTTP/1.1\r\nHost: f\r\nContent-Length: %zu\r\n\r\n%s",
                  strlen(inside), inside);
    char *chunked = xasprintf("GET /files/a.txt HTTP/1.1\r\nHost: f\r\n"
                              "Transfer-Encoding: chunked\r\n\r\n0\r\n%s",
                              inside);
    assert_int_equal(asks(s, plain), 405);
    hears_close(s);
    heard_lacks(s, "ccc");
    asks(s, chunked);
    hears_close(s);
    heard_lacks(s, "ccc");
    free(plain);
    free(chunked);
}

static void too_many_headers_are_refused(void **state)
{
    struct http_scene *s = *state;
    struct buf request = {0};
    buf_puts(&request, "GET /files/a.txt HTTP/1.1\r\nHost: f\r\n");
    for (int i = 0; i < 63; i++)
        buf_puts(&request, "A: b\r\n");
    buf_puts(&request, "\r\n");
    assert_int_equal(asks(s, request.data), 200);
    buf_truncate(&request, request.len - 2);
    buf_puts(&request, "A: b\r\n\r\n");
    assert_int_equal(asks(s, request.data), 431);

    buf_reset(&request);
    buf_puts(&request, "GET /files/a.txt HTTP/1.1\r\nHost: f\r\nA: ");
    for (int i = 0; i < 2000; i++)
        buf_puts(&request, "aaaaaaaaaa");
    assert_int_equal(asks(s, request.data), 431);
    hears_close(s);
    buf_clear(&request);
}

static void strange_ranges_and_conditions_do_no_harm(void **state)
{
    static const char *const headers[] = {
        "Range: bytes=0-18446744073709551615\r\n",
        "Range: bytes=9223372036854775807-\r\n",
        "Range: bytes=-9223372036854775808\r\n",
        "Range: bytes=0-0,1-1,2-2,3-3,4-4,5-5,6-6,7-7\r\n",
        "Range: bytes= 0-1\r\n",
        "Range: bytes=0-1\r\nRange: bytes=2-3\r\n",
        "Range:\r\n",
        "Range: bytes=\r\n",
        "If-None-Match: \"\r\n",
        "If-None-Match: ,,,,W/,\"\"\r\n",
        "If-Modified-Since: Thu, 01 Jan 99999 00:00:00 GMT\r\n",
        "If-Modified-Since: Xxx, 99 Jan 2026 99:99:99 GMT\r\n",
        "If-Range: \r\nRange: bytes=1-\r\n",
        "If-Range: W/\"x\"\r\nRange: bytes=1-\r\n",
    };
    struct http_scene *s = *state;
    for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
        int status = fetches(s, "/files/a.txt", headers[i]);
        if (status != 200 && status != 206 && status != 304 && status != 416)
            fail_msg("%s: %d", headers[i], status);
        heard_lacks(s, "outside");
    }
}

/* ---- slow ones ---- */

static void headers_that_trickle_are_cut_off(void **state)
{
    struct http_scene *s = *state;
    const char *request = "GET /files/a.txt HTTP/1.1\r\n";
    visits(s);
    for (size_t i = 0; i < 25; i++) {
        sends(s, request + i, 1);
        turns(s, 2);
        if (i == 20)
            passes(s, 31000);
    }
    assert_int_equal(hears_answer(s), 408);
    hears_close(s);
}

static void who_does_not_read_is_cut_off(void **state)
{
    struct http_scene *s = *state;
    char *path = shared_path(s, "huge");
    shares(s, "huge", "begin");
    assert_int_equal(truncate(path, INT64_C(1) << 30), 0);
    free(path);
    visits(s);
    const char *request = "GET /files/huge HTTP/1.1\r\nHost: f\r\n\r\n";
    sends(s, request, strlen(request));
    scene_turns(s->scene, 1);
    int fd = s->fd;
    s->fd = -1; /* nobody reads there any more */
    turns(s, 60);
    passes(s, 61000);
    passes(s, 61000);
    s->fd = fd;
    hears_close(s);
}

static void a_visitor_may_leave_at_any_byte(void **state)
{
    struct http_scene *s = *state;
    const char *request = "GET /files/docs/ HTTP/1.1\r\nHost: f\r\nX: y\r\n\r\n";
    for (size_t len = 0; len <= strlen(request); len++) {
        visits(s);
        sends(s, request, len);
        scene_turns(s->scene, (int)(len % 4));
        leaves(s);
        turns(s, 2);
    }
    assert_int_equal(fetches(s, "/files/a.txt", ""), 200);
}

/* Every cut of a request between two packets means the same. */
static void requests_may_come_in_pieces(void **state)
{
    struct http_scene *s = *state;
    const char *request = "GET /files/a.txt HTTP/1.1\r\nHost: f\r\n\r\n";
    for (size_t cut = 1; cut < strlen(request); cut++) {
        visits(s);
        sends(s, request, cut);
        turns(s, 2);
        sends(s, request + cut, strlen(request) - cut);
        assert_int_equal(hears_answer(s), 200);
        assert_string_equal(heard_body(s), "hello world");
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, http_setup, http_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(no_path_leads_outside),
        TEST(a_path_too_long_is_refused),
        TEST(what_is_no_clear_request_is_refused),
        TEST(odd_requests_are_answered),
        TEST(no_request_hides_in_a_body),
        TEST(too_many_headers_are_refused),
        TEST(strange_ranges_and_conditions_do_no_harm),
        TEST(headers_that_trickle_are_cut_off),
        TEST(who_does_not_read_is_cut_off),
        TEST(a_visitor_may_leave_at_any_byte),
        TEST(requests_may_come_in_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
