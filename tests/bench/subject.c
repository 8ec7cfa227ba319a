#include "subject.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "floor.h"
#include "mem.h"

static const char config_text[] = "[server]\n"
                                  "default_room =\n"
                                  "[limits]\n"
                                  "max_connections = 100000\n"
                                  "flood_burst = 1000000\n"
                                  "flood_per_second = 1000000\n"
                                  "grace = 0\n"
                                  "[accounts]\n"
                                  "password_iterations = 4096\n";

static _Noreturn void give_up(const char *what)
{
    perror(what);
    exit(1);
}

static struct subject start_floor(void)
{
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof(name);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(fd, (const struct sockaddr *)&name, len) < 0 || listen(fd, 4096) < 0 ||
        getsockname(fd, (struct sockaddr *)&name, &len) < 0)
        give_up("listen");
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
    char *shared = xasprintf("%s/" SUBJECT_SHARED, folder);
    char *large = xasprintf("%s/" SUBJECT_FILE, shared);
    FILE *file = fopen(config, "we");
    int null_fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (!file || mkdir(shared, 0700) < 0)
        give_up(config);
    int large_fd = open(large, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (ftruncate(large_fd, SUBJECT_FILE_SIZE) < 0)
        give_up(large);
    fputs(config_text, file);
    fclose(file);
    dup2(out_fd, STDOUT_FILENO);
    dup2(null_fd, STDERR_FILENO);
    execl(PARLORD, "parlord", "--data", data, "--config", config, "--listen", "127.0.0.1:0",
          "--http", "127.0.0.1:0", "--share", shared, NULL);
    _exit(127);
}

/* What it says at its start tells where it listens. */
static void read_ports(struct subject *parlord, int fd)
{
    static const char http[] = "http://127.0.0.1:";
    char line[1024];
    FILE *said = fdopen(fd, "re");
    while (said && fgets(line, sizeof(line), said) && strncmp(line, "join with", 9) != 0) {
        const char *address = strstr(line, http);
        if (address)
            parlord->http_port = (int)strtol(address + strlen(http), NULL, 10);
        else if (strncmp(line, "listening on ", 13) == 0)
            parlord->port = (int)strtol(strchr(line, ':') + 1, NULL, 10);
    }
    if (parlord->port == 0)
        give_up("parlord does not listen");
    fclose(said);
}

static struct subject start_parlord(const char *where)
{
    int fds[2];
    struct subject parlord = {0};
    snprintf(parlord.folder, sizeof(parlord.folder), "%s/parlor-bench-XXXXXX", where);
    if (!mkdtemp(parlord.folder) || pipe2(fds, O_CLOEXEC) < 0)
        give_up(parlord.folder);
    parlord.pid = fork();
    if (parlord.pid == 0)
        become_parlord(parlord.folder, fds[1]);
    close(fds[1]);
    read_ports(&parlord, fds[0]);
    return parlord;
}

struct subject subject_start(enum subject_kind kind)
{
    if (kind == SUBJECT_FLOOR)
        return start_floor();
    return start_parlord(kind == SUBJECT_DISK ? "/tmp" : "/dev/shm");
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)info;
    (void)kind;
    (void)place;
    return remove(path);
}

void subject_stop(const struct subject *subject)
{
    kill(subject->pid, SIGKILL);
    waitpid(subject->pid, NULL, 0);
    if (subject->folder[0])
        nftw(subject->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

double subject_cpu_us(const struct subject *subject)
{
    clockid_t id = 0;
    struct timespec now = {0};
    if (clock_getcpuclockid(subject->pid, &id) != 0 || clock_gettime(id, &now) < 0)
        give_up("the server is gone");
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

double subject_memory_bytes(const struct subject *subject)
{
    char *path = xasprintf("/proc/%d/smaps_rollup", (int)subject->pid);
    FILE *file = fopen(path, "re");
    char line[256];
    double bytes = 0;
    while (file && fgets(line, sizeof(line), file)) {
        if (strncmp(line, "Private_Dirty:", 14) == 0)
            bytes = strtod(line + 14, NULL) * 1024;
    }
    if (file)
        fclose(file);
    free(path);
    return bytes;
}
