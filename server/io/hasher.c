#include "hasher.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <utlist.h>

#include "log.h"
#include "loop.h"
#include "mem.h"
#include "now.h"

struct task {
    void (*work)(void *job);
    void (*done)(void *job);
    void *job;
    struct task *prev, *next;
};

struct hasher {
    struct server *server;
    struct loop_watch *watch;
    int wake_fd; /* readable when something is finished */
    int n;       /* jobs taken and not answered; the loop's own */
    pthread_t thread;
    pthread_mutex_t lock; /* guards what stands below */
    pthread_cond_t wanted;
    struct task *queue, *finished;
    bool stopping;
};

/* The next task; NULL when the server stops. */
static struct task *take(struct hasher *hasher)
{
    pthread_mutex_lock(&hasher->lock);
    while (!hasher->queue && !hasher->stopping)
        pthread_cond_wait(&hasher->wanted, &hasher->lock);
    struct task *task = hasher->stopping ? NULL : hasher->queue;
    if (task)
        DL_DELETE(hasher->queue, task);
    pthread_mutex_unlock(&hasher->lock);
    return task;
}

static void give_back(struct hasher *hasher, struct task *task)
{
    pthread_mutex_lock(&hasher->lock);
    DL_APPEND(hasher->finished, task);
    pthread_mutex_unlock(&hasher->lock);
    if (eventfd_write(hasher->wake_fd, 1) < 0)
        log_event(LOG_ERROR, "hasher_wake", "error=\"%s\"", strerror(errno));
}

static void *work_on(void *arg)
{
    struct hasher *hasher = arg;
    for (struct task *task = take(hasher); task; task = take(hasher)) {
        task->work(task->job);
        give_back(hasher, task);
    }
    return NULL;
}

static void answer_all(struct hasher *hasher, struct task *list)
{
    struct task *task = NULL;
    struct task *next = NULL;
    DL_FOREACH_SAFE(list, task, next)
    {
        hasher->n--;
        task->done(task->job);
        free(task);
    }
}

static void on_finished(void *arg)
{
    struct hasher *hasher = arg;
    eventfd_t count = 0;
    (void)eventfd_read(hasher->wake_fd, &count);
    pthread_mutex_lock(&hasher->lock);
    struct task *list = hasher->finished;
    hasher->finished = NULL;
    pthread_mutex_unlock(&hasher->lock);
    now_tell(hasher->server);
    answer_all(hasher, list);
}

/* Signals are the loop's business. */
static int start_thread(struct hasher *hasher)
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int error = pthread_create(&hasher->thread, NULL, work_on, hasher);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return error;
}

struct hasher *hasher_new(struct loop *loop, struct server *server)
{
    struct hasher *hasher = xnew(struct hasher);
    hasher->server = server;
    hasher->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    pthread_mutex_init(&hasher->lock, NULL);
    pthread_cond_init(&hasher->wanted, NULL);
    int error = hasher->wake_fd < 0 ? errno : start_thread(hasher);
    if (error != 0) {
        /* Without it nobody could ever log in. */
        log_event(LOG_ERROR, "hasher_failed", "error=\"%s\"", strerror(error));
        abort();
    }
    hasher->watch = loop_watch_new(loop, hasher->wake_fd, on_finished, hasher);
    return hasher;
}

int hasher_run(struct hasher *hasher, void (*work)(void *job), void (*done)(void *job), void *job)
{
    if (hasher->n >= HASHER_QUEUE_MAX)
        return -1;
    struct task *task = xnew(struct task);
    *task = (struct task){.work = work, .done = done, .job = job};
    hasher->n++;
    pthread_mutex_lock(&hasher->lock);
    DL_APPEND(hasher->queue, task);
    pthread_cond_signal(&hasher->wanted);
    pthread_mutex_unlock(&hasher->lock);
    return 0;
}

void hasher_free(struct hasher *hasher)
{
    if (!hasher)
        return;
    pthread_mutex_lock(&hasher->lock);
    hasher->stopping = true;
    pthread_cond_signal(&hasher->wanted);
    pthread_mutex_unlock(&hasher->lock);
    pthread_join(hasher->thread, NULL);
    answer_all(hasher, hasher->finished);
    answer_all(hasher, hasher->queue);
    loop_watch_free(hasher->watch);
    pthread_cond_destroy(&hasher->wanted);
    pthread_mutex_destroy(&hasher->lock);
    close(hasher->wake_fd);
    free(hasher);
}
