/*
 * bench_files - what transfers cost those who talk: the delay of a message to a
 * room of 100, 200 a second, alone, while a plain sender beside the server
 * gives ten files to ten readers (which costs the machine the same), and while
 * the server does; in turns, medians. Prints a row a line:
 *
 *     name value us alone VALUE reference VALUE ratio VALUE rate VALUE MB/s reference VALUE MB/s
 *
 * The ratio is to the reference. "paced" takes 2 MB/s for each file, as over a
 * good line; "as_fast_as_it_goes" shows how the machine is shared when it is
 * the only limit.
 */
#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "crowd.h"
#include "mem.h"
#include "sender.h"
#include "subject.h"

#define TRANSFERS  10
#define PEOPLE     100
#define PER_SECOND 200
#define ROUNDS_MAX 5
#define PIECE      8192

static const char request[] =
    "GET /files/" SUBJECT_FILE " HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n";

/* Bytes that each one has fetched, shared with the children. */
struct tally {
    volatile long long bytes[TRANSFERS];
};

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- fetching; each in a process of its own ---- */

static int ask(int port)
{
    struct sockaddr_in name = {.sin_family = AF_INET,
                               .sin_port = htons((uint16_t)port),
                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(fd, (const struct sockaddr *)&name, sizeof(name)) < 0 ||
        send(fd, request, strlen(request), 0) != (ssize_t)strlen(request)) {
        perror("bench_files: the server");
        _exit(1);
    }
    return fd;
}

/* Waits until so many bytes may have come at this pace. */
static void keep_pace(double begin_s, long long bytes, double bytes_per_s)
{
    double ahead_s = (double)bytes / bytes_per_s - (now_s() - begin_s);
    if (ahead_s <= 0)
        return;
    poll(NULL, 0, (int)(ahead_s * 1000) + 1);
}

/* bytes_per_s 0: no pace. */
static _Noreturn void fetch_for_ever(int port, volatile long long *bytes, double bytes_per_s)
{
    char piece[PIECE];
    double begin_s = now_s();
    for (;;) {
        int fd = ask(port);
        ssize_t n = 0;
        while ((n = recv(fd, piece, sizeof(piece), 0)) > 0) {
            *bytes += n;
            if (bytes_per_s > 0)
                keep_pace(begin_s, *bytes, bytes_per_s);
        }
        close(fd);
        if (*bytes < PIECE)
            _exit(1); /* it was refused */
    }
}

struct transfers {
    pid_t pids[TRANSFERS];
    struct tally *tally;
};

/* All run, and have fetched something, when it returns. */
static void begin(struct transfers *transfers, int port, double bytes_per_s)
{
    memset(transfers->tally, 0, sizeof(*transfers->tally));
    for (int i = 0; i < TRANSFERS; i++) {
        transfers->pids[i] = fork();
        if (transfers->pids[i] == 0)
            fetch_for_ever(port, &transfers->tally->bytes[i], bytes_per_s);
    }
    for (int i = 0; i < TRANSFERS; i++) {
        while (transfers->tally->bytes[i] < PIECE) {
            if (waitpid(transfers->pids[i], NULL, WNOHANG) != 0) {
                fprintf(stderr, "bench_files: a transfer was refused\n");
                exit(1);
            }
            keep_pace(now_s(), 1, 1000);
        }
    }
}

static long long fetched(const struct transfers *transfers)
{
    long long all = 0;
    for (int i = 0; i < TRANSFERS; i++)
        all += transfers->tally->bytes[i];
    return all;
}

static void end(const struct transfers *transfers)
{
    for (int i = 0; i < TRANSFERS; i++) {
        kill(transfers->pids[i], SIGKILL);
        waitpid(transfers->pids[i], NULL, 0);
    }
}

/* ---- rows ---- */

enum { ALONE, REFERENCE, BESIDE, CASES };

/* What one case of a round gave. */
struct figures {
    struct crowd_delays delays;
    double megabytes_per_s;
};

/* port 0: nobody fetches anything. */
static struct figures talk(struct crowd *crowd, int messages, int port, double bytes_per_s)
{
    struct figures figures = {.megabytes_per_s = 0};
    struct transfers transfers = {.tally = mmap(NULL, sizeof(struct tally), PROT_READ | PROT_WRITE,
                                                MAP_SHARED | MAP_ANONYMOUS, -1, 0)};
    if (port)
        begin(&transfers, port, bytes_per_s);
    /* The first fetch of a file lets the server read it and sum it up. */
    crowd_pace(crowd, messages / 5, PER_SECOND);
    double begin_s = now_s();
    long long before = fetched(&transfers);
    figures.delays = crowd_pace(crowd, messages, PER_SECOND);
    figures.megabytes_per_s = (double)(fetched(&transfers) - before) / 1e6 / (now_s() - begin_s);
    if (port)
        end(&transfers);
    munmap(transfers.tally, sizeof(struct tally));
    return figures;
}

/* Another case begins each round. */
static void measure(struct figures figures[CASES], int round, int messages, double bytes_per_s)
{
    struct subject subject = subject_start(SUBJECT_DISK);
    struct sender sender = sender_start(subject.folder);
    const struct crowd_plan plan = {.port = subject.port, .n = PEOPLE, .caps = ""};
    const int ports[CASES] = {[REFERENCE] = sender.port, [BESIDE] = subject.http_port};
    struct crowd *crowd = crowd_new(&plan);
    crowd_join(crowd);
    for (int i = 0; i < CASES; i++) {
        int each = (i + round) % CASES;
        figures[each] = talk(crowd, messages, ports[each], bytes_per_s);
    }
    crowd_free(crowd);
    sender_stop(&sender);
    subject_stop(&subject);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, int n)
{
    qsort(values, (size_t)n, sizeof(*values), compare);
    return values[n / 2];
}

/* Of each case. */
static void print(const char *name, const char *part, const double *delays, const double *rates)
{
    printf("delay_%s_beside_transfers_%s %.4g us alone %.4g reference %.4g ratio %.3g rate %.4g "
           "MB/s reference %.4g MB/s\n",
           part, name, delays[BESIDE], delays[ALONE], delays[REFERENCE],
           delays[BESIDE] / delays[REFERENCE], rates[BESIDE], rates[REFERENCE]);
    fflush(stdout);
}

static void run(const char *name, double bytes_per_s, int rounds, int messages)
{
    double half[CASES][ROUNDS_MAX];
    double most[CASES][ROUNDS_MAX];
    double rates[CASES][ROUNDS_MAX];
    double medians[3][CASES];
    for (int round = 0; round < rounds; round++) {
        struct figures figures[CASES];
        measure(figures, round, messages, bytes_per_s);
        for (int i = 0; i < CASES; i++) {
            half[i][round] = figures[i].delays.p50_us;
            most[i][round] = figures[i].delays.p99_us;
            rates[i][round] = figures[i].megabytes_per_s;
        }
    }
    for (int i = 0; i < CASES; i++) {
        medians[0][i] = median(half[i], rounds);
        medians[1][i] = median(most[i], rounds);
        medians[2][i] = median(rates[i], rounds);
    }
    print(name, "p50", medians[0], medians[2]);
    print(name, "p99", medians[1], medians[2]);
}

int main(void)
{
    bool is_long = getenv("PARLOR_LONG") != NULL;
    int rounds = is_long ? ROUNDS_MAX : 1;
    int messages = is_long ? 1000 : 200;
    signal(SIGPIPE, SIG_IGN);
    run("paced", 2e6, rounds, messages);
    run("as_fast_as_it_goes", 0, rounds, messages);
    return 0;
}
