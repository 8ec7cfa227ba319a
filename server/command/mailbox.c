#include "mailbox.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "mail.h"
#include "mem.h"

/* A record's space. */
static const char space[] = "mail";

static char *key_of(const struct user *to, const char *from)
{
    return xasprintf("%s %s", to->fold, from);
}

bool mailbox_take(struct server *server, struct user *from, struct user *to, size_t bytes)
{
    if (mail_is_full(server->world, from, to, bytes))
        return false;
    mail_add(from, to, (struct mail_share){.messages = 1, .bytes = bytes});
    return true;
}

void mailbox_keep(struct server *server, struct user *from, struct user *to, uint64_t id)
{
    struct mail *mail = to->mail;
    const struct mail_share *share = mail ? map_get(&mail->share, from->fold) : NULL;
    if (!share)
        return;
    mail->newest = id;
    char *key = key_of(to, from->fold);
    char *value = xasprintf("%d %zu %" PRIu64, share->messages, share->bytes, id);
    store_put(server->store, space, key, value);
    free(key);
    free(value);
}

void mailbox_had(struct server *server, struct user *to, uint64_t id)
{
    if (!to->mail || id < to->mail->newest)
        return;
    MAP_FOREACH(e, &to->mail->share) {
        char *key = key_of(to, map_key(e));
        store_put(server->store, space, key, NULL);
        free(key);
    }
    mail_clear(server->world, to);
}

void mailbox_restore(struct world *world, const char *key, const char *value)
{
    const char *gap = strchr(key, ' ');
    char *name = gap ? xstrndup(key, (size_t)(gap - key)) : NULL;
    struct user *to = name ? world_user(world, name) : NULL;
    struct user *from = gap ? world_user(world, gap + 1) : NULL;
    free(name);
    char *rest = NULL;
    struct mail_share share = {.messages = (int)strtol(value, &rest, 10)};
    share.bytes = strtoull(rest, &rest, 10);
    uint64_t id = strtoull(rest, NULL, 10);
    if (!to || !from || share.messages <= 0)
        return;
    mail_add(from, to, share);
    if (to->mail->newest < id)
        to->mail->newest = id;
}
