/*
 * operators.h - who is an operator: the accounts that the settings list, each
 * with all rights or with some.
 *
 * To be listed is not enough: a session says OPER. An operator is one as long
 * as both hold.
 */
#ifndef OPERATORS_H
#define OPERATORS_H

#include "command.h"

/* True if the account may say OPER. */
bool operators_are(const struct world_config *config, const char *account);

/* The rights of an account, NULL-terminated; NULL: all, or it is not listed. To free by
 * operators_verbs_free(). */
char **operators_verbs(const struct world_config *config, const char *account);
void operators_verbs_free(char **verbs);

/* True if the session said OPER and its account has this right. */
bool operators_may(const struct world_config *config, const struct session *session,
                   const char *right);

/* The password that OPER wants of it, to be compared; NULL for none. */
const char *operators_password(const struct world_config *config, const char *account);

/* What is wrong with a line of the settings, as a cause (to free); NULL: nothing. */
char *operators_check(const char *line);
char *operators_check_password(const char *line);

/* A NOTICE to all operators' sessions but one (0: all). */
void operators_tell(struct server *server, uint64_t but, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* WALLOPS to all operators' sessions, and to who listens (+w). who: who says it; NULL: the server.
 */
void operators_wall(struct server *server, const struct user *who, const char *text);

/* Makes a session an operator's, or takes that from it; its devices are told (MODE). */
void operators_rise(struct ctx *ctx);
void operators_fall(struct server *server, struct session *session);

#endif
