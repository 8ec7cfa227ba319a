#include "password.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "launch.h"
#include "loop.h"
#include "mem.h"
#include "run.h"
#include "secret.h"

#define PASSWORD_MAX 1024
#define PATIENCE_MS  60000

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

/* ---- beside the loop ---- */

struct password_ask {
    struct run *run;
    char *command; /* owned */
    bool ended;
    char *password; /* owned, wiped */
    bool late;
};

static void on_end(void *arg, const struct run_end *end)
{
    struct password_ask *ask = arg;
    size_t len = strcspn(end->text, "\r\n");
    ask->ended = true;
    ask->late = end->late;
    if (end->status == 0 && len > 0)
        ask->password = xstrndup(end->text, len);
}

struct password_ask *password_ask_new(struct loop *loop, const char *command, const char *server,
                                      const char *name, char **cause)
{
    struct password_ask *ask = xnew(struct password_ask);
    char *where = xasprintf("PARLOR_SERVER=%s", server);
    char *who = xasprintf("PARLOR_NAME=%s", name);
    const char *const env[] = {where, who, NULL};
    struct run_bounds bounds = {.ms = PATIENCE_MS, .bytes = PASSWORD_MAX, .env = env};
    char **words = launch_words(command, NULL);
    *ask = (struct password_ask){.command = xstrdup(command)};
    if (words)
        ask->run = run_new(loop, words, bounds, on_end, ask);
    if (!ask->run) {
        *cause = xasprintf("password_command: %s: %s", command, strerror(errno));
        password_ask_free(ask);
        ask = NULL;
    }
    launch_words_free(words);
    free(where);
    free(who);
    return ask;
}

void password_ask_free(struct password_ask *ask)
{
    if (!ask)
        return;
    run_free(ask->run);
    secret_free(ask->password);
    free(ask->command);
    free(ask);
}

bool password_ask_ended(struct password_ask *ask, char **password, char **cause)
{
    if (!ask->ended)
        return false;
    *password = ask->password;
    ask->password = NULL;
    if (!*password)
        *cause = xasprintf("password_command: %s gave no password%s", ask->command,
                           ask->late ? " in a minute" : "");
    return true;
}
