#include "tty_write.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

void write_bytes(const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(STDOUT_FILENO, bytes, len);
        struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
        if (n < 0 && errno == EAGAIN && poll(&out, 1, -1) > 0)
            continue;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return; /* the terminal is gone: reading tells */
        bytes += n;
        len -= (size_t)n;
    }
}

void write_text(const char *text)
{
    write_bytes(text, strlen(text));
}
