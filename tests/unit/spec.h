/*
 * spec.h - cmocka, with the headers that it needs before itself.
 */
#ifndef SPEC_H
#define SPEC_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
