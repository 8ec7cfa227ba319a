/*
 * file_size.h - sizes as people read them: "1.2 MiB".
 */
#ifndef FILE_SIZE_H
#define FILE_SIZE_H

#include <stdint.h>

/* "0 B", "999 B", "1.5 KiB", "23 MiB"; to free. */
char *file_size_text(int64_t bytes);

#endif
