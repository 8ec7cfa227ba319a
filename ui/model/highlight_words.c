#include "highlight_words.h"

#include <fnmatch.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "buf.h"
#include "highlight.h"
#include "mem.h"

/* Of a line an expression looks at so much: it is tried on what strangers say. */
#define LOOK_BYTES 1000

struct highlight_word {
    char *text; /* owned */
    bool exclude, is_glob, is_regex;
    regex_t regex;
    struct highlight_word *next;
};

struct highlight_words {
    struct highlight_word *all; /* utlist LL */
};

/* ---- the list as text ---- */

/* The next entry of *rest, without blanks around it; "" if there is none. To free. A comma within
 * slashes is part of the expression. */
static char *next_entry(const char **rest)
{
    const char *from = *rest + strspn(*rest, " ,");
    const char *body = from + (*from == '-');
    const char *close = *body == '/' ? strchr(body + 1, '/') : NULL;
    const char *end = close ? close + 1 : from;
    end += strcspn(end, ",");
    *rest = end;
    while (end > from && end[-1] == ' ')
        end--;
    return xstrndup(from, (size_t)(end - from));
}

static char *join(const char *list, const char *without, const char *with)
{
    struct buf text = {0};
    for (const char *rest = list; *rest;) {
        char *entry = next_entry(&rest);
        if (*entry && (!without || strcasecmp(entry, without) != 0))
            buf_printf(&text, "%s%s", text.len > 0 ? ", " : "", entry);
        free(entry);
    }
    if (with)
        buf_printf(&text, "%s%s", text.len > 0 ? ", " : "", with);
    return buf_detach(&text);
}

static bool has(const char *list, const char *entry)
{
    bool found = false;
    for (const char *rest = list; *rest && !found;) {
        char *each = next_entry(&rest);
        found = strcasecmp(each, entry) == 0;
        free(each);
    }
    return found;
}

char *highlight_words_with(const char *list, const char *entry)
{
    return has(list, entry) ? NULL : join(list, NULL, entry);
}

char *highlight_words_without(const char *list, const char *entry)
{
    return has(list, entry) ? join(list, entry, NULL) : NULL;
}

/* ---- as it is looked for ---- */

static void word_free(struct highlight_word *word)
{
    if (word->is_regex)
        regfree(&word->regex);
    free(word->text);
    free(word);
}

/* False with *cause: the expression between the slashes of text is none. */
static bool compile(struct highlight_word *word, const char *text, char **cause)
{
    size_t len = strlen(text);
    char *inner = xstrndup(text + 1, len - 2);
    int error = regcomp(&word->regex, inner, REG_EXTENDED | REG_ICASE | REG_NOSUB);
    word->is_regex = error == 0;
    if (error) {
        char why[100];
        regerror(error, &word->regex, why, sizeof(why));
        *cause = xasprintf("%s is no regular expression: %s", text, why);
    }
    free(inner);
    return error == 0;
}

/* NULL with *cause. */
static struct highlight_word *word_new(const char *entry, char **cause)
{
    struct highlight_word *word = xnew(struct highlight_word);
    word->exclude = *entry == '-';
    const char *text = entry + word->exclude;
    size_t len = strlen(text);
    word->text = xstrdup(text);
    word->is_glob = strchr(text, '*') != NULL;
    if (len > 2 && *text == '/' && text[len - 1] == '/' && !compile(word, text, cause)) {
        word_free(word);
        return NULL;
    }
    return word;
}

/* An empty entry says nothing. */
static bool add(struct highlight_words *words, const char *entry, char **cause)
{
    struct highlight_word *word = *entry ? word_new(entry, cause) : NULL;
    if (word)
        LL_PREPEND(words->all, word);
    return word || !*entry;
}

struct highlight_words *highlight_words_new(const char *list, char **cause)
{
    struct highlight_words *words = xnew(struct highlight_words);
    bool well = true;
    for (const char *rest = list; *rest && well;) {
        char *entry = next_entry(&rest);
        well = add(words, entry, cause);
        free(entry);
    }
    if (well)
        return words;
    highlight_words_free(words);
    return NULL;
}

void highlight_words_free(struct highlight_words *words)
{
    if (!words)
        return;
    struct highlight_word *next = NULL;
    for (struct highlight_word *word = words->all; word; word = next) {
        next = word->next;
        word_free(word);
    }
    free(words);
}

/* A word of the text, set off by blanks, that the pattern describes. */
static bool glob_matches(const char *pattern, const char *text)
{
    bool found = false;
    char *copy = xstrdup(text);
    char *rest = NULL;
    for (char *word = strtok_r(copy, " \n,.;:!?()\"'", &rest); word && !found;
         word = strtok_r(NULL, " \n,.;:!?()\"'", &rest))
        found = fnmatch(pattern, word, FNM_CASEFOLD) == 0;
    free(copy);
    return found;
}

static bool word_matches(const struct highlight_word *word, const char *text)
{
    if (word->is_regex) {
        char *head = xstrndup(text, LOOK_BYTES);
        bool found = regexec(&word->regex, head, 0, NULL, 0) == 0;
        free(head);
        return found;
    }
    return word->is_glob ? glob_matches(word->text, text) : highlight_names(text, word->text);
}

bool highlight_words_exclude(const struct highlight_words *words, const char *nick,
                             const char *text)
{
    for (const struct highlight_word *word = words ? words->all : NULL; word; word = word->next) {
        if (word->exclude &&
            (fnmatch(word->text, nick, FNM_CASEFOLD) == 0 || word_matches(word, text)))
            return true;
    }
    return false;
}

bool highlight_words_call(const struct highlight_words *words, const char *nick, const char *text)
{
    if (!words || !words->all || highlight_words_exclude(words, nick, text))
        return false;
    for (const struct highlight_word *word = words->all; word; word = word->next) {
        if (!word->exclude && word_matches(word, text))
            return true;
    }
    return false;
}
