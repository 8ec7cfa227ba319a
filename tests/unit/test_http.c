/* Shared files over HTTP: what a browser, curl and our client see. */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http.h"
#include "http_scene.h"
#include "mem.h"
#include "sharing.h"
#include "spec.h"

static void a_file_comes_whole_with_all_headers(void **state)
{
    struct http_scene *s = *state;
    assert_int_equal(fetches(s, "/files/a.txt", ""), 200);
    assert_string_equal(heard_body(s), "hello world");
    static const char *const headers[] = {
        "\r\nContent-Length: 11\r\n",
        "\r\nContent-Type: text/plain; charset=utf-8\r\n",
        "\r\nX-Content-Type-Options: nosniff\r\n",
        "\r\nContent-Security-Policy: sandbox; default-src 'none'; media-src 'self'\r\n",
        "\r\nReferrer-Policy: no-referrer\r\n",
        "\r\nContent-Disposition: inline; filename=\"a.txt\"\r\n",
        "\r\nAccept-Ranges: bytes\r\n",
        "\r\nETag: \"",
        "\r\nLast-Modified: ",
        "\r\nDate: ",
    };
    for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
        heard_has(s, headers[i]);
}

static void what_holds_scripts_is_saved_and_not_shown(void **state)
{
    struct http_scene *s = *state;
    assert_int_equal(fetches(s, "/files/docs/page.html", ""), 200);
    heard_has(s, "\r\nContent-Disposition: attachment; filename=\"page.html\"\r\n");
    assert_int_equal(fetches(s, "/files/picture.png", ""), 200);
    heard_has(s, "\r\nContent-Disposition: inline; ");
}

static void head_says_the_same_without_the_bytes(void **state)
{
    struct http_scene *s = *state;
    assert_int_equal(asks(s, "HEAD /files/a.txt HTTP/1.1\r\nHost: files\r\n\r\n"), 200);
    heard_has(s, "\r\nContent-Length: 11\r\n");
    assert_string_equal(heard_body(s), "");
    assert_int_equal(asks(s, "HEAD /files/ HTTP/1.1\r\nHost: files\r\n\r\n"), 200);
    assert_string_equal(heard_body(s), "");
}

struct part {
    const char *range;
    int status;
    const char *body, *content_range;
};

static void one_part_of_a_file_may_be_asked_for(void **state)
{
    struct http_scene *s = *state;
    static const struct part parts[] = {
        {"bytes=0-4",                        206, "hello",       "bytes 0-4/11"  },
        {"bytes=6-",                         206, "world",       "bytes 6-10/11" },
        {"bytes=-5",                         206, "world",       "bytes 6-10/11" },
        {"bytes=-500",                       206, "hello world", "bytes 0-10/11" },
        {"bytes=10-99999999999999999999999", 206, "d",           "bytes 10-10/11"},
        {"bytes=0-1,3-4",                    200, "hello world", NULL            },
        {"lines=1-2",                        200, "hello world", NULL            },
        {"bytes=11-",                        416, NULL,          "bytes */11"    },
        {"bytes=5-2",                        416, NULL,          "bytes */11"    },
        {"bytes=-0",                         416, NULL,          "bytes */11"    },
        {"bytes=x",                          416, NULL,          "bytes */11"    },
        {"bytes=1-2x",                       416, NULL,          "bytes */11"    },
        {"bytes=99999999999999999999999-",   416, NULL,          "bytes */11"    },
        {"bytes=-",                          416, NULL,          "bytes */11"    },
    };
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        char *header = xasprintf("Range: %s\r\n", parts[i].range);
        assert_int_equal(fetches(s, "/files/a.txt", header), parts[i].status);
        free(header);
        if (parts[i].body)
            assert_string_equal(heard_body(s), parts[i].body);
        if (parts[i].content_range)
            heard_has(s, parts[i].content_range);
        else
            heard_lacks(s, "Content-Range");
    }
    assert_int_equal(fetches(s, "/files/empty", "Range: bytes=0-\r\n"), 416);
    assert_int_equal(fetches(s, "/files/empty", ""), 200);
}

static char *value_of(const struct http_scene *s, const char *name)
{
    char *mark = xasprintf("\r\n%s: ", name);
    const char *at = strstr(buf_text(&s->heard), mark);
    assert_non_null(at);
    at += strlen(mark);
    free(mark);
    return xstrndup(at, strcspn(at, "\r"));
}

static int fetches_if(struct http_scene *s, const char *header, const char *value, const char *more)
{
    char *text = xasprintf("%s: %s\r\n%s", header, value, more);
    int status = fetches(s, "/files/a.txt", text);
    free(text);
    return status;
}

static void what_one_has_already_is_not_sent_again(void **state)
{
    struct http_scene *s = *state;
    fetches(s, "/files/a.txt", "");
    char *tag = value_of(s, "ETag");
    char *date = value_of(s, "Last-Modified");
    char *list = xasprintf("\"x\", W/%s", tag);
    assert_int_equal(fetches_if(s, "If-None-Match", tag, ""), 304);
    assert_string_equal(heard_body(s), "");
    assert_int_equal(fetches_if(s, "If-None-Match", list, ""), 304);
    assert_int_equal(fetches_if(s, "If-None-Match", "*", ""), 304);
    assert_int_equal(fetches_if(s, "If-None-Match", "\"x\"", ""), 200);
    assert_int_equal(fetches_if(s, "If-Modified-Since", date, ""), 304);
    assert_int_equal(fetches_if(s, "If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT", ""), 200);
    assert_int_equal(fetches_if(s, "If-Modified-Since", "yesterday", ""), 200);
    assert_int_equal(fetches_if(s, "If-Range", tag, "Range: bytes=6-\r\n"), 206);
    assert_int_equal(fetches_if(s, "If-Range", date, "Range: bytes=6-\r\n"), 206);
    assert_int_equal(fetches_if(s, "If-Range", "\"x\"", "Range: bytes=6-\r\n"), 200);
    assert_string_equal(heard_body(s), "hello world");
    free(list);
    free(date);
    free(tag);
}

/* A download that began with one tag must be able to go on with it. */
static void the_sum_becomes_the_tag_when_it_is_known(void **state)
{
    struct http_scene *s = *state;
    fetches(s, "/files/a.txt", "");
    char *before = value_of(s, "ETag");
    turns(s, 3);
    fetches(s, "/files/a.txt", "");
    heard_has(s, "ETag: \"b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9\"");
    assert_int_equal(fetches_if(s, "If-Range", before, "Range: bytes=6-\r\n"), 206);
    heard_has(s, before); /* else it would be a part of another file */
    assert_int_equal(fetches_if(s, "If-None-Match", before, ""), 304);
    fetches(s, "/files/?format=json", "");
    heard_has(s, "\"sha256\":\"b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9\"");
    free(before);
}

static void a_folder_is_a_page_without_script(void **state)
{
    struct http_scene *s = *state;
    assert_int_equal(fetches(s, "/files/", ""), 200);
    heard_has(s, "Content-Type: text/html; charset=utf-8\r\n");
    heard_has(s, "Content-Security-Policy: default-src 'none'; style-src 'sha256-");
    heard_has(s, "X-Content-Type-Options: nosniff\r\n");
    heard_has(s, "5 entries, <span title=\"17 bytes\">total 17 B</span>");
    heard_has(s, "href=\"/files/docs/\"");
    heard_has(s, "href=\"/files/Tee%20%26%20%3CKuchen%3E%20%221%22.txt\"");
    heard_has(s, "<bdi>Tee &amp; &lt;Kuchen&gt; &quot;1&quot;.txt</bdi>");
    static const char *const none[] = {"<script", "hidden<", "link.txt", "out<", "pipe", "http://"};
    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
        heard_lacks(s, none[i]);
}

static void a_folder_is_json_and_text_too(void **state)
{
    struct http_scene *s = *state;
    assert_int_equal(fetches(s, "/files/docs/?format=json", ""), 200);
    heard_has(s, "{\"path\":\"docs\",\"entries\":2,\"bytes\":25,");
    heard_has(s, "{\"name\":\"deep\",\"kind\":\"folder\",");
    assert_int_equal(fetches(s, "/files/docs/", "Accept: application/json\r\n"), 200);
    heard_has(s, "Content-Type: application/json\r\n");
    assert_int_equal(fetches(s, "/files/docs/?format=text&sort=size", ""), 200);
    heard_has(s, "/docs: 2 entries, 25 bytes\n");
    heard_has(s, "  page.html\n");
    assert_int_equal(fetches(s, "/files/docs/deep/?format=text", ""), 200);
    heard_has(s, "/docs/deep: 1 entry, 3 bytes\n");
}

static void a_long_list_has_pages(void **state)
{
    struct http_scene *s = *state;
    for (int i = 0; i < 501; i++) {
        char *name = xasprintf("docs/deep/f%03d", i);
        shares(s, name, "x");
        free(name);
    }
    fetches(s, "/files/docs/deep/", "");
    heard_has(s, "502 entries");
    heard_has(s, "Page 1 of 2");
    heard_has(s, ">f498<");
    heard_lacks(s, ">f499<");
    fetches(s, "/files/docs/deep/?page=2", "");
    heard_has(s, ">f500<");
    heard_lacks(s, ">f498<");
    fetches(s, "/files/docs/deep/?page=99999999999999999999", "");
    heard_has(s, "Page 2 of 2");
    fetches(s, "/files/docs/deep/?sort=name&order=reverse", "");
    heard_has(s, ">f500<");
}

static void a_folder_without_its_slash_is_found(void **state)
{
    struct http_scene *s = *state;
    assert_int_equal(fetches(s, "/files/docs?format=json", ""), 301);
    heard_has(s, "\r\nLocation: /files/docs/?format=json\r\n");
    assert_int_equal(fetches(s, "/files", ""), 301);
    heard_has(s, "\r\nLocation: /files/\r\n");
    assert_int_equal(fetches(s, "/", ""), 303);
    assert_int_equal(fetches(s, "/files/a.txt/", ""), 404);
}

static void requests_of_one_connection_are_answered_in_order(void **state)
{
    struct http_scene *s = *state;
    visits(s);
    const char *both =
        "GET /files/a.txt HTTP/1.1\r\nHost: f\r\n\r\n"
        "GET /files/docs/deep/c.txt HTTP/1.1\r\nHost: f\r\nConnection: close\r\n\r\n";
    sends(s, both, strlen(both));
    hears_close(s);
    const char *first = strstr(buf_text(&s->heard), "hello world");
    assert_non_null(first);
    assert_non_null(strstr(first, "\r\n\r\nccc"));
}

static void old_clients_get_one_answer(void **state)
{
    struct http_scene *s = *state;
    assert_int_equal(asks(s, "GET /files/a.txt HTTP/1.0\r\n\r\n"), 200);
    heard_has(s, "Connection: close\r\n");
    hears_close(s);
}

/* Sparse: the disk has none of it. */
static void a_huge_file_costs_no_memory(void **state)
{
    struct http_scene *s = *state;
    char *path = shared_path(s, "huge");
    shares(s, "huge", "begin");
    assert_int_equal(truncate(path, INT64_C(5) << 30), 0);
    free(path);
    assert_int_equal(fetches(s, "/files/huge", "Range: bytes=5368709110-\r\n"), 206);
    heard_has(s, "Content-Range: bytes 5368709110-5368709119/5368709120\r\n");
    visits(s);
    int small = 4096;
    setsockopt(s->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
    const char *request = "GET /files/huge HTTP/1.1\r\nHost: f\r\n\r\n";
    sends(s, request, strlen(request));
    turns(s, 40);
    heard_has(s, "Content-Length: 5368709120\r\n");
}

static void a_file_that_shrinks_is_cut_off(void **state)
{
    struct http_scene *s = *state;
    char *path = shared_path(s, "big");
    shares(s, "big", "begin");
    assert_int_equal(truncate(path, INT64_C(64) << 20), 0);
    visits(s);
    const char *request = "GET /files/big HTTP/1.1\r\nHost: f\r\n\r\n";
    sends(s, request, strlen(request));
    turns(s, 5);
    assert_int_equal(truncate(path, 100000), 0);
    free(path);
    hears_close(s);
    assert_true(s->heard.len < (64 << 20));
}

static void strangers_may_be_asked_to_log_in(void **state)
{
    struct http_scene *s = *state;
    s->rig.server.sharing->accounts_only = true;
    static const char *const paths[] = {"/files/", "/files/a.txt", "/files/absent", "/files/out/x"};
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        assert_int_equal(fetches(s, paths[i], ""), 401);
        heard_has(s, "WWW-Authenticate: Basic");
        heard_lacks(s, "hello");
    }
    s->rig.server.sharing->accounts_only = false;
    assert_int_equal(fetches(s, "/files/?login=1", ""), 401);
    assert_int_equal(fetches(s, "/files/a.txt", "Authorization: Bearer wrong\r\n"), 401);
}

static void who_asks_nothing_is_let_go(void **state)
{
    struct http_scene *s = *state;
    visits(s);
    turns(s, 3);
    passes(s, 31000);
    hears_close(s);
    assert_int_equal(s->heard.len, 0);

    assert_int_equal(fetches(s, "/files/a.txt", ""), 200);
    passes(s, 59000);
    assert_false(s->has_ended);
    passes(s, 61000);
    hears_close(s);
}

static void a_stop_lets_what_is_short_go_out(void **state)
{
    struct http_scene *s = *state;
    visits(s);
    turns(s, 3);
    https_stop_reading(s->https);
    hears_close(s);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, http_setup, http_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_file_comes_whole_with_all_headers),
        TEST(what_holds_scripts_is_saved_and_not_shown),
        TEST(head_says_the_same_without_the_bytes),
        TEST(one_part_of_a_file_may_be_asked_for),
        TEST(what_one_has_already_is_not_sent_again),
        TEST(the_sum_becomes_the_tag_when_it_is_known),
        TEST(a_folder_is_a_page_without_script),
        TEST(a_folder_is_json_and_text_too),
        TEST(a_long_list_has_pages),
        TEST(a_folder_without_its_slash_is_found),
        TEST(requests_of_one_connection_are_answered_in_order),
        TEST(old_clients_get_one_answer),
        TEST(a_huge_file_costs_no_memory),
        TEST(a_file_that_shrinks_is_cut_off),
        TEST(strangers_may_be_asked_to_log_in),
        TEST(who_asks_nothing_is_let_go),
        TEST(a_stop_lets_what_is_short_go_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
