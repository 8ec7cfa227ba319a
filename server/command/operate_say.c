/* say announce wall: operators speak. */
#include <stdio.h>
#include <string.h>

#include "announce.h"
#include "operation.h"
#include "operators.h"

/* In the audit a text is only as long as it is. */
static void note_length(struct operation *operation, const char *target, const char *text)
{
    char note[32];
    snprintf(note, sizeof(note), "bytes %zu", strlen(text));
    operation_note(operation, target, note);
}

static void said(void *arg, enum store_status status)
{
    struct operation *operation = arg;
    if (status == STORE_OK && *operation->target == '#')
        operation_say(operation, "Said in %s", operation->target);
    else if (status == STORE_OK)
        operation_say(operation, "Said to everybody: %d here now, the others when they come",
                      operation->server->world->npresent);
    else if (status == STORE_MISSING)
        operation_fail(operation, "There is nothing to say, or nowhere to say it");
    else
        operation_fail(operation, "It could not be kept, so it was not said; try again later");
    operation_end(operation);
}

void operate_announce(struct operation *operation, char *rest)
{
    note_length(operation, "*", rest);
    operation_wait(operation);
    announce(operation->server, operation->who, rest, said, operation);
}

void operate_say(struct operation *operation, char *rest)
{
    if (*rest != '#') {
        operate_announce(operation, rest);
        return;
    }
    const char *name = operate_word(&rest);
    const struct room *room = operate_room(operation, name);
    if (!room)
        return;
    if (!*rest) {
        operation_usage(operation, "Say what in %s?", room->name);
        return;
    }
    note_length(operation, room->name, rest);
    operation_wait(operation);
    announce_in_room(operation->server, operation->who, room->name, rest, said, operation);
}

void operate_wall(struct operation *operation, char *rest)
{
    const struct session *session = world_session(operation->server->world, operation->session);
    note_length(operation, NULL, rest);
    operators_wall(operation->server, session ? session->user : NULL, rest);
    if (!session)
        operation_say(operation, "Said to the operators");
}
