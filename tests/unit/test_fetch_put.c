/* Uploads: whole, in parts, cut, refused. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fetch_scene.h"
#include "irc_name.h"
#include "mem.h"
#include "spec.h"

#define LARGE_BYTES (3 << 20)

/* What the server has of the one upload that there is. */
static struct buf got;
static bool forgetful; /* of parts */
static const char *refusal;

static int begin(void **state)
{
    buf_clear(&got);
    forgetful = false;
    refusal = NULL;
    return scene_begin(state);
}

static int end(void **state)
{
    buf_clear(&got);
    return scene_end(state);
}

static void tus(struct web *web, const struct web_request *request, struct buf *out)
{
    (void)web;
    char *length = web_header(request, "Upload-Length");
    char *offset = web_header(request, "Upload-Offset");
    if (strncmp(request->head, "POST /tus ", 10) == 0) {
        buf_reset(&got);
        buf_puts(out, "HTTP/1.1 201 Created\r\nLocation: /tus/1\r\nContent-Length: 0\r\n\r\n");
    } else if (forgetful) {
        forgetful = false;
        buf_puts(out, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    } else if (strncmp(request->head, "HEAD /tus/1 ", 12) == 0) {
        buf_printf(out, "HTTP/1.1 200 OK\r\nUpload-Offset: %zu\r\n\r\n", got.len);
    } else if (strncmp(request->head, "PATCH /tus/1 ", 13) == 0) {
        assert_int_equal(strtoul(offset, NULL, 10), got.len);
        buf_append(&got, request->body, request->len);
        buf_printf(out,
                   "HTTP/1.1 204 No Content\r\nUpload-Offset: %zu\r\n"
                   "Content-Location: /u/abc/notes.txt\r\n\r\n",
                   got.len);
    }
    free(length);
    free(offset);
}

static void takes(struct web *web, const struct web_request *request, struct buf *out)
{
    if (refusal) {
        buf_printf(out, "HTTP/1.1 %s\r\nContent-Length: 0\r\n\r\n", refusal);
    } else if (strncmp(request->head, "POST /uploads ", 14) == 0) {
        buf_reset(&got);
        buf_append(&got, request->body, request->len);
        buf_puts(out, "HTTP/1.1 201 Created\r\nLocation: /u/abc/notes.txt\r\n"
                      "Content-Length: 0\r\n\r\n");
    } else {
        tus(web, request, out);
    }
}

static void server_has(const struct scene *s, size_t size)
{
    assert_int_equal(got.len, size);
    for (size_t i = 0; i < size; i++)
        if (got.data[i] != s->content[i % CONTENT_BYTES])
            fail_msg("byte %zu is another one", i);
}

static void arrives_as(const struct scene *s, const struct transfer *transfer, const char *path)
{
    char *url = xasprintf("http://127.0.0.1:%d%s", s->web.port, path);
    assert_string_equal(transfer->url, url);
    assert_true(transfer->unsaid);
    free(url);
}

static void a_small_file_goes_at_once(void **state)
{
    struct scene *s = *state;
    s->web.answer = takes;
    struct transfer *transfer = uploads(s, CONTENT_BYTES);
    scene_until_state(s, transfer, TRANSFER_DONE);
    server_has(s, CONTENT_BYTES);
    arrives_as(s, transfer, "/u/abc/notes.txt");
    assert_string_equal(transfer->sum, s->sum);
    assert_string_equal(transfer->type, "text/plain");
    assert_non_null(strstr(buf_text(&s->web.heard), "filename*=UTF-8''notes.txt"));
}

static void a_large_file_goes_on_where_it_was_cut(void **state)
{
    struct scene *s = *state;
    s->web.answer = takes;
    struct transfer *transfer = uploads(s, LARGE_BYTES);
    scene_until_requests(s, 1);
    s->web.cut_request_at = 1500000;
    scene_until_state(s, transfer, TRANSFER_DONE);
    server_has(s, LARGE_BYTES);
    arrives_as(s, transfer, "/u/abc/notes.txt");
    assert_non_null(strstr(buf_text(&s->web.heard), "Upload-Offset: 1500000"));
    assert_non_null(
        strstr(buf_text(&s->web.heard), "filename bm90ZXMudHh0,filetype dGV4dC9wbGFpbg=="));
}

static void a_large_file_goes_on_after_a_restart(void **state)
{
    struct scene *s = *state;
    s->web.answer = takes;
    struct transfer *transfer = uploads(s, LARGE_BYTES);
    scene_until_requests(s, 1);
    s->web.cut_request_at = 1500000;
    scene_until_requests(s, 2);
    transfer = scene_restart(s, transfer);
    scene_until_state(s, transfer, TRANSFER_DONE);
    server_has(s, LARGE_BYTES);
    assert_non_null(strstr(buf_text(&s->web.heard), "HEAD /tus/1 "));
}

/* Of a large file that takes seconds: who summed it up has nobody to send it to then. */
static void a_link_that_is_cut_while_it_is_summed_up_is_waited_for(void **state)
{
    struct scene *s = *state;
    s->web.answer = takes;
    struct transfer *transfer = uploads(s, LARGE_BYTES);
    scene_until_state(s, transfer, TRANSFER_RUNNING);
    network_reset(transfer->network);
    transfer->network->stage = NETWORK_OFFLINE;
    scene_until_state(s, transfer, TRANSFER_QUEUED);
    assert_string_equal(transfer->why, "waits for the link to the server");
}

static void a_part_that_the_server_forgot_is_sent_anew(void **state)
{
    struct scene *s = *state;
    s->web.answer = takes;
    struct transfer *transfer = uploads(s, LARGE_BYTES);
    scene_until_requests(s, 1);
    s->web.cut_request_at = 1500000;
    scene_until_requests(s, 2);
    forgetful = true;
    scene_until_state(s, transfer, TRANSFER_DONE);
    server_has(s, LARGE_BYTES);
}

static void an_empty_file_goes_too(void **state)
{
    struct scene *s = *state;
    s->web.answer = takes;
    scene_until_state(s, uploads(s, 0), TRANSFER_DONE);
    server_has(s, 0);
}

static void refusals_say_what_to_do(void **state)
{
    static const struct {
        const char *status, *why;
    } rows[] = {
        {"401 Unauthorized",         "only names that belong to somebody may upload*"},
        {"413 Content Too Large",    "it is larger than the server takes"            },
        {"507 Insufficient Storage", "*remove older uploads of yours"                },
    };
    struct scene *s = *state;
    s->web.answer = takes;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        refusal = rows[i].status;
        struct transfer *transfer = uploads(s, 1000);
        scene_until_state(s, transfer, TRANSFER_FAILED);
        if (!irc_mask_match(rows[i].why, transfer->why))
            fail_msg("the reason is \"%s\"", transfer->why);
    }
}

static void never_has_it(struct web *web, const struct web_request *request, struct buf *out)
{
    tus(web, request, out);
    buf_reset(&got);
    if (strncmp(request->head, "PATCH ", 6) == 0) {
        buf_reset(out);
        buf_puts(out, "HTTP/1.1 204 No Content\r\nUpload-Offset: 0\r\n\r\n");
    }
}

static void a_server_that_never_has_it_is_given_up(void **state)
{
    struct scene *s = *state;
    s->web.answer = never_has_it;
    struct transfer *transfer = uploads(s, LARGE_BYTES);
    scene_until_state(s, transfer, TRANSFER_FAILED);
    assert_true(s->web.requests < 20);
    assert_non_null(strstr(transfer->why, "does not have it"));
}

static const char *place;

static void takes_it_to(struct web *web, const struct web_request *request, struct buf *out)
{
    (void)web;
    (void)request;
    buf_printf(out, "HTTP/1.1 201 Created\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n", place);
}

static void an_address_that_nobody_could_follow_is_not_said(void **state)
{
    static const char *const places[] = {"file:///etc/passwd", "javascript:alert(1)",
                                         "https://u:p@example.org/x"};
    struct scene *s = *state;
    s->web.answer = takes_it_to;
    for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
        place = places[i];
        struct transfer *transfer = uploads(s, 1000);
        scene_until_state(s, transfer, TRANSFER_FAILED);
        assert_non_null(strstr(transfer->why, "does not say where it is"));
        assert_null(transfer->url);
    }
}

static void a_file_that_is_gone_is_told(void **state)
{
    struct scene *s = *state;
    struct transfer *transfer = uploads(s, 1000);
    remove(transfer->path);
    scene_until_state(s, transfer, TRANSFER_FAILED);
    assert_non_null(strstr(transfer->why, "cannot be read"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(a_small_file_goes_at_once),
        TEST(a_large_file_goes_on_where_it_was_cut),
        TEST(a_large_file_goes_on_after_a_restart),
        TEST(a_link_that_is_cut_while_it_is_summed_up_is_waited_for),
        TEST(a_part_that_the_server_forgot_is_sent_anew),
        TEST(an_empty_file_goes_too),
        TEST(refusals_say_what_to_do),
        TEST(a_server_that_never_has_it_is_given_up),
        TEST(an_address_that_nobody_could_follow_is_not_said),
        TEST(a_file_that_is_gone_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
