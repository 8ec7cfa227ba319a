/*
 * bench_files - what transfers cost those who talk: the delay of a message to a
 * room of 100, 200 a second, alone and while ten files are fetched; in turns,
 * medians. Prints a row a line:
 *
 *     name value us alone VALUE ratio VALUE rate VALUE MB/s
 *
 * "paced" takes 2 MB/s for each file, as over a good line; "as_fast_as_it_goes"
 * shows how the machine is shared when it is the only limit.
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
#include "subject.h"

#define TRANSFERS  10
#define PEOPLE     100
#define PER_SECOND 200
#define ROUNDS_MAX 5
#define PIECE      8192

static const char request[] = "GET /files/" SUBJECT_FILE " HTTP/1.1\r\nHost: bench\r\n\r\n";

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

/* What one round gave. */
struct round {
    struct crowd_delays alone, beside;
    double megabytes_per_s;
};

static struct round measure(int messages, double bytes_per_s)
{
    struct round round;
    struct transfers transfers = {.tally = mmap(NULL, sizeof(struct tally), PROT_READ | PROT_WRITE,
                                                MAP_SHARED | MAP_ANONYMOUS, -1, 0)};
    struct subject subject = subject_start(SUBJECT_DISK);
    const struct crowd_plan plan = {.port = subject.port, .n = PEOPLE, .caps = ""};
    struct crowd *crowd = crowd_new(&plan);
    crowd_join(crowd);
    crowd_pace(crowd, messages / 10, PER_SECOND);
    round.alone = crowd_pace(crowd, messages, PER_SECOND);

    begin(&transfers, subject.http_port, bytes_per_s);
    double begin_s = now_s();
    long long before = fetched(&transfers);
    round.beside = crowd_pace(crowd, messages, PER_SECOND);
    round.megabytes_per_s = (double)(fetched(&transfers) - before) / 1e6 / (now_s() - begin_s);
    end(&transfers);
    crowd_free(crowd);
    subject_stop(&subject);
    munmap(transfers.tally, sizeof(struct tally));
    return round;
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

static void print(const char *name, const char *part, double beside, double alone, double rate)
{
    printf("delay_%s_beside_transfers_%s %.4g us alone %.4g ratio %.3g rate %.4g MB/s\n", part,
           name, beside, alone, beside / alone, rate);
    fflush(stdout);
}

static void run(const char *name, double bytes_per_s, int rounds, int messages)
{
    double half[2][ROUNDS_MAX];
    double most[2][ROUNDS_MAX];
    double rates[ROUNDS_MAX];
    for (int i = 0; i < rounds; i++) {
        struct round round = measure(messages, bytes_per_s);
        half[0][i] = round.alone.p50_us;
        half[1][i] = round.beside.p50_us;
        most[0][i] = round.alone.p99_us;
        most[1][i] = round.beside.p99_us;
        rates[i] = round.megabytes_per_s;
    }
    double rate = median(rates, rounds);
    print(name, "p50", median(half[1], rounds), median(half[0], rounds), rate);
    print(name, "p99", median(most[1], rounds), median(most[0], rounds), rate);
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
