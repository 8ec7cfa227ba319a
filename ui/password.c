#include "password.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "launch.h"
#include "mem.h"
#include "secret.h"

#define PASSWORD_MAX 1024

static void become(char *const *words, int out)
{
    dup2(out, STDOUT_FILENO);
    execvp(words[0], words);
    _exit(127);
}

/* Begins it with its output in a pipe; the reading end, or -1 with errno. */
static int begin(char *const *words, pid_t *pid)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    *pid = fork();
    if (*pid == 0)
        become(words, ends[1]);
    int why = errno;
    close(ends[1]);
    if (*pid > 0)
        return ends[0];
    close(ends[0]);
    errno = why;
    return -1;
}

/* All it prints, as far as there is room. */
static void read_output(int fd, char *out, size_t size)
{
    size_t len = 0;
    ssize_t n = 0;
    while (len + 1 < size && (n = read(fd, out + len, size - len - 1)) > 0)
        len += (size_t)n;
    out[len] = '\0';
    out[strcspn(out, "\r\n")] = '\0';
}

static bool ends_well(pid_t pid)
{
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

char *password_by_command(const char *command, char **cause)
{
    char text[PASSWORD_MAX] = "";
    char **words = launch_words(command, NULL);
    pid_t pid = 0;
    int fd = words ? begin(words, &pid) : -1;
    launch_words_free(words);
    if (fd < 0) {
        *cause = xasprintf("password_command: %s: %s", command, strerror(errno));
        return NULL;
    }
    read_output(fd, text, sizeof(text));
    close(fd);
    char *password = ends_well(pid) && *text ? xstrdup(text) : NULL;
    if (!password)
        *cause = xasprintf("password_command: %s gave no password", command);
    secret_wipe(text, sizeof(text));
    return password;
}
