/* Shared files by F9 and /get: looked through, got, named, and only for whom they are. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"
#include "peer.h"
#include "person.h"
#include "rig.h"
#include "screen.h"
#include "shelf.h"
#include "spec.h"
#include "visitor.h"

#define F9    "\033[20~"
#define ENTER "\r"
#define ESC   "\033"
#define DOWN  "\033[B"
#define LEFT  "\033[D"

#define PLAN "plans/2026/summer/plan.zip"

/* The sum of what is shared under that name; to free. */
static char *shared_hash(const struct shelf *shelf, const char *name)
{
    char *path = xasprintf("%s/%s", shelf->folder, name);
    char *hash = shelf_hash(path);
    free(path);
    return hash;
}

static void make_link(const struct shelf *shelf, const char *target, const char *name)
{
    char *path = xasprintf("%s/%s", shelf->folder, name);
    assert_int_equal(symlink(target, path), 0);
    free(path);
}

static void three_folders_down_a_file_is_got_and_its_hash_shown(void **state)
{
    struct shelf *shelf = *state;
    shelf_put(shelf, PLAN, 300001);
    shelf_put(shelf, "plans/2026/winter/sledge.zip", 2000);
    shelf_put(shelf, "readme.txt", 1200);
    char *hash = shared_hash(shelf, PLAN);
    struct screen *screen = visitor_arrive(shelf, "alice", "0");

    screen_type(screen, F9);
    screen_wait(screen, "plans/");
    screen_wait(screen, "readme.txt +1.2 KiB");
    screen_type(screen, ENTER);
    screen_wait(screen, "2026/");
    screen_type(screen, ENTER);
    screen_wait(screen, "summer/");
    screen_wait(screen, "winter/");
    screen_type(screen, ENTER);
    screen_wait(screen, "› plans › 2026 › summer");
    screen_wait(screen, "plan.zip +293 KiB +20[0-9][0-9]-");
    screen_type(screen, ENTER);
    screen_wait(screen, "Get plan.zip");
    screen_wait(screen, "│ 293 KiB · 20[0-9][0-9]-");
    screen_type(screen, ENTER);
    screen_wait(screen, "plan.zip +✓ here +293 KiB");
    screen_type(screen, LEFT);
    screen_wait(screen, "winter/");
    screen_type(screen, DOWN ENTER);
    screen_wait(screen, "sledge.zip +2.0 KiB");
    screen_type(screen, ESC);
    screen_wait_gone(screen, "C-s sort");

    visitor_wait_here(screen, "plan.zip", hash);
    assert_true(visitor_has(shelf->rig, "alice", "plan.zip", hash));
    screen_type(screen, "/transfers" ENTER);
    screen_wait(screen, "Files on their way");
    screen_type(screen, ENTER);
    screen_wait(screen, hash);
    screen_type(screen, ESC);
    screen_wait_gone(screen, hash);
    person_quit(screen);
    free(hash);
}

static void what_is_there_is_never_overwritten(void **state)
{
    struct shelf *shelf = *state;
    shelf_put(shelf, PLAN, 300001);
    char *before = shared_hash(shelf, PLAN);
    struct screen *screen = visitor_arrive(shelf, "alice", "0");
    screen_type(screen, "/get " PLAN ENTER);
    visitor_wait_here(screen, "plan.zip", before);

    shelf_put(shelf, "plans/plan.zip", 7);
    char *name = xasprintf("%s/%s", shelf->folder, PLAN);
    char *shorter = xasprintf("%s/%s", shelf->folder, "plans/plan.zip");
    assert_int_equal(rename(shorter, name), 0);
    char *after = shared_hash(shelf, PLAN);
    screen_type(screen, "/get " PLAN ENTER);
    visitor_wait_here(screen, "plan.zip", after);

    assert_true(visitor_has(shelf->rig, "alice", "plan.zip", before));
    assert_true(visitor_has(shelf->rig, "alice", "plan (2).zip", after));
    person_quit(screen);
    free(before);
    free(after);
    free(name);
    free(shorter);
}

static void a_wished_name_leads_nowhere_else(void **state)
{
    struct shelf *shelf = *state;
    shelf_put(shelf, PLAN, 3001);
    char *hash = shared_hash(shelf, PLAN);
    char *outside = rig_path(shelf->rig, "alice/.profile");
    struct screen *screen = visitor_arrive(shelf, "alice", "0");

    screen_type(screen, "/get " PLAN " ../../.profile" ENTER);

    visitor_wait_here(screen, "_.._.profile", hash);
    assert_true(visitor_has(shelf->rig, "alice", "_.._.profile", hash));
    assert_int_equal(access(outside, F_OK), -1);
    person_quit(screen);
    free(hash);
    free(outside);
}

static void secret_names_and_links_are_not_there(void **state)
{
    struct shelf *shelf = *state;
    shelf_put(shelf, "seen.txt", 10);
    shelf_put(shelf, ".secret", 10);
    shelf_put(shelf, ".git/config", 10);
    make_link(shelf, "/etc/passwd", "passwd");
    make_link(shelf, "..", "above");
    struct screen *screen = visitor_arrive(shelf, "alice", "0");

    screen_type(screen, F9);

    screen_wait(screen, "seen.txt +10 B");
    screen_wait(screen, "1 entry");
    assert_int_equal(screen_count(screen, "secret|git|passwd|above"), 0);
    screen_type(screen, ESC);
    screen_wait_gone(screen, "1 entry");
    static const char *const names[] = {".secret", ".git/config", "passwd", "above/server.log"};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        char *command = xasprintf("/get %s w%zu" ENTER, names[i], i);
        char *refusal = xasprintf("w%zu: the server says: There is nothing here", i);
        screen_type(screen, command);
        screen_wait(screen, refusal);
        free(command);
        free(refusal);
    }
    person_quit(screen);
}

static void a_rooms_files_are_for_its_members(void **state)
{
    struct shelf *shelf = *state;
    struct outcome outcome;
    char *folder = rig_path(shelf->rig, "tea");
    char *leaves = rig_path(shelf->rig, "tea/leaves.txt");
    char *settings = xasprintf("[files]\nroom_share = #tea %s\n", folder);
    shelf_make(leaves, 4000);
    char *hash = shelf_hash(leaves);
    shelf_put(shelf, "for-all.txt", 10);
    shelf_kill(shelf);
    shelf_start(shelf, settings);
    struct screen *screen = visitor_arrive(shelf, "alice", "0");

    screen_type(screen, F9);
    screen_wait(screen, "for-all.txt");
    screen_wait(screen, "1 entry");
    assert_int_equal(screen_count(screen, "#tea"), 0);
    screen_type(screen, ESC);
    screen_wait_gone(screen, "1 entry");
    screen_type(screen, "/get #tea/leaves.txt" ENTER);
    screen_wait(screen, "leaves.txt: the server says: There is nothing");
    screen_type(screen, "/cancel all" ENTER);

    screen_type(screen, "/join #tea" ENTER);
    screen_wait(screen, "#tea");
    screen_type(screen, F9);
    screen_wait(screen, "2 entries");
    screen_type(screen, "#tea");
    screen_wait_gone(screen, "for-all.txt");
    screen_type(screen, ENTER);
    screen_wait(screen, "leaves.txt +3.9 KiB");
    screen_type(screen, ENTER);
    screen_wait(screen, "Get leaves.txt");
    screen_type(screen, ENTER);
    screen_wait(screen, "✓ here");
    screen_type(screen, ESC);
    screen_wait_gone(screen, "C-s sort");
    visitor_wait_here(screen, "leaves.txt", hash);
    assert_true(visitor_has(shelf->rig, "alice", "leaves.txt", hash));

    char *address = shelf_address(shelf, "files/%23tea/leaves.txt");
    shelf_curl(shelf, &outcome, "-o", "/dev/null", "-w", "%{http_code}", address, NULL);
    assert_string_equal(outcome.out, "404");
    outcome_clear(&outcome);
    screen_type(screen, "/part" ENTER);
    screen_wait(screen, "you are not in this room");
    screen_type(screen, "/get #tea/leaves.txt" ENTER);
    screen_wait(screen, "leaves.txt: the server says: There is nothing");
    person_quit(screen);
    free(address);
    free(folder);
    free(leaves);
    free(settings);
    free(hash);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, shelf_setup, shelf_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(three_folders_down_a_file_is_got_and_its_hash_shown),
        STORY(what_is_there_is_never_overwritten),
        STORY(a_wished_name_leads_nowhere_else),
        STORY(secret_names_and_links_are_not_there),
        STORY(a_rooms_files_are_for_its_members),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
