/* Uploads in pieces: over cuts, restarts, and stops. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "uploads_scene.h"

static struct server *server_of(struct uploads_scene *s)
{
    return &s->scene.rig.server;
}

static int no_worker(struct hasher *hasher, void (*work)(void *job), void (*done)(void *job),
                     void *job)
{
    (void)hasher, (void)work, (void)done, (void)job;
    return -1;
}

/* The worker has bytes, as many wait as may, and then the server stops. */
static void a_stop_ends_what_waits_for_the_worker(void **state)
{
    struct uploads_scene *s = *state;
    struct server *server = &s->scene.rig.server;
    static const struct upload_limits no_limits;
    static char much[RECEIVE_WAITING_MAX];
    uploads_set_limits(server->uploads, &no_limits);
    creates(s, "alice", 10 * (int64_t)sizeof(much));
    begins_piece(s, "alice", 0);
    assert_true(receive_data(s->receiving, much, sizeof(much)));
    assert_false(receive_data(s->receiving, much, sizeof(much)));
    int (*worker)(struct hasher *, void (*)(void *), void (*)(void *), void *) = server->hash;
    server->hash = no_worker;
    rig_settle(&s->scene.rig);
    assert_string_equal(s->answer, "503 the server is busy or stopping; try again later");
    server->hash = worker;
}

static void a_part_that_lost_bytes_is_not_gone_on_with(void **state)
{
    struct uploads_scene *s = *state;
    creates(s, "alice", 12);
    sends_piece(s, "alice", 0, "kettle", NULL);
    char *path = xasprintf("%s/tmp/%s", s->folder, s->id);
    assert_int_equal(truncate(path, 3), 0);
    free(path);
    assert_string_equal(sends_piece(s, "alice", 6, " is on", NULL),
                        "404 there is no such upload any more; begin it anew");
}

static void pieces_become_one_file(void **state)
{
    struct uploads_scene *s = *state;
    assert_string_equal(creates(s, "alice", 12), "201 0");
    assert_string_equal(sends_piece(s, "alice", 0, "kettle", NULL), "204 6");
    assert_string_equal(sends_piece(s, "alice", 6, " is on", NULL), "204 film.ogv");
    assert_string_equal(content_of(s, s->sha256), "kettle is on");
    assert_string_equal(files_of(s, "alice"), "film.ogv:12");
    assert_int_equal(parts_there(s), 0);
}

static void pieces_go_on_after_a_restart(void **state)
{
    struct uploads_scene *s = *state;
    creates(s, "alice", 12);
    sends_piece(s, "alice", 0, "kettle", NULL);
    uploads_restart(s);
    time_passes(&s->scene, 2000);
    assert_string_equal(sends_piece(s, "alice", 6, " is on", NULL), "204 film.ogv");
    assert_string_equal(content_of(s, s->sha256), "kettle is on");
}

static void a_piece_that_is_cut_keeps_what_came(void **state)
{
    struct uploads_scene *s = *state;
    creates(s, "alice", 12);
    begins_piece(s, "alice", 0);
    sends(s, "kett", 4);
    is_cut(s);
    assert_non_null(strstr(sends_piece(s, "alice", 0, "kettle", NULL), "409 "));
    assert_string_equal(sends_piece(s, "alice", 4, "le is on", NULL), "204 film.ogv");
    assert_string_equal(content_of(s, s->sha256), "kettle is on");
}

static void a_piece_with_another_sum_is_as_if_it_had_not_come(void **state)
{
    static const unsigned char wrong[20] = {0};
    struct uploads_scene *s = *state;
    creates(s, "alice", 12);
    sends_piece(s, "alice", 0, "ket", NULL);
    assert_string_equal(sends_piece(s, "alice", 3, "???", wrong),
                        "460 what came does not have the sum that was said");
    assert_string_equal(sends_piece(s, "alice", 3, "tle is on", NULL), "204 film.ogv");
    assert_string_equal(content_of(s, s->sha256), "kettle is on");
}

static void nobody_sends_pieces_of_anothers_upload(void **state)
{
    struct uploads_scene *s = *state;
    creates(s, "alice", 12);
    assert_non_null(strstr(sends_piece(s, "bob", 0, "kettle", NULL), "404 "));
}

static void one_connection_at_a_time_sends_an_upload(void **state)
{
    struct uploads_scene *s = *state;
    creates(s, "alice", 12);
    begins_piece(s, "alice", 0);
    struct receiving *first = s->receiving;
    begins_piece(s, "alice", 0);
    assert_non_null(strstr(s->answer, "423 "));
    s->receiving = first;
    is_cut(s);
}

static void more_than_was_said_is_refused(void **state)
{
    struct uploads_scene *s = *state;
    creates(s, "alice", 4);
    assert_non_null(strstr(sends_piece(s, "alice", 0, "kettle", NULL), "413 "));
}

static void an_empty_file_is_whole_at_once(void **state)
{
    struct uploads_scene *s = *state;
    assert_string_equal(creates(s, "alice", 0), "204 film.ogv");
    assert_string_equal(uploads_file(s, "alice", "empty", ""), "201 empty");
    assert_string_equal(files_of(s, "bob"), "");
}

static void parts_that_nobody_goes_on_with_expire(void **state)
{
    struct uploads_scene *s = *state;
    creates(s, "alice", 12);
    sends_piece(s, "alice", 0, "kettle", NULL);
    server_of(s)->now_ms += PART_KEEP_MS;
    uploads_restart(s);
    time_passes(&s->scene, 61000);
    assert_int_equal(parts_there(s), 0);
    assert_non_null(strstr(sends_piece(s, "alice", 6, " is on", NULL), "404 "));
}

static void take_status(void *arg, int status)
{
    *(int *)arg = status;
}

static void a_part_can_be_given_up(void **state)
{
    struct uploads_scene *s = *state;
    int status = 0;
    creates(s, "alice", 12);
    part_remove(server_of(s), s->id, "bob", take_status, &status);
    rig_settle(&s->scene.rig);
    assert_int_equal(status, 404);
    part_remove(server_of(s), s->id, "alice", take_status, &status);
    rig_settle(&s->scene.rig);
    assert_int_equal(status, 204);
    assert_int_equal(parts_there(s), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        UPLOADS(a_stop_ends_what_waits_for_the_worker),
        UPLOADS(a_part_that_lost_bytes_is_not_gone_on_with),
        UPLOADS(pieces_become_one_file),
        UPLOADS(pieces_go_on_after_a_restart),
        UPLOADS(a_piece_that_is_cut_keeps_what_came),
        UPLOADS(a_piece_with_another_sum_is_as_if_it_had_not_come),
        UPLOADS(nobody_sends_pieces_of_anothers_upload),
        UPLOADS(one_connection_at_a_time_sends_an_upload),
        UPLOADS(more_than_was_said_is_refused),
        UPLOADS(an_empty_file_is_whole_at_once),
        UPLOADS(parts_that_nobody_goes_on_with_expire),
        UPLOADS(a_part_can_be_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
