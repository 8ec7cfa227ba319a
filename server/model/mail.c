#include "mail.h"

#include <stdlib.h>

#include "mem.h"
#include "user.h"
#include "world.h"

static struct mail_share *share_of(const struct user *to, const char *from)
{
    return to->mail ? map_get(&to->mail->share, from) : NULL;
}

bool mail_is_full(const struct world *world, const struct user *from, const struct user *to,
                  size_t bytes)
{
    const struct mail_limits *limits = &world->config->mail;
    const struct mail_share *share = share_of(to, from->fold);
    return from->outstanding >= limits->outstanding ||
           (share && share->messages >= limits->from_one) ||
           (to->mail &&
            (to->mail->messages >= limits->messages || to->mail->bytes + bytes > limits->bytes));
}

void mail_add(struct user *from, struct user *to, struct mail_share more)
{
    if (!to->mail)
        to->mail = xnew(struct mail);
    struct mail_share *share = share_of(to, from->fold);
    if (!share) {
        share = xnew(struct mail_share);
        map_set(&to->mail->share, from->fold, share);
    }
    share->messages += more.messages;
    share->bytes += more.bytes;
    to->mail->messages += more.messages;
    to->mail->bytes += more.bytes;
    from->outstanding += more.messages;
}

void mail_remove(struct user *from, struct user *to, size_t bytes)
{
    struct mail_share *share = share_of(to, from->fold);
    if (!share || share->messages == 0 || share->bytes < bytes)
        return;
    share->messages--;
    share->bytes -= bytes;
    to->mail->messages--;
    to->mail->bytes -= bytes;
    from->outstanding--;
}

void mail_clear(const struct world *world, struct user *to)
{
    if (!to->mail)
        return;
    MAP_FOREACH(e, &to->mail->share) {
        struct mail_share *share = map_value(e);
        struct user *from = world_user(world, map_key(e));
        /* It may be another by now: the name was free in between. */
        if (from && from->outstanding >= share->messages)
            from->outstanding -= share->messages;
        free(share);
    }
    map_clear(&to->mail->share);
    free(to->mail);
    to->mail = NULL;
}
