#include <stdlib.h>
#include <string.h>

#include "http_upload_scene.h"
#include "mem.h"
#include "spec.h"

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
        UPLOADS(tus_says_what_it_can),
        UPLOADS(pieces_become_a_file),
        UPLOADS(who_sends_only_post_says_what_is_meant),
        UPLOADS(a_part_is_given_up),
        UPLOADS(it_is_said_how_far_a_part_has_come),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
