/* Whom one does not want to hear: /ignore, /unignore. */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "ignore.h"
#include "irc_name.h"
#include "mem.h"
#include "option.h"

static const char *present(const struct chat *chat)
{
    return chat->settings.ignored ? chat->settings.ignored : "";
}

/* Takes the list over; NULL: says that nothing changes. True if it was taken. */
static bool set_list(struct chat *chat, char *list, const char *unchanged)
{
    char *cause = NULL;
    bool taken = false;
    if (!list)
        chat_complain(chat, "%s", unchanged);
    else if (option_set(chat, option_find(chat, "people.ignored"), list, &cause) != 0)
        chat_complain(chat, "%s", cause);
    else
        taken = true;
    if (taken)
        ignore_turn(chat);
    free(cause);
    free(list);
    return taken;
}

/* The account by which somebody is known here: it stays when they call themselves otherwise. */
static const char *known_as(const struct chat *chat, const char *who)
{
    const struct person *person = chat->current ? members_get(&chat->current->members, who) : NULL;
    bool other = person && person->account && !irc_name_equal(person->account, who);
    return other ? person->account : who;
}

static void unignore(struct chat *chat, const char *entry)
{
    if (set_list(chat, ignore_without(present(chat), entry),
                 "They are not ignored: /ignore lists who is"))
        chat_notice(chat, "%s is heard again, also what was hidden", entry);
}

static bool chosen(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    (void)dialog;
    char *entry = xstrdup(row ? row->value : NULL);
    if (entry)
        unignore(chat, entry);
    free(entry);
    return true;
}

static void list_them(struct chat *chat)
{
    struct dialog *dialog =
        dialog_new(DIALOG_LIST, "Ignored", "Enter hear again · Esc close", chosen);
    char *list = xstrdup(present(chat));
    char *rest = NULL;
    for (char *one = strtok_r(list, " ", &rest); one; one = strtok_r(NULL, " ", &rest)) {
        size_t who = strcspn(one, ",");
        char *label = xstrndup(one, who);
        dialog_add(dialog, label, one[who] ? one + who + 1 : "all", one);
        free(label);
    }
    xreplace(&dialog->empty, "nobody: /ignore NAME");
    dialog_refilter(dialog);
    chat_dialog(chat, dialog);
    free(list);
}

/* "joins", "#tea" in any order; false with a complaint. */
static bool read_words(struct chat *chat, char *args, const char **what, const char **room)
{
    for (const char *word = command_word(&args); word; word = command_word(&args)) {
        if (command_names_room(chat, word)) {
            *room = word;
        } else if (ignore_what_find(word)) {
            *what = word;
        } else {
            chat_complain(chat, "/ignore: not \"%s\" but all, messages, notices, invites, joins",
                          word);
            return false;
        }
    }
    return true;
}

/* The n-th of the list, from 1, as it stands there; NULL if there is none. To free. */
static char *nth_entry(const struct chat *chat, long n)
{
    const char *list = present(chat);
    for (list += strspn(list, " "); *list && n > 1; n--) {
        list += strcspn(list, " ");
        list += strspn(list, " ");
    }
    return *list && n == 1 ? xstrndup(list, strcspn(list, " ")) : NULL;
}

static void unignore_numbered(struct chat *chat, char *args)
{
    char *end = NULL;
    long n = strtol(args, &end, 10);
    char *entry = *args && !*end ? nth_entry(chat, n) : NULL;
    if (entry)
        unignore(chat, entry);
    else if (*args)
        command_unignore(chat, args);
    else
        list_them(chat);
    free(entry);
}

/* "add bob", "list", "del 1", as in WeeChat; true if that was all. */
static bool did_as_elsewhere(struct chat *chat, const char *word, char **args)
{
    bool drops = strcmp(word, "del") == 0 || strcmp(word, "delete") == 0;
    if (strcmp(word, "list") == 0 && !**args)
        list_them(chat);
    else if (drops)
        unignore_numbered(chat, *args);
    else
        return false;
    return true;
}

void command_ignore(struct chat *chat, char *args)
{
    const char *who = command_word(&args);
    if (who && did_as_elsewhere(chat, who, &args))
        return;
    if (who && strcmp(who, "add") == 0 && *args)
        who = command_word(&args);
    const char *what = NULL;
    const char *room = NULL;
    if (!who) {
        list_them(chat);
        return;
    }
    if (!read_words(chat, args, &what, &room))
        return;
    if (strchr(who, ',')) {
        chat_complain(chat, "/ignore: one name or mask at a time");
        return;
    }
    const char *name = known_as(chat, who);
    char *entry = xasprintf("%s%s%s%s%s", name, what ? "," : "", what ? what : "", room ? "," : "",
                            room ? room : "");
    if (set_list(chat, ignore_with(present(chat), entry), "They are ignored already"))
        chat_notice(chat, "%s%s%s%s is ignored: hidden, not deleted; /unignore %s shows it again",
                    who, name == who ? "" : ", who is ", name == who ? "" : name,
                    name == who ? "" : ",", name);
    free(entry);
}

void command_unignore(struct chat *chat, char *args)
{
    const char *who = command_word(&args);
    const char *list = present(chat);
    const char *name = known_as(chat, who);
    char *left = name == who ? NULL : ignore_without(list, name);
    unignore(chat, left ? name : who);
    free(left);
}
