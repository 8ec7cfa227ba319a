#include "http_auth.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "bans.h"
#include "http.h"
#include "login_check.h"
#include "mem.h"
#include "secret.h"
#include "ticket.h"

/* Bytes of a name and a password. */
#define BASIC_MAX 512

struct auth {
    struct http_request *request;
    http_auth_fn *then;
};

/* ---- refusing ---- */

static void refuse_with(struct http_request *request, int status, const char *header,
                        const char *value, const char *sentence)
{
    struct http_answer answer;
    http_answer_init(&answer, status);
    http_answer_header(&answer, header, value);
    buf_printf(http_answer_body(&answer, "text/plain; charset=utf-8"), "%s\n", sentence);
    http_reply(request, &answer);
}

/* Passwords are asked for only where nobody can read along. */
static bool may_have_password(const struct http_request *request)
{
    return http_is_private(request) || http_server(request)->world->config->plaintext_auth;
}

static void ask_for_login(struct http_request *request, const char *sentence)
{
    struct http_answer answer;
    http_answer_init(&answer, 401);
    if (may_have_password(request))
        http_answer_header(&answer, "WWW-Authenticate",
                           "Basic realm=\"Parlor\", charset=\"UTF-8\"");
    http_answer_header(&answer, "WWW-Authenticate", "Bearer realm=\"Parlor\"");
    buf_printf(http_answer_body(&answer, "text/plain; charset=utf-8"), "%s\n", sentence);
    http_reply(request, &answer);
}

static void refuse_token(struct http_request *request, const char *sentence)
{
    refuse_with(request, 401, "WWW-Authenticate",
                "Bearer realm=\"Parlor\", error=\"invalid_token\"", sentence);
}

/* ---- found out ---- */

static void go_on(struct http_request *request, const char *account, http_auth_fn *then)
{
    const struct server *server = http_server(request);
    const char *banned = bans_refuse(server, http_address(request), account, NULL, server->now_ms);
    if (banned) {
        http_refuse(request, 403, banned);
        return;
    }
    if (account)
        http_set_account(request, account);
    then(request);
}

/* ---- passwords ---- */

static void password_checked(void *arg, enum login_result result, const char *account,
                             const char *device)
{
    struct auth *auth = arg;
    struct http_request *request = auth->request;
    (void)device;
    if (result == LOGIN_RIGHT)
        go_on(request, account, auth->then);
    else if (result == LOGIN_TOO_MANY)
        refuse_with(request, 429, "Retry-After", "60",
                    "Too many wrong passwords came from your network; wait a minute");
    else if (result == LOGIN_TRY_LATER)
        refuse_with(request, 503, "Retry-After", "5",
                    "Passwords cannot be checked now; try again later");
    else
        ask_for_login(
            request,
            "That is not the account's password: try again, or get a token by /msg NickServ TOKEN");
    free(auth);
}

static void check_basic(struct http_request *request, const char *encoded, http_auth_fn *then)
{
    char text[BASIC_MAX + 1] = "";
    int len = secret_unbase64(encoded, strlen(encoded), text, BASIC_MAX);
    char *colon = len > 0 && strlen(text) == (size_t)len ? strchr(text, ':') : NULL;
    if (!colon) {
        ask_for_login(request, "The Authorization header cannot be read");
    } else if (!may_have_password(request)) {
        http_refuse(request, 403,
                    "Passwords are taken only over TLS: use the https address, or a token");
    } else {
        *colon = '\0';
        struct auth *auth = xnew(struct auth);
        *auth = (struct auth){request, then};
        struct login_question question = {http_address(request), text, colon + 1};
        login_check(http_server(request), &question, password_checked, auth);
    }
    secret_wipe(text, sizeof(text));
}

/* ---- tokens ---- */

static void check_token(struct http_request *request, const char *token, const char *wanted,
                        http_auth_fn *then)
{
    char *account = NULL;
    enum token_result result = token_use(http_server(request), token, wanted, &account);
    if (result == TOKEN_GOOD)
        go_on(request, account, then);
    else if (result == TOKEN_EXPIRED)
        refuse_token(request, "This token is too old; get a new one, they work for 15 minutes");
    else if (result == TOKEN_NOT_FOR)
        http_refuse(request, 403, "This token is for something else");
    else
        refuse_token(request, "This token is not known (any more); get a new one");
    free(account);
}

/* ---- tickets ---- */

/* True if the address is signed, well or not: then it was gone on with, or answered. */
static bool check_ticket(struct http_request *request, http_auth_fn *then)
{
    char *account = NULL;
    char *path = xasprintf("/%s", http_path(request));
    enum ticket_result result =
        ticket_verify(http_server(request), path, http_query(request), &account);
    free(path);
    if (result == TICKET_GOOD)
        go_on(request, account, then);
    else if (result == TICKET_EXPIRED)
        ask_for_login(request,
                      "This address has worked until now and is too old; ask for a new one");
    free(account);
    return result != TICKET_NONE;
}

/* What stands behind the scheme's name, or NULL. */
static const char *behind(const char *header, const char *scheme)
{
    size_t len = strlen(scheme);
    if (strncasecmp(header, scheme, len) != 0 || header[len] != ' ')
        return NULL;
    return header + len + strspn(header + len, " ");
}

void http_authenticate(struct http_request *request, const char *wanted, bool needed,
                       http_auth_fn *then)
{
    const char *header = http_header(request, "Authorization");
    const char *basic = header ? behind(header, "Basic") : NULL;
    const char *bearer = header ? behind(header, "Bearer") : NULL;
    if (basic)
        check_basic(request, basic, then);
    else if (bearer)
        check_token(request, bearer, wanted, then);
    else if (!header && strcmp(wanted, "upload") != 0 && check_ticket(request, then))
        return;
    else if (needed || header)
        ask_for_login(request, "Log in with your account's name and password, or a token");
    else
        go_on(request, NULL, then);
}
