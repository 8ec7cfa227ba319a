/* Operators on this machine, by the socket in the data folder. */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "control.h"
#include "log.h"
#include "loop.h"
#include "mem.h"
#include "net_scene.h"
#include "server_rig.h"
#include "spec.h"

struct office {
    struct scene *scene;
    struct rig rig;
    char *folder;
    char *path;
    struct control *control;
    struct talker alice, bob;
};

static int setup(void **state)
{
    struct office *office = xnew(struct office);
    void *scene = NULL;
    char *cause = NULL;
    log_open(-1, LOG_ERROR);
    scene_setup(&scene);
    office->scene = scene;
    rig_open(&office->rig);
    office->folder = temporary_folder();
    office->path = control_path(office->folder);
    office->control = control_new(office->scene->loop, &office->rig.server, office->folder, &cause);
    assert_non_null(office->control);
    *state = office;
    return 0;
}

static int teardown(void **state)
{
    struct office *office = *state;
    void *scene = office->scene;
    talker_clear(&office->alice);
    talker_clear(&office->bob);
    control_free(office->control);
    assert_int_equal(access(office->path, F_OK), -1);
    rig_close(&office->rig);
    scene_teardown(&scene);
    rmdir(office->folder);
    free(office->folder);
    free(office->path);
    free(office);
    return 0;
}

static void calls(struct office *office, struct talker *talker)
{
    int fd = control_socket(office->path, connect);
    assert_true(fd >= 0);
    talker_init(talker, office->scene, fd, 4096);
}

static void the_socket_is_for_us_alone(void **state)
{
    const struct office *office = *state;
    struct stat info;
    assert_int_equal(stat(office->path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
}

static void a_command_is_answered_up_to_its_end(void **state)
{
    struct office *office = *state;
    calls(office, &office->alice);
    says(&office->alice, "run nosuch\n");
    hears(&office->alice, "text 1 There is no command nosuch; help lists them|done 1");
    talker_close(&office->alice);
}

static void several_commands_are_answered_in_turn(void **state)
{
    struct office *office = *state;
    calls(office, &office->alice);
    says(&office->alice, "run nosuch\nrun other\n");
    hears(&office->alice, "text 1 There is no command nosuch; help lists them|done 1|"
                          "text 1 There is no command other; help lists them|done 1");
    talker_close(&office->alice);
}

static void several_people_may_ask_at_once(void **state)
{
    struct office *office = *state;
    calls(office, &office->alice);
    calls(office, &office->bob);
    says(&office->bob, "run nosuch\n");
    says(&office->alice, "run other\n");
    hears(&office->alice, "text 1 There is no command other; help lists them|done 1");
    hears(&office->bob, "text 1 There is no command nosuch; help lists them|done 1");
    talker_close(&office->alice);
    talker_close(&office->bob);
}

static void what_is_no_command_is_told_what_one_looks_like(void **state)
{
    struct office *office = *state;
    calls(office, &office->alice);
    says(&office->alice, "GET / HTTP/1.1\n");
    hears(&office->alice, "text 1 say: run COMMAND|done 1");
    talker_close(&office->alice);
}

static void who_hangs_up_in_the_middle_leaves_nothing_behind(void **state)
{
    struct office *office = *state;
    calls(office, &office->alice);
    says(&office->alice, "run help\nrun help\nrun he");
    talker_close(&office->alice);
    scene_turns(office->scene, 3);
    calls(office, &office->bob);
    says(&office->bob, "run nosuch\n");
    hears(&office->bob, "text 1 There is no command nosuch; help lists them|done 1");
    talker_close(&office->bob);
}

static void a_long_path_will_do(void **state)
{
    struct office *office = *state;
    char *cause = NULL;
    char *deep = xasprintf("%s/%0120d", office->folder, 0);
    assert_int_equal(mkdir(deep, 0700), 0);
    struct control *control = control_new(office->scene->loop, &office->rig.server, deep, &cause);
    assert_non_null(control);
    char *path = control_path(deep);
    int fd = control_socket(path, connect);
    assert_true(fd >= 0);
    close(fd);
    control_free(control);
    assert_int_equal(rmdir(deep), 0);
    free(path);
    free(deep);
}

static void values_come_back_as_they_were(void **state)
{
    (void)state;
    struct buf line = {0};
    control_escape(&line, "a\tb\\c\nd\\t");
    assert_null(memchr(line.data, '\t', line.len));
    assert_null(memchr(line.data, '\n', line.len));
    char *text = buf_detach(&line);
    control_unescape(text);
    assert_string_equal(text, "a\tb\\c\nd\\t");
    free(text);
}

#define OFFICE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE(the_socket_is_for_us_alone),
        OFFICE(a_command_is_answered_up_to_its_end),
        OFFICE(several_commands_are_answered_in_turn),
        OFFICE(several_people_may_ask_at_once),
        OFFICE(what_is_no_command_is_told_what_one_looks_like),
        OFFICE(who_hangs_up_in_the_middle_leaves_nothing_behind),
        OFFICE(a_long_path_will_do),
        cmocka_unit_test(values_come_back_as_they_were),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
