#include "reactions.h"

#include <stdlib.h>
#include <string.h>

#include "about.h"
#include "history.h"
#include "mem.h"
#include "sending_private.h"
#include "store_react.h"

/* Bytes of one, of all tags that come with it, and how many of one account a message may have:
 * all that a message got goes with it to who looks back. */
#define VALUE_MAX  64
#define TAGS_MAX   512
#define VALUES_MAX 16

static bool is_value(const char *text)
{
    size_t len = strlen(text);
    bool plain = len > 0 && len <= VALUE_MAX;
    for (size_t i = 0; plain && i < len; i++)
        plain = (unsigned char)text[i] >= ' ' && text[i] != '\177';
    return plain;
}

bool reactions_read(const struct irc_tag *tags, size_t ntags, struct reaction *reaction)
{
    *reaction = (struct reaction){0};
    size_t given = 0;
    size_t bytes = 0;
    for (size_t i = 0; i < ntags; i++) {
        if (tags[i].key[0] == '+')
            bytes += strlen(tags[i].key) + strlen(tags[i].value);
        bool removes = strcmp(tags[i].key, "+draft/unreact") == 0;
        if (removes || strcmp(tags[i].key, "+draft/react") == 0) {
            reaction->value = tags[i].value;
            reaction->removes = removes;
            given++;
        } else if (strcmp(tags[i].key, "+reply") == 0 ||
                   (strcmp(tags[i].key, "+draft/reply") == 0 && !reaction->msgid)) {
            reaction->msgid = tags[i].value;
        }
    }
    return given == 1 && bytes <= TAGS_MAX && is_value(reaction->value) && reaction->msgid &&
           about_is_msgid(reaction->msgid);
}

static void reacted(void *arg, enum store_status status, const struct store_entry *entry)
{
    if (status == STORE_OK || status == STORE_FAILED)
        sending_committed(arg, status, entry);
    else
        sending_unstored(arg);
}

/* In rooms that not everybody may enter, and in private, only to what one could see. */
static const char *seen_as(const struct server *server, const struct target *target)
{
    const struct room *room = target->is_room ? world_room(server->world, target->fold) : NULL;
    return room && history_is_public(room) ? NULL : target->sending->account->fold;
}

void reactions_store(struct server *server, struct target *target)
{
    struct sending *sending = target->sending;
    struct reaction given;
    reactions_read(sending->own, sending->nown, &given);
    char *conv = sending_conv(target);
    char *body = xasprintf("%s %s", sending->command, target->shown);
    struct store_reaction reaction = {
        .msgid = given.msgid,
        .member = seen_as(server, target),
        .value = given.value,
        .removes = given.removes,
        .limit = VALUES_MAX,
        .event = {.time_ms = target->time_ms,
                  .queued = true,
                  .kind = HISTORY_REACT,
                  .conv = conv,
                  .msgid = target->msgid,
                  .sender = sending->account->fold,
                  .device = sending->device,
                  .source = sending->source,
                  .body = body,
                  .tags = sending->tags},
    };
    store_react(server->store, &reaction, reacted, target);
    free(conv);
    free(body);
}
