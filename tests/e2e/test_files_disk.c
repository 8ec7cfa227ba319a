/*
 * Files on full disks, the server's and one's own, by curl and by our client: each
 * time there is a sentence that says what to do, nothing half-made stays but what
 * can be gone on with, and when there is room again it goes on.
 */
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "fault.h"
#include "mem.h"
#include "peer.h"
#include "person.h"
#include "rig.h"
#include "screen.h"
#include "sender.h"
#include "shelf.h"
#include "spec.h"
#include "visitor.h"

/* ---- the server's disk ---- */

static int disk_setup(void **state)
{
    struct shelf *shelf = xnew(struct shelf);
    void *rig = NULL;
    rig_setup(&rig);
    shelf->rig = rig;
    shelf->folder = rig_path(rig, "shared");
    assert_int_equal(mkdir(shelf->folder, 0755), 0);
    *state = shelf;
    return 0;
}

/* The server on a disk of three megabytes. */
static struct fault *start_on_a_small_disk(struct shelf *shelf)
{
    struct fault *fault = fault_new(shelf->rig, FAULT_NO_SPACE);
    if (!fault) {
        print_message("skipped: may not mount a file system here\n");
        skip();
    }
    shelf_start(shelf, "");
    return fault;
}

static void stop_on_a_small_disk(struct shelf *shelf, struct fault *fault)
{
    assert_int_equal(rig_stop_server(shelf->rig), 0);
    fault_free(fault);
}

static void a_server_s_full_disk_takes_nothing(void **state)
{
    struct shelf *shelf = *state;
    struct fault *fault = start_on_a_small_disk(shelf);
    char *file = sender_has_file(shelf, "some.bin", 50 * KIB);
    peer_free(sender_claims(shelf, "alice"));
    struct screen *screen = visitor_arrive(shelf, "bob", "0");
    sender_is_taken(shelf, "alice:" SENDER_SECRET, file);

    fault_begin(fault);
    sender_is_refused(shelf, "alice:" SENDER_SECRET, file, "507",
                      "disk is nearly full; try again later, or tell whoever runs it");
    sender_types(screen, "/upload ", file);
    screen_wait(screen, "disk is nearly full");
    sender_leaves_nothing(shelf);
    fault_end(fault);

    sender_is_taken(shelf, "alice:" SENDER_SECRET, file);
    sender_types(screen, "/resume", "");
    screen_wait(screen, "some.bin is on the server");
    person_quit(screen);
    sender_leaves_nothing(shelf);
    stop_on_a_small_disk(shelf, fault);
    free(file);
}

/* Curl sends it slowly, in the background; its answers go to files. */
static void begins_to_send(const struct shelf *shelf, const char *path)
{
    struct outcome outcome;
    char *address = shelf_address(shelf, "uploads/");
    char *command =
        xasprintf("(curl -q -sS --noproxy '*' -m 60 --limit-rate 200K -u alice:%s -T '%s' "
                  "-w '%%{stderr}%%{http_code}' %s >curl.out 2>curl.err; mv curl.err curl.done) "
                  ">/dev/null 2>&1 &",
                  SENDER_SECRET, path, address);
    rig_run(shelf->rig, &outcome, "sh", "-c", command, NULL);
    outcome_clear(&outcome);
    free(address);
    free(command);
}

static void wait_for_its_end(const struct shelf *shelf, const char *status, const char *sentence)
{
    struct outcome outcome;
    int64_t deadline_ms = clock_mono_ms() + RIG_PATIENCE_MS;
    char *done = rig_path(shelf->rig, "curl.done");
    while (access(done, F_OK) < 0) {
        if (clock_mono_ms() > deadline_ms)
            fail_msg("curl does not end");
        poll(NULL, 0, 10);
    }
    rig_run(shelf->rig, &outcome, "sh", "-c", "cat curl.out; cat curl.done >&2", NULL);
    sender_expects(&outcome, status, sentence);
    free(done);
}

static void a_disk_that_fills_up_keeps_nothing_of_a_file(void **state)
{
    struct shelf *shelf = *state;
    struct fault *fault = start_on_a_small_disk(shelf);
    char *file = sender_has_file(shelf, "some.bin", 800 * KIB);
    peer_free(sender_claims(shelf, "alice"));
    begins_to_send(shelf, file);
    sender_waits_for(shelf, 50 * KIB);
    fault_begin(fault);
    wait_for_its_end(shelf, "507", "disk is full and nothing was kept; try again later");
    sender_leaves_nothing(shelf);
    fault_end(fault);
    sender_is_taken(shelf, "alice:" SENDER_SECRET, file);
    sender_leaves_nothing(shelf);
    stop_on_a_small_disk(shelf, fault);
    free(file);
}

static void what_comes_in_pieces_goes_on_when_there_is_room(void **state)
{
    struct shelf *shelf = *state;
    struct fault *fault = start_on_a_small_disk(shelf);
    char *file = sender_has_file(shelf, "pieces.bin", 1200 * KIB);
    struct screen *screen = visitor_arrive(shelf, "bob", "300k");
    sender_types(screen, "/upload ", file);
    sender_waits_for(shelf, 100 * KIB);
    fault_begin(fault);
    screen_wait(screen, "disk is full; go on");
    fault_end(fault);
    sender_types(screen, "/resume", "");
    screen_wait(screen, "pieces.bin is on the server");
    person_quit(screen);
    sender_leaves_nothing(shelf);
    stop_on_a_small_disk(shelf, fault);
    free(file);
}

/* ---- one's own disk ---- */

/* Bob's downloads lie on a disk of three megabytes; the path of what can fill it, to free. */
static char *bob_has_a_small_disk(const struct shelf *shelf)
{
    char *folder = visitor_path(shelf->rig, "bob", "");
    char *ballast = visitor_path(shelf->rig, "bob", "ballast");
    struct outcome outcome;
    rig_run(shelf->rig, &outcome, "mkdir", "-p", folder, NULL);
    outcome_clear(&outcome);
    bool mounted = fault_small(folder);
    free(folder);
    if (!mounted) {
        free(ballast);
        print_message("skipped: may not mount a file system here\n");
        skip();
    }
    return ballast;
}

static void give_back(const struct shelf *shelf, char *ballast)
{
    char *folder = visitor_path(shelf->rig, "bob", "");
    fault_writable(folder);
    free(folder);
    free(ballast);
}

static void one_s_own_full_disk_is_told_before_and_on_the_way(void **state)
{
    struct shelf *shelf = *state;
    shelf_put(shelf, "plan.zip", (size_t)2 * KIB * KIB);
    char *original = xasprintf("%s/plan.zip", shelf->folder);
    char *hash = shelf_hash(original);
    char *ballast = bob_has_a_small_disk(shelf);
    struct screen *screen = visitor_arrive(shelf, "bob", "500k");

    fault_fill(ballast);
    sender_types(screen, "/get ", "plan.zip");
    screen_wait(screen, "not enough room: 2.0 MiB more");
    screen_wait(screen, "make room in");
    assert_true(visitor_size(shelf->rig, "bob", "plan.zip.part") <= 0);
    unlink(ballast);

    sender_types(screen, "/resume", "");
    int64_t deadline_ms = clock_mono_ms() + RIG_PATIENCE_MS;
    while (visitor_size(shelf->rig, "bob", "plan.zip.part") < 200 * KIB) {
        assert_true(clock_mono_ms() < deadline_ms);
        poll(NULL, 0, 10);
    }
    fault_fill(ballast);
    screen_wait(screen, "the disk is full: make room");
    int64_t there = visitor_size(shelf->rig, "bob", "plan.zip.part");
    assert_true(there >= 200 * KIB);
    unlink(ballast);
    sender_types(screen, "/resume", "");
    screen_wait(screen, "plan.zip is here");
    assert_true(visitor_has(shelf->rig, "bob", "plan.zip", hash));
    assert_int_equal(visitor_size(shelf->rig, "bob", "plan.zip.part"), -1);
    person_quit(screen);
    give_back(shelf, ballast);
    free(original);
    free(hash);
}

#define TEST(name, setup) cmocka_unit_test_setup_teardown(name, setup, shelf_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_server_s_full_disk_takes_nothing, disk_setup),
        TEST(a_disk_that_fills_up_keeps_nothing_of_a_file, disk_setup),
        TEST(what_comes_in_pieces_goes_on_when_there_is_room, disk_setup),
        TEST(one_s_own_full_disk_is_told_before_and_on_the_way, shelf_setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
