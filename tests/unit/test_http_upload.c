#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "http_upload_scene.h"
#include "mem.h"
#include "spec.h"
#include "ticket.h"
#include "uploads.h"

static void options_say_what_is_possible(void **state)
{
    struct http_scene *s = *state;
    assert_int_equal(asks(s, "OPTIONS /uploads HTTP/1.1\r\nHost: x\r\n\r\n"), 204);
    heard_has(s, "Allow: OPTIONS, POST, PUT\r\n");
    heard_has(s, "Accept-Post: */*\r\n");
    heard_has(s, "Upload-Limit: maxsize=1000000\r\n");
}

static void a_file_is_posted_and_had_back(void **state)
{
    struct http_scene *s = *state;
    assert_int_equal(alice_asks(s, "POST /uploads",
                                "Content-Type: text/plain\r\n"
                                "Content-Disposition: attachment; filename=\"my notes.txt\"\r\n",
                                "kettle"),
                     201);
    char *path = heard_header(s, "Location");
    assert_non_null(strstr(path, "/my%20notes.txt"));
    heard_has(s, "ETag: \"");
    heard_has(s, "Digest: sha-256=");
    heard_has(s, "http://files.example/u/");
    is_there(s, path, "kettle");
    free(path);
}

static void a_file_is_put_under_its_name(void **state)
{
    struct http_scene *s = *state;
    assert_int_equal(alice_asks(s, "PUT /uploads/notes.txt", "", "kettle"), 201);
    char *path = heard_header(s, "Location");
    is_there(s, path, "kettle");
    free(path);
}

static void a_form_sends_its_file(void **state)
{
    struct http_scene *s = *state;
    assert_int_equal(alice_asks(s, "POST /uploads",
                                "Content-Type: multipart/form-data; boundary=x\r\n",
                                "--x\r\nContent-Disposition: form-data; name=file; "
                                "filename=\"notes.txt\"\r\n\r\nkettle\r\n--x--\r\n"),
                     201);
    char *path = heard_header(s, "Location");
    assert_non_null(strstr(path, "/notes.txt"));
    is_there(s, path, "kettle");
    free(path);
    assert_int_equal(alice_asks(s, "POST /uploads",
                                "Content-Type: multipart/form-data; boundary=x\r\n",
                                "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--x--"),
                     400);
    assert_int_equal(
        alice_asks(s, "POST /uploads", "Content-Type: multipart/mixed; boundary=x\r\n", "--x"),
        415);
}

static void what_comes_in_chunks_is_taken(void **state)
{
    struct http_scene *s = *state;
    char *token = token_make(server_of(s), "alice", "desk", "upload");
    char *request = xasprintf("POST /uploads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
                              "Transfer-Encoding: chunked\r\n\r\n3\r\nket\r\n3\r\ntle\r\n0\r\n\r\n",
                              token);
    assert_int_equal(asks(s, request), 201);
    char *path = heard_header(s, "Location");
    is_there(s, path, "kettle");
    free(path);
    free(request);
    free(token);
}

static void who_says_nothing_of_himself_is_asked(void **state)
{
    struct http_scene *s = *state;
    assert_int_equal(asks(s, "POST /uploads HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"),
                     401);
    heard_has(s, "WWW-Authenticate: Basic realm=\"Parlor\", charset=\"UTF-8\"\r\n");
    heard_has(s, "WWW-Authenticate: Bearer");
    assert_int_equal(asks(s, "POST /uploads HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n"
                             "Authorization: Basic YWxpY2U6d3Jvbmc=\r\n\r\nabc"),
                     401);
    heard_has(s, "That is not the account's password");
    assert_int_equal(asks(s, "POST /uploads HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n"
                             "Authorization: Strange x\r\n\r\nabc"),
                     401);
}

static void a_token_that_is_too_old_is_said_to_be(void **state)
{
    struct http_scene *s = *state;
    server_of(s)->now_ms = clock_wall_ms() - TOKEN_MS;
    char *token = token_make(server_of(s), "alice", "desk", "upload");
    char *request = xasprintf("POST /uploads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
                              "Content-Length: 3\r\n\r\nabc",
                              token);
    assert_int_equal(asks(s, request), 401);
    heard_has(s, "This token is too old; get a new one");
    heard_has(s, "error=\"invalid_token\"");
    free(request);
    free(token);
}

static void a_token_for_downloads_uploads_nothing(void **state)
{
    struct http_scene *s = *state;
    char *token = token_make(server_of(s), "alice", "desk", "download:/files/");
    char *request = xasprintf("POST /uploads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
                              "Content-Length: 3\r\n\r\nabc",
                              token);
    assert_int_equal(asks(s, request), 403);
    free(request);
    free(token);
}

static void too_large_a_file_is_refused_unread(void **state)
{
    struct http_scene *s = *state;
    char *token = token_make(server_of(s), "alice", "desk", "upload");
    char *request = xasprintf("POST /uploads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
                              "Content-Length: 1000001\r\nExpect: 100-continue\r\n\r\n",
                              token);
    assert_int_equal(asks(s, request), 413);
    heard_has(s, "Upload-Limit: maxsize=1000000\r\n");
    heard_lacks(s, "100 Continue");
    free(request);
    free(token);
}

static void what_is_packed_is_refused(void **state)
{
    struct http_scene *s = *state;
    assert_int_equal(alice_asks(s, "POST /uploads", "Content-Encoding: gzip\r\n", "x"), 415);
}

static void a_file_that_is_cut_leaves_nothing(void **state)
{
    struct http_scene *s = *state;
    char *token = token_make(server_of(s), "alice", "desk", "upload");
    char *request = xasprintf("POST /uploads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
                              "Content-Length: 100\r\n\r\nabc",
                              token);
    visits(s);
    sends(s, request, strlen(request));
    turns(s, 20);
    struct blobs *blobs = uploads_blobs(server_of(s)->uploads);
    char *names = blobs_names(blobs, -1);
    assert_non_null(names);
    free(names);
    leaves(s);
    turns(s, 20);
    assert_null(blobs_names(blobs, -1));
    free(request);
    free(token);
}

static void a_large_file_comes_whole(void **state)
{
    struct http_scene *s = *state;
    char *body = xmalloc(900001);
    for (size_t i = 0; i < 900000; i++)
        body[i] = (char)('a' + i * i % 23);
    body[900000] = '\0';
    assert_int_equal(alice_asks(s, "PUT /uploads/big", "", body), 201);
    char *path = heard_header(s, "Location");
    is_there(s, path, body);
    free(path);
    free(body);
}

static void a_private_file_is_for_its_author_and_who_has_a_ticket(void **state)
{
    struct http_scene *s = *state;
    assert_int_equal(alice_asks(s, "PUT /uploads/notes.txt?private=1", "", "kettle"), 201);
    char *path = heard_header(s, "Location");
    char *signed_path =
        xstrndup(strstr(heard_body(s), "/u/"), strcspn(strstr(heard_body(s), "/u/"), "\n"));
    assert_int_equal(fetches(s, path, ""), 404);
    is_there(s, signed_path, "kettle");
    char *line = xasprintf("GET %s", path);
    assert_int_equal(alice_asks(s, line, "", ""), 200);
    assert_string_equal(heard_body(s), "kettle");
    char *ticket = ticket_sign(server_of(s), path, "alice", clock_wall_ms() - 1);
    free(signed_path);
    signed_path = xasprintf("%s?%s", path, ticket);
    free(ticket);
    assert_int_equal(fetches(s, signed_path, ""), 401);
    heard_has(s, "too old");
    free(line);
    free(path);
    free(signed_path);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        UPLOADS(options_say_what_is_possible),
        UPLOADS(a_file_is_posted_and_had_back),
        UPLOADS(a_file_is_put_under_its_name),
        UPLOADS(a_form_sends_its_file),
        UPLOADS(what_comes_in_chunks_is_taken),
        UPLOADS(who_says_nothing_of_himself_is_asked),
        UPLOADS(a_token_that_is_too_old_is_said_to_be),
        UPLOADS(a_token_for_downloads_uploads_nothing),
        UPLOADS(too_large_a_file_is_refused_unread),
        UPLOADS(what_is_packed_is_refused),
        UPLOADS(a_file_that_is_cut_leaves_nothing),
        UPLOADS(a_large_file_comes_whole),
        UPLOADS(a_private_file_is_for_its_author_and_who_has_a_ticket),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
