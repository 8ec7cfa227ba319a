/* rooms topic: what is talked about, and where. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "irc_name.h"
#include "mem.h"
#include "operation.h"
#include "reply.h"
#include "room_keep.h"

/* Bytes of a topic that an operator sets: it goes out in one line. */
#define TOPIC_MAX 390

static int compare_rooms(const void *a, const void *b)
{
    return strcmp((*(const struct room *const *)a)->fold, (*(const struct room *const *)b)->fold);
}

static void show_room(struct operation *operation, const struct room *room)
{
    char here[24];
    char members[24];
    snprintf(here, sizeof(here), "%zu", room_present_count(room));
    snprintf(members, sizeof(members), "%zu", room->nmembers);
    const struct operate_value values[] = {
        {"room",    room->name },
        {"here",    here       },
        {"members", members    },
        {"topic",   room->topic},
    };
    operation_fact(operation, values, sizeof(values) / sizeof(*values), "%s: %s here of %s%s%s",
                   room->name, here, members, room->topic ? ", " : "",
                   room->topic ? room->topic : "");
}

void operate_rooms(struct operation *operation, char *rest)
{
    const struct world *world = operation->server->world;
    const char *pattern = operate_word(&rest);
    const struct room **rooms = xcalloc(map_count(&world->rooms) + 1, sizeof(const struct room *));
    size_t n = 0;
    MAP_FOREACH(e, &world->rooms) {
        const struct room *room = map_value(e);
        if (!*pattern || irc_mask_match(pattern, room->name))
            rooms[n++] = room;
    }
    qsort(rooms, n, sizeof(const struct room *), compare_rooms);
    for (size_t i = 0; i < n; i++)
        show_room(operation, rooms[i]);
    free(rooms);
    operation_say(operation, "%zu room%s", n, n == 1 ? "" : "s");
}

static void set_topic(struct operation *operation, struct room *room, const char *topic)
{
    struct server *server = operation->server;
    const char *source = server->world->config->server_name;
    struct ctx ctx = {.server = server, .now_ms = server->now_ms, .mono_ms = server->mono_ms};
    struct irc_msg msg;
    irc_msg_make(&msg, source, "TOPIC", room->name, topic, NULL);
    room_set_topic(room, topic, source, ctx.now_ms);
    room_keep(server, room);
    announce_room(&ctx, room, &msg, NULL);
    operation_say(operation, *topic ? "The topic of %s is set" : "%s has no topic any more",
                  room->name);
}

void operate_topic(struct operation *operation, char *rest)
{
    struct room *room = operate_room(operation, operate_word(&rest));
    if (!room)
        return;
    operation_note(operation, room->name, NULL);
    if (strlen(rest) > TOPIC_MAX)
        operation_fail(operation, "A topic has at most %d bytes", TOPIC_MAX);
    else if (*rest)
        set_topic(operation, room, strcmp(rest, "-") == 0 ? "" : rest);
    else if (room->topic)
        operation_say(operation, "%s: %s", room->name, room->topic);
    else
        operation_say(operation, "%s has no topic", room->name);
}
