/* Modes of a room and of oneself, by letters and by words: /mode. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ask.h"
#include "buf.h"
#include "command.h"
#include "irc_name.h"
#include "mem.h"

#define PARAMS_MAX 6

static const struct {
    const char *word;
    char letter;
} words[] = {
    {"invite",       'i'},
    {"invite-only",  'i'},
    {"key",          'k'},
    {"limit",        'l'},
    {"members-only", 'n'},
    {"moderated",    'm'},
    {"private",      'p'},
    {"secret",       's'},
    {"topic",        't'},
};

/* The letter of "+moderated", '\0' if that is no word for one. */
static char letter_of(const char *word)
{
    if (*word != '+' && *word != '-')
        return '\0';
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        if (strcasecmp(words[i].word, word + 1) == 0)
            return words[i].letter;
    }
    return '\0';
}

/* Takes the words at the front: "+moderated -secret" is "+m-s"; else the first one as it is. NULL:
 * there is none; to free. */
static char *take_changes(char **args)
{
    struct buf modes = {0};
    for (;;) {
        char *word = xstrndup(*args, strcspn(*args, " "));
        char letter = letter_of(word);
        if (letter)
            buf_printf(&modes, "%c%c", *word, letter);
        free(word);
        if (!letter)
            break;
        command_word(args);
    }
    return modes.len ? buf_detach(&modes) : xstrdup(command_word(args));
}

/* True if the first word is what we are called. */
static bool names_us(const struct network *network, const char *args)
{
    char *word = xstrndup(args, strcspn(args, " "));
    bool us = irc_name_equal(word, network->nick);
    free(word);
    return us;
}

void command_mode(struct chat *chat, char *args)
{
    struct conv *here = chat->current;
    const char *target = here->kind == CONV_ROOM ? here->name : here->network->nick;
    if (command_names_room(chat, args) || names_us(here->network, args))
        target = command_word(&args);

    char *changes = take_changes(&args);
    const char *params[PARAMS_MAX] = {0};
    for (size_t i = 0; i < PARAMS_MAX && *args; i++)
        params[i] = command_word(&args);
    ask(here->network, "MODE", target, changes, params[0], params[1], params[2], params[3],
        params[4], params[5], NULL);
    free(changes);
}
