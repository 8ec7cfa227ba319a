#include "editor.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "launch.h"
#include "mem.h"
#include "scratch.h"
#include "tty.h"

#define TEXT_MAX_BYTES 100000

struct editor {
    struct chat *chat;
    loop_fn *ended;
    void *arg;
    pid_t pid;  /* 0: none runs */
    char *path; /* of its file; owned */
    bool own;   /* the file is the user's, and stays */
    char *name; /* of the program; owned */
};

static void on_child(void *arg, int signum);

struct editor *editor_new(struct loop *loop, struct chat *chat, loop_fn *ended, void *arg)
{
    struct editor *editor = xnew(struct editor);
    *editor = (struct editor){.chat = chat, .ended = ended, .arg = arg};
    loop_signal(loop, SIGCHLD, on_child, editor);
    return editor;
}

static void forget_file(struct editor *editor)
{
    if (editor->path && !editor->own)
        scratch_remove(editor->path);
    free(editor->path);
    free(editor->name);
    editor->path = editor->name = NULL;
}

void editor_free(struct editor *editor)
{
    if (!editor)
        return;
    if (editor->pid > 0)
        kill(editor->pid, SIGHUP);
    forget_file(editor);
    free(editor);
}

bool editor_is_open(const struct editor *editor)
{
    return editor->pid > 0;
}

/* The program of the user's choice, as words; to free by launch_words_free(). */
static char **words_of(const char *path)
{
    const char *const more[] = {path, NULL};
    const char *visual = getenv("VISUAL");
    const char *plain = getenv("EDITOR");
    char **words = visual && *visual ? launch_words(visual, more) : NULL;
    if (!words && plain && *plain)
        words = launch_words(plain, more);
    return words ? words : launch_words("vi", more);
}

/* The terminal's signals go to the process group that has it. */
static void give_terminal(pid_t group)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction before;
    sigemptyset(&ignore.sa_mask);
    sigaction(SIGTTOU, &ignore, &before);
    tcsetpgrp(STDIN_FILENO, group);
    sigaction(SIGTTOU, &before, NULL);
}

static void become(char *const *words)
{
    static const int signals[] = {SIGINT, SIGQUIT, SIGTSTP, SIGTTOU, SIGPIPE, SIGHUP, SIGTERM};
    sigset_t none;
    setpgid(0, 0);
    give_terminal(getpid());
    for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
        signal(signals[i], SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execvp(words[0], words);
    _exit(127);
}

bool editor_begin(struct editor *editor)
{
    char *cause = NULL;
    if (editor->pid > 0)
        return false;
    editor->own = editor->chat->edit_path;
    editor->path = editor->own
                       ? editor->chat->edit_path
                       : scratch_write("message.txt", edit_text(editor->chat->edit), &cause);
    editor->chat->edit_path = NULL;
    if (!editor->path) {
        chat_complain(editor->chat, "No editor: %s", cause);
        free(cause);
        return false;
    }
    char **words = words_of(editor->path);
    editor->name = xstrdup(words[0]);
    tty_lend();
    editor->pid = fork();
    if (editor->pid == 0)
        become(words);
    launch_words_free(words);
    if (editor->pid > 0) {
        setpgid(editor->pid, editor->pid);
        return true;
    }
    editor->pid = 0;
    tty_take_back();
    chat_complain(editor->chat, "No editor: %s", strerror(errno));
    forget_file(editor);
    return false;
}

/* An editor ends its file with a newline; it is none of the message's. */
static void take_text(struct editor *editor)
{
    struct chat *chat = editor->chat;
    char *cause = NULL;
    char *text = scratch_read(editor->path, TEXT_MAX_BYTES, &cause);
    if (!text) {
        chat_complain(chat, "Not taken over: %s", cause);
        free(cause);
        return;
    }
    size_t len = strlen(text);
    if (len > 0 && text[len - 1] == '\n')
        text[len - 1] = '\0';
    if (strcmp(text, edit_text(chat->edit)) != 0) {
        edit_clear(chat->edit);
        edit_insert(chat->edit, text);
    }
    free(text);
}

static void end(struct editor *editor, int status)
{
    struct chat *chat = editor->chat;
    give_terminal(getpgrp());
    tty_take_back();
    bool good = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (good && !editor->own)
        take_text(editor);
    else if (good)
        xreplace(&chat->notice, NULL);
    else if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
        chat_complain(chat, "%s cannot be run: set $VISUAL or $EDITOR to your editor",
                      editor->name);
    else
        chat_complain(chat, "%s ended with an error%s", editor->name,
                      editor->own ? "" : ": the line is as it was");
    editor->pid = 0;
    forget_file(editor);
    chat->changed |= CHANGE_ALL;
    editor->ended(editor->arg);
}

/* One that is stopped would leave nobody at the terminal: it goes on. */
static void on_child(void *arg, int signum)
{
    struct editor *editor = arg;
    int status = 0;
    (void)signum;
    if (editor->pid <= 0 || waitpid(editor->pid, &status, WNOHANG | WUNTRACED) != editor->pid)
        return;
    if (WIFSTOPPED(status))
        kill(-editor->pid, SIGCONT);
    else
        end(editor, status);
}
