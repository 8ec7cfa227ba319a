#include "rig.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <regex.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "clock.h"
#include "mem.h"
#include "spec.h"

#define ARGUMENTS_MAX 32

/* ---- files ---- */

char *rig_path(const struct rig *rig, const char *name)
{
    return xasprintf("%s/%s", rig->folder, name);
}

char *rig_write(const struct rig *rig, const char *name, const char *text)
{
    char *path = rig_path(rig, name);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return path;
}

/* The whole file; to free. */
static char *read_file(const char *path)
{
    struct buf text = {0};
    char piece[4096];
    size_t n = 0;
    FILE *file = fopen(path, "re");
    while (file && (n = fread(piece, 1, sizeof(piece), file)) > 0)
        buf_append(&text, piece, n);
    if (file)
        fclose(file);
    return text.data ? buf_detach(&text) : xstrdup("");
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)info;
    (void)kind;
    (void)place;
    return remove(path);
}

static void show_log(const struct rig *rig)
{
    char *log = read_file(rig->log_path);
    size_t len = strlen(log);
    const size_t most = 6000;
    fprintf(stderr, "--- the server's log:\n%s\n---\n", log + (len > most ? len - most : 0));
    free(log);
}

/* ---- waiting ---- */

void rig_wait_readable(int fd, int64_t deadline_ms, const char *what)
{
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    int64_t left_ms = deadline_ms - clock_mono_ms();
    int n = 0;
    while (left_ms > 0 && (n = poll(&ready, 1, (int)left_ms)) < 0 && errno == EINTR)
        left_ms = deadline_ms - clock_mono_ms();
    if (n <= 0)
        fail_msg("waited in vain for %s", what);
}

bool rig_matches(const char *text, const char *pattern)
{
    regex_t regex;
    if (regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB) != 0)
        fail_msg("not a regular expression: %s", pattern);
    bool matches = regexec(&regex, text, 0, NULL, 0) == 0;
    regfree(&regex);
    return matches;
}

int rig_reap(pid_t pid)
{
    int status = 0;
    int fd = (int)syscall(SYS_pidfd_open, pid, 0);
    assert_true(fd >= 0);
    rig_wait_readable(fd, clock_mono_ms() + RIG_PATIENCE_MS, "a program's end");
    close(fd);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static int exit_status(const struct rig *rig, int status)
{
    if (WIFEXITED(status))
        return WEXITSTATUS(status);
    show_log(rig);
    fail_msg("a program died of signal %d", WTERMSIG(status));
    return -1;
}

/* ---- starting ---- */

void rig_enter(const struct rig *rig)
{
    char *runtime = rig_path(rig, "run");
    setenv("HOME", rig->folder, 1);
    setenv("XDG_RUNTIME_DIR", runtime, 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    unsetenv("XDG_DATA_HOME");
    unsetenv("XDG_CONFIG_HOME");
    unsetenv("XDG_STATE_HOME");
    if (chdir(rig->folder) < 0)
        _exit(126);
    free(runtime);
}

/* Becomes the program; does not return. */
static void become(const struct rig *rig, const char *program, char *const *arguments, int out_fd,
                   int err_fd)
{
    dup2(out_fd, STDOUT_FILENO);
    dup2(err_fd, STDERR_FILENO);
    rig_enter(rig);
    execvp(program, arguments);
    _exit(127);
}

static pid_t spawn(const struct rig *rig, const char *program, char *const *arguments, int out_fd,
                   int err_fd)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        become(rig, program, arguments, out_fd, err_fd);
    return pid;
}

/* Reads what it prints when it is there; the invitation is the last line. */
static bool read_greeting(struct rig *rig, int64_t begin_ms)
{
    struct buf said = {0};
    bool whole = false;
    while (!whole) {
        char c = '\0';
        rig_wait_readable(rig->said_fd, begin_ms + RIG_PATIENCE_MS, "the server's greeting");
        if (read(rig->said_fd, &c, 1) != 1)
            break;
        buf_putc(&said, c);
        whole = c == '\n' && strstr(said.data, "\njoin with: ");
    }
    rig->took_ms = clock_mono_ms() - begin_ms;
    rig->said = xstrdup(buf_text(&said));
    buf_clear(&said);
    return whole;
}

/* The port of the first address that is of this kind, by TLS or plain; 0 if there is none. */
static int port_of(const char *said, bool tls)
{
    const char *each = said + strlen("listening on ");
    const char *end = strchr(said, '\n');
    while (each && each < end) {
        const char *next = strstr(each, ", ");
        size_t len = (size_t)((next && next < end ? next : end) - each);
        char *text = xstrndup(each, len);
        bool fits = strncmp(text, "unix:", 5) != 0 && (strncmp(text, "tls:", 4) == 0) == tls;
        int port = fits ? (int)strtol(strrchr(text, ':') + 1, NULL, 10) : 0;
        free(text);
        if (fits)
            return port;
        each = next ? next + 2 : NULL;
    }
    return 0;
}

static bool try_start(struct rig *rig, char *const *arguments)
{
    int fds[2];
    assert_int_equal(rig->server, 0);
    assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
    int log_fd = open(rig->log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    int64_t begin_ms = clock_mono_ms();
    rig->server = spawn(rig, PARLORD, arguments, fds[1], log_fd);
    close(fds[1]);
    close(log_fd);
    rig->said_fd = fds[0];
    free(rig->said);
    bool there = read_greeting(rig, begin_ms);
    rig->port = there ? port_of(rig->said, false) : 0;
    rig->tls_port = there ? port_of(rig->said, true) : 0;
    return there;
}

static void start(struct rig *rig, char *const *arguments)
{
    if (try_start(rig, arguments))
        return;
    show_log(rig);
    fail_msg("the server did not start; it said: %s", rig->said);
}

/* Gathers arguments up to NULL behind those that are there. exec() wants them writable. */
static void gather(const char **list, int n, const char *first, va_list *more)
{
    /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): the callers have begun it */
    for (const char *each = first; each; each = va_arg(*more, const char *)) {
        assert_true(n < ARGUMENTS_MAX - 1);
        list[n++] = each;
    }
    list[n] = NULL;
}

static char **copy_all(const char *const *list)
{
    char **copy = xcalloc(ARGUMENTS_MAX, sizeof(*copy));
    for (int i = 0; list[i]; i++)
        copy[i] = xstrdup(list[i]);
    return copy;
}

static void free_all(char **list)
{
    for (int i = 0; list[i]; i++)
        free(list[i]);
    free(list);
}

void rig_start_server_with(struct rig *rig, const char *argument, ...)
{
    char *data = rig_path(rig, "data");
    const char *list[ARGUMENTS_MAX] = {"parlord", "--data", data};
    va_list more;
    va_start(more, argument);
    gather(list, 3, argument, &more);
    va_end(more);
    char **arguments = copy_all(list);
    start(rig, arguments);
    free_all(arguments);
    free(data);
}

void rig_start_server(struct rig *rig)
{
    rig_start_server_with(rig, "--listen", "127.0.0.1:0", NULL);
}

void rig_start_plain_server(struct rig *rig)
{
    const char *list[] = {"parlord", NULL};
    char **arguments = copy_all(list);
    start(rig, arguments);
    free_all(arguments);
}

static void run_to_its_end(const struct rig *rig, struct outcome *outcome, const char *program,
                           const char *const *list)
{
    char *out = rig_path(rig, "out");
    char *err = rig_path(rig, "err");
    char **arguments = copy_all(list);
    int out_fd = open(out, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    int err_fd = open(err, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    pid_t pid = spawn(rig, program, arguments, out_fd, err_fd);
    close(out_fd);
    close(err_fd);
    outcome->status = exit_status(rig, rig_reap(pid));
    outcome->out = read_file(out);
    outcome->err = read_file(err);
    free_all(arguments);
    free(out);
    free(err);
}

void rig_run_server(struct rig *rig, struct outcome *outcome, const char *argument, ...)
{
    const char *list[ARGUMENTS_MAX] = {"parlord"};
    va_list more;
    va_start(more, argument);
    gather(list, 1, argument, &more);
    va_end(more);
    run_to_its_end(rig, outcome, PARLORD, list);
}

void rig_run(const struct rig *rig, struct outcome *outcome, const char *program, ...)
{
    const char *list[ARGUMENTS_MAX];
    va_list more;
    va_start(more, program);
    gather(list, 0, program, &more);
    va_end(more);
    run_to_its_end(rig, outcome, program, list);
}

void outcome_clear(struct outcome *outcome)
{
    free(outcome->out);
    free(outcome->err);
}

/* ---- stopping ---- */

static int forget(struct rig *rig)
{
    int status = rig_reap(rig->server);
    rig->server = 0;
    close(rig->said_fd);
    return status;
}

bool rig_try_server(struct rig *rig, struct outcome *outcome)
{
    char *data = rig_path(rig, "data");
    const char *list[] = {"parlord", "--data", data, "--listen", "127.0.0.1:0", NULL};
    char **arguments = copy_all(list);
    unlink(rig->log_path);
    bool there = try_start(rig, arguments);
    if (!there) {
        outcome->status = exit_status(rig, forget(rig));
        outcome->out = xstrdup(rig->said);
        outcome->err = read_file(rig->log_path);
    }
    free_all(arguments);
    free(data);
    return there;
}

void rig_kill_server(struct rig *rig)
{
    rig_signal_server(rig, SIGKILL);
    forget(rig);
}

void rig_signal_server(const struct rig *rig, int signum)
{
    assert_true(rig->server > 0);
    assert_int_equal(kill(rig->server, signum), 0);
}

int rig_wait_for_server(struct rig *rig)
{
    int status = exit_status(rig, forget(rig));
    if (status != 0)
        show_log(rig);
    return status;
}

int rig_stop_server(struct rig *rig)
{
    rig_signal_server(rig, SIGTERM);
    return rig_wait_for_server(rig);
}

/* ---- the rig itself ---- */

int rig_setup(void **state)
{
    char folder[] = "/tmp/parlor-e2e-XXXXXX";
    struct rig *rig = xnew(struct rig);
    signal(SIGPIPE, SIG_IGN);
    assert_non_null(mkdtemp(folder));
    rig->folder = xstrdup(folder);
    rig->log_path = rig_path(rig, "server.log");
    char *runtime = rig_path(rig, "run");
    assert_int_equal(mkdir(runtime, 0700), 0);
    free(runtime);
    *state = rig;
    return 0;
}

int rig_teardown(void **state)
{
    struct rig *rig = *state;
    siginfo_t ended = {0};
    if (rig->server > 0 &&
        waitid(P_PID, (id_t)rig->server, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_pid)
        show_log(rig); /* it has ended by itself, which nobody asked for */
    if (rig->server > 0)
        rig_kill_server(rig);
    nftw(rig->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(rig->folder);
    free(rig->log_path);
    free(rig->said);
    free(rig);
    return 0;
}
