/* What both ends of the operators' socket need: its name and how values are written. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "control.h"
#include "mem.h"

char *control_path(const char *folder)
{
    return xasprintf("%s/control.sock", folder);
}

/* A name has 107 bytes: a longer one goes by the descriptor of its folder. */
static int use_name(int fd, const char *path,
                    int (*use)(int fd, const struct sockaddr *name, socklen_t len))
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    if (strlen(path) < sizeof(name.sun_path)) {
        memcpy(name.sun_path, path, strlen(path) + 1);
        return use(fd, (const struct sockaddr *)&name, sizeof(name));
    }
    const char *slash = strrchr(path, '/');
    char *folder = slash ? xstrndup(path, (size_t)(slash - path) + 1) : xstrdup(".");
    int at = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    if (at < 0)
        return -1;
    int n = snprintf(name.sun_path, sizeof(name.sun_path), "/proc/self/fd/%d/%.64s", at,
                     slash ? slash + 1 : path);
    int result = n > 0 ? use(fd, (const struct sockaddr *)&name, sizeof(name)) : -1;
    int error = errno;
    close(at);
    errno = error;
    return result;
}

int control_socket(const char *path, int (*use)(int fd, const struct sockaddr *name, socklen_t len))
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || use_name(fd, path, use) == 0)
        return fd;
    int error = errno;
    close(fd);
    errno = error;
    return -1;
}

void control_escape(struct buf *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '\\')
            buf_puts(out, "\\\\");
        else if (*text == '\t')
            buf_puts(out, "\\t");
        else if (*text == '\n' || *text == '\r')
            buf_puts(out, "\\n");
        else
            buf_putc(out, *text);
    }
}

void control_unescape(char *text)
{
    char *to = text;
    for (; *text; text++) {
        if (*text != '\\' || !text[1]) {
            *to++ = *text;
            continue;
        }
        text++;
        *to++ = *text == 't' ? '\t' : *text == 'n' ? '\n' : *text;
    }
    *to = '\0';
}
