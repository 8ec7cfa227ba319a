#include "dial.h"

#include <ctype.h>
#include <errno.h>
#include <event2/dns.h>
#include <event2/event.h>
#include <event2/event_struct.h>
#include <event2/util.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "clock.h"
#include "loop_private.h"
#include "mem.h"
#include "reason.h"

#define DIAL_LIMIT_MS 10000
#define ADDRESSES_MAX 8
#define LABEL_MAX     63
#define NAME_MAX_LEN  253

struct address {
    struct sockaddr_storage name;
    socklen_t len;
};

struct dial {
    struct loop *loop;
    dial_fn *fn; /* NULL once it was called, or is not wanted any more */
    void *arg;
    char *host;
    int port;
    int64_t deadline_ms;
    struct loop_timer *timer;                  /* the deadline, of one address or of all */
    struct loop_task task;                     /* begins; frees at last */
    struct evdns_base *dns;                    /* made for a name that must be looked up */
    struct evdns_getaddrinfo_request *request; /* evdns still owes an answer */
    struct address addresses[ADDRESSES_MAX];
    int n_addresses, next; /* next to be tried */
    int fd;                /* being connected, or -1 */
    struct event connected;
    bool is_freed;
};

/* Lets go of everything but the memory, and of a request that evdns has not answered. */
static void stop(struct dial *dial)
{
    loop_timer_unset(dial->timer);
    loop_task_drop(&dial->task);
    if (dial->fd < 0)
        return;
    event_del(&dial->connected);
    close(dial->fd);
    dial->fd = -1;
}

/* Wants no answer any more; one that evdns owes still comes. */
static void give_up(struct dial *dial)
{
    stop(dial);
    if (dial->fn && dial->request)
        evdns_getaddrinfo_cancel(dial->request);
    dial->fn = NULL;
}

/* Ends with a socket, or with a sentence, which it frees. */
static void finish(struct dial *dial, int fd, char *why)
{
    dial_fn *fn = dial->fn;
    give_up(dial);
    fn(dial->arg, fd, why);
    free(why);
}

static bool is_unix(const struct dial *dial)
{
    return strncmp(dial->host, "unix:", 5) == 0;
}

/* "HOST port PORT", or what a socket in the file system is called. */
static char *whereto(const struct dial *dial)
{
    if (is_unix(dial))
        return xstrdup(dial->host);
    return xasprintf("%s port %d", dial->host, dial->port);
}

static char *failure(const struct dial *dial, int error)
{
    char *where = whereto(dial);
    char *why = NULL;
    if (error == ECONNREFUSED)
        why = xasprintf("%s refused the connection; is the server running?", where);
    else if (error == ENOENT)
        why = xasprintf("%s does not exist; is the server running?", where);
    else if (error == ETIMEDOUT)
        why = xasprintf("%s does not answer", where);
    else {
        char *reason = reason_errno(error);
        why = xasprintf("%s cannot be reached: %s", where, reason);
        free(reason);
    }
    free(where);
    return why;
}

static void on_connected(int fd, short what, void *arg);

/* Begins with one address; returns 0 or an errno. */
static int try_address(struct dial *dial, const struct address *address)
{
    const struct sockaddr *name = (const struct sockaddr *)&address->name;
    dial->fd = socket(name->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (dial->fd < 0)
        return errno;
    event_assign(&dial->connected, loop_base(dial->loop), dial->fd, EV_WRITE, on_connected, dial);
    if (connect(dial->fd, name, address->len) < 0 && errno != EINPROGRESS)
        return errno;
    event_add(&dial->connected, NULL);
    return 0;
}

/* One address that swallows everything may not use up the time of the others. */
static void try_addresses(struct dial *dial, int error)
{
    while (dial->next < dial->n_addresses) {
        int64_t left_ms = dial->deadline_ms - clock_mono_ms();
        loop_timer_set(dial->timer, left_ms / (dial->n_addresses - dial->next));
        error = try_address(dial, &dial->addresses[dial->next++]);
        if (!error)
            return;
        stop(dial);
    }
    finish(dial, -1, failure(dial, error));
}

static void on_connected(int fd, short what, void *arg)
{
    (void)what;
    struct dial *dial = arg;
    int error = 0;
    socklen_t len = sizeof(error);
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len);
    if (error) {
        stop(dial);
        try_addresses(dial, error);
        return;
    }
    dial->fd = -1;
    finish(dial, fd, NULL);
}

static void on_time_out(void *arg)
{
    struct dial *dial = arg;
    if (dial->fd < 0) {
        finish(dial, -1,
               xasprintf("the name %s cannot be looked up; is the network there?", dial->host));
        return;
    }
    stop(dial);
    try_addresses(dial, ETIMEDOUT);
}

static void add_addresses(struct dial *dial, const struct addrinfo *list)
{
    for (; list && dial->n_addresses < ADDRESSES_MAX; list = list->ai_next) {
        struct address *address = &dial->addresses[dial->n_addresses++];
        memcpy(&address->name, list->ai_addr, list->ai_addrlen);
        address->len = list->ai_addrlen;
    }
}

/* Takes an address as it is written; false if it is a name. */
static bool add_numeric(struct dial *dial, const char *host)
{
    const struct addrinfo hints = {
        .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
        .ai_family = AF_UNSPEC,
        .ai_socktype = SOCK_STREAM,
    };
    char port[sizeof("65535") + 8];
    snprintf(port, sizeof(port), "%d", dial->port);
    struct addrinfo *list = NULL;
    if (getaddrinfo(host, port, &hints, &list) != 0)
        return false;
    add_addresses(dial, list);
    freeaddrinfo(list);
    return true;
}

static void dial_unix(struct dial *dial)
{
    const char *path = dial->host + strlen("unix:");
    struct address *address = &dial->addresses[0];
    struct sockaddr_un *name = (struct sockaddr_un *)&address->name;
    if (strlen(path) >= sizeof(name->sun_path)) {
        finish(dial, -1, failure(dial, ENAMETOOLONG));
        return;
    }
    name->sun_family = AF_UNIX;
    memcpy(name->sun_path, path, strlen(path) + 1);
    address->len = sizeof(*name);
    dial->n_addresses = 1;
    try_addresses(dial, 0);
}

/* Letters, digits, hyphens in labels of 1 to 63 (RFC 1123, 2.1), and underscores, which some use.
 */
static bool is_name(const char *host)
{
    size_t label = 0;
    for (const char *c = host; *c; c++) {
        if (*c == '.' && label == 0)
            return false;
        if (*c != '.' && !isalnum((unsigned char)*c) && *c != '-' && *c != '_')
            return false;
        label = *c == '.' ? 0 : label + 1;
        if (label > LABEL_MAX)
            return false;
    }
    return *host && strlen(host) <= NAME_MAX_LEN;
}

static void free_memory(void *arg)
{
    struct dial *dial = arg;
    if (dial->dns)
        evdns_base_free(dial->dns, 0);
    loop_timer_free(dial->timer);
    free(dial->host);
    free(dial);
}

static void on_resolved(int result, struct evutil_addrinfo *list, void *arg)
{
    struct dial *dial = arg;
    dial->request = NULL;
    if (dial->is_freed)
        loop_task_end(dial->loop, &dial->task);
    if (dial->fn && result == 0)
        add_addresses(dial, list);
    if (list)
        evutil_freeaddrinfo(list);
    if (!dial->fn)
        return;
    if (dial->n_addresses > 0)
        try_addresses(dial, 0);
    else if (result == EVUTIL_EAI_NONAME || result == EVUTIL_EAI_NODATA || result == 0)
        finish(dial, -1, xasprintf("no such host: %s", dial->host));
    else
        finish(dial, -1,
               xasprintf("the name %s cannot be looked up: %s", dial->host,
                         evutil_gai_strerror(result)));
}

/*
 * The resolver lives as long as the dial: it knows today's name servers and
 * /etc/hosts, and when nobody dials there is none that would wake up by itself.
 */
static void look_up(struct dial *dial)
{
    const struct evutil_addrinfo hints = {
        .ai_flags = EVUTIL_AI_NUMERICSERV,
        .ai_family = AF_UNSPEC,
        .ai_socktype = SOCK_STREAM,
        .ai_protocol = IPPROTO_TCP,
    };
    char port[sizeof("65535") + 8];
    snprintf(port, sizeof(port), "%d", dial->port);
    dial->dns = evdns_base_new(loop_base(dial->loop), EVDNS_BASE_DISABLE_WHEN_INACTIVE);
    if (!dial->dns) {
        finish(dial, -1, failure(dial, ENOMEM));
        return;
    }
    /* Without this file it takes this machine for the name server, and still reads /etc/hosts. */
    evdns_base_resolv_conf_parse(dial->dns, DNS_OPTIONS_ALL, "/etc/resolv.conf");
    dial->request = evdns_getaddrinfo(dial->dns, dial->host, port, &hints, on_resolved, dial);
}

static void begin(void *arg)
{
    struct dial *dial = arg;
    if (is_unix(dial)) {
        dial_unix(dial);
        return;
    }
    /* This name is always this machine, with or without a resolver (RFC 6761, 6.3). */
    if (strcasecmp(dial->host, "localhost") == 0) {
        add_numeric(dial, "127.0.0.1");
        add_numeric(dial, "::1");
    } else {
        add_numeric(dial, dial->host);
    }
    if (dial->n_addresses > 0)
        try_addresses(dial, 0);
    else if (is_name(dial->host))
        look_up(dial);
    else
        finish(dial, -1, xasprintf("no such host: %s", dial->host));
}

struct dial *dial_new(struct loop *loop, const char *host, int port, dial_fn *fn, void *arg)
{
    struct dial *dial = xnew(struct dial);
    dial->loop = loop;
    dial->fn = fn;
    dial->arg = arg;
    dial->host = xstrdup(host);
    dial->port = port;
    dial->fd = -1;
    dial->deadline_ms = clock_mono_ms() + DIAL_LIMIT_MS;
    dial->timer = loop_timer_new(loop, on_time_out, dial);
    dial->task = (struct loop_task){.fn = begin, .arg = dial};
    loop_timer_set(dial->timer, DIAL_LIMIT_MS);
    loop_task_soon(loop, &dial->task);
    return dial;
}

void dial_free(struct dial *dial)
{
    if (!dial)
        return;
    give_up(dial);
    dial->is_freed = true;
    dial->task.fn = free_memory;
    if (!dial->request)
        loop_task_end(dial->loop, &dial->task);
}
