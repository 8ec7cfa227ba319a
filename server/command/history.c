#include "history.h"

#include <stdlib.h>
#include <string.h>

#include "irc_cap.h"
#include "irc_name.h"
#include "mem.h"
#include "sending.h"
#include "trouble.h"

/* ---- conversations ---- */

char *history_pair(const char *a_fold, const char *b_fold)
{
    struct buf pair = {0};
    bool in_order = strcmp(a_fold, b_fold) <= 0;
    buf_puts(&pair, in_order ? a_fold : b_fold);
    buf_putc(&pair, ' ');
    buf_puts(&pair, in_order ? b_fold : a_fold);
    return buf_detach(&pair);
}

/* The one of "alice bob" who is not the user; the user itself in "alice alice". */
static void other_of_pair(const char *conv, const char *fold, char peer[IRC_NICK_SIZE])
{
    const char *space = strchr(conv, ' ');
    size_t len = (size_t)(space - conv);
    if (strlen(fold) == len && strncmp(conv, fold, len) == 0) {
        irc_fold_to(space + 1, peer, IRC_NICK_SIZE);
        return;
    }
    memcpy(peer, conv, len < IRC_NICK_SIZE ? len : IRC_NICK_MAX);
    peer[len < IRC_NICK_SIZE ? len : IRC_NICK_MAX] = '\0';
}

bool history_is_public(const struct room *room)
{
    return !(room->flags & (ROOM_INVITE_ONLY | ROOM_SECRET)) && !room->key;
}

void history_published(struct world *world, const struct store_entry *entry)
{
    if (world->latest_ms < entry->time_ms)
        world->latest_ms = entry->time_ms;
    world->published = entry->id;
}

const char *history_name(const struct world *world, const char *conv, const struct user *user)
{
    if (irc_is_room(conv)) {
        const struct room *room = world_room(world, conv);
        return room ? room->name : conv;
    }
    if (strcmp(conv, STORE_EVERYBODY) == 0)
        return conv;
    char peer[IRC_NICK_SIZE];
    other_of_pair(conv, user->fold, peer);
    const struct user *other = world_user(world, peer);
    return other ? other->name : user->name;
}

/* ---- what is about something else ---- */

static const struct {
    enum history_kind kind;
    uint64_t caps_needed;
} abouts[] = {
    {HISTORY_REDACT,      IRC_CAP_MESSAGE_REDACTION                 },
    {HISTORY_REACT,       IRC_CAP_MESSAGE_TAGS                      },
    {HISTORY_EDIT,        IRC_CAP_MESSAGE_TAGS | IRC_CAP_PARLOR_EDIT},
    {HISTORY_EDIT_NOTICE, IRC_CAP_MESSAGE_TAGS | IRC_CAP_PARLOR_EDIT},
};

unsigned history_abouts(uint64_t caps)
{
    unsigned kinds = 0;
    for (size_t i = 0; i < sizeof(abouts) / sizeof(*abouts); i++) {
        if ((caps & abouts[i].caps_needed) == abouts[i].caps_needed)
            kinds |= 1u << (abouts[i].kind - STORE_ABOUT);
    }
    return kinds;
}

bool history_is_known(const struct session *session, const struct store_entry *entry)
{
    return entry->kind < STORE_ABOUT ||
           (history_abouts(session->caps) & 1u << (entry->kind - STORE_ABOUT));
}

/* ---- events ---- */

static const struct {
    const char *command;
    enum history_kind kind;
} kinds[] = {
    {"JOIN",   HISTORY_JOIN  },
    {"PART",   HISTORY_PART  },
    {"QUIT",   HISTORY_QUIT  },
    {"KICK",   HISTORY_KICK  },
    {"MODE",   HISTORY_MODE  },
    {"TOPIC",  HISTORY_TOPIC },
    {"NICK",   HISTORY_NICK  },
    {"INVITE", HISTORY_INVITE},
};

/* 0 for what is no event. */
static int kind_of(const char *command)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        if (strcmp(kinds[i].command, command) == 0)
            return (int)kinds[i].kind;
    }
    return 0;
}

/* Whose line it is; NULL for servers. */
static const struct user *user_of(const struct world *world, const char *source)
{
    char *nick = xstrndup(source, irc_source_nick_len(source));
    const struct user *user = world_user(world, nick);
    free(nick);
    return user;
}

static void event_stored(void *arg, enum store_status status, const struct store_entry *entry)
{
    (void)entry;
    trouble_note(arg, status);
}

void history_event(struct ctx *ctx, struct room *room, const struct irc_msg *msg, const char *msgid,
                   int64_t time_ms)
{
    const struct user *user = user_of(ctx_world(ctx), msg->source);
    struct irc_msg bare = *msg;
    struct buf body = {0};
    bare.ntags = 0;
    bare.source = NULL;
    int kind = kind_of(msg->command);
    if (kind == 0 || irc_msg_write(&bare, &body) < 0)
        return;

    buf_truncate(&body, body.len - strlen("\r\n"));
    struct store_entry entry = {.time_ms = time_ms,
                                .kind = kind,
                                .conv = room->fold,
                                .msgid = msgid,
                                .sender = user && user->account ? user->fold : "",
                                .device = "",
                                .source = msg->source,
                                .body = buf_text(&body),
                                .tags = user && user->bot ? SENDING_BOT_TAG : ""};
    store_append(ctx->server->store, &entry, event_stored, ctx->server);
    buf_clear(&body);
}
