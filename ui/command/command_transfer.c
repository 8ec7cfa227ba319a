/* Files on their way, by typed words: /get /upload /pause /resume /cancel. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "browse.h"
#include "buf.h"
#include "command.h"
#include "mem.h"
#include "posted.h"
#include "transfer_list.h"
#include "transfer_text.h"

/* The next word, in quotes or with blanks behind backslashes if it holds some; stepped over. NULL
 * if there is none. To free. */
static char *quoted_word(char **args)
{
    struct buf word = {0};
    char *at = *args + strspn(*args, " ");
    char quote = *at == '"' || *at == '\'' ? *at++ : '\0';
    for (; *at && *at != (quote ? quote : ' '); at++) {
        if (*at == '\\' && at[1] && quote != '\'')
            at++;
        buf_putc(&word, *at);
    }
    at += quote && *at == quote;
    *args = at + strspn(at, " ");
    return word.len > 0 ? buf_detach(&word) : NULL;
}

/* ---- getting ---- */

static bool is_number(const char *word)
{
    return *word && strspn(word, "0123456789") == strlen(word) && strlen(word) < 10;
}

static void say_begun(struct chat *chat, const struct transfer *transfer)
{
    if (transfer && transfer->state != TRANSFER_ASKING)
        transfer_say_begun(chat, transfer);
}

static struct transfer *get_one(struct chat *chat, const struct conv *here,
                                const struct posted *posted, const char *as)
{
    const struct transfer_file file = {
        posted->url, posted->name, as, posted->size, posted->sha256,
    };
    return transfer_get(chat, here->network, &file);
}

static void get_posted(struct chat *chat, struct conv *here, long number, const char *as)
{
    const struct posted *posted = posted_numbered(here, number);
    if (posted)
        say_begun(chat, get_one(chat, here, posted, as));
    else
        chat_complain(chat, "There is no file %ld here: /files -room lists them", number);
}

static bool is_here(const struct chat *chat, const char *url)
{
    const struct transfer *one = chat->transfers.first;
    while (one && (one->upload || one->state != TRANSFER_DONE || strcmp(one->url, url) != 0))
        one = one->next;
    return one != NULL;
}

/* Those that were posted here and have not been got yet. */
static void get_all(struct chat *chat, struct conv *here)
{
    size_t n = 0;
    int64_t bytes = 0;
    for (const struct posted *p = posted_first(here); p; p = posted_next(here, p)) {
        if (is_here(chat, p->url) || !get_one(chat, here, p, NULL))
            continue;
        bytes += p->size > 0 ? p->size : 0;
        n++;
    }
    char *size = transfer_size_text(bytes);
    if (n > 0)
        chat_notice(chat, "↓ %zu file%s (%s): /transfers shows how far they are", n,
                    n == 1 ? "" : "s", size);
    else if (posted_first(here))
        chat_notice(chat, "All files that were posted in %s are here already", here->name);
    else
        chat_complain(chat, "No file was posted in %s", here->name);
    free(size);
}

/* By its name in the folder that was listed last, else by its path from the top. */
static void get_shared(struct chat *chat, struct network *network, const char *path, const char *as)
{
    const struct shared *shared = &network->shared;
    const struct shared_entry *entry =
        shared->state == SHARED_HERE ? shared_find(shared, path) : NULL;
    char *whole = entry ? shared_path_join(shared->path, path) : shared_path_tidy(path);
    char *url = browse_url(network, whole);
    if (entry && entry->folder) {
        chat_complain(chat, "%s is a folder: /files %s looks into it", path, whole);
    } else if (url) {
        const struct transfer_file file = {.url = url,
                                           .as = as,
                                           .size = entry ? entry->size : -1,
                                           .sha256 = entry ? entry->sha256 : NULL};
        say_begun(chat, transfer_get(chat, network, &file));
    } else {
        chat_complain(chat, "This server shares no files");
    }
    free(url);
    free(whole);
}

/* A name with blanks that is known here needs no quotes; to free. NULL: it is none. */
static char *known_name(const struct conv *here, char **args)
{
    const struct shared *shared = &here->network->shared;
    bool known =
        strchr(*args, ' ') &&
        (posted_named(here, *args) || (shared->state == SHARED_HERE && shared_find(shared, *args)));
    char *name = known ? xstrdup(*args) : NULL;
    *args += known ? strlen(*args) : 0;
    return name;
}

void command_get(struct chat *chat, char *args)
{
    struct conv *here = chat->current;
    char *known = known_name(here, &args);
    char *what = known ? known : quoted_word(&args);
    char *as = quoted_word(&args);
    const struct posted *posted = NULL;
    if (!what)
        command_offer_posted(chat);
    else if (*args)
        chat_complain(chat, "Too many words: a name with blanks stands in quotes");
    else if (strstr(what, "://"))
        say_begun(chat, transfer_get(chat, here->network,
                                     &(struct transfer_file){.url = what, .as = as, .size = -1}));
    else if (strcasecmp(what, "all") == 0 && !as)
        get_all(chat, here);
    else if (is_number(what))
        get_posted(chat, here, strtol(what, NULL, 10), as);
    else if ((posted = posted_named(here, what)))
        get_posted(chat, here, posted->number, as);
    else
        get_shared(chat, here->network, what, as);
    free(what);
    free(as);
}

/* ---- uploading ---- */

/* As the shell would read it; to free. */
static char *whole_path(const char *path)
{
    const char *home = getenv("HOME");
    if (home && (strcmp(path, "~") == 0 || strncmp(path, "~/", 2) == 0))
        return xasprintf("%s%s", home, path + 1);
    char *here = *path == '/' ? NULL : getcwd(NULL, 0);
    char *whole = here ? xasprintf("%s/%s", here, path) : xstrdup(path);
    free(here);
    return whole;
}

static void upload(struct chat *chat, const char *path)
{
    struct conv *here = chat->current;
    struct stat about;
    if (stat(path, &about) != 0 || access(path, R_OK) != 0)
        chat_complain(chat, "%s cannot be read: is the path right?", path);
    else if (!S_ISREG(about.st_mode))
        chat_complain(chat, "%s is a folder, or no file: pack it first", path);
    else {
        struct transfer *transfer = transfer_put(chat, here->network, here, path);
        transfer_size(chat, transfer, about.st_size);
        say_begun(chat, transfer);
    }
}

void command_upload(struct chat *chat, char *args)
{
    const struct network *network = chat->current->network;
    if (network->stage == NETWORK_READY && !transfer_uploads_base(network)) {
        chat_complain(chat, "This server takes no files");
        return;
    }
    for (char *word = quoted_word(&args); word; word = quoted_word(&args)) {
        char *path = whole_path(word);
        upload(chat, path);
        free(path);
        free(word);
    }
}

/* ---- those that there are ---- */

/* Does it with the one of that number, the only one, or ("all") with each. */
static void each_named(struct chat *chat, char *args,
                       bool (*deed)(struct chat *chat, struct transfer *transfer),
                       const char *refusal)
{
    const char *word = command_word(&args);
    struct transfer *first = chat->transfers.first;
    bool all = word && strcasecmp(word, "all") == 0;
    bool any = false;
    if (!word && first && first->next) {
        chat_complain(chat, "Which one? /transfers lists them with their numbers");
        return;
    }
    struct transfer *next = NULL;
    for (struct transfer *transfer = first; transfer; transfer = next) {
        next = transfer->next;
        bool meant = all || !word || (long)transfer->number == strtol(word, NULL, 10);
        if (meant)
            any = deed(chat, transfer) || any;
    }
    if (!any)
        chat_complain(chat, "%s", first ? refusal : "No files are on their way");
}

void command_pause(struct chat *chat, char *args)
{
    each_named(chat, args, transfer_pause, "There is nothing to pause: /transfers lists all");
}

void command_resume(struct chat *chat, char *args)
{
    each_named(chat, args, transfer_resume, "There is nothing to resume: /transfers lists all");
}

void command_cancel(struct chat *chat, char *args)
{
    each_named(chat, args, transfer_list_cancel, "There is no such file: /transfers lists all");
}

void command_transfers(struct chat *chat, char *args)
{
    (void)args;
    transfer_list_open(chat);
}
