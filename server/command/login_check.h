/*
 * login_check.h - is this the account's password? asked without a session, for HTTP.
 *
 * The same gate, counters and worker as SASL's: a guess here counts there.
 */
#ifndef LOGIN_CHECK_H
#define LOGIN_CHECK_H

#include "login.h"

/* account, device: folded, and as a login calls it; only with LOGIN_RIGHT. */
typedef void login_check_fn(void *arg, enum login_result result, const char *account,
                            const char *device);

/*
 * name: "alice" or "alice@phone". address: the peer's. done is called once,
 * perhaps before this returns; the caller keeps arg until then. A secret that
 * works once is used up.
 */
struct login_question {
    const char *address;
    const char *name;
    const char *password;
};
void login_check(struct server *server, const struct login_question *question, login_check_fn *done,
                 void *arg);

#endif
