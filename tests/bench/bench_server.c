/*
 * What a delivery costs the server in CPU time, beside the least that it could
 * cost (floor.h); in turns, medians. Prints "name value unit" lines.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "crowd.h"
#include "floor.h"
#include "mem.h"

#define ROUNDS 5

/* A server under test: its process, and where it listens. */
struct subject {
    pid_t pid;
    int port;
};

static double cpu_us(pid_t pid)
{
    clockid_t id = 0;
    struct timespec now = {0};
    if (clock_getcpuclockid(pid, &id) != 0 || clock_gettime(id, &now) < 0)
        exit(1);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static struct subject start_floor(void)
{
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof(name);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(fd, (const struct sockaddr *)&name, len) < 0 || listen(fd, 4096) < 0 ||
        getsockname(fd, (struct sockaddr *)&name, &len) < 0)
        exit(1);
    struct subject floor = {.pid = fork(), .port = ntohs(name.sin_port)};
    if (floor.pid == 0)
        floor_serve(fd);
    close(fd);
    return floor;
}

static void become_parlord(const char *folder, int out_fd)
{
    char *data = xasprintf("%s/data", folder);
    char *config = xasprintf("%s/conf", folder);
    FILE *file = fopen(config, "we");
    int null_fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (!file)
        _exit(1);
    fputs("[limits]\nflood_burst = 1000000\nflood_per_second = 1000000\n", file);
    fclose(file);
    dup2(out_fd, STDOUT_FILENO);
    dup2(null_fd, STDERR_FILENO);
    execl(PARLORD, "parlord", "--data", data, "--config", config, "--listen", "127.0.0.1:0", NULL);
    _exit(127);
}

static struct subject start_parlord(const char *folder)
{
    int fds[2];
    char line[256] = "";
    struct subject parlord = {0};
    if (pipe2(fds, O_CLOEXEC) < 0)
        exit(1);
    parlord.pid = fork();
    if (parlord.pid == 0)
        become_parlord(folder, fds[1]);
    close(fds[1]);
    FILE *said = fdopen(fds[0], "re");
    const char *colon = said && fgets(line, sizeof(line), said) ? strchr(line, ':') : NULL;
    parlord.port = colon ? (int)strtol(colon + 1, NULL, 10) : 0;
    if (said)
        fclose(said);
    return parlord;
}

static void stop(const struct subject *subject, int signum)
{
    kill(subject->pid, signum);
    waitpid(subject->pid, NULL, 0);
}

/* ---- measuring ---- */

struct row {
    const char *name;
    int people, messages, window;
    const char *caps;
};

static double measure(const struct subject *subject, const struct row *row, const char *caps)
{
    struct crowd *crowd = crowd_new(subject->port, row->people, caps);
    crowd_talk(crowd, row->messages / 10, row->window);
    double begin = cpu_us(subject->pid);
    crowd_talk(crowd, row->messages, row->window);
    double used = cpu_us(subject->pid) - begin;
    crowd_free(crowd);
    return used / row->messages / (row->people - 1);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values)
{
    qsort(values, ROUNDS, sizeof(*values), compare);
    return values[ROUNDS / 2];
}

static void run(const struct subject *parlord, const struct subject *floor, const struct row *row)
{
    double ours[ROUNDS];
    double least[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        ours[i] = measure(parlord, row, row->caps);
        least[i] = measure(floor, row, "");
    }
    double cost = median(ours);
    double base = median(least);
    printf("%s %.3f us/delivery\n", row->name, cost);
    printf("%s_floor %.3f us/delivery\n", row->name, base);
    printf("%s_ratio %.2f times\n", row->name, cost / base);
    fflush(stdout);
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)info;
    (void)kind;
    (void)place;
    return remove(path);
}

int main(void)
{
    static const struct row rows[] = {
        {"room_of_100_window_64",      100, 5000, 64, ""                                     },
        {"room_of_100_window_64_tags", 100, 5000, 64, "server-time message-tags echo-message"},
        {"room_of_100_one_at_a_time",  100, 500,  1,  ""                                     },
    };
    char folder[] = "/tmp/parlor-bench-XXXXXX";
    if (!mkdtemp(folder))
        return 1;
    signal(SIGPIPE, SIG_IGN);
    struct subject floor = start_floor();
    struct subject parlord = start_parlord(folder);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        run(&parlord, &floor, &rows[i]);
    stop(&parlord, SIGTERM);
    stop(&floor, SIGKILL);
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    return 0;
}
