#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "log.h"
#include "talk_scene.h"

#define CAPS "batch echo-message labeled-response message-tags standard-replies"

/* What the log says, from here on, of how the store fares. */
static int log_is_read(void)
{
    int fd = memfd_create("log", MFD_CLOEXEC);
    assert_true(fd >= 0);
    log_open(fd, LOG_WARN);
    return fd;
}

static int count_in_log(int fd, const char *word)
{
    static char text[65536];
    ssize_t n = pread(fd, text, sizeof(text) - 1, 0);
    assert_true(n >= 0);
    text[n] = '\0';
    int found = 0;
    for (const char *at = strstr(text, word); at; at = strstr(at + 1, word))
        found++;
    return found;
}

static void log_is_closed(int fd)
{
    log_open(-1, LOG_ERROR);
    close(fd);
}

static void what_needs_no_disk_goes_on_while_it_is_full(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "message-tags");
    disk_is_full();
    says(&s->alice, "@label=1 PRIVMSG #tea :lost");
    hears(&s->alice, "@label=1 :* FAIL PRIVMSG STORAGE_ERROR #tea :Not accepted, try again");
    says(&s->alice, "PING x");
    hears(&s->alice, "PONG parlor.local :x");
    says(&s->alice, "@+typing=active TAGMSG #tea");
    says(&s->alice, "PRIVMSG bob :\1VERSION\1");
    says(&s->alice, "PRIVMSG @#tea :to the ops");
    disk_has_room();
    hears(&s->bob, "*;+typing=active :alice!* TAGMSG #tea");
    hears(&s->bob, "* PRIVMSG bob :\1VERSION\1");
    hears_nothing(&s->bob);
}

/* Where SQLite marks in the index of its log who writes (walformat.html, 2.3.1). */
#define WRITE_LOCK_BYTE 120

/*
 * Another program writes to the file, and does not come to an end: until its
 * standard input does, which is returned.
 */
static int another_program_writes(const struct scene *s)
{
    int ready[2];
    int over[2];
    char path[64];
    char byte = 0;
    assert_int_equal(pipe(ready) + pipe(over), 0);
    snprintf(path, sizeof(path), "%s-shm", s->rig.path);
    if (fork() == 0) {
        struct flock lock = {
            .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = WRITE_LOCK_BYTE, .l_len = 1};
        close(over[1]);
        bool locked = fcntl(open(path, O_RDWR | O_CLOEXEC), F_SETLK, &lock) == 0;
        (void)!write(ready[1], &byte, locked);
        (void)!read(over[0], &byte, 1);
        _exit(0);
    }
    close(ready[1]);
    close(over[0]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    return over[1];
}

static void it_comes_to_an_end(int other)
{
    close(other);
    wait(NULL);
}

static void a_store_that_is_locked_is_told_within_five_seconds(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "");
    int other = another_program_writes(s);
    int64_t begun_ms = clock_mono_ms();
    s->rig.holds = true;
    says(&s->alice, "@label=1 PRIVMSG #tea :first");
    store_flush(s->rig.server.store);
    says(&s->alice, "@label=2 PRIVMSG #tea :second");
    disk_answers(s);
    assert_true(clock_mono_ms() - begun_ms < 5000);
    it_comes_to_an_end(other);
    hears(&s->alice, "@label=1 :* FAIL PRIVMSG STORAGE_ERROR #tea :Not accepted, try again");
    hears(&s->alice, "@label=2 :* FAIL PRIVMSG STORAGE_ERROR #tea :Not accepted, try again");
    says(&s->alice, "@label=3 PRIVMSG #tea :third");
    hears(&s->alice, "@label=3;* PRIVMSG #tea :third");
    hears(&s->bob, "* PRIVMSG #tea :third");
    hears_nothing(&s->bob);
}

static void it_is_logged_once_and_when_it_is_over(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "");
    int log = log_is_read();
    disk_is_full();
    says_each(&s->alice, "PRIVMSG #tea :lost %d", 1, 20);
    time_passes(s, 30000);
    assert_int_equal(count_in_log(log, " store_failed "), 1);
    says(&s->alice, "PRIVMSG #tea :lost");
    time_passes(s, 45000);
    assert_int_equal(count_in_log(log, " store_failed "), 2);
    disk_has_room();
    says(&s->alice, "PRIVMSG #tea :kept");
    assert_int_equal(count_in_log(log, " store_recovered "), 1);
    log_is_closed(log);
}

static void operators_are_told(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    world_user(s->rig.server.world, "bob")->oper = true;
    disk_is_full();
    says(&s->alice, "PRIVMSG #tea :lost");
    hears(&s->bob, "NOTICE * :The disk takes no more: messages are refused until it does");
    disk_has_room();
    says(&s->alice, "PRIVMSG #tea :kept");
    hears(&s->bob, "NOTICE * :The disk takes what is said again");
    hears(&s->bob, "* PRIVMSG #tea :kept");
}

static void rooms_entered_meanwhile_are_kept_in_the_end(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    disk_is_full();
    says(&s->bob, "JOIN #coffee");
    disk_has_room();
    scene_restart(s);
    comes_back(s, &s->bob, "bob", "desk", "");
    hears_at_last(&s->bob, "366 bob #coffee *");
}

static void what_could_not_be_kept_is_refused_until_it_can(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "");
    comes_as_guest(s, &s->carol, "carol", "");
    disk_is_full();
    says(&s->alice, "PRIVMSG #tea :lost");
    hears(&s->alice, "FAIL PRIVMSG STORAGE_ERROR #tea :*");
    says(&s->alice, "@label=1 JOIN #coffee");
    hears(&s->alice, "@label=1 :* FAIL JOIN STORAGE_ERROR #coffee :Not done, try again");
    says(&s->alice, "TOPIC #tea :lost");
    hears(&s->alice, "FAIL TOPIC STORAGE_ERROR #tea :Not done, try again");
    says(&s->alice, "TOPIC #tea");
    hears(&s->alice, "331 alice #tea *");
    says(&s->carol, "JOIN #cake");
    hears(&s->carol, ":carol!* JOIN #cake");
    disk_has_room();
    time_passes(s, 2000);
    says(&s->alice, "JOIN #coffee");
    hears(&s->alice, "* :alice!* JOIN #coffee");
}

static void rooms_left_meanwhile_stay_left(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    says(&s->bob, "JOIN #coffee");
    disk_is_full();
    says(&s->bob, "PART #coffee");
    disk_has_room();
    scene_restart(s);
    comes_back(s, &s->bob, "bob", "desk", "");
    hears_at_last(&s->bob, "366 bob #tea *");
    hears_no_such(&s->bob, "* #coffee *");
}

/* One bit of a text in the file turns. */
static void disk_spoils(const struct rig *rig)
{
    static const char text[] = "spoil me";
    static char bytes[1 << 20];
    int fd = open(rig->path, O_RDWR | O_CLOEXEC);
    ssize_t n = pread(fd, bytes, sizeof(bytes), 0);
    assert_true(n > 0);
    const char *at = memmem(bytes, (size_t)n, text, strlen(text));
    assert_non_null(at);
    char spoilt = (char)(*at ^ 1);
    assert_int_equal(pwrite(fd, &spoilt, 1, at - bytes), 1);
    close(fd);
}

static void what_the_disk_has_spoilt_is_told_and_not_shown(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    leaves_for_long(s, &s->bob);
    says(&s->alice, "PRIVMSG bob :one");
    says(&s->alice, "PRIVMSG bob :spoil me");
    says(&s->alice, "PRIVMSG bob :three");
    s->rig.while_closed = disk_spoils;
    scene_restart(s);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears(&s->bob, "NOTICE bob :While you were away: 2 messages");
    hears(&s->bob, "NOTICE bob :1 message in alice could not be read: the disk has damaged it");
    hears(&s->bob, "* PRIVMSG bob :* one");
    hears(&s->bob, "* PRIVMSG bob :* three");
    acknowledges(&s->bob);
    says(&s->bob, "CHATHISTORY LATEST alice * 10");
    hears(&s->bob, "FAIL CHATHISTORY MESSAGE_ERROR LATEST alice :The disk has damaged *");
    leaves_for_long(s, &s->bob);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears_nothing(&s->bob);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOMS(what_needs_no_disk_goes_on_while_it_is_full),
        ROOMS(a_store_that_is_locked_is_told_within_five_seconds),
        ROOMS(it_is_logged_once_and_when_it_is_over),
        ROOMS(operators_are_told),
        ROOMS(rooms_entered_meanwhile_are_kept_in_the_end),
        ROOMS(what_could_not_be_kept_is_refused_until_it_can),
        ROOMS(rooms_left_meanwhile_stay_left),
        ROOMS(what_the_disk_has_spoilt_is_told_and_not_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
