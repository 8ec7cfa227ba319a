/*
 * base16.h - a theme out of a scheme of base16 (github.com/tinted-theming):
 * sixteen colours in a file of YAML.
 */
#ifndef BASE16_H
#define BASE16_H

#include "buf.h"

/* Appends the theme that a scheme's text makes. Returns 0, or -1 with *cause. */
int base16_theme(const char *text, struct buf *out, char **cause);

#endif
