/* What is known of a command while it is typed: its usage, and which argument comes now. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "command.h"
#include "complete.h"
#include "elsewhere.h"
#include "irc_name.h"
#include "mem.h"

size_t complete_argument(const char *line, size_t at)
{
    size_t n = 0;
    for (size_t i = 1; i < at; i++)
        n += line[i] == ' ' && line[i - 1] != ' ';
    return n;
}

/* End of a word of a usage: what is in brackets is one. */
static const char *word_end(const char *word)
{
    int depth = 0;
    for (; *word && (*word != ' ' || depth > 0); word++)
        depth += (*word == '[') - (*word == ']');
    return word;
}

/* Where the n-th argument of a usage is; the last one takes all that follow. */
static void mark(struct usage *usage, size_t n)
{
    const char *word = usage->text;
    const char *end = word_end(word);
    for (; n > 0 && *end; n--) {
        word = end + 1;
        end = word_end(word);
        if (*word == ' ') /* the help is behind it */
            return;
        usage->from = (size_t)(word - usage->text);
        usage->to = (size_t)(end - usage->text);
    }
}

/* Is this (so far) how a command begins? */
static bool begins_some(const char *word)
{
    size_t n = 0;
    const struct command *commands = command_table(&n);
    for (size_t i = 0; i < n; i++) {
        if (strncasecmp(commands[i].name, word, strlen(word)) == 0)
            return true;
        for (const char *alias = commands[i].aliases; *alias;) {
            if (strncasecmp(alias, word, strlen(word)) == 0)
                return true;
            alias += strcspn(alias, " ");
            alias += *alias == ' ';
        }
    }
    for (size_t i = 0; elsewhere_word(i); i++) {
        if (strncasecmp(elsewhere_word(i), word, strlen(word)) == 0)
            return true;
    }
    return false;
}

/* Whom a ban of what is typed so far is about, "bob!*@*"; NULL if there is no name yet; to free. */
static char *mask_of(const char *text)
{
    char *line = xstrdup(text);
    char *args = line + strcspn(line, " ");
    args += strspn(args, " ");
    const char *word = command_word(&args);
    if (word && strchr("#&", *word))
        word = command_word(&args);
    bool other = word && strchr("$~", *word); /* an account and the like: as it is */
    char *mask = other ? xstrdup(word) : word ? irc_mask_complete(word) : NULL;
    free(line);
    return mask;
}

/* What the command does with what is typed so far; NULL if the usage has nothing to add; to free.
 */
static char *effect_of(const struct command *command, const char *text)
{
    bool bans = command->run == command_ban || command->run == command_kickban;
    char *mask = bans || command->run == command_unban ? mask_of(text) : NULL;
    char *effect = mask ? xasprintf("%s %s", bans ? "Keeps out" : "Lets in", mask) : NULL;
    free(mask);
    return effect;
}

static void look(struct usage *usage, const char *text, size_t cursor)
{
    char *word = xstrndup(text + 1, strcspn(text + 1, " \n"));
    bool whole = text[1 + strlen(word)] != '\0';
    bool many = false;
    const char *theirs = elsewhere_find(word);
    const struct command *command = *word && !theirs ? command_find(word, &many) : NULL;
    char *effect = command ? effect_of(command, text) : NULL;
    if (theirs) {
        usage->text = xasprintf("/%s: %s", word, theirs);
    } else if (effect) {
        usage->text = effect;
    } else if (command) {
        usage->text = xasprintf("%s  %s", command->usage, command->help);
        mark(usage, complete_argument(text, cursor));
    } else {
        usage->unknown = *word && (whole || !begins_some(word));
    }
    free(word);
}

void complete_usage(struct chat *chat)
{
    const char *text = edit_text(chat->edit);
    struct usage usage = {.text = NULL};
    if (*text == '/' && text[1] != '/')
        look(&usage, text, edit_cursor(chat->edit));
    if (usage.text || chat->usage.text)
        chat->changed |= CHANGE_STATUS;
    if (usage.unknown != chat->usage.unknown)
        chat->changed |= CHANGE_INPUT | CHANGE_STATUS;
    usage_clear(&chat->usage);
    chat->usage = usage;
}
