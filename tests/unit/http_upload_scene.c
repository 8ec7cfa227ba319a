#include "http_upload_scene.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "mem.h"
#include "secret.h"
#include "spec.h"
#include "uploads.h"

static const char password[] = "secret of alice";
static struct person alice; /* who has an account */

struct server *server_of(struct http_scene *s)
{
    return &s->rig.server;
}

int http_upload_setup(void **state)
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

int http_upload_teardown(void **state)
{
    struct http_scene *s = *state;
    struct uploads *uploads = server_of(s)->uploads;
    int result = http_teardown(state);
    uploads_free(uploads);
    return result;
}

/* ---- sentences ---- */

int alice_asks(struct http_scene *s, const char *line, const char *headers, const char *body)
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

char *heard_header(const struct http_scene *s, const char *name)
{
    char *begin = xasprintf("\r\n%s: ", name);
    const char *at = strcasestr(buf_text(&s->heard), begin);
    assert_non_null(at);
    at += strlen(begin);
    free(begin);
    return xstrndup(at, strcspn(at, "\r"));
}

void is_there(struct http_scene *s, const char *path, const char *content)
{
    assert_int_equal(fetches(s, path, ""), 200);
    assert_string_equal(heard_body(s), content);
}
