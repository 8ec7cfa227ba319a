#include "persist.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "mem.h"
#include "mode.h"

#define ROOM_SPACE "room"

/* ---- accounts ---- */

void user_modes_save(struct server *server, const struct user *user)
{
    char letters[4] = "";
    size_t n = 0;
    if (!user->account)
        return;
    if (user->bot)
        letters[n++] = 'B';
    if (user->invisible)
        letters[n++] = 'i';
    if (user->wallops)
        letters[n++] = 'w';
    letters[n] = '\0';
    store_put(server->store, "umode", user->fold, n > 0 ? letters : NULL);
}

void user_modes_restore(struct user *user, const char *letters)
{
    user->bot = strchr(letters, 'B') != NULL;
    user->invisible = strchr(letters, 'i') != NULL;
    user->wallops = strchr(letters, 'w') != NULL;
}

void user_spoke(struct server *server, struct user *user)
{
    if (!user->account || user->spoke)
        return;
    user->spoke = true;
    store_put(server->store, "spoke", user->fold, "1");
}

/* Of its certificates, too. */
void user_forget(struct server *server, const struct user *user)
{
    struct map *certs = &server->world->certs;
    struct map_entry *next = NULL;
    for (struct map_entry *e = map_next(certs, NULL); e; e = next) {
        next = map_next(certs, e);
        if (map_value(e) != user)
            continue;
        char *print = xstrdup(map_key(e));
        store_put(server->store, "cert", print, NULL);
        map_remove(certs, print);
        free(print);
    }
    store_put(server->store, "name", user->fold, NULL);
    store_put(server->store, "umode", user->fold, NULL);
    store_put(server->store, "spoke", user->fold, NULL);
}

/* ---- members ---- */

void member_save(struct server *server, const struct member *member)
{
    char ranks[4];
    if (member->user->account)
        store_join(server->store, member->user->fold, member->room->fold,
                   rank_prefixes(member->ranks, true, ranks));
}

void member_forget(struct server *server, const struct member *member)
{
    if (member->user->account)
        store_part(server->store, member->user->fold, member->room->fold);
}

/* ---- rooms as text ---- */

/* Accounts only: a guest's key has a space (room_invites.c). */
static void write_invited(struct buf *text, const struct room *room)
{
    MAP_FOREACH(e, &room->invited) {
        if (!strchr(map_key(e), ' '))
            buf_printf(text, "invited %s\n", map_key(e));
    }
}

void room_save(struct server *server, const struct room *room)
{
    struct buf text = {0};
    char modes[MODE_LETTERS_SIZE];
    buf_printf(&text, "name %s\ncreated %lld\nmodes %s\n", room->name, (long long)room->created_ms,
               mode_room_letters(room, modes));
    if (room->topic)
        buf_printf(&text, "topic %lld %s %s\n", (long long)room->topic_ms, room->topic_setter,
                   room->topic);
    if (room->key)
        buf_printf(&text, "key %s\n", room->key);
    if (room->limit > 0)
        buf_printf(&text, "limit %d\n", room->limit);
    write_invited(&text, room);
    const struct ban *ban = NULL;
    DL_FOREACH(room->bans, ban)
    {
        buf_printf(&text, "ban %lld %s %s\n", (long long)ban->set_ms, ban->setter, ban->mask);
    }
    store_put(server->store, ROOM_SPACE, room->fold, buf_text(&text));
    buf_clear(&text);
}

void room_forget(struct server *server, const struct room *room)
{
    store_put(server->store, ROOM_SPACE, room->fold, NULL);
}

/* ---- and back ---- */

typedef void read_fn(struct room *room, char *value);

static void read_created(struct room *room, char *value)
{
    room->created_ms = strtoll(value, NULL, 10);
}

/* Key and limit have lines of their own. */
static void read_modes(struct room *room, char *value)
{
    for (; *value; value++) {
        const struct mode *mode = mode_find(*value);
        if (mode && mode->kind == MODE_FLAG)
            room->flags |= mode->bit;
    }
}

/* "1767225600000 alice!a@h text": cuts off the time and the setter; returns the text. */
static char *read_signed(char *value, int64_t *time_ms, const char **setter)
{
    char *rest = NULL;
    *time_ms = strtoll(value, &rest, 10);
    rest += *rest == ' ';
    *setter = rest;
    rest += strcspn(rest, " ");
    if (*rest)
        *rest++ = '\0';
    return rest;
}

static void read_topic(struct room *room, char *value)
{
    int64_t time_ms = 0;
    const char *setter = NULL;
    const char *topic = read_signed(value, &time_ms, &setter);
    room_set_topic(room, topic, setter, time_ms);
}

static void read_invited(struct room *room, char *value)
{
    map_set(&room->invited, value, room);
}

static void read_key(struct room *room, char *value)
{
    xreplace(&room->key, value);
}

static void read_limit(struct room *room, char *value)
{
    room->limit = (int)strtol(value, NULL, 10);
}

static void read_ban(struct room *room, char *value)
{
    int64_t time_ms = 0;
    const char *setter = NULL;
    const char *mask = read_signed(value, &time_ms, &setter);
    room_ban(room, mask, setter, time_ms);
}

static const struct {
    const char *word;
    read_fn *read;
} readers[] = {
    {"ban",     read_ban    },
    {"created", read_created},
    {"invited", read_invited},
    {"key",     read_key    },
    {"limit",   read_limit  },
    {"modes",   read_modes  },
    {"topic",   read_topic  },
};

static void read_line(struct room *room, char *line)
{
    char *value = line + strcspn(line, " ");
    if (*value)
        *value++ = '\0';
    for (size_t i = 0; i < sizeof(readers) / sizeof(*readers); i++) {
        if (strcmp(line, readers[i].word) == 0)
            readers[i].read(room, value);
    }
}

void room_restore(struct world *world, const char *record, int64_t now_ms)
{
    static const char first[] = "name ";
    char *text = xstrdup(record);
    char *rest = NULL;
    char *line = strtok_r(text, "\n", &rest);
    if (line && strncmp(line, first, strlen(first)) == 0) {
        struct room *room = world_room_new(world, line + strlen(first), now_ms);
        while ((line = strtok_r(NULL, "\n", &rest)))
            read_line(room, line);
    }
    free(text);
}
