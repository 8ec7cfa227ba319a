/*
 * tty_write.h - bytes to the terminal, all of them, however slow it is.
 */
#ifndef TTY_WRITE_H
#define TTY_WRITE_H

#include <stddef.h>

/* Nothing is told of a terminal that is gone: reading tells. */
void write_bytes(const char *bytes, size_t len);
void write_text(const char *text);

#endif
