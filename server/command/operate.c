#include "operate.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utlist.h>

#include "audit.h"
#include "mem.h"
#include "operation.h"
#include "operators.h"

/* ---- answers ---- */

static void text(const struct operation *operation, bool bad, const char *sentence)
{
    if (operation->is_told && operation->events->text)
        operation->events->text(operation->arg, bad, sentence);
}

void operation_say(struct operation *operation, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *sentence = xvasprintf(format, args);
    va_end(args);
    text(operation, false, sentence);
    free(sentence);
}

static void fail(struct operation *operation, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

static void fail(struct operation *operation, const char *format, va_list args)
{
    char *sentence = xvasprintf(format, args);
    operation->is_bad = true;
    text(operation, true, sentence);
    free(sentence);
}

void operation_fail(struct operation *operation, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fail(operation, format, args);
    va_end(args);
}

void operation_usage(struct operation *operation, const char *format, ...)
{
    const struct operate_row *row = operation->row;
    va_list args;
    va_start(args, format);
    fail(operation, format, args);
    va_end(args);
    char *usage = xasprintf("Say: %s%s%s", row->name, *row->usage ? " " : "", row->usage);
    text(operation, true, usage);
    free(usage);
}

void operation_fact(struct operation *operation, const struct operate_value *values, size_t n,
                    const char *format, ...)
{
    if (operation->is_told && operation->events->row) {
        const char *keys[OPERATE_VALUES_MAX];
        const char *words[OPERATE_VALUES_MAX];
        for (size_t i = 0; i < n; i++) {
            keys[i] = values[i].key;
            words[i] = values[i].value;
        }
        operation->events->row(operation->arg, keys, words, n);
        return;
    }
    va_list args;
    va_start(args, format);
    char *sentence = xvasprintf(format, args);
    va_end(args);
    text(operation, false, sentence);
    free(sentence);
}

void operation_note(struct operation *operation, const char *target, const char *note)
{
    if (target)
        xreplace(&operation->target, target);
    if (note)
        xreplace(&operation->note, note);
}

/* ---- life ---- */

static struct operation *operation_new(struct server *server, const struct operate_who *who,
                                       const struct operate_events *events, void *arg)
{
    struct operation *operation = xnew(struct operation);
    operation->server = server;
    operation->who = xstrdup(who->name);
    operation->folder = xstrdup(who->folder);
    operation->session = who->session;
    operation->verbs = who->verbs;
    operation->events = events;
    operation->arg = arg;
    operation->is_told = true;
    DL_PREPEND(server->operations, operation);
    return operation;
}

static void operation_free(struct operation *operation)
{
    DL_DELETE(operation->server->operations, operation);
    free(operation->who);
    free(operation->folder);
    free(operation->target);
    free(operation->note);
    free(operation);
}

/* The other operators see what was done; who only looked at something does not trouble them. */
static void tell(const struct operation *operation)
{
    const char *right = operation->row->right;
    if (operation->is_bad || !right || strcmp(right, "look") == 0)
        return;
    operators_tell(operation->server, operation->session, "%s: %s%s%s%s%s", operation->who,
                   operation->row->name, operation->target ? " " : "",
                   operation->target ? operation->target : "", operation->note ? ", " : "",
                   operation->note ? operation->note : "");
}

/* What is to be kept is owed as long as the disk takes nothing: it holds, but a crash undoes it. */
static void warn_of_debt(struct operation *operation)
{
    static const char *const keep[] = {"accounts", "ban", "files", "kick", "motd", "mute", "topic"};
    bool keeps = false;
    for (size_t i = 0; i < sizeof(keep) / sizeof(*keep); i++)
        keeps |= strcmp(operation->row->right, keep[i]) == 0;
    if (keeps && !operation->is_bad && operation->server->world->degraded)
        operation_say(operation, "The disk takes nothing now: this holds, but if the server ends "
                                 "before the disk takes it, it is undone");
}

static void end(struct operation *operation)
{
    const struct operate_row *row = operation->row;
    if (row && row->right) {
        warn_of_debt(operation);
        char *verb = xasprintf("%s%s", row->name, operation->is_bad ? " failed" : "");
        audit(operation->server, operation->who, verb, operation->target, operation->note);
        free(verb);
        tell(operation);
    }
    if (operation->is_told)
        operation->events->done(operation->arg, !operation->is_bad);
    operation_free(operation);
}

void operation_wait(struct operation *operation)
{
    operation->waits = true;
}

/* From within its own function it ends when that returns. */
void operation_end(struct operation *operation)
{
    operation->waits = false;
    if (!operation->is_running)
        end(operation);
}

void operate_forget(struct server *server, const void *arg)
{
    struct operation *operation = NULL;
    DL_FOREACH(server->operations, operation)
    {
        if (operation->arg == arg)
            operation->is_told = false;
    }
}

/* ---- a line ---- */

static size_t count_words(const char *rest)
{
    size_t n = 0;
    for (rest += strspn(rest, " "); *rest; rest += strspn(rest, " ")) {
        n++;
        rest += strcspn(rest, " ");
    }
    return n;
}

bool operation_may(const struct operation *operation, const struct operate_row *row)
{
    if (!operation->verbs || !row->right)
        return true;
    for (const char *const *verb = operation->verbs; *verb; verb++) {
        if (strcasecmp(*verb, row->right) == 0)
            return true;
    }
    return false;
}

static void refuse(struct operation *operation, const char *rest)
{
    char *verb = xasprintf("%s refused", operation->row->name);
    bool is_text = strcmp(operation->row->right, "say") == 0;
    char *target = xstrndup(rest, is_text ? 0 : strcspn(rest, " "));
    audit(operation->server, operation->who, verb, *target ? target : NULL, NULL);
    operation_fail(operation, "You have no right to %s: it takes the verb %s", operation->row->name,
                   operation->row->right);
    operation->row = NULL;
    free(verb);
    free(target);
}

/* Who asks what "stop --help" does wants no server stopped. */
static void help(struct operation *operation)
{
    char *name = xstrdup(operation->row->name);
    operation->row = operate_find("help", &(char *){NULL});
    operate_help_show(operation, name);
    free(name);
}

static void run(struct operation *operation, char *line)
{
    char *why = NULL;
    const char *word = operate_word(&line);
    if (!*word)
        return;
    operation->row = operate_find(word, &why);
    if (!operation->row)
        operation_fail(operation, "%s", why);
    else if (!operation_may(operation, operation->row))
        refuse(operation, line);
    else if (strcmp(line, "--help") == 0 || strcmp(line, "-h") == 0)
        help(operation);
    else if (count_words(line) < operation->row->words_min)
        operation_usage(operation, "%s needs %s", operation->row->name,
                        *line ? "more than that" : "to be told more");
    else
        operation->row->run(operation, line);
    free(why);
}

/* Without blanks at its end, and without what is no text. */
static char *clean(const char *line)
{
    char *copy = xstrdup(line);
    size_t len = strlen(copy);
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)copy[i] < ' ' || copy[i] == '\177')
            copy[i] = ' ';
    }
    while (len > 0 && copy[len - 1] == ' ')
        copy[--len] = '\0';
    return copy;
}

void operate_run(struct server *server, const struct operate_who *who, const char *line,
                 const struct operate_events *events, void *arg)
{
    struct operation *operation = operation_new(server, who, events, arg);
    char *copy = clean(line);
    operation->is_running = true;
    run(operation, copy);
    operation->is_running = false;
    operation->verbs = NULL;
    free(copy);
    if (!operation->waits)
        end(operation);
}
