/* Other ports while the server runs: those that are new are bound before anything changes. */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <utlist.h>

#include "address.h"
#include "conf.h"
#include "listener_private.h"
#include "log.h"
#include "mem.h"

/* One of ours that stays, and its limit. */
struct staying {
    struct listener *listener;
    int max_connections;
    struct staying *next;
};

struct listeners_change {
    struct listeners *owner;
    struct listener *fresh; /* DL: bound, not accepting */
    struct staying *staying;
};

static struct listener *find_ours(const struct listeners *listeners, const char *wish)
{
    struct listener *listener = NULL;
    while ((listener = listener_next(listeners, listener))) {
        if (!listener->stays && strcmp(listener->wish, wish) == 0)
            break;
    }
    return listener;
}

/*
 * A new port may be one that we hold by another address or in another way
 * (127.0.0.1 and 0.0.0.0, plain and TLS): Linux binds both if both sockets say
 * so, and ours takes it back as soon as the new one stands.
 */
static void share_ports(const struct listeners *listeners, int on)
{
    const struct listener *listener = NULL;
    while ((listener = listener_next(listeners, listener)))
        setsockopt(listener->fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
}

static int look_at_port(struct listeners_change *change, struct address *address, int port,
                        char **cause)
{
    char *wish = address_text(address, port);
    struct listener *listener = find_ours(change->owner, wish);
    free(wish);
    if (listener) {
        struct staying *staying = xnew(struct staying);
        staying->listener = listener;
        staying->max_connections = address->max_connections;
        listener->stays = true;
        LL_PREPEND(change->staying, staying);
        return 0;
    }
    listener = listener_open(change->owner, address, port, true, cause);
    if (!listener)
        return -1;
    DL_APPEND(change->fresh, listener);
    return 0;
}

static int look_at(struct listeners_change *change, const char *text, char **cause)
{
    struct address address;
    if (address_parse(&address, text, cause) < 0)
        return -1;
    int result = 0;
    for (int port = address.port; port <= address.port_last && result == 0; port++)
        result = look_at_port(change, &address, port, cause);
    address_clear(&address);
    return result;
}

static int look_at_all(struct listeners_change *change, const struct conf_list *list,
                       const struct conf_list *also, char **cause)
{
    for (size_t i = 0; i < list->n; i++) {
        if (look_at(change, list->items[i], cause) < 0)
            return -1;
    }
    for (size_t i = 0; i < also->n; i++) {
        char *why = NULL;
        if (look_at(change, also->items[i], &why) < 0)
            log_event(LOG_INFO, "not_listening", "reason=\"%s\"", why);
        free(why);
    }
    return 0;
}

struct listeners_change *listeners_look(struct listeners *listeners, const struct conf_list *list,
                                        const struct conf_list *also, char **cause)
{
    struct listeners_change *change = xnew(struct listeners_change);
    change->owner = listeners;
    share_ports(listeners, 1);
    int result = look_at_all(change, list, also, cause);
    share_ports(listeners, 0);
    if (result == 0)
        return change;
    listeners_forget(change);
    return NULL;
}

static void forget_staying(struct listeners_change *change)
{
    struct staying *next = NULL;
    for (struct staying *each = change->staying; each; each = next) {
        next = each->next;
        each->listener->stays = false;
        free(each);
    }
    free(change);
}

void listeners_forget(struct listeners_change *change)
{
    struct listener *next = NULL;
    if (!change)
        return;
    for (struct listener *each = change->fresh; each; each = next) {
        next = each->next;
        listener_free(each);
    }
    forget_staying(change);
}

/* Who is connected stays; the row goes with the last of them. */
/* NOLINTNEXTLINE(readability-function-size): it counts the asserts inside the macros as nesting */
static void close_others(struct listeners *listeners)
{
    struct listener *next = NULL;
    for (struct listener *each = listeners->first; each; each = next) {
        next = each->next;
        if (each->stays || each->fd < 0)
            continue;
        log_event(LOG_INFO, "not_listening", "listener=%s connections=%d", each->text, each->n);
        listener_close(each);
        if (each->n > 0)
            continue;
        DL_DELETE(listeners->first, each);
        listener_free(each);
    }
}

void listeners_become(struct listeners_change *change, int max_connections)
{
    struct listeners *listeners = change->owner;
    struct staying *staying = NULL;
    struct listener *next = NULL;
    LL_FOREACH(change->staying, staying)
    {
        staying->listener->max_connections = staying->max_connections;
    }
    close_others(listeners);
    listeners->max_connections = max_connections;
    for (struct listener *each = change->fresh; each; each = next) {
        int off = 0;
        next = each->next;
        setsockopt(each->fd, SOL_SOCKET, SO_REUSEPORT, &off, sizeof(off));
        DL_APPEND(listeners->first, each);
        listener_begin(each);
        log_event(LOG_INFO, "listening", "listener=%s", each->text);
    }
    forget_staying(change);
}
