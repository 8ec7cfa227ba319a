/* Where the log goes: standard error, a file, or above the prompt. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "loop.h"
#include "mem.h"
#include "server_private.h"

int server_log_look(const struct settings *settings, int *fd, char **cause)
{
    *fd = 0;
    if (!settings_has(settings->log_file))
        return 0;
    *fd = open(settings->log_file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (*fd > 0)
        return 0;
    *cause = xasprintf("%s: %s", settings->log_file, strerror(errno));
    *fd = 0;
    return -1;
}

/* On a terminal with a prompt the log is above it. */
static int default_sink(const struct parlord *parlord)
{
    return parlord->console && isatty(STDERR_FILENO) ? -1 : STDERR_FILENO;
}

void server_log_become(struct parlord *parlord, int fd)
{
    log_open(fd ? fd : default_sink(parlord), log_level());
    if (parlord->log_fd && parlord->log_fd != fd)
        close(parlord->log_fd);
    parlord->log_fd = fd;
}

/* Who moved the file away wants a new one. */
static void on_reopen(void *arg, int signum)
{
    struct parlord *parlord = arg;
    char *cause = NULL;
    int fd = 0;
    (void)signum;
    if (server_log_look(parlord->settings, &fd, &cause) == 0)
        server_log_become(parlord, fd);
    else
        log_event(LOG_ERROR, "log_not_opened", "reason=\"%s\"", cause);
    free(cause);
}

int server_log_begin(struct parlord *parlord, char **cause)
{
    int fd = 0;
    if (server_log_look(parlord->settings, &fd, cause) < 0)
        return -1;
    log_set_level((enum log_level)parlord->settings->log_level);
    server_log_become(parlord, fd);
    loop_signal(parlord->loop, SIGUSR1, on_reopen, parlord);
    return 0;
}

void server_log_end(struct parlord *parlord)
{
    parlord->console = NULL;
    server_log_become(parlord, 0);
}
