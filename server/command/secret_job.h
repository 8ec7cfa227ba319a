/*
 * secret_job.h - a new credential for the account of a session: looked whether
 * there is room for it, hashed, kept, and said so by NickServ.
 */
#ifndef SECRET_JOB_H
#define SECRET_JOB_H

#include "command.h"

struct new_secret {
    const char *kind; /* CREDENTIAL_... */
    const char *label;
    const char *secret;
    int64_t until_ms; /* wall: for a code for a device; 0 for ever */
    const char *said; /* when it is kept */
};

/* Parks the session. All strings are copied, and wiped afterwards. */
void secret_job_begin(struct ctx *ctx, const struct new_secret *wanted);

#endif
