/*
 * login.h - proving who one is, and claiming a name, in steps that wait for the
 * store and for the hashing thread.
 *
 * The one gate to accounts: SASL, PASS and REGISTER all end in login_enter().
 */
#ifndef LOGIN_H
#define LOGIN_H

#include "credential.h"
#include "job.h"

enum login_result {
    LOGIN_RIGHT,    /* the name is proved, or claimed */
    LOGIN_WRONG,    /* no such account, or not its password */
    LOGIN_TAKEN,    /* claim: somebody was quicker */
    LOGIN_TRY_LATER /* too many wait for the hash, or the store failed */
};

/* What is asked, by whom, and what came of it. */
struct login;

/* Runs as a handler does. label: of the credential that matched. */
typedef void login_done_fn(struct ctx *ctx, const struct login *login, enum login_result result);

#define LOGIN_KEYS_MAX 16

struct login {
    struct job job;
    char *account;                          /* as written, owned */
    char *fold;                             /* folded, owned */
    char *device;                           /* that was asked for, "" for none; owned */
    char *password;                         /* owned, wiped; NULL when only keys are asked */
    char *label;                            /* of the credential that fits; owned */
    struct scram_keys keys[LOGIN_KEYS_MAX]; /* machines' secrets first */
    char *labels[LOGIN_KEYS_MAX];           /* owned */
    size_t nkeys;
    login_done_fn *done;
};

/* Parks the session and compares a password with the account's credentials. */
void login_verify(struct ctx *ctx, const char *account, const char *device, const char *password,
                  login_done_fn *done);

/*
 * Parks the session and finds the keys that one SCRAM exchange is about:
 * login->keys[0] with login->label. Of an unknown account they are a decoy,
 * and nothing proves them.
 */
void login_find_keys(struct ctx *ctx, const char *account, const char *device, login_done_fn *done);

/* Parks the session and makes an account (the session's user, if it is a guest of that name) with
 * this password. */
void login_claim(struct ctx *ctx, const char *account, const char *device, const char *password,
                 login_done_fn *done);

/* The session is logged in from here on: says so (900), before or after registration. label is the
 * credential's, for a device that did not name itself. */
void login_enter(struct ctx *ctx, const char *account, const char *device, const char *label);

/* True if passwords may cross this connection. */
bool login_is_private(const struct ctx *ctx);

/* Counts a wrong password; closes at the third. True if the session goes on. */
bool login_failed(struct ctx *ctx);

#endif
