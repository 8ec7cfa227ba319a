#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "http_scene.h"
#include "mem.h"
#include "secret.h"
#include "spec.h"
#include "ticket.h"
#include "uploads.h"

static const char password[] = "secret of alice";
static struct person alice; /* who has an account */

static struct server *server_of(struct http_scene *s)
{
    return &s->rig.server;
}

static int setup(void **state)
{
    static const char *const lines[] = {"PASS :secret of alice", "NICK alice",
                                        "USER alice 0 * :alice"};
    static const struct upload_limits limits = {
        .file_max = 1000000, .account_bytes = 3000000, .per_address = 2};
    char *cause = NULL;
    http_setup(state);
    struct http_scene *s = *state;
    alice = (struct person){0};
    rig_connect(&s->rig, &alice, "127.0.0.1", true);
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
        rig_say(&alice, lines[i], strlen(lines[i]));
    char *folder = xasprintf("%s/files", s->outer);
    assert_int_equal(uploads_open(server_of(s), folder, &limits, &cause), 0);
    free(folder);
    server_of(s)->now_ms = clock_wall_ms(); /* as the loop will say */
    return 0;
}

static int teardown(void **state)
{
    struct http_scene *s = *state;
    struct uploads *uploads = server_of(s)->uploads;
    int result = http_teardown(state);
    uploads_free(uploads);
    return result;
}

#define UPLOADS(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

/* ---- sentences ---- */

/* A request of alice with these headers (each with CR LF) and this body. */
static int alice_asks(struct http_scene *s, const char *line, const char *headers, const char *body)
{
    char *both = xasprintf("alice:%s", password);
    char *basic = secret_base64(both, strlen(both));
    char *request = xasprintf("%s HTTP/1.1\r\nHost: files.example\r\nAuthorization: Basic %s\r\n"
                              "Content-Length: %zu\r\n%s\r\n%s",
                              line, basic, strlen(body), headers, body);
    int status = asks(s, request);
    free(request);
    free(basic);
    free(both);
    return status;
}

/* A header of the answer; to free. */
static char *heard_header(const struct http_scene *s, const char *name)
{
    char *begin = xasprintf("\r\n%s: ", name);
    const char *at = strcasestr(buf_text(&s->heard), begin);
    assert_non_null(at);
    at += strlen(begin);
    free(begin);
    return xstrndup(at, strcspn(at, "\r"));
}

static int fetches(struct http_scene *s, const char *path)
{
    char *request = xasprintf("GET %s HTTP/1.1\r\nHost: x\r\n\r\n", path);
    int status = asks(s, request);
    free(request);
    return status;
}

static void is_there(struct http_scene *s, const char *path, const char *content)
{
    assert_int_equal(fetches(s, path), 200);
    assert_string_equal(heard_body(s), content);
}

/* ---- whole files ---- */

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
    assert_int_equal(fetches(s, path), 404);
    is_there(s, signed_path, "kettle");
    char *line = xasprintf("GET %s", path);
    assert_int_equal(alice_asks(s, line, "", ""), 200);
    assert_string_equal(heard_body(s), "kettle");
    char *ticket = ticket_sign(server_of(s), path, "alice", clock_wall_ms() - 1);
    free(signed_path);
    signed_path = xasprintf("%s?%s", path, ticket);
    free(ticket);
    assert_int_equal(fetches(s, signed_path), 401);
    heard_has(s, "too old");
    free(line);
    free(path);
    free(signed_path);
}

/* ---- in pieces ---- */

#define TUS   "Tus-Resumable: 1.0.0\r\n"
#define PIECE TUS "Content-Type: application/offset+octet-stream\r\n"

/* Its path; to free. */
static char *creates(struct http_scene *s, const char *length)
{
    char *headers =
        xasprintf(TUS "Upload-Length: %s\r\nUpload-Metadata: filename bm90ZXMudHh0,x\r\n", length);
    assert_int_equal(alice_asks(s, "POST /tus", headers, ""), 201);
    free(headers);
    heard_has(s, "Tus-Resumable: 1.0.0\r\n");
    heard_has(s, "Upload-Expires: ");
    return heard_header(s, "Location");
}

static int patches(struct http_scene *s, const char *path, const char *headers, const char *body)
{
    char *line = xasprintf("PATCH %s", path);
    int status = alice_asks(s, line, headers, body);
    free(line);
    return status;
}

static void tus_says_what_it_can(void **state)
{
    struct http_scene *s = *state;
    assert_int_equal(asks(s, "OPTIONS /tus HTTP/1.1\r\nHost: x\r\n\r\n"), 204);
    heard_has(s, "Tus-Version: 1.0.0\r\n");
    heard_has(s, "Tus-Extension: creation,expiration,checksum,termination\r\n");
    heard_has(s, "Tus-Max-Size: 1000000\r\n");
    heard_has(s, "Tus-Checksum-Algorithm: sha1,sha256\r\n");
    assert_int_equal(alice_asks(s, "POST /tus", "Upload-Length: 3\r\n", ""), 412);
    heard_has(s, "Tus-Version: 1.0.0\r\n");
    assert_int_equal(alice_asks(s, "POST /tus", TUS, ""), 400);
    assert_int_equal(alice_asks(s, "POST /tus", TUS "Upload-Length: 1000001\r\n", ""), 413);
}

static void pieces_become_a_file(void **state)
{
    struct http_scene *s = *state;
    char *path = creates(s, "6");
    assert_int_equal(patches(s, path, PIECE "Upload-Offset: 0\r\n", "ket"), 204);
    heard_has(s, "Upload-Offset: 3\r\n");
    assert_int_equal(patches(s, path, PIECE "Upload-Offset: 0\r\n", "ket"), 409);
    assert_int_equal(patches(s, path, TUS "Upload-Offset: 3\r\n", "tle"), 415);
    assert_int_equal(patches(s, path,
                             PIECE "Upload-Offset: 3\r\n"
                                   "Upload-Checksum: sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=\r\n",
                             "tle"),
                     460);
    assert_int_equal(
        patches(s, path, PIECE "Upload-Offset: 3\r\nUpload-Checksum: md5 xxxx\r\n", "tle"), 400);
    assert_int_equal(patches(s, path, PIECE "Upload-Offset: 3\r\n", "tle"), 204);
    char *whole = heard_header(s, "Content-Location");
    assert_non_null(strstr(whole, "/notes.txt"));
    is_there(s, whole, "kettle");
    free(whole);
    free(path);
}

static void who_sends_only_post_says_what_is_meant(void **state)
{
    struct http_scene *s = *state;
    char *path = creates(s, "6");
    char *line = xasprintf("POST %s", path);
    assert_int_equal(
        alice_asks(s, line, PIECE "Upload-Offset: 0\r\nX-HTTP-Method-Override: PATCH\r\n", "ket"),
        204);
    heard_has(s, "Upload-Offset: 3\r\n");
    free(line);
    free(path);
}

static void a_part_is_given_up(void **state)
{
    struct http_scene *s = *state;
    char *path = creates(s, "6");
    char *line = xasprintf("DELETE %s", path);
    assert_int_equal(alice_asks(s, line, TUS, ""), 204);
    assert_int_equal(alice_asks(s, line, TUS, ""), 404);
    assert_int_equal(patches(s, path, PIECE "Upload-Offset: 0\r\n", "ket"), 404);
    free(line);
    free(path);
}

static void it_is_said_how_far_a_part_has_come(void **state)
{
    struct http_scene *s = *state;
    char *path = creates(s, "6");
    patches(s, path, PIECE "Upload-Offset: 0\r\n", "kett");
    char *line = xasprintf("POST %s", path);
    assert_int_equal(alice_asks(s, line, TUS "X-HTTP-Method-Override: HEAD\r\n", ""), 200);
    heard_has(s, "Upload-Offset: 4\r\n");
    heard_has(s, "Upload-Length: 6\r\n");
    heard_has(s, "Cache-Control: no-store\r\n");
    free(line);
    free(path);
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
        UPLOADS(tus_says_what_it_can),
        UPLOADS(pieces_become_a_file),
        UPLOADS(who_sends_only_post_says_what_is_meant),
        UPLOADS(a_part_is_given_up),
        UPLOADS(it_is_said_how_far_a_part_has_come),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
