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

static int hex_value(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = c ? strchr(digits, c | 0x20) : NULL;
    return found ? (int)(found - digits) : -1;
}

/* Undoes the percent signs, in place. */
static void decode(char *text)
{
    char *out = text;
    for (const char *p = text; *p; p++) {
        int high = *p == '%' ? hex_value(p[1]) : -1;
        int low = high >= 0 ? hex_value(p[2]) : -1;
        if (low < 0) {
            *out++ = *p;
            continue;
        }
        *out++ = (char)(high << 4 | low);
        p += 2;
    }
    *out = '\0';
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
    char *who = parameter(query, 'a');
    char *given = parameter(query, 's');
    if (until && who && given) {
        char wanted[SECRET_TEXT_SIZE];
        int64_t until_ms = read_time(until);
        decode(who);
        sign(server, path, who, until_ms, wanted);
        if (strlen(given) == strlen(wanted) && secret_equal(given, wanted, strlen(wanted)))
            result = server->now_ms < until_ms ? TICKET_GOOD : TICKET_EXPIRED;
    }
    *account = result == TICKET_GOOD ? xstrdup(who) : NULL;
    free(until);
    free(who);
    free(given);
    return result;
}
