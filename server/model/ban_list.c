#include "ban_list.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "irc_name.h"
#include "mem.h"

/* Bytes of what may be banned. */
#define WHAT_MAX 200

/* Bytes of a network's key: family, length, 16 bytes in hex. */
#define NET_SIZE 48

/* ---- networks ---- */

struct net {
    bool six;
    int bits;
    unsigned char bytes[16];
};

static void cut_net(struct net *net, int bits)
{
    net->bits = bits;
    for (int i = 0; i < 16; i++) {
        int left = bits - 8 * i;
        if (left <= 0)
            net->bytes[i] = 0;
        else if (left < 8)
            net->bytes[i] = (unsigned char)(net->bytes[i] & (0xff << (8 - left)));
    }
}

/* An address, which may stand for an IPv4 one in IPv6. */
static bool read_address(const char *text, struct net *net)
{
    static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    *net = (struct net){.bits = 32};
    if (inet_pton(AF_INET, text, net->bytes) == 1)
        return true;
    *net = (struct net){.six = true, .bits = 128};
    if (inet_pton(AF_INET6, text, net->bytes) != 1)
        return false;
    if (memcmp(net->bytes, mapped, sizeof(mapped)) == 0) {
        memmove(net->bytes, net->bytes + 12, 4);
        memset(net->bytes + 4, 0, 12);
        net->six = false;
        net->bits = 32;
    }
    return true;
}

static bool read_bits(const char *text, const struct net *net, int *bits)
{
    char *end = NULL;
    if (*text < '0' || *text > '9')
        return false;
    long n = strtol(text, &end, 10);
    *bits = (int)n;
    return *end == '\0' && n >= 0 && n <= net->bits;
}

/* "192.0.2.0/24" or an address alone. */
static bool read_net(const char *text, struct net *net)
{
    char address[INET6_ADDRSTRLEN];
    size_t len = strcspn(text, "/");
    if (len >= sizeof(address))
        return false;
    memcpy(address, text, len);
    address[len] = '\0';
    if (!read_address(address, net))
        return false;
    int bits = net->bits;
    if (text[len] && !read_bits(text + len + 1, net, &bits))
        return false;
    cut_net(net, bits);
    return true;
}

static char *net_text(const struct net *net)
{
    char address[INET6_ADDRSTRLEN];
    inet_ntop(net->six ? AF_INET6 : AF_INET, net->bytes, address, sizeof(address));
    bool whole = net->bits == (net->six ? 128 : 32);
    return whole ? xstrdup(address) : xasprintf("%s/%d", address, net->bits);
}

static void net_key(const struct net *net, char key[NET_SIZE])
{
    int n = snprintf(key, NET_SIZE, "%c%d:", net->six ? '6' : '4', net->bits);
    for (int i = 0; i < (net->bits + 7) / 8; i++)
        n += snprintf(key + n, (size_t)(NET_SIZE - n), "%02x", net->bytes[i]);
}

/* ---- what is banned ---- */

static bool is_clean(const char *text)
{
    for (const char *p = text; *p; p++) {
        if ((unsigned char)*p <= ' ' || *p == '\177')
            return false;
    }
    return *text && strlen(text) <= WHAT_MAX;
}

static enum ban_kind kind_of(const char *text)
{
    struct net net;
    if (read_net(text, &net))
        return BAN_ADDRESS;
    if (strpbrk(text, "!@"))
        return BAN_MASK;
    return strpbrk(text, "*?") ? BAN_NAMES : BAN_NAME;
}

static bool is_name_mask(const char *text)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                  "_-[]\\^{}|`*?";
    return strspn(text, letters) == strlen(text);
}

/* Everybody of a network, as other servers write it: "*@10.0.0.0/8". */
static const char *without_anybody(const char *text)
{
    struct net net;
    size_t len = strspn(text, "*!");
    bool anybody = len > 0 && text[len] == '@' && read_net(text + len + 1, &net);
    return anybody ? text + len + 1 : text;
}

static bool has_network(const char *mask)
{
    struct net net;
    const char *at = strrchr(mask, '@');
    return at && strchr(at, '/') && read_net(at + 1, &net);
}

char *ban_what(const char *text, enum ban_kind *kind, const char **cause)
{
    struct net net;
    text = without_anybody(text);
    *kind = kind_of(text);
    *cause = NULL;
    if (!is_clean(text))
        *cause = "it is one word of at most 200 bytes";
    else if (*kind == BAN_NAMES && !is_name_mask(text))
        *cause = "no name can look like that";
    else if (*kind == BAN_NAME && !irc_nick_valid(text))
        *cause = "it is neither a name nor an address nor a mask";
    else if (*kind == BAN_MASK && has_network(text))
        *cause = "a network stands alone, like 192.0.2.0/24; a mask is matched letter by letter";
    if (*cause)
        return NULL;
    if (*kind == BAN_MASK) {
        char *whole = irc_mask_complete(text);
        char *fold = irc_fold(whole);
        free(whole);
        return fold;
    }
    return *kind == BAN_ADDRESS && read_net(text, &net) ? net_text(&net) : irc_fold(text);
}

/* ---- the list ---- */

static void index_net(struct ban_list *list, struct ban_entry *entry, bool in)
{
    struct net net;
    char key[NET_SIZE];
    if (entry->kind != BAN_ADDRESS || !read_net(entry->what, &net))
        return;
    net_key(&net, key);
    if (in) {
        map_set(&list->nets, key, entry);
        list->lengths[net.six][net.bits]++;
    } else {
        map_remove(&list->nets, key);
        list->lengths[net.six][net.bits]--;
    }
}

struct ban_entry *ban_list_get(const struct ban_list *list, const char *what)
{
    return map_get(&list->by_what, what);
}

struct ban_entry *ban_list_add(struct ban_list *list, const char *what, const char *setter,
                               const char *reason)
{
    struct ban_entry *entry = ban_list_get(list, what);
    if (!entry) {
        entry = xnew(struct ban_entry);
        entry->what = xstrdup(what);
        entry->kind = kind_of(what);
        DL_APPEND(list->first, entry);
        map_set(&list->by_what, what, entry);
        index_net(list, entry, true);
        list->n++;
    }
    xreplace(&entry->setter, setter);
    xreplace(&entry->reason, reason);
    return entry;
}

void ban_list_set_times(struct ban_list *list, struct ban_entry *entry, int64_t set_ms,
                        int64_t until_ms)
{
    entry->set_ms = set_ms;
    entry->until_ms = until_ms;
    if (until_ms != 0 && (list->due_ms == 0 || until_ms < list->due_ms))
        list->due_ms = until_ms;
}

void ban_list_remove(struct ban_list *list, struct ban_entry *entry)
{
    index_net(list, entry, false);
    map_remove(&list->by_what, entry->what);
    DL_DELETE(list->first, entry);
    list->n--;
    free(entry->what);
    free(entry->setter);
    free(entry->reason);
    free(entry);
}

void ban_list_clear(struct ban_list *list)
{
    while (list->first)
        ban_list_remove(list, list->first);
    map_clear(&list->by_what);
    map_clear(&list->nets);
}

/* ---- looking ---- */

static bool holds(const struct ban_entry *entry, int64_t now_ms)
{
    return entry->until_ms == 0 || entry->until_ms > now_ms;
}

static const struct ban_entry *find_name(const struct ban_list *list, const char *name,
                                         int64_t now_ms)
{
    char fold[IRC_NICK_SIZE];
    if (!name || !*name)
        return NULL;
    const struct ban_entry *entry = map_get(&list->by_what, irc_fold_to(name, fold, sizeof(fold)));
    return entry && entry->kind == BAN_NAME && holds(entry, now_ms) ? entry : NULL;
}

static const struct ban_entry *find_address(const struct ban_list *list, const char *address,
                                            int64_t now_ms)
{
    struct net net;
    char key[NET_SIZE];
    if (!address || map_count(&list->nets) == 0 || !read_address(address, &net))
        return NULL;
    for (int bits = net.bits; bits >= 0; bits--) {
        if (list->lengths[net.six][bits] == 0)
            continue;
        cut_net(&net, bits);
        net_key(&net, key);
        const struct ban_entry *entry = map_get(&list->nets, key);
        if (entry && holds(entry, now_ms))
            return entry;
    }
    return NULL;
}

static bool matches(const char *mask, const char *text)
{
    return text && *text && irc_mask_match(mask, text);
}

static bool covers(const char *what, const char *address)
{
    struct net wide;
    struct net net;
    if (!address || !read_net(what, &wide) || !read_address(address, &net) || net.six != wide.six)
        return false;
    cut_net(&net, wide.bits);
    return memcmp(net.bytes, wide.bytes, sizeof(net.bytes)) == 0;
}

bool ban_entry_fits(const struct ban_entry *entry, const struct ban_query *query)
{
    switch (entry->kind) {
    case BAN_NAME:
    case BAN_NAMES:
        return matches(entry->what, query->name) || matches(entry->what, query->account);
    case BAN_ADDRESS: return covers(entry->what, query->address);
    case BAN_MASK:
        return matches(entry->what, query->mask) || matches(entry->what, query->mask_real);
    default: return false;
    }
}

const struct ban_entry *ban_list_find(const struct ban_list *list, const struct ban_query *query,
                                      int64_t now_ms)
{
    if (list->n == 0)
        return NULL;
    const struct ban_entry *entry = find_name(list, query->account, now_ms);
    if (!entry)
        entry = find_name(list, query->name, now_ms);
    if (!entry)
        entry = find_address(list, query->address, now_ms);
    if (entry || (!query->name && !query->account && !query->mask))
        return entry;
    DL_FOREACH(list->first, entry)
    {
        if ((entry->kind == BAN_NAMES || entry->kind == BAN_MASK) && holds(entry, now_ms) &&
            ban_entry_fits(entry, query))
            return entry;
    }
    return NULL;
}

struct ban_entry *ban_list_ended(struct ban_list *list, int64_t now_ms)
{
    struct ban_entry *entry = NULL;
    if (list->due_ms == 0 || now_ms < list->due_ms)
        return NULL;
    list->due_ms = 0;
    DL_FOREACH(list->first, entry)
    {
        if (!holds(entry, now_ms)) {
            list->due_ms = entry->until_ms;
            return entry;
        }
        if (entry->until_ms != 0 && (list->due_ms == 0 || entry->until_ms < list->due_ms))
            list->due_ms = entry->until_ms;
    }
    return NULL;
}
