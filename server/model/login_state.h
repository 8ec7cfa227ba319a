/*
 * login_state.h - what a session needs while somebody proves who they are.
 *
 * Most sessions never need it again once they are in: it is made when it is
 * first asked for, and freed when the exchange is over.
 */
#ifndef LOGIN_STATE_H
#define LOGIN_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "scram.h"

struct session;

enum sasl_stage {
    SASL_NONE,
    SASL_PLAIN,
    SASL_EXTERNAL,
    SASL_SCRAM_FIRST,
    SASL_SCRAM_FINAL,
    SASL_SCRAM_DONE
};

/* Bytes of the word that confirms what cannot be undone, with NUL. */
#define LOGIN_CONFIRM_SIZE 9

/* A credential that an exchange by SCRAM may prove. */
struct scram_choice {
    struct scram_keys keys;
    char *label; /* owned; "" for a password */
};

struct login_state {
    char *password; /* PASS; owned, wiped */
    enum sasl_stage sasl;
    struct buf sasl_in; /* base64 so far */
    struct scram_server scram;
    struct scram_choice *choices; /* that share salt and iterations; owned, wiped */
    size_t nchoices;
    char *account;      /* that SCRAM is about; owned */
    char *device;       /* as it was named, "" for none; owned */
    char *proof;        /* label of the credential that was proved; owned; NULL for a password */
    int64_t late_ms;    /* monotonic: when the last wrong password is answered; 0: no such */
    int late_num;       /* with this numeric */
    char *late_text;    /* and these words, NULL for its own; owned */
    char *late_label;   /* under this label; owned */
    int64_t confirm_ms; /* monotonic: until when the word is good */
    char confirm[LOGIN_CONFIRM_SIZE]; /* "" for none */
};

/* The session's own, made if there is none. */
struct login_state *login_state(struct session *session);

/* Ends an exchange by SASL; what else there is stays. */
void login_state_end_sasl(struct session *session);

/* PASS is used up. */
void login_state_forget_password(struct session *session);

/* Wipes and frees it; nothing if there is none. */
void login_state_free(struct session *session);

#endif
