/* Downloads that servers refuse, put off, redirect; and whom a token is shown to. */
#include <stdlib.h>
#include <string.h>

#include "fetch.h"
#include "fetch_scene.h"
#include "irc_name.h"
#include "mem.h"
#include "spec.h"

static void says_why(const struct transfer *transfer, const char *mask)
{
    if (!transfer->why || !irc_mask_match(mask, transfer->why))
        fail_msg("the reason is \"%s\"", transfer->why ? transfer->why : "");
}

static const char *refusal;

static void refuses(struct web *web, const struct web_request *request, struct buf *out)
{
    (void)web;
    (void)request;
    buf_printf(out, "HTTP/1.1 %s\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n",
               refusal);
}

static void says_sentence(struct web *web, const struct web_request *request, struct buf *out)
{
    refuses(web, request, out);
    buf_puts(out, "Your quota is \x1b[31mfull.\r\nMore text.\n");
}

static void refusals_say_what_to_do(void **state)
{
    static const struct {
        const char *status, *why;
    } rows[] = {
        {"401 Unauthorized",         "*log in with a name of your own"      },
        {"403 Forbidden",            "*does not let you*ask whoever runs it"},
        {"404 Not Found",            "there is no such file*"               },
        {"410 Gone",                 "the file was removed"                 },
        {"418 Teapot",               "*HTTP 418*"                           },
        {"507 Insufficient Storage", "the server has no room"               },
    };
    struct scene *s = *state;
    s->web.answer = refuses;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        refusal = rows[i].status;
        struct transfer *transfer = downloads(s, NULL);
        scene_until_state(s, transfer, TRANSFER_FAILED);
        says_why(transfer, rows[i].why);
        transfer_cancel(s->chat, transfer);
        scene_until_requests(s, s->web.requests);
    }
    folder_lists(s, "");
}

static void the_server_s_own_sentence_is_shown_made_fit(void **state)
{
    struct scene *s = *state;
    s->web.answer = says_sentence;
    refusal = "507 Insufficient Storage";
    struct transfer *transfer = downloads(s, NULL);
    scene_until_state(s, transfer, TRANSFER_FAILED);
    assert_null(strchr(transfer->why, '\x1b'));
    says_why(transfer, "the server says: Your quota is ?*full");
}

static void talks_on(struct web *web, const struct web_request *request, struct buf *out)
{
    refuses(web, request, out);
    for (int i = 0; i < 50000; i++)
        buf_puts(out, "and so on ");
}

static void a_refusal_without_end_is_not_read(void **state)
{
    struct scene *s = *state;
    s->web.answer = talks_on;
    refusal = "404 Not Found";
    struct transfer *transfer = downloads(s, NULL);
    scene_until_state(s, transfer, TRANSFER_FAILED);
    says_why(transfer, "the server says: and so on*");
    assert_true(strlen(transfer->why) < 400);
    assert_int_equal(s->web.requests, 1);
}

static void too_many_at_once_waits_as_long_as_the_server_says(void **state)
{
    struct scene *s = *state;
    s->patient = true;
    refusal = "429 Too Many Requests\r\nRetry-After: 30";
    s->web.answer = refuses;
    struct transfer *transfer = downloads(s, NULL);
    scene_until_requests(s, 1);
    scene_until_state(s, transfer, TRANSFER_QUEUED);
    assert_true(transfer->retry_ms - s->chat->mono_ms > 28000);
    says_why(transfer, "too many at once*");
}

static void points_into_a_folder(struct web *web, const struct web_request *request,
                                 struct buf *out)
{
    (void)web;
    size_t from = strcspn(request->head, " ") + 1;
    int len = (int)strcspn(request->head + from, " ");
    buf_printf(out, "HTTP/1.1 301 Moved Permanently\r\nLocation: %.*s/\r\n\r\n", len,
               request->head + from);
}

static void a_folder_is_no_file_and_leaves_none(void **state)
{
    struct scene *s = *state;
    s->web.answer = points_into_a_folder;
    struct transfer *transfer = downloads(s, NULL);
    scene_until_state(s, transfer, TRANSFER_FAILED);
    says_why(transfer, "it is a folder*");
    assert_int_equal(s->web.requests, 1);
    fetch_turn(s->fetch);
    folder_lists(s, "");
}

static void redirects(struct web *web, const struct web_request *request, struct buf *out)
{
    if (strncmp(request->head, "GET /files/plan.pdf ", 20) == 0)
        buf_puts(out, "HTTP/1.1 302 Found\r\nLocation: /files/other\r\nContent-Length: 0\r\n\r\n");
    else
        web_file(web, request, out);
}

static void points_elsewhere(struct web *web, const struct web_request *request, struct buf *out)
{
    (void)web;
    (void)request;
    buf_puts(out, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.2:1/x\r\nContent-Length: 0\r\n"
                  "\r\n");
}

static void a_server_may_point_to_itself_only(void **state)
{
    struct scene *s = *state;
    s->web.answer = redirects;
    scene_until_state(s, downloads(s, NULL), TRANSFER_DONE);
    folder_has(s, "plan.pdf");

    s->web.answer = points_elsewhere;
    struct transfer *transfer = downloads(s, NULL);
    scene_until_state(s, transfer, TRANSFER_FAILED);
    says_why(transfer, "the server points elsewhere: /get http://127.0.0.2:1/x");
}

static void endless_headers(struct web *web, const struct web_request *request, struct buf *out)
{
    (void)web;
    (void)request;
    buf_puts(out, "HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < 5000; i++)
        buf_printf(out, "X-%d: xxxxxxxxxxxxxxxxxxxxxxxxx\r\n", i);
}

static void headers_without_end_are_not_read(void **state)
{
    struct scene *s = *state;
    s->web.answer = endless_headers;
    struct transfer *transfer = downloads(s, NULL);
    scene_until_requests(s, 1);
    scene_until_state(s, transfer, TRANSFER_QUEUED);
    assert_int_equal(transfer->done, 0);
}

static void the_token_goes_to_the_network_s_own_server_only(void **state)
{
    struct scene *s = *state;
    struct network *network = s->chat->networks;
    network->account = xstrdup("alice");
    network->token = xstrdup("t0ken");
    network->token_ms = s->chat->mono_ms;
    scene_until_state(s, downloads(s, NULL), TRANSFER_DONE);
    assert_non_null(strstr(buf_text(&s->web.heard), "Authorization: Bearer t0ken"));

    buf_reset(&s->web.heard);
    const struct transfer_file file = {.url = NULL, .size = -1};
    struct transfer_file other = file;
    char *url = xasprintf("http://localhost:%d/x", s->web.port);
    other.url = url;
    scene_until_state(s, transfer_get(s->chat, network, &other), TRANSFER_DONE);
    assert_null(strstr(buf_text(&s->web.heard), "t0ken"));
    free(url);
}

static void a_token_that_grew_old_is_asked_for_anew(void **state)
{
    struct scene *s = *state;
    struct network *network = s->chat->networks;
    network->account = xstrdup("alice");
    network->token = xstrdup("t0ken");
    network->token_ms = s->chat->mono_ms - 60000;
    s->web.answer = refuses;
    refusal = "401 Unauthorized";
    struct transfer *transfer = downloads(s, NULL);
    scene_until_requests(s, 1);
    scene_until_state(s, transfer, TRANSFER_QUEUED);
    assert_null(network->token);
    assert_true(transfer_wants_token(s->chat, transfer));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_begin, scene_end)
    const struct CMUnitTest tests[] = {
        TEST(refusals_say_what_to_do),
        TEST(a_folder_is_no_file_and_leaves_none),
        TEST(the_server_s_own_sentence_is_shown_made_fit),
        TEST(a_refusal_without_end_is_not_read),
        TEST(too_many_at_once_waits_as_long_as_the_server_says),
        TEST(a_server_may_point_to_itself_only),
        TEST(headers_without_end_are_not_read),
        TEST(the_token_goes_to_the_network_s_own_server_only),
        TEST(a_token_that_grew_old_is_asked_for_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
