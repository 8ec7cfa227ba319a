/*
 * theme_contrast.h - can it be read? Contrast of text and its ground as WCAG
 * 2.1 measures it, 1 to 21.
 */
#ifndef THEME_CONTRAST_H
#define THEME_CONTRAST_H

#include "buf.h"
#include "theme.h"

/* Contrast of two colours; 0 if one of them is the terminal's own, of which nothing is known. */
double contrast_of(int32_t a, int32_t b);

/* A colour as near as can be that has at least this contrast to its ground. */
int32_t contrast_nudge(int32_t colour, int32_t ground, double least);

/* Appends a row for each role, name and mIRC colour; returns how many are below what they have to
 * have. */
unsigned contrast_report(const struct theme *theme, struct buf *out);

#endif
