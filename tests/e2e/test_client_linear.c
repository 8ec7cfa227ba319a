/* bob has the client read to him, line by line; alice has the usual screen. What his terminal is
 * sent is looked at byte by byte. */
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "clock.h"
#include "mem.h"
#include "person.h"
#include "rig.h"
#include "screen.h"
#include "shelf.h"
#include "spec.h"

#define ALT  "\033"
#define DOWN "\033[B"

struct story {
    struct shelf *shelf;
    struct rig *rig; /* its */
    struct screen *alice;
    pid_t pid; /* of bob's client; 0: it has ended */
    int fd;
    struct buf told; /* all that it sent */
    size_t seen;     /* so far it was waited for */
};

static void become_bob(const struct story *story, const char *term)
{
    char *home = person_home(story->rig, "bob");
    char *port = xasprintf("%d", story->rig->port);
    rig_enter(story->rig);
    setenv("HOME", home, 1);
    setenv("TERM", term, 1);
    execl(PARLOR, PARLOR, "--linear", "bob", "127.0.0.1", port, NULL);
    _exit(127);
}

static void bob_arrives(struct story *story, const char *term)
{
    struct winsize size = {.ws_row = 24, .ws_col = 80};
    story->pid = forkpty(&story->fd, NULL, NULL, &size);
    assert_true(story->pid >= 0);
    if (story->pid == 0)
        become_bob(story, term);
    fcntl(story->fd, F_SETFL, O_NONBLOCK);
}

/* Takes what was sent; false at the end. */
static bool take(struct story *story)
{
    char bytes[4096];
    ssize_t n = read(story->fd, bytes, sizeof(bytes));
    if (n > 0)
        buf_append(&story->told, bytes, (size_t)n);
    return n > 0;
}

/* Waits until this is told, behind what was waited for before. */
static void bob_is_told(struct story *story, const char *text)
{
    int64_t deadline_ms = clock_mono_ms() + RIG_PATIENCE_MS;
    const char *at = NULL;
    while (!(at = strstr(buf_text(&story->told) + story->seen, text))) {
        if (clock_mono_ms() > deadline_ms)
            fail_msg("\"%s\" is not told, but:\n%s", text, buf_text(&story->told) + story->seen);
        rig_wait_readable(story->fd, deadline_ms, text);
        if (!take(story))
            fail_msg("bob's client has ended before \"%s\":\n%s", text, buf_text(&story->told));
    }
    story->seen = (size_t)(at - buf_text(&story->told)) + strlen(text);
}

static void bob_types(struct story *story, const char *keys)
{
    assert_int_equal(write(story->fd, keys, strlen(keys)), strlen(keys));
}

static int setup(void **state)
{
    struct story *story = xnew(struct story);
    void *shelf = NULL;
    shelf_setup(&shelf);
    story->shelf = shelf;
    story->rig = story->shelf->rig;
    shelf_put(story->shelf, "plan.pdf", 1000);
    *state = story;
    return 0;
}

static int teardown(void **state)
{
    struct story *story = *state;
    void *shelf = story->shelf;
    screen_free(story->alice);
    if (story->pid > 0) {
        kill(story->pid, SIGKILL);
        waitpid(story->pid, NULL, 0);
    }
    if (story->fd > 0)
        close(story->fd);
    buf_clear(&story->told);
    shelf_teardown(&shelf);
    free(story);
    return 0;
}

static void both_arrive(struct story *story, const char *term)
{
    story->alice = person_arrive(story->rig, PARLOR, "alice");
    bob_arrives(story, term);
    bob_is_told(story, "You are in #lobby");
    screen_wait(story->alice, "#lobby .*Here 2");
}

static void bob_quits(struct story *story)
{
    int status = 0;
    bob_types(story, "/quit\r");
    while (waitpid(story->pid, &status, WNOHANG) == 0) {
        rig_wait_readable(story->fd, clock_mono_ms() + RIG_PATIENCE_MS, "bob's end");
        take(story);
    }
    story->pid = 0;
    while (take(story))
        ;
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void they_talk(struct story *story)
{
    screen_type(story->alice, "good morning\r");
    bob_is_told(story, "alice says good morning");
    screen_type(story->alice, "bob: are you there?\r");
    bob_is_told(story, "You are spoken to: alice says bob: are you there?");
    bob_types(story, "yes, I hear you ☕\r");
    bob_is_told(story, "You say yes, I hear you ☕");
    screen_wait(story->alice, "bob  yes, I hear you");
}

static void bob_looks_around(struct story *story)
{
    bob_types(story, "/where\r");
    bob_is_told(story, "You are in #lobby on ");
    bob_is_told(story, "2 here: alice, bob");
    bob_types(story, "\x13morn");
    bob_is_told(story, "1 of 1: ");
    bob_is_told(story, "alice says good morning");
    bob_types(story, "\r" ALT "s");
    bob_is_told(story, "Pick a message by the arrows");
    bob_types(story, "q");
    bob_is_told(story, "Back at the input");
    bob_types(story, "/help\r");
    bob_is_told(story, "Help: a text of ");
    bob_types(story, DOWN);
    bob_is_told(story, "/");
    bob_types(story, ALT);
    bob_is_told(story, "Back at the input");
}

static void bob_goes_to_another_room(struct story *story)
{
    bob_types(story, "/join #tea\r");
    bob_is_told(story, "You are in #tea");
    screen_type(story->alice, "bob: come back\r");
    bob_is_told(story, "#lobby: You are spoken to: alice says bob: come back");
    bob_types(story, ALT "1");
    bob_is_told(story, "You are in #lobby");
    bob_is_told(story, "bob: come back");
}

/* Neither the cursor is placed nor a colour set. */
static void sees_no_sequences_but(const struct story *story, const char *on, const char *off)
{
    const char *from = buf_text(&story->told);
    for (const char *c = from; (c = strchr(c, '\033')); c++)
        if ((!*on || strncmp(c, on, strlen(on)) != 0) &&
            (!*off || strncmp(c, off, strlen(off)) != 0))
            fail_msg("a sequence is sent: ^[%.20s", c + 1);
}

static void a_client_read_line_by_line_reaches_everything(void **state)
{
    struct story *story = *state;
    both_arrive(story, "dumb");
    they_talk(story);
    bob_looks_around(story);
    bob_goes_to_another_room(story);
    bob_quits(story);
    sees_no_sequences_but(story, "", "");
}

static void files_are_read_as_a_list(void **state)
{
    struct story *story = *state;
    both_arrive(story, "dumb");
    bob_types(story, "/files\r");
    bob_is_told(story, "1 of 1: plan.pdf, 1000 B");
    bob_types(story, ALT);
    bob_is_told(story, "Back at the input");
    bob_quits(story);
}

/* A terminal that can is asked to mark what is pasted, and for nothing else. */
static void a_paste_is_a_question_and_sizes_do_no_harm(void **state)
{
    struct story *story = *state;
    struct winsize size = {.ws_row = 5, .ws_col = 30};
    both_arrive(story, "xterm");
    bob_types(story, "\033[200~one\rtwo\rthree\rfour\rfive\rsix\033[201~");
    bob_is_told(story, "Paste: 6 rows");
    bob_is_told(story, " of ");
    bob_types(story, ALT);
    bob_is_told(story, "Back at the input");
    ioctl(story->fd, TIOCSWINSZ, &size);
    bob_types(story, "after that\r");
    bob_is_told(story, "You say after that");
    bob_quits(story);
    sees_no_sequences_but(story, "\033[?2004h", "\033[?2004l");
}

static void without_a_terminal_there_are_no_lines_either(void **state)
{
    struct story *story = *state;
    struct outcome outcome = {0};
    rig_run(story->rig, &outcome, PARLOR, "--linear", "bob", "127.0.0.1", "1", NULL);
    assert_int_equal(outcome.status, 2);
    assert_true(rig_matches(outcome.err, "this is no terminal"));
    outcome_clear(&outcome);
}

int main(void)
{
#define STORY(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        STORY(a_client_read_line_by_line_reaches_everything),
        STORY(files_are_read_as_a_list),
        STORY(a_paste_is_a_question_and_sizes_do_no_harm),
        STORY(without_a_terminal_there_are_no_lines_either),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
