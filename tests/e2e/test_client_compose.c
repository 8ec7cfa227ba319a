/* Alice writes with the real program: a paste that is looked at first, her own editor, and a draft
 * that a kill does not take. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "mem.h"
#include "person.h"
#include "rig.h"
#include "screen.h"
#include "spec.h"

#define CTRL_U       "\025"
#define EDIT         "\030\005" /* C-x C-e */
#define PASTE_BEGINS "\033[200~"
#define PASTE_ENDS   "\033[201~"

/* An editor that asks for one row at the terminal and puts it behind the text. To free. */
static char *write_editor(const struct rig *rig)
{
    char *path = rig_path(rig, "editor");
    FILE *file = fopen(path, "we");
    fputs("#!/bin/sh\n"
          "echo \"EDITING $(cat \"$1\")\"\n"
          "stat -c 'MODE %a' \"$1\"\n"
          "read -r row\n"
          "test \"$row\" = fail && exit 3\n"
          "echo \"$row\" >> \"$1\"\n",
          file);
    fclose(file);
    chmod(path, 0755);
    return path;
}

static struct screen *alice_arrives(struct rig *rig, const char *editor)
{
    rig_start_server(rig);
    char *port = xasprintf("%d", rig->port);
    char *visual = xasprintf("VISUAL=%s", editor);
    const char *const argv[] = {"env", visual, PARLOR, "alice", "127.0.0.1", port, NULL};
    struct screen *screen = person_start(rig, "alice", argv);
    screen_wait(screen, "alice · (lag|online)");
    screen_type(screen, "/join #tea\r");
    screen_wait(screen, "▸2 #tea");
    free(visual);
    free(port);
    return screen;
}

static void a_paste_of_many_rows_is_shown_before_it_is_sent(void **state)
{
    struct rig *rig = *state;
    struct screen *alice = alice_arrives(rig, "vi");
    screen_type(alice, PASTE_BEGINS "one\rtwo\rthree\rfour\rfive\rsix\r" PASTE_ENDS);
    screen_wait(alice, "Paste: 6 rows");
    screen_wait(alice, "│ six");
    screen_type(alice, "\033");
    screen_wait_gone(alice, "Paste: 6 rows");
    assert_int_equal(screen_count(alice, "alice +one"), 0);
    screen_type(alice, PASTE_BEGINS "one\rtwo\rthree\rfour\rfive\rsix\r" PASTE_ENDS);
    screen_wait(alice, "Paste: 6 rows");
    screen_wait(alice, "▸Send as one message");
    screen_type(alice, "\r");
    screen_wait(alice, "alice +one");
    screen_wait(alice, "│ +six +│");
    person_quit(alice);
}

static void the_own_editor_has_the_terminal_and_gives_it_back(void **state)
{
    struct rig *rig = *state;
    char *editor = write_editor(rig);
    struct screen *alice = alice_arrives(rig, editor);
    screen_type(alice, "the kettle" EDIT);
    screen_wait(alice, "EDITING the kettle");
    screen_wait(alice, "MODE 600");
    screen_type(alice, "is on\r");
    screen_wait(alice, "> the kettleis on");
    screen_wait(alice, "▸2 #tea");
    screen_type(alice, CTRL_U "again" EDIT);
    screen_wait(alice, "EDITING again");
    screen_type(alice, "fail\r");
    screen_wait(alice, "ended with an error: the line is as it was");
    screen_wait(alice, "> again");
    screen_type(alice, CTRL_U);
    person_quit(alice);
    free(editor);
}

static void an_editor_that_is_not_there_is_told_of(void **state)
{
    struct rig *rig = *state;
    struct screen *alice = alice_arrives(rig, "/nowhere/editor");
    screen_type(alice, "hello" EDIT);
    screen_wait(alice, "/nowhere/editor cannot be run: set \\$VISUAL or \\$EDITOR");
    screen_wait(alice, "> hello");
    screen_type(alice, CTRL_U);
    person_quit(alice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define STORY(test) cmocka_unit_test_setup_teardown(test, rig_setup, rig_teardown)
        STORY(a_paste_of_many_rows_is_shown_before_it_is_sent),
        STORY(the_own_editor_has_the_terminal_and_gives_it_back),
        STORY(an_editor_that_is_not_there_is_told_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
