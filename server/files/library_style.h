/*
 * library_style.h - how the page of a folder looks: one sheet of style, and the
 * signs before the names.
 */
#ifndef LIBRARY_STYLE_H
#define LIBRARY_STYLE_H

extern const char library_style[];
extern const char library_icons[];

#endif
