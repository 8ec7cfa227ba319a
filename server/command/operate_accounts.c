/* accounts account devices erase: names that somebody owns. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "erase.h"
#include "irc_name.h"
#include "mem.h"
#include "operation.h"
#include "operators.h"

static const char no_answer[] = "The store does not answer, try again later";

/* ---- accounts account ---- */

static const char *state_of(const struct server *server, const struct user *user)
{
    const struct ban_query query = {.account = user->fold};
    if (user->erasing)
        return "being erased";
    if (ban_list_find(&server->world->bans, &query, server->now_ms))
        return "suspended";
    return user->present ? "here" : "away";
}

static void show_account(struct operation *operation, const struct user *user)
{
    const struct server *server = operation->server;
    char created[OPERATE_TIME_SIZE];
    char seen[OPERATE_TIME_SIZE];
    const char *state = state_of(server, user);
    bool oper = operators_are(server->world->config, user->fold);
    operate_time(user->created_ms, created);
    operate_time(user->present ? server->now_ms : user->last_seen_ms, seen);
    const struct operate_value values[] = {
        {"name",     user->name         },
        {"state",    state              },
        {"created",  created            },
        {"seen",     seen               },
        {"operator", oper ? "yes" : "no"},
    };
    operation_fact(operation, values, sizeof(values) / sizeof(*values),
                   "%s: %s, claimed %s, last seen %s%s", user->name, state, created, seen,
                   oper ? ", an operator" : "");
}

static bool is_account(const struct user *user)
{
    return user->account;
}

void operate_accounts(struct operation *operation, char *rest)
{
    size_t n = operate_show_users(operation, rest, is_account, show_account);
    operation_say(operation, "%zu account%s", n, n == 1 ? "" : "s");
}

/* ---- devices ---- */

static void show_device(struct operation *operation, const struct store_device *device)
{
    char last[OPERATE_TIME_SIZE];
    operate_time(device->last_ms, last);
    const struct operate_value values[] = {
        {"device", device->label},
        {"last",   last         },
    };
    operation_fact(operation, values, sizeof(values) / sizeof(*values), "%s, last here %s",
                   device->label, last);
}

static void devices_found(void *arg, enum store_status status, const struct store_device *list,
                          size_t n)
{
    struct operation *operation = arg;
    for (size_t i = 0; i < n; i++)
        show_device(operation, &list[i]);
    if (status == STORE_OK)
        operation_say(operation, "%zu device%s", n, n == 1 ? "" : "s");
    else
        operation_fail(operation, "%s", no_answer);
    operation_end(operation);
}

void operate_devices(struct operation *operation, char *rest)
{
    const struct user *user = operate_account(operation, operate_word(&rest));
    if (!user)
        return;
    operation_note(operation, user->name, NULL);
    operation_wait(operation);
    store_devices(operation->server->store, user->fold, devices_found, operation);
}

void operate_account_show(struct operation *operation, char *rest)
{
    const struct user *user = operate_account(operation, operate_word(&rest));
    if (!user)
        return;
    operation_note(operation, user->name, NULL);
    show_account(operation, user);
    operation_wait(operation);
    store_devices(operation->server->store, user->fold, devices_found, operation);
}

/* ---- erase ---- */

static void erased(struct server *server, void *arg, const struct store_erased *counts)
{
    struct operation *operation = arg;
    (void)server;
    if (counts)
        operation_say(operation, "Erased: %zu messages of its own, %zu that waited for it",
                      counts->messages, counts->mail);
    else
        operation_fail(operation, "It could not be erased just now; try again later");
    operation_end(operation);
}

void operate_erase(struct operation *operation, char *rest)
{
    const struct session *own = world_session(operation->server->world, operation->session);
    struct user *user = operate_account(operation, operate_word(&rest));
    const char *again = operate_word(&rest);
    if (!user)
        return;
    operation_note(operation, user->name, NULL);
    if (!*again) {
        operation_fail(operation,
                       "This erases %s and all it said, for ever. To do it, say: erase "
                       "%s %s",
                       user->name, user->name, user->name);
    } else if (!irc_name_equal(again, user->name)) {
        operation_fail(operation, "%s is not %s: nothing is erased", again, user->name);
    } else if (own && own->user == user) {
        operation_fail(operation, "That is you: say DROP to NickServ");
    } else {
        operation_wait(operation);
        erase_account(operation->server, user, NULL, erased, operation);
    }
}
