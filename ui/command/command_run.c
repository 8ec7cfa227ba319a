#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "alias.h"
#include "ask.h"
#include "command.h"
#include "elsewhere.h"
#include "mem.h"
#include "message.h"

#define WORD_SIZE 32

/* How many letters must change to make b of a, at most 3 (Levenshtein, two rows). */
static int distance(const char *a, const char *b)
{
    int row[32] = {0};
    size_t len = strlen(b);
    if (len >= 31)
        return 3;
    for (size_t j = 0; j <= len; j++)
        row[j] = (int)j;
    for (; *a; a++) {
        int corner = row[0]++;
        for (size_t j = 1; j <= len; j++) {
            int cost = corner + (strncasecmp(a, &b[j - 1], 1) != 0);
            corner = row[j];
            int best = row[j - 1] < row[j] ? row[j - 1] + 1 : row[j] + 1;
            row[j] = cost < best ? cost : best;
        }
    }
    return row[len] < 3 ? row[len] : 3;
}

/* Short words are like each other by chance. */
static void note_closer(const char *word, const char *name, int *least, char close[WORD_SIZE])
{
    char one[WORD_SIZE];
    size_t len = strcspn(name, " ");
    snprintf(one, sizeof(one), "%.*s", (int)len, name);
    int d = len < 3 ? 3 : distance(word, one);
    if (d >= *least || d >= (int)len)
        return;
    *least = d;
    memcpy(close, one, sizeof(one));
}

/* Names, other names, and words of other clients: the one that is least far from it. */
static bool find_close(const char *word, char close[WORD_SIZE])
{
    size_t n = 0;
    const struct command *commands = command_table(&n);
    int least = 3;
    for (size_t i = 0; i < n; i++) {
        note_closer(word, commands[i].name, &least, close);
        for (const char *alias = commands[i].aliases; *alias; alias += *alias == ' ') {
            note_closer(word, alias, &least, close);
            alias += strcspn(alias, " ");
        }
    }
    for (size_t i = 0; elsewhere_word(i); i++)
        note_closer(word, elsewhere_word(i), &least, close);
    return least < 3;
}

static void complain_unknown(struct chat *chat, const char *word, bool many)
{
    char close[WORD_SIZE];
    const char *theirs = elsewhere_find(word);
    if (theirs)
        chat_complain(chat, "/%s: %s", word, theirs);
    else if (!*word)
        chat_complain(chat, "A command's name is missing: /help lists all (// sends a slash)");
    else if (many)
        chat_complain(chat, "/%s fits several commands: type more of it, or Tab", word);
    else if (find_close(word, close))
        chat_complain(chat, "There is no command /%s: did you mean /%s? (//%s sends it as text)",
                      word, close, word);
    else
        chat_complain(chat, "There is no command /%s: /help lists all (//%s sends it as text)",
                      word, word);
}

void command_lacks(struct chat *chat, const char *name)
{
    bool many = false;
    const struct command *command = command_find(name, &many);
    char *usage = xstrdup(command->usage);
    char *rest = usage;
    const char *lacks = NULL;
    command_word(&rest);
    while ((lacks = command_word(&rest)) && *lacks == '[')
        continue;
    if (lacks)
        chat_complain(chat, "/%s: the %s is missing. Usage: %s", name, lacks + (*lacks == '#'),
                      command->usage);
    else
        chat_complain(chat, "/%s: something is missing. Usage: %s", name, command->usage);
    free(usage);
}

/* What the flags of a command ask for; false with a complaint if it is not there. */
static bool may_run(struct chat *chat, const struct command *command, const char *word,
                    const char *args)
{
    const struct conv *here = chat->current;
    if ((command->flags & COMMAND_ARGS) && !*args) {
        command_lacks(chat, command->name);
        return false;
    }
    if ((command->flags & COMMAND_ONLINE) && (!here || here->network->stage != NETWORK_READY)) {
        chat_complain(chat, "There is no link to a server now: /connect makes one");
        return false;
    }
    if ((command->flags & COMMAND_PLACE) && !here) {
        chat_complain(chat, "There is no server yet: /connect makes a link");
        return false;
    }
    if ((command->flags & COMMAND_ROOM) && !command_names_room(chat, args) &&
        (!here || here->kind != CONV_ROOM)) {
        chat_complain(chat,
                      here && here->kind == CONV_PERSON
                          ? "/%s: this is no room; /close puts the conversation away"
                          : "/%s: this is no room",
                      word);
        return false;
    }
    return true;
}

/* Blanks at the end say nothing, and most commands take one row. */
static void tidy(const struct command *command, char *args)
{
    size_t len = strlen(args);
    for (char *c = args; *c && !(command->flags & COMMAND_ROWS); c++) {
        if (*c == '\n')
            *c = ' ';
    }
    while (len > 0 && args[len - 1] == ' ')
        args[--len] = '\0';
}

static bool is_command(const char *text)
{
    return *text == '/' && text[1] != '/';
}

static bool run(struct chat *chat, const char *text)
{
    char *line = xstrdup(text + 1);
    char *args = line;
    const char *word = command_word(&args);
    bool many = false;
    const struct command *command = word ? command_find(word, &many) : NULL;
    if (command)
        tidy(command, args);
    else
        complain_unknown(chat, word ? word : "", many);

    bool may = command && may_run(chat, command, word, args);
    if (may)
        command->run(chat, args);
    free(line);
    return may;
}

static bool enter(struct chat *chat, const char *text)
{
    const char *first = text + strspn(text, " ");
    if (*first == '/' && first != text) {
        chat_complain(chat, "Not sent: there is a blank before the slash (// sends a slash)");
        return false;
    }
    if (is_command(text))
        return run(chat, text);

    if (*text == '/')
        text++;
    struct conv *here = chat->current;
    if (!here) {
        chat_complain(chat, "There is no server yet: /connect makes a link");
        return false;
    }
    bool refused = false;
    if (message_quick_edit(chat, text, &refused) || refused)
        return !refused;
    return ask_composed(chat, here, text);
}

typedef char *meaning_fn(const struct chat *chat, const char *word, const char *args);

/* What a word stands for by one of the user's aliases, or in other clients; as it is, if for
 * nothing. To free. */
static char *meant_by(const struct chat *chat, const char *text, meaning_fn *meaning)
{
    char *line = xstrdup(is_command(text) ? text + 1 : "");
    char *args = line;
    const char *word = command_word(&args);
    char *meant = word ? meaning(chat, word, args) : NULL;
    free(line);
    return meant ? meant : xstrdup(text);
}

/* What an alias stands for is done as if it had been typed, but for other aliases. */
bool command_enter(struct chat *chat, const char *text)
{
    char *own = meant_by(chat, text, alias_line);
    char *line = meant_by(chat, own, alias_line_elsewhere);
    bool done = enter(chat, line);
    free(line);
    free(own);
    return done;
}

/* ---- secrets ---- */

/* By which a raw line tells the server who we are. */
static bool is_login_word(const char *word)
{
    static const char *const words[] = {"PASS", "OPER", "NS", "REGISTER", "AUTHENTICATE"};
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        if (strcasecmp(word, words[i]) == 0)
            return true;
    }
    return false;
}

/* Does it begin with the name of a service? */
static bool names_secret(const char *args)
{
    char *word = xstrndup(args, strcspn(args, " "));
    bool secret = conv_names_service(word);
    free(word);
    return secret;
}

/* The same of a word of other clients: "/ns" leads to NickServ. */
static bool leads_secretly(const char *theirs, const char *args)
{
    const char *to = *theirs == '/' ? strchr(theirs, ' ') : NULL;
    return names_secret(args) || (to && names_secret(to + 1));
}

/* Services and the like are among the first words; tags and a source may stand before them. */
static bool begins_secretly(const struct command *command, char *args)
{
    const char *word = NULL;
    for (int i = 0; i < 4 && (word = command_word(&args)); i++) {
        if (conv_names_service(word) || (command->run == command_quote && is_login_word(word)))
            return true;
    }
    return command->run == command_oper;
}

bool command_is_secret(const struct conv *here, const char *text)
{
    bool many = false;
    text += strspn(text, " ");
    if (!is_command(text) || conv_is_service(here))
        return conv_is_service(here);

    char *line = xstrdup(text + 1);
    char *args = line;
    const char *word = command_word(&args);
    const char *theirs = word ? elsewhere_find(word) : NULL;
    const struct command *command = word && !theirs ? command_find(word, &many) : NULL;
    /* "/mgs NickServ ...": nobody knows what it was meant to be. */
    bool secret =
        theirs ? leads_secretly(theirs, args) : !command || begins_secretly(command, args);
    free(line);
    return secret;
}
