#include "members.h"

#include <stdlib.h>
#include <string.h>

#include "irc_name.h"
#include "mem.h"

static void person_free(struct person *person)
{
    free(person->nick);
    free(person->account);
    free(person);
}

static void unsort(struct members *members)
{
    free(members->sorted);
    members->sorted = NULL;
}

void members_clear(struct members *members)
{
    MAP_FOREACH(entry, &members->by_nick)
        person_free(map_value(entry));
    map_clear(&members->by_nick);
    unsort(members);
    members->n = 0;
}

struct person *members_get(const struct members *members, const char *nick)
{
    char key[512];
    return map_get(&members->by_nick, irc_fold_to(nick, key, sizeof(key)));
}

struct person *members_put(struct members *members, const char *nick)
{
    struct person *person = members_get(members, nick);
    if (person)
        return person;

    char key[512];
    person = xnew(struct person);
    person->nick = xstrdup(nick);
    map_set(&members->by_nick, irc_fold_to(nick, key, sizeof(key)), person);
    members->n++;
    unsort(members);
    return person;
}

bool members_remove(struct members *members, const char *nick)
{
    char key[512];
    struct person *person = map_remove(&members->by_nick, irc_fold_to(nick, key, sizeof(key)));
    if (!person)
        return false;

    person_free(person);
    members->n--;
    unsort(members);
    return true;
}

bool members_rename(struct members *members, const char *from, const char *to)
{
    char key[512];
    struct person *person = map_remove(&members->by_nick, irc_fold_to(from, key, sizeof(key)));
    if (!person)
        return false;

    members->n--;
    members_remove(members, to);
    xreplace(&person->nick, to);
    map_set(&members->by_nick, irc_fold_to(to, key, sizeof(key)), person);
    members->n++;
    unsort(members);
    return true;
}

void members_set_prefixes(struct members *members, struct person *person, const char *prefixes)
{
    size_t len = strnlen(prefixes, sizeof(person->prefixes) - 1);
    if (strncmp(person->prefixes, prefixes, sizeof(person->prefixes)) == 0)
        return;
    memcpy(person->prefixes, prefixes, len);
    person->prefixes[len] = '\0';
    unsort(members);
}

void members_set_away(struct members *members, struct person *person, bool away)
{
    if (person->away != away)
        unsort(members);
    person->away = away;
}

/* 0 is the highest; whoever has none stands last. */
static size_t rank(const struct person *person, const char *prefix_order)
{
    const char *at = person->prefixes[0] ? strchr(prefix_order, person->prefixes[0]) : NULL;
    return at ? (size_t)(at - prefix_order) : strlen(prefix_order);
}

static int compare(const void *left, const void *right, void *arg)
{
    const char *prefix_order = *(const char *const *)arg;
    const struct person *a = *(struct person *const *)left;
    const struct person *b = *(struct person *const *)right;
    if (a->away != b->away)
        return a->away ? 1 : -1;

    size_t rank_a = rank(a, prefix_order);
    size_t rank_b = rank(b, prefix_order);
    if (rank_a != rank_b)
        return rank_a < rank_b ? -1 : 1;
    return strcasecmp(a->nick, b->nick);
}

struct person *const *members_sorted(struct members *members, const char *prefix_order, size_t *n)
{
    *n = members->n;
    if (members->sorted)
        return members->sorted;

    members->sorted = xcalloc(members->n + 1, sizeof(struct person *));
    size_t i = 0;
    MAP_FOREACH(entry, &members->by_nick)
        members->sorted[i++] = map_value(entry);
    qsort_r(members->sorted, members->n, sizeof(struct person *), compare, &prefix_order);
    return members->sorted;
}
