#include "ctl.h"

#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "answer.h"
#include "buf.h"
#include "control.h"
#include "mem.h"
#include "operate.h"
#include "settings.h"

enum { WELL, BADLY, UNASKED };

#define WORDS_MAX 64 /* of one row: names and values */

static const char usage[] =
    "Usage: parlord ctl [--data DIR | --socket PATH] [--json] COMMAND...\n"
    "Asks a server that runs on this machine to do something.\n"
    "\n"
    "  -d, --data DIR     the folder of its data, where it was started with --data\n"
    "  -s, --socket PATH  its socket; default control.sock in that folder\n"
    "      --json         answer with one JSON object a line; also behind the command\n"
    "  -h, --help         show this, and stop\n"
    "\n"
    "Commands (\"parlord ctl help COMMAND\" says how one is written):\n";

struct question {
    char *path; /* of the socket; owned */
    bool json;
    const char *const *words;
    size_t n;
};

/* ---- the command line ---- */

static char *default_path(const char *data)
{
    const struct settings settings = {.data = xstrdup(data)};
    char *folder = settings_data_folder(&settings);
    char *path = control_path(folder);
    free(settings.data);
    free(folder);
    return path;
}

static void show_usage(FILE *to)
{
    fputs(usage, to);
    for (size_t i = 0; i < operate_count(); i++) {
        const struct operate_help command = operate_help(i);
        fprintf(to, "  %-10s %s\n", command.name, command.help);
    }
}

/* 0 to go on; 1 to stop well, -1 badly. */
static int take_options(struct question *question, int argc, char **argv)
{
    static const struct option options[] = {
        {"data",   required_argument, NULL, 'd'},
        {"socket", required_argument, NULL, 's'},
        {"json",   no_argument,       NULL, 'j'},
        {"help",   no_argument,       NULL, 'h'},
        {NULL,     0,                 NULL, 0  },
    };
    const char *data = NULL;
    const char *path = NULL;
    int option = 0;
    /* What stands behind the command's name is the command's, but --json at the end. */
    while ((option = getopt_long(argc, argv, "+d:s:h", options, NULL)) != -1) {
        if (option == 'h' || option == '?') {
            show_usage(option == 'h' ? stdout : stderr);
            return option == 'h' ? 1 : -1;
        }
        data = option == 'd' ? optarg : data;
        path = option == 's' ? optarg : path;
        question->json = question->json || option == 'j';
    }
    question->path = path ? xstrdup(path) : default_path(data);
    question->words = (const char *const *)argv + optind;
    question->n = (size_t)(argc - optind);
    if (question->n > 1 && strcmp(question->words[question->n - 1], "--json") == 0) {
        question->json = true;
        question->n--;
    }
    return 0;
}

/* The command as one line; NULL if it is none, and said so. */
static char *command_line_of(const struct question *question)
{
    struct buf line = {0};
    for (size_t i = 0; i < question->n; i++)
        buf_printf(&line, "%s%s", i ? " " : "", question->words[i]);
    if (line.len > 0 && !strpbrk(buf_text(&line), "\r\n"))
        return buf_detach(&line);
    if (line.len > 0)
        fputs("parlord: a command is one line\n", stderr);
    else
        show_usage(stderr);
    buf_clear(&line);
    return NULL;
}

/* ---- asking ---- */

/* A file that is named without its folder is in ours. */
static void say(int fd, const char *line)
{
    struct buf text = {0};
    char *here = getcwd(NULL, 0);
    buf_puts(&text, "in ");
    control_escape(&text, here ? here : "/");
    buf_printf(&text, "\nrun %s\n", line);
    ssize_t n = 1;
    while (text.len > 0 && n > 0) {
        n = send(fd, text.data, text.len, MSG_NOSIGNAL);
        buf_consume(&text, n > 0 ? (size_t)n : 0);
    }
    buf_clear(&text);
    free(here);
}

static void flush(struct buf *out)
{
    fwrite(buf_text(out), 1, out->len, stdout);
    fflush(stdout);
    buf_reset(out);
}

/* ---- hearing ---- */

static void take_row(struct answer *answer, char *text, struct buf *out)
{
    const char *keys[WORDS_MAX / 2];
    const char *values[WORDS_MAX / 2];
    size_t n = 0;
    char *next = text;
    while (next && n < WORDS_MAX / 2) {
        char *key = strsep(&next, "\t");
        char *value = strsep(&next, "\t");
        if (!value)
            break;
        control_unescape(key);
        control_unescape(value);
        keys[n] = key;
        values[n++] = value;
    }
    answer_row(answer, keys, values, n, out);
}

static void take_text(struct answer *answer, char *text, struct buf *out)
{
    bool bad = text[0] == '1';
    char *sentence = text + (text[0] && text[1] ? 2 : 1);
    control_unescape(sentence);
    if (!bad) {
        answer_text(answer, false, sentence, out);
        return;
    }
    struct buf wrong = {0};
    answer_end(answer, out);
    flush(out);
    answer_text(answer, true, sentence, &wrong);
    fwrite(buf_text(&wrong), 1, wrong.len, stderr);
    buf_clear(&wrong);
}

/* One line of the server's; the status, or -1 to go on. */
static int take_line(struct answer *answer, char *line, struct buf *out)
{
    line[strcspn(line, "\r\n")] = '\0';
    if (strncmp(line, "row ", 4) == 0)
        take_row(answer, line + 4, out);
    else if (strncmp(line, "text ", 5) == 0)
        take_text(answer, line + 5, out);
    else if (strncmp(line, "done ", 5) == 0)
        return line[5] == '0' ? WELL : BADLY;
    return -1;
}

static int width(void)
{
    struct winsize size = {0};
    if (!isatty(STDOUT_FILENO))
        return 0;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

static int hear(const struct question *question, int fd)
{
    const struct answer_look look = {.width_cols = width(), .json = question->json};
    struct answer *answer = answer_new(&look);
    struct buf out = {0};
    FILE *from = fdopen(fd, "r");
    char *line = NULL;
    size_t size = 0;
    int status = -1;
    while (status < 0 && getline(&line, &size, from) >= 0)
        status = take_line(answer, line, &out);
    answer_end(answer, &out);
    flush(&out);
    if (status < 0)
        fputs("parlord: the server has gone before it answered\n", stderr);
    free(line);
    fclose(from);
    buf_clear(&out);
    answer_free(answer);
    return status < 0 ? BADLY : status;
}

static int refuse_path(const char *path)
{
    if (errno == ENOENT || errno == ECONNREFUSED)
        fprintf(stderr,
                "parlord: no server runs here (nobody answers at %s); start one with \"parlord\", "
                "or name the folder of its data with --data\n",
                path);
    else
        fprintf(stderr, "parlord: %s: %s%s\n", path, strerror(errno),
                errno == EACCES ? "; it is for the user that the server runs as, and root" : "");
    return UNASKED;
}

static int ask(const struct question *question, const char *line)
{
    int fd = control_socket(question->path, connect);
    if (fd < 0)
        return refuse_path(question->path);
    /* A server that sends us away says why. */
    say(fd, line);
    return hear(question, fd);
}

int ctl_run(int argc, char **argv)
{
    struct question question = {0};
    int result = take_options(&question, argc, argv);
    int status = result > 0 ? WELL : UNASKED;
    char *line = result == 0 ? command_line_of(&question) : NULL;
    if (line)
        status = ask(&question, line);
    free(line);
    free(question.path);
    return status;
}
