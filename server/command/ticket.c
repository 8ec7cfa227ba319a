#include "ticket.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "file_name.h"
#include "mem.h"
#include "secret.h"

_Static_assert(SCRAM_KEY_BYTES == SECRET_BYTES, "the world's own secret signs tickets");

/* What a ticket says, signed by who alone knows the server's own secret. */
static void sign(const struct server *server, const char *path, const char *account,
                 int64_t until_ms, char out[SECRET_TEXT_SIZE])
{
    char *text = xasprintf("ticket\n%" PRId64 "\n%s\n%s", until_ms, account, path);
    secret_sign(server->world->pepper, text, out);
    free(text);
}

char *ticket_sign(struct server *server, const char *path, const char *account, int64_t until_ms)
{
    char signature[SECRET_TEXT_SIZE];
    struct buf query = {0};
    sign(server, path, account, until_ms, signature);
    buf_printf(&query, "e=%" PRId64 "&a=", until_ms);
    file_path_encode(&query, account);
    buf_printf(&query, "&s=%s", signature);
    return buf_detach(&query);
}

/* A parameter of the query, as it stands there; to free, NULL if it is not there. */
static char *parameter(const char *query, char name)
{
    while (query && *query) {
        size_t len = strcspn(query, "&");
        if (len >= 2 && query[0] == name && query[1] == '=')
            return xstrndup(query + 2, len - 2);
        query += len + (query[len] == '&');
    }
    return NULL;
}

static int64_t read_time(const char *text)
{
    char *end = NULL;
    errno = 0;
    int64_t ms = strtoll(text, &end, 10);
    return errno == 0 && end != text && !*end ? ms : -1;
}

enum ticket_result ticket_verify(const struct server *server, const char *path, const char *query,
                                 char **account)
{
    enum ticket_result result = TICKET_NONE;
    char *until = parameter(query, 'e');
    char *encoded = parameter(query, 'a');
    char *who = encoded ? file_text_decode(encoded) : NULL;
    char *given = parameter(query, 's');
    if (until && who && given) {
        char wanted[SECRET_TEXT_SIZE];
        int64_t until_ms = read_time(until);
        sign(server, path, who, until_ms, wanted);
        bool is_ours =
            strlen(given) == strlen(wanted) && secret_equal(given, wanted, strlen(wanted));
        /* What an account could open nobody opens with its ticket when it is gone. */
        if (is_ours && world_account(server->world, who))
            result = server->now_ms < until_ms ? TICKET_GOOD : TICKET_EXPIRED;
    }
    *account = result == TICKET_GOOD ? xstrdup(who) : NULL;
    free(until);
    free(who);
    free(encoded);
    free(given);
    return result;
}
