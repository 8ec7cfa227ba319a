/*
 * spec.h - cmocka, with the headers that it needs before itself.
 */
#ifndef SPEC_H
#define SPEC_H

/* cmocka.h does not include what it uses, so the order matters. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#endif
