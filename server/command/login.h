/*
 * login.h - proving who one is, and claiming a name, in steps that wait for the
 * store and for the hashing thread.
 *
 * The one gate to accounts: SASL, PASS, REGISTER and NickServ all end in
 * login_enter().
 */
#ifndef LOGIN_H
#define LOGIN_H

#include "credential.h"
#include "job.h"

enum login_result {
    LOGIN_RIGHT,    /* the name is proved, or claimed */
    LOGIN_WRONG,    /* no such account, or not its password */
    LOGIN_TAKEN,    /* claim: somebody was quicker */
    LOGIN_TOO_MANY, /* wrong passwords, or claims, came from there lately */
    LOGIN_TRY_LATER /* too many wait for the hash, or the store failed */
};

/* What is asked, by whom, and what came of it. */
struct login;

/* Runs as a handler does. */
typedef void login_done_fn(struct ctx *ctx, const struct login *login, enum login_result result);

#define LOGIN_KEYS_MAX 24

/* One credential. */
struct login_key {
    struct scram_keys keys;
    char *label; /* owned */
    bool once;   /* a code that works once */
    char *kind;  /* owned */
};

struct login {
    struct job job;
    char *account;  /* as written, owned */
    char *fold;     /* folded, owned */
    char *device;   /* that was asked for, "" for none; owned */
    char *password; /* owned, wiped; NULL when only keys are asked */
    char *code;     /* the password as a code that works once, NULL if it is none; owned, wiped */
    struct login_key keys[LOGIN_KEYS_MAX]; /* machines' secrets first */
    size_t nkeys;
    const struct login_key *match; /* that the password fits, or that SCRAM is about; in keys */
    login_done_fn *done;
    /* Of who asks without a session (login_check.h), in place of done: */
    void (*checked)(void *arg, const struct login *login, enum login_result result);
    void *arg;
    char *address; /* the peer's; owned */
};

/* Label of the device's secret that was proved; NULL: it was a password, or a code. */
const char *login_proof(const struct login *login);

/* A device that leaves its name to the secret that it will prove. */
#define LOGIN_ANY_DEVICE "*"

/* What the device is called that asked for this name ("" for none) and proved this (see
 * login_proof()); and the one of a login. */
const char *login_device_name(const char *device, const char *proof);
const char *login_device(const struct login *login);

/* Parks the session and compares a password with the account's credentials. A code is used up. */
void login_verify(struct ctx *ctx, const char *account, const char *device, const char *password,
                  login_done_fn *done);

/*
 * Parks the session and finds the keys that one SCRAM exchange is about
 * (login->match). Of an unknown account they are a decoy, and nothing proves
 * them.
 */
void login_find_keys(struct ctx *ctx, const char *account, const char *device, login_done_fn *done);

/* Parks the session and makes an account (the session's user, if it is a guest of that name) with
 * this password. */
void login_claim(struct ctx *ctx, const char *account, const char *device, const char *password,
                 login_done_fn *done);

/*
 * The session is logged in from here on: says so (900), before or after
 * registration; a guest becomes one of the account's sessions. device: as it is
 * to be called; proof: see login_proof(). False if there is no such account any
 * more, and then nothing happened.
 */
bool login_enter(struct ctx *ctx, const char *account, const char *device, const char *proof);

/* The same with what a login proved. */
bool login_accept(struct ctx *ctx, const struct login *login);

/* True if passwords may cross this connection. */
bool login_is_private(const struct ctx *ctx);

/* Answers a login that failed: num (text NULL for its own words) for what is wrong, counted and
 * perhaps late; for what cannot be checked now the same, behind a NOTICE that says so. */
void login_refuse(struct ctx *ctx, const struct login *login, enum login_result result, int num,
                  const char *text);

/* Of login.c for claim.c and login_check.c; login_ask() begins what login_verify() does. */
struct login *login_new(const char *account, const char *device, const char *password,
                        login_done_fn *done);
void login_ask(struct login *login);
void login_finish(struct login *login, enum login_result result);
void login_hash(struct login *login, void (*work)(void *arg), void (*done)(void *arg));

#endif
