/* TOPIC, NAMES and LIST: what rooms there are, and what they are about. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "irc_name.h"
#include "look_around.h"
#include "mem.h"
#include "named.h"
#include "reply.h"
#include "room_keep.h"
#include "room_names.h"

/* ---- TOPIC ---- */

static void show_topic(struct ctx *ctx, const struct room *room)
{
    char seconds[21];
    if (!room->topic) {
        reply(ctx, RPL_NOTOPIC, room->name);
        return;
    }
    snprintf(seconds, sizeof(seconds), "%lld", (long long)(room->topic_ms / 1000));
    reply(ctx, RPL_TOPIC, room->name, room->topic);
    reply(ctx, RPL_TOPICWHOTIME, room->name, room->topic_setter, seconds);
}

static void set_topic(struct ctx *ctx, const struct member *member, const char *topic)
{
    struct room *room = member->room;
    char source[USER_SOURCE_SIZE];
    struct irc_msg msg;
    if ((room->flags & ROOM_TOPIC_OPS) && !member_is_op(member)) {
        reply(ctx, ERR_CHANOPRIVSNEEDED, room->name);
        return;
    }

    user_source(member->user, source, sizeof(source));
    irc_msg_make(&msg, source, "TOPIC", room->name, topic, NULL);
    if (!named_fits(ctx, &msg))
        return;
    room_set_topic(room, topic, source, ctx->now_ms);
    room_keep(ctx->server, room);
    announce_room(ctx, room, &msg, NULL);
}

/* TOPIC <room> [<text>]: shows the topic, or sets it. */
void cmd_topic(struct ctx *ctx, const struct irc_msg *msg)
{
    if (msg->nparams == 1) {
        const struct room *room = named_room(ctx, msg->params[0]);
        if (room)
            show_topic(ctx, room);
        return;
    }
    const struct member *member = named_membership(ctx, msg->params[0]);
    if (member)
        set_topic(ctx, member, msg->params[1]);
}

/* ---- NAMES ---- */

/* Large rooms, named again and again, would keep everybody waiting. */
#define NAMES_MAX 4

/* NAMES <room>{,<room>}: a room that nobody may know of has no names, as one that is not there. */
void cmd_names(struct ctx *ctx, const struct irc_msg *msg)
{
    if (msg->nparams == 0) {
        reply(ctx, RPL_ENDOFNAMES, "*");
        return;
    }

    char *names = xstrdup(msg->params[0]);
    char *left = names;
    for (int n = 0; left && n < NAMES_MAX; n++) {
        const char *name = strsep(&left, ",");
        const struct room *room = world_room(ctx_world(ctx), name);
        if (room && named_room_is_seen(room, ctx_user(ctx)))
            room_names(ctx, room);
        else if (*name)
            reply(ctx, RPL_ENDOFNAMES, name);
    }
    if (left)
        reply(ctx, ERR_TOOMANYTARGETS, left);
    free(names);
}

/* ---- LIST ---- */

/* What a client wants to be listed (ELIST=MU): rooms that match a mask, of a size. */
struct list_wish {
    char *words; /* cut at its commas */
    const char *masks[IRC_LINE_MAX / 2];
    size_t nmasks;
    size_t more_than; /* people; 0: or none at all */
    size_t less_than;
    bool above; /* more_than was given */
};

/* ">n" or "<n"; false if the word is none of these. */
static bool take_size(struct list_wish *wish, const char *word)
{
    if (*word != '>' && *word != '<')
        return false;
    char *end = NULL;
    unsigned long n = strtoul(word + 1, &end, 10);
    if (end == word + 1 || *end)
        return true;
    if (*word == '<') {
        wish->less_than = n;
    } else {
        wish->above = true;
        wish->more_than = n;
    }
    return true;
}

static void read_wish(struct list_wish *wish, const struct irc_msg *msg)
{
    *wish = (struct list_wish){.less_than = SIZE_MAX};
    wish->words = xstrdup(msg->nparams > 0 ? msg->params[0] : NULL);
    char *left = wish->words;
    for (const char *word = NULL; (word = strsep(&left, ","));)
        if (*word && !take_size(wish, word))
            wish->masks[wish->nmasks++] = word;
}

static bool is_wished(const struct list_wish *wish, const struct room *room, size_t people)
{
    if ((wish->above && people <= wish->more_than) || people >= wish->less_than)
        return false;
    for (size_t i = 0; i < wish->nmasks; i++)
        if (irc_mask_match(wish->masks[i], room->name))
            return true;
    return wish->nmasks == 0;
}

static void list_room(struct ctx *ctx, const struct room *room, size_t people)
{
    char count[21];
    snprintf(count, sizeof(count), "%zu", people);
    reply(ctx, RPL_LIST, room->name, count, room->topic ? room->topic : "");
}

/* LIST [<room or mask or >n or <n>{,...}] */
void cmd_list(struct ctx *ctx, const struct irc_msg *msg)
{
    struct list_wish wish;
    read_wish(&wish, msg);
    size_t left = look_around_limit(ctx, SIZE_MAX);
    reply(ctx, RPL_LISTSTART, "Room", "Users  Topic");
    MAP_FOREACH(e, &ctx_world(ctx)->rooms) {
        const struct room *room = map_value(e);
        if (left == 0 || !named_room_is_seen(room, ctx_user(ctx)))
            continue;
        size_t people = room_present_count(room);
        if (is_wished(&wish, room, people)) {
            list_room(ctx, room, people);
            left--;
        }
    }
    reply_plain(ctx, RPL_LISTEND);
    free(wish.words);
}
