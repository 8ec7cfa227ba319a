#include "log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"

#define LINE_SIZE 2048

static const char *const level_names[] = {"error", "warn", "info", "debug"};

static atomic_int sink = STDERR_FILENO;
static atomic_int second_sink = -1;
static atomic_int sink_level = LOG_INFO;

void log_open(int fd, enum log_level level)
{
    atomic_store(&sink, fd);
    atomic_store(&sink_level, (int)level);
}

void log_also(int fd)
{
    atomic_store(&second_sink, fd);
}

void log_set_level(enum log_level level)
{
    atomic_store(&sink_level, (int)level);
}

enum log_level log_level(void)
{
    return (enum log_level)atomic_load(&sink_level);
}

const char *log_level_name(enum log_level level)
{
    return level_names[level];
}

int log_level_parse(const char *name)
{
    for (int level = LOG_ERROR; level <= LOG_DEBUG; level++)
        if (strcmp(name, level_names[level]) == 0)
            return level;
    return -1;
}

/* C1 controls are two bytes in UTF-8: C2, and 80 to 9F. */
static void hide_controls(char *line, size_t len)
{
    unsigned char *bytes = (unsigned char *)line;
    for (size_t i = 0; i < len; i++) {
        if (bytes[i] < ' ' || bytes[i] == 0x7f)
            line[i] = '?';
        else if (bytes[i] == 0xc2 && i + 1 < len && (bytes[i + 1] & 0xe0) == 0x80)
            line[i] = line[i + 1] = '?';
    }
}

/* Length of the line that n bytes were wanted for, without half a character at the cut. */
static size_t cut_line(const char *line, size_t n)
{
    if (n < LINE_SIZE - 1)
        return n;

    size_t len = LINE_SIZE - 2;
    while (len > 0 && ((unsigned char)line[len] & 0xc0) == 0x80)
        len--;
    return len;
}

void log_event(enum log_level level, const char *event, const char *format, ...)
{
    const int fds[] = {atomic_load(&sink), atomic_load(&second_sink)};
    if ((fds[0] < 0 && fds[1] < 0) || (int)level > atomic_load(&sink_level))
        return;

    int saved_errno = errno;
    char line[LINE_SIZE];
    clock_format_iso(clock_wall_ms(), line);
    size_t len = strlen(line);
    len += (size_t)snprintf(line + len, 64, " %s %.40s ", level_names[level], event);

    va_list args;
    va_start(args, format);
    /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): it has just begun */
    int n = vsnprintf(line + len, sizeof(line) - len, format, args);
    va_end(args);

    len = cut_line(line, len + (n > 0 ? (size_t)n : 0));
    hide_controls(line, len);
    if (line[len - 1] == ' ')
        len--;
    line[len++] = '\n';
    /* There is nobody to tell when the log cannot be written. */
    for (size_t i = 0; i < sizeof(fds) / sizeof(fds[0]); i++) {
        if (fds[i] >= 0 && write(fds[i], line, len) < 0)
            errno = saved_errno;
    }
}
