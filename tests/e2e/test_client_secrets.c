/* What alice tells NickServ, and what lets her in again, through the real programs. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "person.h"
#include "rig.h"
#include "screen.h"
#include "spec.h"

#define CODE_CHARS 19

static struct screen *alice_comes(const struct rig *rig, const char *home)
{
    char *url = xasprintf("irc://127.0.0.1:%d/#lobby", rig->port);
    const char *const argv[] = {PARLOR, "--nick", "alice", url, NULL};
    struct screen *alice = person_start(rig, home, argv);
    free(url);
    return alice;
}

static void is_in(struct screen *alice)
{
    screen_wait(alice, "alice · (lag|online)");
    screen_wait(alice, "#lobby .*Here");
}

static bool file_has(const char *path, const char *text)
{
    struct buf all = {0};
    char piece[4096];
    size_t size = 0;
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    while ((size = fread(piece, 1, sizeof(piece), file)) > 0)
        buf_append(&all, piece, size);
    fclose(file);
    bool found = all.len > 0 && memmem(all.data, all.len, text, strlen(text)) != NULL;
    buf_clear(&all);
    return found;
}

/* How many of the files that the client leaves there have it. */
static int files_with(const struct rig *rig, const char *home, const char *text)
{
    char *folder = rig_path(rig, home);
    char *data = xasprintf("%s/.local/share/parlor", folder);
    DIR *dir = opendir(data);
    const struct dirent *entry = NULL;
    int files = 0;
    assert_non_null(dir);
    while ((entry = readdir(dir))) {
        char *path = xasprintf("%s/%s", data, entry->d_name);
        files += entry->d_type == DT_REG && file_has(path, text);
        free(path);
    }
    closedir(dir);
    free(data);
    free(folder);
    return files;
}

/* The code on the screen; to free. */
static char *code_shown(struct screen *alice)
{
    int row = screen_wait(alice, "[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}");
    const char *text = screen_row(alice, row);
    while (!rig_matches(text, "^[0-9A-Z]{4}-[0-9A-Z]{4}-"))
        text++;
    return xstrndup(text, CODE_CHARS);
}

static void what_is_told_to_a_service_is_kept_nowhere(void **state)
{
    struct rig *rig = *state;
    rig_start_server(rig);
    struct screen *alice = alice_comes(rig, "alice");
    is_in(alice);
    screen_type(alice, "tea at five\r");
    screen_wait(alice, "alice. tea at five");
    screen_type(alice, "/msg NickServ SET PASSWORD black-kettle\r");
    screen_wait(alice, "Sent to NickServ");
    screen_type(alice, "/query NickServ\r");
    screen_wait(alice, "SET PASSWORD black-kettle");
    screen_type(alice, "SET PASSWORD green-kettle\r");
    screen_wait(alice, "SET PASSWORD green-kettle");
    screen_type(alice, "/quote PRIVMSG NickServ :SET PASSWORD white-kettle\r");
    screen_wait(alice, "SET PASSWORD white-kettle");
    screen_type(alice, "/mgs NickServ IDENTIFY brown-kettle\r");
    screen_wait(alice, "There is no command /mgs");
    screen_type(alice, "\003/msg NickServ DEVICES ADD phone\r");
    char *code = code_shown(alice);
    /* Left in the input, as a draft. */
    screen_type(alice, "SET PASSWORD green-kettle");
    screen_wait(alice, "SET PASSWORD green-kettle$");
    screen_type(alice, "\0331");
    person_quit(alice);
    assert_int_equal(files_with(rig, "alice", "tea at five"), 1);
    assert_int_equal(files_with(rig, "alice", "kettle"), 0);
    assert_int_equal(files_with(rig, "alice", code), 0);
    free(code);
}

static void a_password_beside_it_leaves_the_machines_secret_as_it_is(void **state)
{
    struct rig *rig = *state;
    rig_start_server(rig);
    struct screen *alice = alice_comes(rig, "alice");
    is_in(alice);
    screen_type(alice, "/query NickServ SET PASSWORD black-kettle\r");
    screen_wait(alice, "Your password is set");
    person_quit(alice);
    alice = alice_comes(rig, "alice");
    is_in(alice);
    person_quit(alice);
}

static void a_recovery_code_makes_the_name_hers_on_another_machine(void **state)
{
    struct rig *rig = *state;
    rig_start_server(rig);
    struct screen *alice = alice_comes(rig, "alice");
    is_in(alice);
    screen_wait(alice, "2 Parlor");
    screen_type(alice, "\0332");
    char *code = code_shown(alice);
    person_quit(alice);

    alice = alice_comes(rig, "another");
    screen_wait(alice, "alice is taken here");
    screen_type(alice, "/connect\r");
    screen_wait(alice, "─ Connect ─");
    char *answers = xasprintf("\003alice\t%s\r", code);
    screen_type(alice, answers);
    screen_wait(alice, "a secret of its own");
    is_in(alice);
    person_quit(alice);
    alice = alice_comes(rig, "another");
    is_in(alice);
    person_quit(alice);
    assert_int_equal(files_with(rig, "another", code), 0);
    free(answers);
    free(code);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define STORY(test) cmocka_unit_test_setup_teardown(test, rig_setup, rig_teardown)
        STORY(what_is_told_to_a_service_is_kept_nowhere),
        STORY(a_password_beside_it_leaves_the_machines_secret_as_it_is),
        STORY(a_recovery_code_makes_the_name_hers_on_another_machine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
