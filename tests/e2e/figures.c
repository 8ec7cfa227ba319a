#include "figures.h"

#include <dirent.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "mem.h"
#include "rig.h"
#include "spec.h"

bool figures_long(void)
{
    const char *wish = getenv("PARLOR_LONG");
    return wish && strcmp(wish, "1") == 0;
}

int figures_pick(int brief, int extensive)
{
    return figures_long() ? extensive : brief;
}

unsigned figures_seed(void)
{
    const char *wish = getenv("PARLOR_SEED");
    unsigned seed = wish ? (unsigned)strtoul(wish, NULL, 10) : (unsigned)getpid();
    print_message("PARLOR_SEED=%u\n", seed);
    return seed;
}

bool figures_sanitized(void)
{
#if defined(__has_feature)
#    if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#        define SANITIZED 1
#    endif
#endif
#if defined(SANITIZED) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return true;
#else
    return false;
#endif
}

void figures_print(const char *name, double value, const char *unit)
{
    printf("%s %.6g %s\n", name, value, unit);
    fflush(stdout);
}

/* The first line of a file in /proc/PID; to free. */
static char *first_line(pid_t pid, const char *name)
{
    char text[1024] = "";
    char *path = xasprintf("/proc/%d/%s", (int)pid, name);
    FILE *file = fopen(path, "re");
    if (!file || !fgets(text, sizeof(text), file))
        text[0] = '\0';
    if (file)
        fclose(file);
    free(path);
    return xstrdup(text);
}

static int count_fds(pid_t pid)
{
    int n = -2; /* "." and ".." */
    char *path = xasprintf("/proc/%d/fd", (int)pid);
    DIR *folder = opendir(path);
    while (folder && readdir(folder))
        n++;
    if (folder)
        closedir(folder);
    free(path);
    return n;
}

/* User's and system's ticks are the 14th and 15th field; the name, in brackets, may have spaces. */
static double read_cpu_ms(pid_t pid)
{
    unsigned long user = 0;
    unsigned long system = 0;
    char *stat = first_line(pid, "stat");
    const char *behind = strrchr(stat, ')');
    if (behind)
        sscanf(behind + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
    free(stat);
    return (double)(user + system) * 1000.0 / (double)sysconf(_SC_CLK_TCK);
}

struct gauge gauge_read(pid_t pid)
{
    long pages = 0;
    char *statm = first_line(pid, "statm");
    sscanf(statm, "%*d %ld", &pages);
    free(statm);
    return (struct gauge){
        .rss_kib = (double)pages * (double)sysconf(_SC_PAGESIZE) / 1024.0,
        .cpu_ms = read_cpu_ms(pid),
        .fds = count_fds(pid),
        .at_ms = clock_mono_ms(),
    };
}

double gauge_cpu(const struct gauge *from, const struct gauge *to)
{
    int64_t took_ms = to->at_ms - from->at_ms;
    return took_ms > 0 ? (to->cpu_ms - from->cpu_ms) * 100.0 / (double)took_ms : 0.0;
}

void gauge_wait_fds(pid_t pid, int fds)
{
    int64_t deadline_ms = clock_mono_ms() + RIG_PATIENCE_MS;
    int now = count_fds(pid);
    while (now > fds && clock_mono_ms() < deadline_ms) {
        poll(NULL, 0, 20);
        now = count_fds(pid);
    }
    if (now > fds)
        fail_msg("%d descriptors are open, not %d as at the beginning", now, fds);
}
