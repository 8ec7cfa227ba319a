/* ban unban bans mute unmute mutes suspend unsuspend. */
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "bans.h"
#include "mem.h"
#include "operation.h"

/* Bytes of a word that was meant to be a duration. */
#define SLIP_MAX 6

static const char dry_run[] = "--dry-run";

/* ---- arguments ---- */

/* What is meant, as it is kept (to free); or NULL, and the operation failed. */
static char *read_what(struct operation *operation, const char *word, bool mute)
{
    enum ban_kind kind = BAN_NAME;
    const char *cause = NULL;
    char *what = ban_what(word, &kind, &cause);
    if (!what) {
        operation_note(operation, word, NULL);
        operation_usage(operation, "%s: %s", word, cause);
        return NULL;
    }
    if (mute && kind != BAN_NAME && kind != BAN_ADDRESS) {
        operation_usage(operation, "%s: only a name or an address can be muted", word);
        free(what);
        return NULL;
    }
    operation_note(operation, what, NULL);
    return what;
}

/* "30", "3x", "1h30": as a reason it would make the ban one for ever. */
static bool is_slip(const char *word)
{
    static const char alnum[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    size_t len = strlen(word);
    return *word >= '0' && *word <= '9' && len <= SLIP_MAX && strspn(word, alnum) == len;
}

/* "[30m] [WHY]" into a wish; false, and the operation failed. */
static bool read_terms(struct operation *operation, char *rest, struct ban_wish *wish)
{
    int64_t ms = 0;
    char *copy = xstrndup(rest, strcspn(rest, " "));
    bool timed = operate_duration(copy, &ms);
    bool slip = !timed && is_slip(copy);
    if (slip)
        operation_usage(operation,
                        "%s is no duration, like 30m or 1d12h; before a reason that begins so, "
                        "say forever",
                        copy);
    free(copy);
    if (slip)
        return false;
    if (timed)
        operate_word(&rest);
    wish->setter = operation->who;
    wish->reason = rest;
    wish->until_ms = ms ? operation->server->now_ms + ms : 0;
    char *until = bans_until(wish->until_ms);
    char *note = xasprintf("%s%s%s", until, *rest ? ": " : "", rest);
    operation_note(operation, NULL, note);
    free(until);
    free(note);
    return true;
}

static bool is_full(struct operation *operation, const struct ban_list *list)
{
    if (list->n < BAN_LIST_MAX)
        return false;
    operation_fail(operation, "There are %d already, which is as many as there may be",
                   BAN_LIST_MAX);
    return true;
}

static void show_toll(struct operation *operation, const char *what, const char *says,
                      struct ban_toll toll)
{
    operation_say(operation, "%s %s: %zu connection%s, %zu account%s", what, says, toll.sessions,
                  toll.sessions == 1 ? "" : "s", toll.accounts, toll.accounts == 1 ? "" : "s");
}

static void show_done(struct operation *operation, const struct ban_wish *wish, const char *says,
                      struct ban_toll toll)
{
    char *until = bans_until(wish->until_ms);
    char *sentence = xasprintf("%s %s", says, until);
    show_toll(operation, wish->what, sentence, toll);
    free(sentence);
    free(until);
}

/* ---- ban ---- */

static bool is_reckless(struct operation *operation, const char *what)
{
    const char *why = NULL;
    if (!bans_is_reckless(operation->server, what, operation->who, operation->session, &why))
        return false;
    operation_fail(operation, "%s is not banned: %s", what, why);
    return true;
}

static void ban(struct operation *operation, const char *what, char *rest, const char *says)
{
    struct ban_wish wish = {.what = what};
    if (is_reckless(operation, what) || is_full(operation, &operation->server->world->bans))
        return;
    if (read_terms(operation, rest, &wish))
        show_done(operation, &wish, says, bans_add(operation->server, &wish, operation->session));
}

/* True if only a count is wanted: --dry-run, or ? behind it or before it. */
static bool take_dry_run(const char **word, char **rest)
{
    if (strcmp(*word, dry_run) == 0 || strcmp(*word, "?") == 0) {
        *word = operate_word(rest);
        return true;
    }
    return strcmp(*rest, "?") == 0 || strcmp(*rest, dry_run) == 0;
}

void operate_ban(struct operation *operation, char *rest)
{
    const char *word = operate_word(&rest);
    bool dry = take_dry_run(&word, &rest);
    if (!*word) {
        operation_usage(operation, "Ban what?");
        return;
    }
    char *what = read_what(operation, word, false);
    if (what && dry) {
        operation_note(operation, NULL, "dry run");
        show_toll(operation, what, "would meet", bans_count(operation->server, what));
    } else if (what) {
        ban(operation, what, rest, "is banned");
    }
    free(what);
}

void operate_suspend(struct operation *operation, char *rest)
{
    const struct user *user = operate_account(operation, operate_word(&rest));
    if (!user)
        return;
    char *what = read_what(operation, user->fold, false);
    if (what)
        ban(operation, what, rest, "is suspended");
    free(what);
}

static void end(struct operation *operation, const char *word, const char *says,
                bool (*remove)(struct server *server, const char *what))
{
    char *what = read_what(operation, word, false);
    if (what && remove(operation->server, what))
        operation_say(operation, "%s %s", what, says);
    else if (what)
        operation_fail(operation, "%s is not in the list", what);
    free(what);
}

void operate_unban(struct operation *operation, char *rest)
{
    end(operation, operate_word(&rest), "is not banned any more", bans_remove);
}

void operate_unsuspend(struct operation *operation, char *rest)
{
    const struct user *user = operate_account(operation, operate_word(&rest));
    if (user)
        end(operation, user->fold, "may be logged in to again", bans_remove);
}

/* ---- mute ---- */

void operate_mute(struct operation *operation, char *rest)
{
    struct ban_wish wish = {0};
    char *what = read_what(operation, operate_word(&rest), true);
    if (what && !is_full(operation, &operation->server->world->mutes)) {
        wish.what = what;
        if (read_terms(operation, rest, &wish))
            show_done(operation, &wish, "is muted", mutes_add(operation->server, &wish));
    }
    free(what);
}

void operate_unmute(struct operation *operation, char *rest)
{
    end(operation, operate_word(&rest), "may speak again", mutes_remove);
}

/* ---- lists ---- */

static void show_entry(struct operation *operation, const struct ban_entry *entry)
{
    static const char *const kinds[] = {
        [BAN_NAME] = "name", [BAN_NAMES] = "names", [BAN_ADDRESS] = "address", [BAN_MASK] = "mask"};
    char set[OPERATE_TIME_SIZE];
    char until[OPERATE_TIME_SIZE];
    operate_time(entry->set_ms, set);
    operate_time(entry->until_ms, until);
    const struct operate_value values[] = {
        {"what",   entry->what                         },
        {"kind",   kinds[entry->kind]                  },
        {"until",  entry->until_ms ? until : "for ever"},
        {"by",     entry->setter                       },
        {"set",    set                                 },
        {"reason", entry->reason                       },
    };
    operation_fact(operation, values, sizeof(values) / sizeof(*values),
                   "%s (%s) %s%s, by %s at %s%s%s", entry->what, kinds[entry->kind],
                   entry->until_ms ? "until " : "for ever", entry->until_ms ? until : "",
                   entry->setter, set, *entry->reason ? ": " : "", entry->reason);
}

static void show_list(struct operation *operation, const struct ban_list *list, const char *word)
{
    const struct ban_entry *entry = NULL;
    DL_FOREACH(list->first, entry)
    {
        show_entry(operation, entry);
    }
    operation_say(operation, "%zu %s%s", list->n, word, list->n == 1 ? "" : "s");
}

void operate_bans(struct operation *operation, char *rest)
{
    (void)rest;
    show_list(operation, &operation->server->world->bans, "ban");
}

void operate_mutes(struct operation *operation, char *rest)
{
    (void)rest;
    show_list(operation, &operation->server->world->mutes, "mute");
}
