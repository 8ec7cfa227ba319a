#include "launch.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"

/* ---- words ---- */

/* The next word of *rest, without its quotes; NULL if there is none. To free. */
static char *next_word(const char **rest)
{
    const char *p = *rest + strspn(*rest, " \t");
    struct buf word = {0};
    char quote = '\0';
    if (!*p)
        return NULL;
    for (; *p && (quote || !strchr(" \t", *p)); p++) {
        if (*p == quote)
            quote = '\0';
        else if (!quote && strchr("\"'", *p))
            quote = *p;
        else
            buf_putc(&word, *p);
    }
    *rest = p;
    return buf_detach(&word);
}

/* Puts a word (taken over) at the end. */
static char **add_word(char **words, size_t n, char *word)
{
    words = xreallocarray(words, n + 2, sizeof(*words));
    words[n] = word;
    words[n + 1] = NULL;
    return words;
}

char **launch_words(const char *command, const char *const *more)
{
    char **words = NULL;
    size_t n = 0;
    char *word = NULL;
    while ((word = next_word(&command)))
        words = add_word(words, n++, word);
    if (!words || !*words[0]) {
        launch_words_free(words);
        return NULL;
    }
    for (; more && *more; more++)
        words = add_word(words, n++, xstrdup(*more));
    return words;
}

void launch_words_free(char **words)
{
    for (char **word = words; word && *word; word++)
        free(*word);
    free(words);
}

/* ---- running ---- */

/* What is not for us (-1) goes nowhere. */
static void take_nothing_along(int out, int errors)
{
    int null = open("/dev/null", O_RDWR);
    dup2(null, STDIN_FILENO);
    dup2(out < 0 ? null : out, STDOUT_FILENO);
    dup2(errors < 0 ? null : errors, STDERR_FILENO);
    close_range(STDERR_FILENO + 1, ~0U, 0);
}

/* What we ignore or block, others need not. */
static void forget_signals(void)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGINT, SIG_DFL);
}

static void add_to_environment(const char *pair)
{
    const char *value = strchr(pair, '=');
    char *name = xstrndup(pair, (size_t)(value - pair));
    setenv(name, value + 1, 1);
    free(name);
}

static void become(char *const *words, const char *const *env) __attribute__((noreturn));
static void become(char *const *words, const char *const *env)
{
    forget_signals();
    for (; env && *env; env++)
        add_to_environment(*env);
    execvp(words[0], words);
    _exit(127);
}

/* True if there is such a program: in the child it would be too late to say so. */
static bool is_program(const char *name)
{
    if (strchr(name, '/'))
        return access(name, X_OK) == 0;
    const char *path = getenv("PATH");
    char *folders = xstrdup(path ? path : "/usr/bin:/bin");
    char *rest = NULL;
    bool found = false;
    for (char *folder = strtok_r(folders, ":", &rest); folder && !found;
         folder = strtok_r(NULL, ":", &rest)) {
        char *file = xasprintf("%s/%s", folder, name);
        found = access(file, X_OK) == 0;
        free(file);
    }
    free(folders);
    if (!found)
        errno = ENOENT;
    return found;
}

bool launch_detached(char *const *words, const char *const *env)
{
    if (!is_program(words[0]))
        return false;

    pid_t child = fork();
    if (child == 0) {
        /* Nobody's child: nobody has to wait for it. */
        setsid();
        pid_t grandchild = fork();
        if (grandchild == 0) {
            take_nothing_along(-1, -1);
            become(words, env);
        }
        _exit(grandchild < 0);
    }
    int status = 0;
    bool begun = child > 0 && waitpid(child, &status, 0) == child && status == 0;
    if (child > 0 && !begun)
        errno = EAGAIN;
    return begun;
}

pid_t launch_piped(char *const *words, const char *const *env, bool both, int *out)
{
    int ends[2];
    if (!is_program(words[0]) || pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    pid_t child = fork();
    if (child == 0) {
        setsid();
        take_nothing_along(ends[1], both ? ends[1] : -1);
        become(words, env);
    }
    int why = errno;
    close(ends[1]);
    *out = ends[0];
    if (child < 0)
        close(ends[0]);
    errno = why;
    return child;
}
