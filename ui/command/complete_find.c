/* What a word could become: people, rooms, commands and their arguments, files, emoji. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "command.h"
#include "complete.h"
#include "complete_known.h"
#include "complete_path.h"
#include "emoji_recent.h"
#include "mem.h"
#include "posted.h"

/* A blank behind a backslash is part of a path. */
static bool is_escaped(const char *text, size_t at)
{
    return *text == '/' && at > 0 && text[at] == ' ' && text[at - 1] == '\\';
}

struct word complete_word(const struct chat *chat)
{
    const char *text = edit_text(chat->edit);
    struct word word = {
        .line = text, .from = edit_cursor(chat->edit), .to = edit_cursor(chat->edit)};
    while (word.from > 0 &&
           (!strchr(" \n", text[word.from - 1]) || is_escaped(text, word.from - 1)))
        word.from--;
    word.called = text[word.from] == '@' && word.from < word.to;
    word.from += word.called;
    return word;
}

static bool begins(const char *name, const char *start, size_t len)
{
    return strncasecmp(name, start, len) == 0;
}

/* ---- candidates ---- */

static void add(struct chat *chat, const char *name, const char *behind)
{
    choices_take(&chat->choices, (struct choice){.item = xasprintf("%s%s", name, behind)});
}

struct found {
    const char *name;
    int64_t weight;
};

static int by_weight(const void *a, const void *b)
{
    const struct found *x = a;
    const struct found *y = b;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return strcasecmp(x->name, y->name);
}

/* The room that a command names first, if we are in it; else the open one. */
static const struct conv *whose_people(const struct chat *chat, const char *line)
{
    const char *first = *line == '/' ? strchr(line, ' ') : NULL;
    char *name = xstrndup(first ? first + 1 : "", first ? strcspn(first + 1, " ") : 0);
    const struct conv *named =
        command_names_room(chat, name) ? chat_conv(chat, chat->current->network, name) : NULL;
    free(name);
    return named ? named : chat->current;
}

/* Who spoke last comes first. Before a message a name is followed by ": ", elsewhere by a blank. */
static void add_nicks(struct chat *chat, const char *start, size_t len, const char *behind)
{
    const struct conv *conv = whose_people(chat, edit_text(chat->edit));
    size_t most = map_count(&conv->members.by_nick) + map_count(&conv->absent.by_nick) + 2;
    struct found *found = xcalloc(most, sizeof(*found));
    size_t n = 0;
    MAP_FOREACH(entry, &conv->members.by_nick) {
        const struct person *person = map_value(entry);
        bool self = strcmp(person->nick, conv->network->nick) == 0;
        if (begins(person->nick, start, len))
            found[n++] = (struct found){person->nick, self ? -2 : person->spoke_ms};
    }
    MAP_FOREACH(entry, &conv->absent.by_nick) {
        const struct person *person = map_value(entry);
        if (begins(person->nick, start, len))
            found[n++] = (struct found){person->nick, -1};
    }
    if (conv->kind == CONV_PERSON && begins(conv->name, start, len))
        found[n++] = (struct found){conv->name, 1};
    qsort(found, n, sizeof(*found), by_weight);
    for (size_t i = 0; i < n; i++)
        add(chat, found[i].name, behind);
    free(found);
}

/* With the blank behind it. */
static bool is_offered(const struct chat *chat, const char *name)
{
    size_t len = strlen(name);
    for (size_t i = 0; i < chat->choices.n; i++) {
        const char *item = chat->choices.items[i].item;
        if (strncmp(item, name, len) == 0 && strcmp(item + len, " ") == 0)
            return true;
    }
    return false;
}

/* People with whom there is a conversation, who may be in no room of ours. */
static void add_convs(struct chat *chat, enum conv_kind kind, const char *start, size_t len)
{
    for (const struct conv *conv = chat->convs; conv; conv = conv->next) {
        const char *bare = conv->name + (kind == CONV_ROOM && *conv->name == '#');
        if (conv->kind == kind && conv != chat->current &&
            (begins(conv->name, start, len) || begins(bare, start, len)) &&
            !is_offered(chat, conv->name))
            add(chat, conv->name, " ");
    }
}

static void add_current_room(struct chat *chat, const char *start, size_t len)
{
    if (chat->current->kind == CONV_ROOM && begins(chat->current->name, start, len))
        add(chat, chat->current->name, " ");
}

/* "/join" and its arguments apart: "#room [key]". */
static const char *arguments_of(const struct command *command)
{
    const char *blank = strchr(command->usage, ' ');
    return blank ? blank + 1 : "";
}

/* note: taken over. */
static void add_word(struct chat *chat, const char *slash, const char *name, char *note,
                     const char *help)
{
    choices_take(&chat->choices, (struct choice){.item = xasprintf("%s%s ", slash, name),
                                                 .label = xasprintf("%s%s", slash, name),
                                                 .note = note,
                                                 .help = help});
}

static void add_aliases(struct chat *chat, const struct command *command, const char *start,
                        size_t len, const char *slash)
{
    char *aliases = xstrdup(command->aliases);
    char *rest = NULL;
    for (char *alias = strtok_r(aliases, " ", &rest); alias; alias = strtok_r(NULL, " ", &rest)) {
        if (begins(alias, start, len))
            add_word(chat, slash, alias, xasprintf("= %s", command->usage), command->help);
    }
    free(aliases);
}

/* Those of the user's own. */
static void add_own(struct chat *chat, const char *start, size_t len, const char *slash)
{
    for (size_t i = 0; i < chat->aliases.n; i++) {
        const struct alias *alias = &chat->aliases.items[i];
        if (begins(alias->name, start, len))
            add_word(chat, slash, alias->name, xasprintf("= %s", alias->text),
                     "A command of your own (/alias)");
    }
}

/* Behind the names come the other names, once something of them is typed. */
static void add_commands(struct chat *chat, const char *start, size_t len, const char *slash)
{
    size_t n = 0;
    const struct command *commands = command_table(&n);
    for (size_t i = 0; i < n; i++) {
        if (begins(commands[i].name, start, len))
            add_word(chat, slash, commands[i].name, xstrdup(arguments_of(&commands[i])),
                     commands[i].help);
    }
    add_own(chat, start, len, slash);
    for (size_t i = 0; i < n && len > 0; i++)
        add_aliases(chat, &commands[i], start, len, slash);
}

static void add_themes(struct chat *chat, const struct word *word)
{
    const char *start = word->line + word->from;
    size_t len = word->to - word->from;
    size_t command = strcspn(word->line, " ");
    bool first = strspn(word->line + command, " ") + command == word->from;
    char *names = xasprintf("auto %s %s", first ? "check edit save" : "",
                            chat->theme_names ? chat->theme_names : "");
    char *rest = NULL;
    for (char *name = strtok_r(names, " ", &rest); name; name = strtok_r(NULL, " ", &rest)) {
        if (begins(name, start, len))
            add(chat, name, "");
    }
    free(names);
}

/* However many files there are, a key is answered at once. */
#define FILES_MAX 200

/* A name with blanks stands in quotes. */
static void add_file(struct chat *chat, const char *name, const char *start, size_t len)
{
    if (chat->choices.n >= FILES_MAX)
        return;
    const char *quote = strchr(name, ' ') ? "\"" : "";
    char *item = xasprintf("%s%s%s ", quote, name, quote);
    bool there = false;
    for (size_t i = 0; i < chat->choices.n; i++)
        there = there || strcmp(chat->choices.items[i].item, item) == 0;
    if (!there && (begins(name, start, len) || begins(item, start, len)))
        add(chat, item, "");
    free(item);
}

/* The newest that was posted here comes first. */
static void add_files(struct chat *chat, const char *start, size_t len)
{
    const struct conv *conv = chat->current;
    const struct shared *shared = &conv->network->shared;
    for (const struct posted *p = posted_first(conv); p; p = posted_next(conv, p))
        add_file(chat, p->name, start, len);
    for (size_t i = 0; i < shared->n; i++) {
        if (!shared->entries[i].folder)
            add_file(chat, shared->entries[i].name, start, len);
    }
}

#define EMOJI_MAX 100

/* ":tad" and the like; a face, as :) or :D, is none. */
static bool is_emoji_name(const char *start, size_t len)
{
    return len > 1 && *start == ':' && (strchr("+-", start[1]) || isalnum((unsigned char)start[1]));
}

static void add_emoji(struct chat *chat, const char *start, size_t len)
{
    struct emoji found[EMOJI_MAX];
    size_t n = emoji_search(start + 1, len - 1, found, EMOJI_MAX);
    emoji_recent_first(chat, found, n);
    for (size_t i = 0; i < n; i++)
        choices_take(&chat->choices,
                     (struct choice){
                         .item = xasprintf("%s ", found[i].text),
                         .label = xasprintf("%s  :%s:", found[i].text, found[i].name),
                     });
}

/* The command of a line, or NULL. */
static const struct command *command_of(const char *line)
{
    char *name = xstrndup(line + 1, strcspn(line + 1, " \n"));
    bool many = false;
    const struct command *command = command_find(name, &many);
    free(name);
    return command;
}

static void add_rooms(struct chat *chat, const char *start, size_t len)
{
    add_current_room(chat, start, len);
    add_convs(chat, CONV_ROOM, start, len);
}

static void add_open(struct chat *chat, const char *start, size_t len)
{
    add_rooms(chat, start, len);
    add_convs(chat, CONV_PERSON, start, len);
}

static void add_people(struct chat *chat, const char *start, size_t len)
{
    if (len > 0 && *start == '#') {
        add_rooms(chat, start, len);
        return;
    }
    add_nicks(chat, start, len, " ");
    add_convs(chat, CONV_PERSON, start, len);
}

/* Of the open room, or of the one that is named. */
static void add_topic(struct chat *chat, const struct word *word)
{
    const struct conv *conv = whose_people(chat, word->line);
    const char *start = word->line + word->from;
    size_t len = word->to - word->from;
    const char *words = word->line + strcspn(word->line, " ") + 1;
    size_t name_len = strlen(conv->name);
    bool first = word->line + word->from == words;
    bool behind =
        begins(words, conv->name, name_len) && word->line + word->from == words + name_len + 1;
    if (first && len > 0 && *start == '#')
        add_rooms(chat, start, len);
    else if (conv->topic && begins(conv->topic, start, len) && (first || behind))
        add(chat, conv->topic, "");
}

static void add_arguments(struct chat *chat, const struct word *word)
{
    const char *start = word->line + word->from;
    size_t len = word->to - word->from;
    const struct command *command = command_of(word->line);
    switch (command ? command->complete : COMPLETE_NICK) {
    case COMPLETE_NICK: add_people(chat, start, len); break;
    case COMPLETE_ROOM: add_rooms(chat, start, len); break;
    case COMPLETE_CONV: add_open(chat, start, len); break;
    case COMPLETE_COMMAND: add_commands(chat, start, len, ""); break;
    case COMPLETE_THEME: add_themes(chat, word); break;
    case COMPLETE_FILE: add_files(chat, start, len); break;
    case COMPLETE_PATH: complete_path(&chat->choices, start, len); break;
    case COMPLETE_TOPIC: add_topic(chat, word); break;
    case COMPLETE_OPTION:
    case COMPLETE_TOGGLE:
    case COMPLETE_KEY:
    case COMPLETE_ALIAS:
    case COMPLETE_SERVER:
    case COMPLETE_USAGE: complete_known(chat, command, word); break;
    case COMPLETE_NONE: break;
    }
}

void complete_find(struct chat *chat, const struct word *word)
{
    const char *start = word->line + word->from;
    size_t len = word->to - word->from;
    bool command = *word->line == '/' && word->line[1] != '/';
    if (command && word->from == 0)
        add_commands(chat, start + 1, len - 1, "/");
    else if (is_emoji_name(start, len))
        add_emoji(chat, start, len);
    else if (command)
        add_arguments(chat, word);
    else if (len > 0 && *start == '#')
        add_rooms(chat, start, len);
    else if (len > 0 && *start == '@')
        add_nicks(chat, start + 1, len - 1, " ");
    else if (len > 0)
        add_nicks(chat, start, len, word->from == 0 ? ": " : " ");
}
