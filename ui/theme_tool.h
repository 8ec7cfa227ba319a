/*
 * theme_tool.h - what the command line does with files of themes.
 */
#ifndef THEME_TOOL_H
#define THEME_TOOL_H

/* Prints how well each role of a theme can be read. Returns the exit status: 0, 1 if something is
 * below what it has to have, 2 if it cannot be read. */
int theme_tool_check(const char *path);

/* Prints the theme that a scheme of base16 makes. Returns the exit status: 0, or 2. */
int theme_tool_import(const char *path);

#endif
