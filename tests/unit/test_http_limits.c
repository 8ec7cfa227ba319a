/* HTTP with who is too slow, too many, or not wanted; and what every answer says. */
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bans.h"
#include "blobs.h"
#include "guard.h"
#include "http_upload_scene.h"
#include "mem.h"
#include "secret.h"
#include "spec.h"
#include "ticket.h"
#include "uploads.h"

static const struct guard_limits wide = {100, 100, 100, 100};

static void nothing_is_kept(struct http_scene *s)
{
    turns(s, 20);
    assert_null(blobs_names(uploads_blobs(server_of(s)->uploads), -1));
}

/* ---- bodies ---- */

/* Alice begins to send a body in this frame ("Content-Length: 5"), and this of it. */
static void alice_begins(struct http_scene *s, const char *frame, const char *body)
{
    char *token = token_make(server_of(s), "alice", "desk", "upload");
    char *request = xasprintf("POST /uploads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
                              "%s\r\n\r\n%s",
                              token, frame, body);
    visits(s);
    sends(s, request, strlen(request));
    turns(s, 20);
    free(request);
    secret_free(token);
}

static void a_body_that_trickles_is_cut_off(void **state)
{
    struct http_scene *s = *state;
    alice_begins(s, "Content-Length: 100000", "abc");
    passes(s, 9000);
    sends(s, "d", 1);
    turns(s, 2);
    assert_int_equal(s->heard.len, 0);
    passes(s, 11000);
    assert_int_equal(hears_answer(s), 408);
    assert_string_equal(heard_body(s), "The body came too slowly.\n");
    hears_close(s);
    nothing_is_kept(s);
}

static void a_body_that_comes_fast_enough_may_take_its_time(void **state)
{
    struct http_scene *s = *state;
    char some[10240];
    memset(some, 'x', sizeof(some));
    alice_begins(s, "Content-Length: 51200", "");
    for (int i = 0; i < 5; i++) {
        sends(s, some, sizeof(some));
        turns(s, 5);
        passes(s, 11000);
    }
    assert_int_equal(hears_answer(s), 201);
}

static void a_damaged_body_is_refused_and_leaves_nothing(void **state)
{
    static const char *const bodies[] = {
        "zz\r\nabc\r\n0\r\n\r\n",        /* no number */
        "-3\r\nabc\r\n0\r\n\r\n",        /* nor this */
        "ffffffffffffffffff\r\nabc\r\n", /* no number that anybody can hold */
        "\r\nabc\r\n",                   /* none at all */
        "3\r\nabc\r\nxyz\r\n",           /* the second is none */
    };
    struct http_scene *s = *state;
    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        alice_begins(s, "Transfer-Encoding: chunked", bodies[i]);
        assert_int_equal(hears_answer(s), 400);
        assert_string_equal(heard_body(s), "The body of the request is damaged.\n");
        hears_close(s);
        nothing_is_kept(s);
    }
}

static void a_body_that_ends_too_early_leaves_nothing(void **state)
{
    static const char *const bodies[] = {"", "5", "5\r\nab", "3\r\nabc\r\n", "3\r\nabc\r\n0\r\n"};
    struct http_scene *s = *state;
    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        alice_begins(s, "Transfer-Encoding: chunked", bodies[i]);
        leaves(s);
        nothing_is_kept(s);
    }
}

/* ---- who is too many, or not wanted ---- */

static void who_finds_it_full_is_told_so_in_http(void **state)
{
    struct http_scene *s = *state;
    http_listens(s, "127.0.0.1", 1, &wide);
    visits(s);
    turns(s, 2);
    int first = s->fd;
    s->fd = -1;
    assert_int_equal(fetches(s, "/files/a.txt", ""), 503);
    hears_close(s);
    heard_has(s, "\r\nRetry-After: 10\r\n");
    heard_has(s, "\r\nX-Content-Type-Options: nosniff\r\n");
    assert_string_equal(heard_body(s), "Server is full, try again later\r\n");
    close(first);
}

/* An address of this machine that is not its loopback; false if it has none. */
static bool find_address(char host[NI_MAXHOST])
{
    struct ifaddrs *all = NULL;
    bool found = false;
    if (getifaddrs(&all) < 0)
        return false;
    for (const struct ifaddrs *each = all; each && !found; each = each->ifa_next) {
        if (each->ifa_addr && each->ifa_addr->sa_family == AF_INET &&
            !(each->ifa_flags & IFF_LOOPBACK))
            found = getnameinfo(each->ifa_addr, sizeof(struct sockaddr_in), host, NI_MAXHOST, NULL,
                                0, NI_NUMERICHOST) == 0;
    }
    freeifaddrs(all);
    return found;
}

static void an_address_has_no_more_connections_than_it_may(void **state)
{
    static const struct guard_limits narrow = {2, 100, 100, 100};
    struct http_scene *s = *state;
    char host[NI_MAXHOST];
    int fds[2];
    if (!find_address(host))
        skip();
    http_listens(s, host, 100, &narrow);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(fetches(s, "/files/a.txt", ""), 200);
        fds[i] = s->fd;
        s->fd = -1;
    }
    assert_int_equal(fetches(s, "/files/a.txt", ""), 503);
    hears_close(s);
    close(fds[0]);
    turns(s, 5);
    assert_int_equal(fetches(s, "/files/a.txt", ""), 200);
    close(fds[1]);
}

static void who_is_banned_is_refused_at_the_next_request(void **state)
{
    struct http_scene *s = *state;
    char host[NI_MAXHOST];
    const char *request = "GET /files/a.txt HTTP/1.1\r\nHost: x\r\n\r\n";
    if (!find_address(host))
        skip();
    http_listens(s, host, 100, &wide);
    assert_int_equal(asks(s, request), 200);
    const struct ban_wish wish = {.what = host, .reason = "spam", .setter = "carol"};
    bans_add(server_of(s), &wish, 0);
    buf_reset(&s->heard);
    sends(s, request, strlen(request));
    assert_int_equal(hears_answer(s), 403);
    assert_string_equal(heard_body(s), "You are banned from this server for ever: spam.\n");
}

static void a_page_of_another_site_uploads_nothing(void **state)
{
    struct http_scene *s = *state;
    const char *line = "POST /uploads";
    assert_int_equal(alice_asks(s, line, "Sec-Fetch-Site: cross-site\r\n", "x"), 403);
    assert_int_equal(alice_asks(s, line, "Sec-Fetch-Site: same-site\r\n", "x"), 403);
    assert_int_equal(alice_asks(s, line, "Sec-Fetch-Site: same-origin\r\n", "x"), 201);
}

/* ---- answers ---- */

static void an_upload_is_had_in_pieces_too(void **state)
{
    struct http_scene *s = *state;
    assert_int_equal(alice_asks(s, "PUT /uploads/notes.txt", "", "hello kettle"), 201);
    char *path = heard_header(s, "Location");
    char *tag = heard_header(s, "ETag");
    assert_int_equal(fetches(s, path, "Range: bytes=6-\r\n"), 206);
    assert_string_equal(heard_body(s), "kettle");
    heard_has(s, "\r\nContent-Range: bytes 6-11/12\r\n");
    char *same = xasprintf("Range: bytes=0-4\r\nIf-Range: %s\r\n", tag);
    assert_int_equal(fetches(s, path, same), 206);
    assert_string_equal(heard_body(s), "hello");
    assert_int_equal(fetches(s, path, "Range: bytes=0-4\r\nIf-Range: \"x\"\r\n"), 200);
    assert_int_equal(fetches(s, path, "Range: bytes=12-\r\n"), 416);
    heard_has(s, "\r\nContent-Range: bytes */12\r\n");
    char *had = xasprintf("If-None-Match: %s\r\n", tag);
    assert_int_equal(fetches(s, path, had), 304);
    free(had);
    free(same);
    free(tag);
    free(path);
}

static void every_answer_is_safe_for_browsers(void **state)
{
    static const struct {
        int status;
        const char *request;
    } answers[] = {
        {200, "GET /files/ HTTP/1.1\r\nHost: x\r\n\r\n"                         },
        {200, "GET /files/docs/page.html HTTP/1.1\r\nHost: x\r\n\r\n"           },
        {206, "GET /files/a.txt HTTP/1.1\r\nHost: x\r\nRange: bytes=1-\r\n\r\n" },
        {204, "OPTIONS /uploads HTTP/1.1\r\nHost: x\r\n\r\n"                    },
        {301, "GET /files/docs HTTP/1.1\r\nHost: x\r\n\r\n"                     },
        {303, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"                               },
        {304, "GET /files/a.txt HTTP/1.1\r\nHost: x\r\nIf-None-Match: *\r\n\r\n"},
        {400, "GET /files/\r\n\r\n"                                             },
        {401, "POST /uploads HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"  },
        {404, "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n"                        },
        {404, "GET /u/AAAAAAAAAAAAAAAAAAAAAA/x HTTP/1.1\r\nHost: x\r\n\r\n"     },
        {405, "DELETE /files/ HTTP/1.1\r\nHost: x\r\n\r\n"                      },
        {412, "POST /tus HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"      },
        {415, "POST /uploads HTTP/1.1\r\nHost: x\r\nContent-Encoding: br\r\n"
              "Content-Length: 0\r\n\r\n"                          },
        {416, "GET /files/a.txt HTTP/1.1\r\nHost: x\r\nRange: bytes=99-\r\n\r\n"},
        {417, "GET /files/ HTTP/1.1\r\nHost: x\r\nExpect: tea\r\n\r\n"          },
        {501, "BREW /files/ HTTP/1.1\r\nHost: x\r\n\r\n"                        },
        {505, "GET /files/ HTTP/2.0\r\nHost: x\r\n\r\n"                         },
    };
    static const char *const headers[] = {
        "\r\nX-Content-Type-Options: nosniff\r\n", "\r\nReferrer-Policy: no-referrer\r\n",
        "\r\nContent-Security-Policy: ", "\r\nCache-Control: ", "default-src 'none'"};
    struct http_scene *s = *state;
    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
        assert_int_equal(asks(s, answers[i].request), answers[i].status);
        for (size_t j = 0; j < sizeof(headers) / sizeof(headers[0]); j++)
            heard_has(s, headers[j]);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        UPLOADS(a_body_that_trickles_is_cut_off),
        UPLOADS(a_body_that_comes_fast_enough_may_take_its_time),
        UPLOADS(a_damaged_body_is_refused_and_leaves_nothing),
        UPLOADS(a_body_that_ends_too_early_leaves_nothing),
        UPLOADS(who_finds_it_full_is_told_so_in_http),
        UPLOADS(an_address_has_no_more_connections_than_it_may),
        UPLOADS(who_is_banned_is_refused_at_the_next_request),
        UPLOADS(a_page_of_another_site_uploads_nothing),
        UPLOADS(an_upload_is_had_in_pieces_too),
        UPLOADS(every_answer_is_safe_for_browsers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
