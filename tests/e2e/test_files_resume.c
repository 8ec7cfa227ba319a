/*
 * A download that is cut goes on where it was: the server dies, twice; the
 * client dies; the file is another one meanwhile.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "figures.h"
#include "mem.h"
#include "person.h"
#include "rig.h"
#include "screen.h"
#include "shelf.h"
#include "spec.h"
#include "visitor.h"

#define ENTER    "\r"
#define F9       "\033[20~"
#define SENT_MAX 8

struct film {
    int64_t size;
    char *path; /* below the shared folder */
    char *hash;
};

static struct film film_made(const struct shelf *shelf, int mib)
{
    struct film film = {.size = (int64_t)mib << 20};
    film.path = xasprintf("%s/film", shelf->folder);
    shelf_make(film.path, (size_t)film.size);
    film.hash = shelf_hash(film.path);
    return film;
}

/* Another one of the same size is there under its name, all at once. */
static void film_changes(const struct shelf *shelf, struct film *film)
{
    char *other = xasprintf("%s/other.bin", shelf->folder);
    shelf_make(other, (size_t)film->size);
    assert_int_equal(rename(other, film->path), 0);
    free(film->hash);
    film->hash = shelf_hash(film->path);
    free(other);
}

static void film_clear(struct film *film)
{
    free(film->path);
    free(film->hash);
}

/* The server dies when so many per cent are here. Returns the bytes that are. */
static int64_t dies_on_the_way(struct shelf *shelf, struct screen *screen, int percent)
{
    visitor_wait_percent(screen, "film", percent);
    shelf_kill(shelf);
    screen_wait(screen, "↓ film +waits");
    int64_t here = visitor_size(shelf->rig, "alice", "film.part");
    assert_true(here > 0);
    return here;
}

static void is_here(const struct shelf *shelf, struct screen *screen, const struct film *film)
{
    visitor_wait_here(screen, "film", film->hash);
    assert_true(visitor_has(shelf->rig, "alice", "film", film->hash));
    assert_int_equal(visitor_size(shelf->rig, "alice", "film.part"), -1);
}

static void it_goes_on_at_the_right_byte_though_the_server_dies_twice(void **state)
{
    struct shelf *shelf = *state;
    struct shelf_sent sent[SENT_MAX];
    struct film film = film_made(shelf, figures_pick(24, 200));
    struct screen *screen = visitor_arrive(shelf, "alice", figures_long() ? "20M" : "4M");

    screen_type(screen, "/get film" ENTER);
    int64_t first = dies_on_the_way(shelf, screen, 10);
    shelf_start(shelf, "");
    int64_t second = dies_on_the_way(shelf, screen, 40);
    assert_true(second > first && second < film.size);
    shelf_start(shelf, "");
    is_here(shelf, screen, &film);

    /* Those that were killed had no time to log what they sent. */
    person_quit(screen);
    assert_int_equal(shelf_stop(shelf, sent, SENT_MAX), 1);
    assert_int_equal(sent[0].status, 206);
    assert_int_equal(sent[0].bytes, film.size - second);
    assert_true(sent[0].whole);
    figures_print("resumed_first", (double)first / 1048576, "MiB");
    figures_print("resumed_second", (double)second / 1048576, "MiB");
    film_clear(&film);
}

static void it_goes_on_by_itself_when_the_client_comes_back(void **state)
{
    struct shelf *shelf = *state;
    struct shelf_sent sent[SENT_MAX];
    struct film film = film_made(shelf, figures_pick(24, 200));
    struct screen *screen = visitor_arrive(shelf, "alice", figures_long() ? "20M" : "4M");

    screen_type(screen, "/get film" ENTER);
    visitor_wait_percent(screen, "film", 20);
    screen_signal(screen, SIGKILL);
    assert_int_equal(screen_end(screen), 128 + SIGKILL);
    screen_free(screen);
    int64_t here = visitor_size(shelf->rig, "alice", "film.part");
    assert_true(here > 0 && here < film.size);

    screen = visitor_arrive(shelf, "alice", "0");
    is_here(shelf, screen, &film);

    person_quit(screen);
    assert_int_equal(shelf_stop(shelf, sent, SENT_MAX), 2);
    assert_int_equal(sent[0].status, 200);
    assert_false(sent[0].whole);
    assert_int_equal(sent[1].status, 206);
    assert_int_equal(sent[1].bytes, film.size - here);
    /* What both were sent is the file, and what sockets held when the client died. */
    assert_true(sent[0].bytes >= here);
    assert_true(sent[0].bytes + sent[1].bytes < film.size + film.size / 2);
    film_clear(&film);
}

static void a_file_that_changed_begins_anew_and_is_right(void **state)
{
    struct shelf *shelf = *state;
    struct shelf_sent sent[SENT_MAX];
    struct film film = film_made(shelf, 8);
    struct screen *screen = visitor_arrive(shelf, "alice", "2M");

    screen_type(screen, "/get film" ENTER);
    dies_on_the_way(shelf, screen, 20);
    film_changes(shelf, &film);
    shelf_start(shelf, "");
    is_here(shelf, screen, &film);

    person_quit(screen);
    assert_int_equal(shelf_stop(shelf, sent, SENT_MAX), 1);
    assert_int_equal(sent[0].status, 200);
    assert_int_equal(sent[0].bytes, film.size);
    film_clear(&film);
}

/* The list says what its hash was then; the server's word of now counts. */
static void so_does_one_whose_hash_was_listed_before(void **state)
{
    struct shelf *shelf = *state;
    struct film film = film_made(shelf, 8);
    struct screen *screen = visitor_arrive(shelf, "alice", "2M");

    screen_type(screen, F9);
    screen_wait(screen, "film +8.0 MiB");
    screen_type(screen, "\022" ENTER);
    screen_wait(screen, "Get film");
    screen_type(screen, ENTER);
    screen_wait(screen, "↓ [0-9]+%");
    screen_type(screen, "\033");
    screen_wait_gone(screen, "C-s sort");
    dies_on_the_way(shelf, screen, 20);
    film_changes(shelf, &film);
    shelf_start(shelf, "");

    is_here(shelf, screen, &film);
    person_quit(screen);
    film_clear(&film);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, shelf_setup, shelf_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(it_goes_on_at_the_right_byte_though_the_server_dies_twice),
        STORY(it_goes_on_by_itself_when_the_client_comes_back),
        STORY(a_file_that_changed_begins_anew_and_is_right),
        STORY(so_does_one_whose_hash_was_listed_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
