/*
 * check.h - parlord --check: whether a server could start, and whether its
 * store is whole, without starting one or changing anything.
 */
#ifndef CHECK_H
#define CHECK_H

#include <stdbool.h>

#include "settings.h"

/* Looks at the certificate and the store of settings that passed settings_check(); prints what
 * there is to say. A store that a running server holds is left alone. True if all is well. */
bool check_run(const struct settings *settings);

#endif
