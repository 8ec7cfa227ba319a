#include "siege.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "buf.h"
#include "clock.h"
#include "hostile_http.h"
#include "mem.h"
#include "moat.h"
#include "rig.h"
#include "shelf.h"
#include "spec.h"

#define AT_ONCE    16
#define FAULTS_MAX 50

/* Steele and Vigna, "splitmix64". Below n. */
static uint64_t chance(struct siege *siege, uint64_t n)
{
    uint64_t z = (siege->seed += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return (z ^ (z >> 31)) % n;
}

/* ---- connections ---- */

int siege_visit(const struct siege *siege, enum hostile_port port)
{
    int number = port == HOSTILE_IRC ? siege->shelf->rig->port : siege->shelf->http_port;
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = htons((uint16_t)number)};
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&place, sizeof(place)), 0);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    return fd;
}

/* Who was cut off already hears nothing more. */
void siege_tell(int fd, const char *data, size_t len)
{
    if (len > 0)
        (void)send(fd, data, len, MSG_NOSIGNAL);
}

/* Until the server closes. */
static void hear_out(int fd, struct buf *heard, const char *what)
{
    char piece[8192];
    int64_t deadline_ms = clock_mono_ms() + RIG_PATIENCE_MS;
    ssize_t n = 0;
    do {
        rig_wait_readable(fd, deadline_ms, what);
        n = recv(fd, piece, sizeof(piece), 0);
        if (n > 0)
            buf_append(heard, piece, (size_t)n);
    } while (n > 0);
    close(fd);
}

struct buf siege_ask(const struct siege *siege, const char *request)
{
    struct buf heard = {0};
    int fd = siege_visit(siege, HOSTILE_HTTP);
    siege_tell(fd, request, strlen(request));
    shutdown(fd, SHUT_WR);
    hear_out(fd, &heard, request);
    return heard;
}

/* ---- the load ---- */

static void check_nothing_came_out(const struct siege *siege, const struct buf *heard, int line)
{
    const char *const secrets[] = {MOAT_CANARY, "root:x:", siege->shelf->rig->folder, "\r\nX-Evil",
                                   " 001 "};
    for (size_t i = 0; i < sizeof(secrets) / sizeof(*secrets); i++) {
        if (heard->len > 0 && memmem(heard->data, heard->len, secrets[i], strlen(secrets[i])))
            fail_msg("line %d: \"%s\" came out: %s", line, secrets[i], buf_text(heard));
    }
}

/* The same request, told wrongly here and there. */
static struct hostile_request mutate(struct siege *siege, const struct hostile_request *request)
{
    struct hostile_request other = *request;
    other.bytes = xmalloc(request->len + 1);
    memcpy(other.bytes, request->bytes, request->len + 1);
    for (uint64_t n = chance(siege, 4) + 1; n > 0 && other.len > 1; n--) {
        size_t at = chance(siege, other.len);
        char odd = "\r\n /.%\0:;=,\\?&#-0Az\xff"[chance(siege, 21)];
        if (chance(siege, 3) > 0) {
            other.bytes[at] = odd;
        } else {
            size_t cut = chance(siege, other.len - at);
            memmove(other.bytes + at, other.bytes + at + cut, other.len - at - cut);
            other.len -= cut;
        }
    }
    return other;
}

/* All that is wrong is told before the test fails. */
static void complain(struct siege *siege, const struct hostile_request *request, const char *wrong,
                     const struct buf *heard)
{
    print_error("line %d: %s: %.*s\nwas answered: %s\n\n", request->line, wrong, (int)request->len,
                request->bytes, buf_text(heard));
    if (++siege->faults == FAULTS_MAX)
        fail_msg("there is more");
}

static void judge(struct siege *siege, const struct buf *heard,
                  const struct hostile_request *request, enum siege_manner manner)
{
    struct buf statuses = {0};
    check_nothing_came_out(siege, heard, request->line);
    if (request->port == HOSTILE_IRC)
        return;
    const char *wrong = hostile_http_judge(heard, request, &statuses);
    /* Beside others another one may be sending the same upload just then. */
    char *pattern = xasprintf("^(%s%s)$", request->wanted, manner == SIEGE_WHOLE ? "" : "|423");
    char *other = xasprintf("%s and not %s", buf_text(&statuses), request->wanted);
    if (wrong)
        complain(siege, request, wrong, heard);
    else if (manner != SIEGE_SPOILED && !rig_matches(buf_text(&statuses), pattern))
        complain(siege, request, other, heard);
    buf_clear(&statuses);
    free(pattern);
    free(other);
}

/* Several at a time; in pieces they all come together. */
static void tell_all(struct siege *siege, const struct hostile_request *requests, const int *fds,
                     size_t n, enum siege_manner manner)
{
    size_t at[AT_ONCE] = {0};
    for (size_t left = n; left > 0;) {
        left = 0;
        for (size_t i = 0; i < n; i++) {
            size_t len = requests[i].len - at[i];
            size_t most = manner == SIEGE_IN_PIECES ? chance(siege, 60) + 1 : len;
            len = len < most ? len : most;
            siege_tell(fds[i], requests[i].bytes + at[i], len);
            at[i] += len;
            left += at[i] < requests[i].len;
        }
    }
}

static void hang_up(struct siege *siege, int fd)
{
    struct linger at_once = {.l_onoff = (int)chance(siege, 2)};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
    close(fd);
}

static void dribble(const struct siege *siege)
{
    for (int i = 0; i < SIEGE_SLOW; i++)
        siege_tell(siege->slow[i], "x", 1);
}

static void try_some(struct siege *siege, const struct hostile_request *requests, size_t n,
                     enum siege_manner manner)
{
    int fds[AT_ONCE];
    for (size_t i = 0; i < n; i++)
        fds[i] = siege_visit(siege, requests[i].port);
    tell_all(siege, requests, fds, n, manner);
    dribble(siege);
    for (size_t i = 0; i < n; i++) {
        struct buf heard = {0};
        siege->requests++;
        if (manner == SIEGE_HANGS_UP) {
            hang_up(siege, fds[i]);
            continue;
        }
        char *what = xasprintf("the end of what line %d gets", requests[i].line);
        shutdown(fds[i], SHUT_WR);
        hear_out(fds[i], &heard, what);
        judge(siege, &heard, &requests[i], manner);
        buf_clear(&heard);
        free(what);
    }
}

void siege_try_all(struct siege *siege, enum siege_manner manner)
{
    const struct hostile_list *list = &siege->list;
    size_t most = manner == SIEGE_WHOLE ? 1 : AT_ONCE;
    for (size_t i = 0; i < list->n; i += most) {
        size_t n = list->n - i < most ? list->n - i : most;
        try_some(siege, list->requests + i, n, manner);
    }
}

static const struct hostile_request *any_request(struct siege *siege)
{
    const struct hostile_request *request = NULL;
    while (!request || request->port != HOSTILE_HTTP)
        request = &siege->list.requests[chance(siege, siege->list.n)];
    return request;
}

void siege_try_by_chance(struct siege *siege, int requests)
{
    for (int done = 0; done < requests; done += AT_ONCE) {
        struct hostile_request some[AT_ONCE];
        for (int i = 0; i < AT_ONCE; i++)
            some[i] = mutate(siege, any_request(siege));
        try_some(siege, some, AT_ONCE, SIEGE_SPOILED);
        for (int i = 0; i < AT_ONCE; i++)
            free(some[i].bytes);
    }
}
