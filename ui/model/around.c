#include "around.h"

#include <stdlib.h>
#include <string.h>

#include "irc_name.h"
#include "mem.h"

struct around *around_new(void)
{
    struct around *around = xnew(struct around);
    around->online = -1;
    return around;
}

void around_free(struct around *around)
{
    if (!around)
        return;
    for (size_t i = 0; i < around->npeople; i++)
        free(around->people[i].nick);
    for (size_t i = 0; i < around->nrooms; i++) {
        free(around->rooms[i].name);
        free(around->rooms[i].topic);
    }
    free(around->people);
    free(around->rooms);
    free(around->why);
    free(around);
}

static struct around_person *person_of(const struct around *around, const char *nick)
{
    for (size_t i = 0; i < around->npeople; i++) {
        if (irc_name_equal(around->people[i].nick, nick))
            return &around->people[i];
    }
    return NULL;
}

void around_add_person(struct around *around, const char *nick, bool away)
{
    struct around_person *person = person_of(around, nick);
    around->changes++;
    if (person) {
        person->away = away;
    } else if (around->npeople < AROUND_MAX) {
        around->people =
            xreallocarray(around->people, around->npeople + 1, sizeof(*around->people));
        around->people[around->npeople++] =
            (struct around_person){.nick = xstrdup(nick), .away = away};
    }
}

static struct around_room *room_of(const struct around *around, const char *name)
{
    for (size_t i = 0; i < around->nrooms; i++) {
        if (irc_name_equal(around->rooms[i].name, name))
            return &around->rooms[i];
    }
    return NULL;
}

void around_add_room(struct around *around, const char *name, int people, const char *topic)
{
    struct around_room *room = room_of(around, name);
    around->changes++;
    if (room) {
        room->people = people;
        xreplace(&room->topic, topic);
    } else if (around->nrooms < AROUND_MAX) {
        around->rooms = xreallocarray(around->rooms, around->nrooms + 1, sizeof(*around->rooms));
        around->rooms[around->nrooms++] =
            (struct around_room){.name = xstrdup(name), .topic = xstrdup(topic), .people = people};
    }
}

bool around_has(const struct around *around, const char *nick)
{
    return person_of(around, nick) != NULL;
}

void around_fail(struct around *around, const char *why)
{
    around->state = AROUND_FAILED;
    xreplace(&around->why, why);
    around->changes++;
}
