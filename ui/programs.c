#include "programs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "exec.h"
#include "launch.h"
#include "mem.h"
#include "run.h"
#include "utf8.h"

#define TIME_MS   10000
#define PRINT_MAX 16384

struct programs {
    struct loop *loop;
    struct chat *chat;
    struct run *run; /* NULL: none */
};

struct programs *programs_new(struct loop *loop, struct chat *chat)
{
    struct programs *programs = xnew(struct programs);
    *programs = (struct programs){.loop = loop, .chat = chat};
    return programs;
}

void programs_free(struct programs *programs)
{
    if (programs)
        run_free(programs->run);
    free(programs);
}

/* What went wrong, or NULL; to free. */
static char *trouble(const struct run_end *end)
{
    if (end->late)
        return xasprintf("it was ended: it took longer than %d s", TIME_MS / 1000);
    if (end->cut)
        return xasprintf("it was ended: it printed more than %d KiB", PRINT_MAX / 1024);
    if (end->status < 0)
        return xstrdup("it was ended by a signal");
    return end->status > 0 ? xasprintf("it ended with %d", end->status) : NULL;
}

static void on_end(void *arg, const struct run_end *end)
{
    struct programs *programs = arg;
    char *why = trouble(end);
    char *text = utf8_sanitize(end->text, end->len, true, false);
    exec_ended(programs->chat, &(struct exec_end){text, why});
    free(text);
    free(why);
    run_free(programs->run);
    programs->run = NULL;
}

void programs_run(struct programs *programs)
{
    struct chat *chat = programs->chat;
    static const struct run_bounds bounds = {.ms = TIME_MS, .bytes = PRINT_MAX, .both = true};
    char **words = launch_words(chat->exec.command, NULL);
    if (words)
        programs->run = run_new(programs->loop, words, bounds, on_end, programs);
    if (!programs->run) {
        char *why = xasprintf("%s: %s", words ? words[0] : chat->exec.command, strerror(errno));
        exec_ended(chat, &(struct exec_end){"", why});
        free(why);
    }
    launch_words_free(words);
}
