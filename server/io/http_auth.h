/*
 * http_auth.h - who asks over HTTP: by password, by token, or by a signed address.
 */
#ifndef HTTP_AUTH_H
#define HTTP_AUTH_H

#include <stdbool.h>

struct http_request;

typedef void http_auth_fn(struct http_request *request);

/*
 * Finds out who asks, and goes on with then(), perhaps later: http_account()
 * is set then, or still NULL if the request says nothing of it and it is not
 * needed. wanted: what a token must be good for, see token_use() in ticket.h:
 * "upload", or "download:/u/…" (of the path with its first slash).
 *
 * If what it says is wrong (or it is needed and says nothing), the request is
 * answered here and then() is not called: 401, 403, 429 or 503.
 */
void http_authenticate(struct http_request *request, const char *wanted, bool needed,
                       http_auth_fn *then);

#endif
