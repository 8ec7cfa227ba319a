#include "ignore.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "buf.h"
#include "chat.h"
#include "irc_name.h"
#include "mem.h"

#define WORD_SIZE 256

static const struct {
    const char *word;
    unsigned what;
} words[] = {
    {"all",      IGNORE_ALL     },
    {"messages", IGNORE_MESSAGES},
    {"notices",  IGNORE_NOTICES },
    {"invites",  IGNORE_INVITES },
    {"joins",    IGNORE_JOINS   },
};

static unsigned find_what(const char *word, size_t len)
{
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (strlen(words[i].word) == len && strncasecmp(words[i].word, word, len) == 0)
            return words[i].what;
    return 0;
}

unsigned ignore_what_find(const char *word)
{
    unsigned what = 0;
    for (size_t len; *word; word += len + (word[len] == '+')) {
        len = strcspn(word, "+");
        unsigned one = find_what(word, len);
        if (one == 0)
            return 0;
        what |= one;
    }
    return what;
}

/* ---- one entry ---- */

struct entry {
    char who[WORD_SIZE], what[WORD_SIZE], room[WORD_SIZE];
};

static void copy(char *out, const char *text, size_t len)
{
    len = len < WORD_SIZE ? len : WORD_SIZE - 1;
    memcpy(out, text, len);
    out[len] = '\0';
}

/* Reads the next one; the rest of the list, NULL at its end. */
static const char *next_entry(const char *list, struct entry *entry)
{
    list += strspn(list, " ");
    if (!*list)
        return NULL;
    *entry = (struct entry){.what = "all"};
    size_t len = strcspn(list, " ,");
    copy(entry->who, list, len);
    for (list += len; *list == ','; list += len) {
        list++;
        len = strcspn(list, " ,");
        copy(irc_is_room(list) ? entry->room : entry->what, list, len);
    }
    return list;
}

struct ignore_deed ignore_deed(unsigned what, const char *nick, const struct conv *conv)
{
    const struct person *person = conv ? members_get(&conv->members, nick) : NULL;
    return (struct ignore_deed){.what = what,
                                .nick = nick,
                                .account = person ? person->account : NULL,
                                .room = conv && conv->kind == CONV_ROOM ? conv->name : NULL};
}

static bool is_mask(const char *who)
{
    return strpbrk(who, "!@*?") != NULL;
}

static bool is_called(const struct entry *entry, const struct ignore_deed *deed)
{
    if (!is_mask(entry->who))
        return irc_name_equal(entry->who, deed->account ? deed->account : deed->nick);
    if (deed->source) {
        char *mask = irc_mask_complete(entry->who);
        bool fits = irc_mask_match(mask, deed->source);
        free(mask);
        return fits;
    }
    return !strpbrk(entry->who, "!@") && irc_mask_match(entry->who, deed->nick);
}

static bool is_there(const struct entry *entry, const struct ignore_deed *deed)
{
    return (ignore_what_find(entry->what) & deed->what) &&
           (!entry->room[0] || (deed->room && irc_name_equal(entry->room, deed->room)));
}

bool ignore_fits(const char *list, const struct ignore_deed *deed)
{
    struct entry entry;
    while (list && (list = next_entry(list, &entry)))
        if (is_there(&entry, deed) && is_called(&entry, deed))
            return true;
    return false;
}

/* Could it have been the reason? Of a mask only the nick is left to compare. */
static bool may_fit(const char *list, const struct ignore_deed *deed)
{
    struct entry entry;
    while (list && (list = next_entry(list, &entry))) {
        if (!is_there(&entry, deed))
            continue;
        if (!is_mask(entry.who) && is_called(&entry, deed))
            return true;
        entry.who[strcspn(entry.who, "!@")] = '\0';
        if (is_mask(entry.who) && irc_mask_match(entry.who, deed->nick))
            return true;
    }
    return false;
}

/* ---- the list ---- */

static bool is_entry(const char *text, size_t len, const char *entry)
{
    if (!strchr(entry, ','))
        len = strcspn(text, " ,");
    return strlen(entry) == len && strncasecmp(text, entry, len) == 0;
}

static char *without(const char *list, const char *entry, bool *found)
{
    struct buf left = {0};
    *found = false;
    for (size_t len; *list; list += len + strspn(list + len, " ")) {
        len = strcspn(list, " ");
        bool same = is_entry(list, len, entry);
        *found = *found || same;
        if (!same)
            buf_printf(&left, "%s%.*s", left.len > 0 ? " " : "", (int)len, list);
    }
    char *text = xstrdup(buf_text(&left));
    buf_clear(&left);
    return text;
}

char *ignore_without(const char *list, const char *entry)
{
    bool found = false;
    char *left = without(list, entry, &found);
    if (found)
        return left;
    free(left);
    return NULL;
}

char *ignore_with(const char *list, const char *entry)
{
    for (const char *at = list; *at; at += strcspn(at, " "), at += strspn(at, " ")) {
        size_t len = strcspn(at, " ");
        if (strlen(entry) == len && strncasecmp(at, entry, len) == 0)
            return NULL;
    }
    return xasprintf("%s%s%s", list, *list ? " " : "", entry);
}

/* ---- lines ---- */

unsigned ignore_what_of(unsigned kind)
{
    static const unsigned kinds[] = {
        [LINE_MESSAGE] = IGNORE_MESSAGES, [LINE_ACTION] = IGNORE_MESSAGES,
        [LINE_NOTICE] = IGNORE_NOTICES,   [LINE_JOIN] = IGNORE_JOINS,
        [LINE_PART] = IGNORE_JOINS,       [LINE_QUIT] = IGNORE_JOINS,
        [LINE_NICK] = IGNORE_JOINS,       [LINE_DELETED] = 0,
    };
    return kind < sizeof(kinds) / sizeof(*kinds) ? kinds[kind] : 0;
}

static unsigned what_of(const struct line *line)
{
    return (line->flags & LINE_SELF) || !*line->nick ? 0 : ignore_what_of(line->kind);
}

static bool is_ignored(const char *list, const struct conv *conv, const struct line *line)
{
    unsigned what = what_of(line);
    if (what == 0)
        return false;
    struct ignore_deed deed = ignore_deed(what, line->nick, conv);
    return ignore_fits(list, &deed) || (line->flags & LINE_IGNORED && may_fit(list, &deed));
}

bool ignore_hides(const struct chat *chat, const struct conv *conv, const struct line *line)
{
    const char *list = chat->settings.ignored;
    return list && *list && is_ignored(list, conv, line);
}

bool ignore_names(const struct chat *chat, const struct conv *conv, const char *who, bool masked)
{
    const char *list = chat->settings.ignored;
    if (!list || !*list)
        return false;
    struct ignore_deed deed = ignore_deed(IGNORE_MESSAGES, who, conv);
    if (ignore_fits(list, &deed) || (masked && may_fit(list, &deed)))
        return true;
    deed.account = who;
    return ignore_fits(list, &deed);
}

void ignore_apply(struct chat *chat, struct conv *conv)
{
    const char *list = chat->settings.ignored;
    bool changed = false;
    struct line line;
    for (size_t i = 0; i < lines_count(conv->lines); i++) {
        lines_get(conv->lines, i, &line);
        bool was = line.flags & LINE_IGNORED;
        bool is = (was || (list && *list)) && is_ignored(list, conv, &line);
        changed = changed || was != is;
        if (was != is)
            lines_flag(conv->lines, line.serial, is ? LINE_IGNORED : 0, is ? 0 : LINE_IGNORED);
    }
    changed = reactions_hide(chat, conv) || changed;
    if (changed && conv->kind != CONV_CONSOLE)
        chat_recount(chat, conv);
    if (changed)
        chat->changed |= CHANGE_LINES;
}

void ignore_turn(struct chat *chat)
{
    const char *list = chat->settings.ignored ? chat->settings.ignored : "";
    if (strcmp(chat->ignored ? chat->ignored : "", list) == 0)
        return;
    xreplace(&chat->ignored, list);
    for (struct conv *conv = chat->convs; conv; conv = conv->next)
        ignore_apply(chat, conv);
}
