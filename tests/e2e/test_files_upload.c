/* /upload: announced in the room, got by others, continued after a cut, taken back with its
 * message. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "figures.h"
#include "mem.h"
#include "peer.h"
#include "person.h"
#include "rig.h"
#include "screen.h"
#include "shelf.h"
#include "spec.h"
#include "visitor.h"

#define MIB (1 << 20)

/* A file of alice's, and what became of it. */
struct parcel {
    char *path;
    char *hash;
    char *url; /* as the room was told */
};

static struct parcel parcel_made(const struct shelf *shelf, size_t size)
{
    struct parcel parcel = {.path = rig_path(shelf->rig, "alice/cups")};
    shelf_make(parcel.path, size);
    parcel.hash = shelf_hash(parcel.path);
    return parcel;
}

static void parcel_clear(struct parcel *parcel)
{
    free(parcel->path);
    free(parcel->hash);
    free(parcel->url);
}

static struct peer *bob_comes(const struct shelf *shelf)
{
    struct peer *bob = peer_new("bob", shelf->rig->port);
    peer_enter(bob);
    peer_join(bob, "#lobby");
    return bob;
}

/* The room is told name, size and address. */
static void bob_is_told(struct peer *bob, struct parcel *parcel, const char *size)
{
    char *pattern = xasprintf("^:alice![^ ]+ PRIVMSG #lobby :cups .%s. "
                              "http://127.0.0.1:[0-9]+/u/[^/]+/cups$",
                              size);
    const char *line = peer_expect(bob, pattern);
    parcel->url = xstrdup(strstr(line, "http://"));
    free(pattern);
}

static int curl_status(const struct shelf *shelf, const char *url)
{
    struct outcome outcome;
    shelf_curl(shelf, &outcome, "-o", "/dev/null", "-w", "%{http_code}", url, NULL);
    int status = (int)strtol(outcome.out, NULL, 10);
    outcome_clear(&outcome);
    return status;
}

static void curl_gets_it_in_pieces(const struct shelf *shelf, const struct parcel *parcel)
{
    static const char *const ranges[] = {"0-99999", "100000-100000", "100001-", NULL};
    char *all = rig_path(shelf->rig, "all");
    for (int i = 0; ranges[i]; i++) {
        struct outcome outcome;
        char *command = xasprintf("curl -q -sS --noproxy '*' -m 60 -f -r %s "
                                  "-w '%%{stderr}%%{http_code}' %s >>'%s'",
                                  ranges[i], parcel->url, all);
        rig_run(shelf->rig, &outcome, "sh", "-c", command, NULL);
        assert_string_equal(outcome.err, "206");
        outcome_clear(&outcome);
        free(command);
    }
    char *hash = shelf_hash(all);
    assert_string_equal(hash, parcel->hash);
    free(hash);
    free(all);
}

static void what_alice_uploads_the_room_can_get(void **state)
{
    struct shelf *shelf = *state;
    struct parcel parcel = parcel_made(shelf, 3 * MIB + 5);
    struct peer *bob = bob_comes(shelf);
    struct screen *alice = visitor_arrive(shelf, "alice", "0");
    struct screen *carol = visitor_arrive(shelf, "carol", "0");

    screen_type(alice, "/upload ~/cups\r");
    bob_is_told(bob, &parcel, "3.0 MiB");
    screen_wait(alice, "cups is on the server");
    curl_gets_it_in_pieces(shelf, &parcel);
    screen_wait(carol, "cups .*3.0 MiB");
    screen_type(carol, "/get 1\r");

    visitor_wait_here(carol, "cups", parcel.hash);
    screen_wait(carol, "announced");
    assert_true(visitor_has(shelf->rig, "carol", "cups", parcel.hash));
    person_quit(carol);
    person_quit(alice);
    peer_free(bob);
    parcel_clear(&parcel);
}

/* The server dies when most is sent: it notes where an upload is every eight megabytes. */
static void an_upload_goes_on_though_the_server_dies(void **state)
{
    struct shelf *shelf = *state;
    int mib = figures_pick(24, 200);
    struct parcel parcel = parcel_made(shelf, (size_t)mib * MIB);
    struct screen *alice = visitor_arrive(shelf, "alice", figures_long() ? "20M" : "4M");

    /* In the list, what is sent is told from what is summed up before. */
    screen_type(alice, "/upload ~/cups\r/transfers\r");
    screen_wait(alice, "↑ cups .* [7-9][0-9]%  [0-9.]+ of");
    shelf_kill(shelf);
    screen_wait(alice, "↑ cups .*waits");
    shelf_start(shelf, "");
    struct peer *bob = bob_comes(shelf);
    char *size = xasprintf("%d.0 MiB", mib);
    bob_is_told(bob, &parcel, size);

    char *copy = rig_path(shelf->rig, "copy");
    struct outcome outcome;
    shelf_curl(shelf, &outcome, "-f", "-o", copy, parcel.url, NULL);
    assert_int_equal(outcome.status, 0);
    char *hash = shelf_hash(copy);
    assert_string_equal(hash, parcel.hash);
    /* One upload was begun, not two; what was noted was not sent twice. */
    assert_int_equal(shelf_logged(shelf, " upload_begun "), 1);
    assert_int_equal(shelf_logged(shelf, " upload_continued .* from=[0-9]{7}"), 1);
    assert_int_equal(shelf_logged(shelf, " upload_done "), 1);
    outcome_clear(&outcome);
    screen_type(alice, "\033");
    screen_wait_gone(alice, "Files on their way");
    person_quit(alice);
    peer_free(bob);
    parcel_clear(&parcel);
    free(size);
    free(copy);
    free(hash);
}

static void who_takes_back_the_message_takes_back_the_file(void **state)
{
    struct shelf *shelf = *state;
    struct parcel parcel = parcel_made(shelf, 5000);
    struct peer *bob = bob_comes(shelf);
    struct screen *alice = visitor_arrive(shelf, "alice", "0");
    struct screen *carol = visitor_arrive(shelf, "carol", "0");
    screen_type(alice, "/upload ~/cups\r");
    bob_is_told(bob, &parcel, "4.9 KiB");
    screen_wait(carol, "alice +cups");
    screen_wait(alice, "alice +cups");
    assert_int_equal(curl_status(shelf, parcel.url), 200);

    screen_type(alice, "/delete\r");

    screen_wait_gone(carol, "alice +cups");
    assert_int_equal(curl_status(shelf, parcel.url), 404);
    screen_type(carol, "/get 1\r");
    screen_wait(carol, "There is no file 1 here");
    person_quit(carol);
    person_quit(alice);
    peer_free(bob);
    parcel_clear(&parcel);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, shelf_setup, shelf_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(what_alice_uploads_the_room_can_get),
        STORY(an_upload_goes_on_though_the_server_dies),
        STORY(who_takes_back_the_message_takes_back_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
