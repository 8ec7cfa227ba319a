/* Words of operators' commands: arguments, durations, names. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "clock.h"
#include "irc_name.h"
#include "mem.h"
#include "operation.h"

#define SECOND_MS  1000LL
#define LONGEST_MS (SECOND_MS * 100 * 366 * 86400)

char *operate_word(char **rest)
{
    char *word = *rest + strspn(*rest, " ");
    char *end = word + strcspn(word, " ");
    *rest = end;
    if (*end) {
        *end = '\0';
        *rest = end + 1 + strspn(end + 1, " ");
    }
    return word;
}

static int64_t unit_ms(char letter)
{
    switch (letter) {
    case 's': return SECOND_MS;
    case 'm': return 60 * SECOND_MS;
    case 'h': return 3600 * SECOND_MS;
    case 'd': return 86400 * SECOND_MS;
    case 'w': return SECOND_MS * 86400 * 7;
    case 'y': return SECOND_MS * 86400 * 365;
    default: return 0;
    }
}

bool operate_duration(const char *word, int64_t *ms)
{
    int64_t sum = 0;
    bool forever = strcasecmp(word, "forever") == 0;
    while (!forever && *word) {
        char *end = NULL;
        long long n = *word >= '0' && *word <= '9' ? strtoll(word, &end, 10) : 0;
        int64_t unit = n > 0 ? unit_ms(*end) : 0;
        if (unit == 0 || n > (LONGEST_MS - sum) / unit)
            return false;
        sum += n * unit;
        word = end + 1;
    }
    *ms = sum;
    return forever || sum > 0;
}

const char *operate_time(int64_t wall_ms, char out[OPERATE_TIME_SIZE])
{
    char iso[CLOCK_ISO_SIZE];
    if (wall_ms <= 0) {
        snprintf(out, OPERATE_TIME_SIZE, "never");
        return out;
    }
    clock_format_iso(wall_ms, iso);
    snprintf(out, OPERATE_TIME_SIZE, "%.16sZ", iso);
    return out;
}

struct user *operate_user(struct operation *operation, const char *name)
{
    struct user *user = world_user(operation->server->world, name);
    operation_note(operation, name, NULL);
    if (!user)
        operation_fail(operation, "There is nobody called %s", name);
    return user;
}

struct user *operate_account(struct operation *operation, const char *name)
{
    struct user *user = world_user(operation->server->world, name);
    operation_note(operation, name, NULL);
    if (user && user->account && !user->erasing)
        return user;
    if (user && user->erasing)
        operation_fail(operation, "The account %s is being erased", user->name);
    else
        operation_fail(operation, "There is no account called %s", name);
    return NULL;
}

struct room *operate_room(struct operation *operation, const char *name)
{
    struct room *room = world_room(operation->server->world, name);
    operation_note(operation, name, NULL);
    if (!room)
        operation_fail(operation, "There is no room called %s", name);
    return room;
}

static int compare_users(const void *a, const void *b)
{
    return strcmp((*(const struct user *const *)a)->fold, (*(const struct user *const *)b)->fold);
}

size_t operate_show_users(struct operation *operation, char *rest,
                          bool (*is_meant)(const struct user *user),
                          void (*show)(struct operation *operation, const struct user *user))
{
    const struct world *world = operation->server->world;
    const char *pattern = operate_word(&rest);
    const struct user **users = xcalloc(map_count(&world->users) + 1, sizeof(const struct user *));
    size_t n = 0;
    MAP_FOREACH(e, &world->users) {
        const struct user *user = map_value(e);
        if (is_meant(user) && (!*pattern || irc_mask_match(pattern, user->name)))
            users[n++] = user;
    }
    qsort(users, n, sizeof(const struct user *), compare_users);
    for (size_t i = 0; i < n; i++)
        show(operation, users[i]);
    free(users);
    return n;
}
