/*
 * look_around.h - what strangers may ask before they choose a name: who is
 * here, which rooms, which files; as far as it is nobody's secret.
 *
 * They get shorter answers and pay more for them, so that nobody who does not
 * even log in keeps the server busy.
 */
#ifndef LOOK_AROUND_H
#define LOOK_AROUND_H

#include "command.h"

/* True if the session, which has not registered, may ask. */
bool look_around_is_allowed(const struct ctx *ctx);

/* Pays for one question of somebody who has not registered. */
void look_around_pay(struct ctx *ctx);

/* Lines in one answer to this session: max, or fewer for who has not registered. */
size_t look_around_limit(const struct ctx *ctx, size_t max);

#endif
