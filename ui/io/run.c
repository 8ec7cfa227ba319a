#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "launch.h"
#include "loop.h"
#include "mem.h"
#include "secret.h"

struct run {
    struct run_bounds bounds;
    run_fn *done;
    void *arg;
    pid_t pid; /* 0: it has ended */
    int out, gone;
    struct loop_watch *watch_out, *watch_gone;
    struct loop_timer *timer;
    struct buf text;
    bool late, cut;
};

/* With all that it began. */
static void end(const struct run *run)
{
    kill(-run->pid, SIGKILL);
    kill(run->pid, SIGKILL);
}

/* What is there now; false at its end. */
static bool read_some(struct run *run)
{
    char bytes[4096];
    ssize_t len = 0;
    while (!run->cut && (len = read(run->out, bytes, sizeof(bytes))) > 0) {
        size_t room = run->bounds.bytes - run->text.len;
        run->cut = (size_t)len > room;
        buf_append(&run->text, bytes, run->cut ? room : (size_t)len);
    }
    secret_wipe(bytes, sizeof(bytes));
    return !run->cut && len < 0 && (errno == EAGAIN || errno == EINTR);
}

static void on_output(void *arg)
{
    struct run *run = arg;
    if (read_some(run))
        return;
    loop_watch_free(run->watch_out);
    run->watch_out = NULL;
    if (run->cut)
        end(run);
}

static void on_late(void *arg)
{
    struct run *run = arg;
    run->late = true;
    end(run);
}

/* What others that it began may still print is nobody's business. */
static void on_gone(void *arg)
{
    struct run *run = arg;
    int status = 0;
    if (waitpid(run->pid, &status, WNOHANG) != run->pid)
        return;
    run->pid = 0;
    loop_timer_unset(run->timer);
    loop_watch_free(run->watch_gone);
    run->watch_gone = NULL;
    if (run->watch_out)
        read_some(run);
    loop_watch_free(run->watch_out);
    run->watch_out = NULL;
    run->done(run->arg, &(struct run_end){.text = buf_text(&run->text),
                                          .len = run->text.len,
                                          .status = WIFEXITED(status) ? WEXITSTATUS(status) : -1,
                                          .late = run->late,
                                          .cut = run->cut});
}

struct run *run_new(struct loop *loop, char *const *words, struct run_bounds bounds, run_fn *done,
                    void *arg)
{
    int out = -1;
    pid_t pid = launch_piped(words, bounds.env, bounds.both, &out);
    if (pid < 0)
        return NULL;
    struct run *run = xnew(struct run);
    bounds.env = NULL;
    *run = (struct run){.bounds = bounds, .done = done, .arg = arg, .pid = pid, .out = out};
    run->gone = pidfd_open(pid, 0);
    fcntl(out, F_SETFL, O_NONBLOCK);
    run->watch_out = loop_watch_new(loop, out, on_output, run);
    run->watch_gone = loop_watch_new(loop, run->gone, on_gone, run);
    run->timer = loop_timer_new(loop, on_late, run);
    loop_timer_set(run->timer, bounds.ms);
    return run;
}

void run_free(struct run *run)
{
    if (!run)
        return;
    if (run->pid) {
        end(run);
        waitpid(run->pid, NULL, 0);
    }
    loop_watch_free(run->watch_out);
    loop_watch_free(run->watch_gone);
    loop_timer_free(run->timer);
    close(run->out);
    close(run->gone);
    if (run->text.data)
        secret_wipe(run->text.data, run->text.len);
    buf_clear(&run->text);
    free(run);
}
