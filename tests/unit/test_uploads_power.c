/*
 * What was told to be there is there after the power went: when the answer is
 * given, nothing of a file or of its name waits for the disk. The row is
 * test_store_power.c's.
 */
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"
#include "uploads_scene.h"

#define OWED_MAX 64

/* Files and folders with something that a power cut would take, by their inodes. */
static ino_t owed[OWED_MAX];
static size_t n_owed;

static ino_t inode_of(int fd)
{
    struct stat info;
    assert_int_equal(fstat(fd, &info), 0);
    return info.st_ino;
}

static bool is_owed(ino_t inode)
{
    for (size_t i = 0; i < n_owed; i++) {
        if (owed[i] == inode)
            return true;
    }
    return false;
}

static void owe(int fd)
{
    if (is_owed(inode_of(fd)))
        return;
    assert_true(n_owed < OWED_MAX);
    owed[n_owed++] = inode_of(fd);
}

static void settle_debt(int fd)
{
    size_t left = 0;
    for (size_t i = 0; i < n_owed; i++) {
        if (owed[i] != inode_of(fd))
            owed[left++] = owed[i];
    }
    n_owed = left;
}

/* ---- in the place of the C library's (--wrap), by the names that the linker gives ---- */

/* NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming,cert-dcl37-c) */

int __real_openat(int folder, const char *name, int flags, ...);
int __wrap_openat(int folder, const char *name, int flags, ...);
int __wrap_openat(int folder, const char *name, int flags, ...)
{
    va_list list;
    va_start(list, flags);
    mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
    va_end(list);
    int fd = __real_openat(folder, name, flags, mode);
    if (fd >= 0 && flags & O_CREAT)
        owe(folder);
    return fd;
}

ssize_t __real_pwrite(int fd, const void *data, size_t len, off_t at);
ssize_t __wrap_pwrite(int fd, const void *data, size_t len, off_t at);
ssize_t __wrap_pwrite(int fd, const void *data, size_t len, off_t at)
{
    owe(fd);
    return __real_pwrite(fd, data, len, at);
}

int __real_mkdirat(int folder, const char *name, mode_t mode);
int __wrap_mkdirat(int folder, const char *name, mode_t mode);
int __wrap_mkdirat(int folder, const char *name, mode_t mode)
{
    int result = __real_mkdirat(folder, name, mode);
    if (result == 0 && folder != AT_FDCWD)
        owe(folder);
    return result;
}

/* A name for what is not there yet is worth nothing. */
int __real_linkat(int from, const char *name, int to, const char *other, int flags);
int __wrap_linkat(int from, const char *name, int to, const char *other, int flags);
int __wrap_linkat(int from, const char *name, int to, const char *other, int flags)
{
    struct stat info;
    assert_int_equal(fstatat(from, name, &info, 0), 0);
    assert_false(is_owed(info.st_ino));
    int result = __real_linkat(from, name, to, other, flags);
    if (result == 0)
        owe(to);
    return result;
}

int __real_fsync(int fd);
int __wrap_fsync(int fd);
int __wrap_fsync(int fd)
{
    settle_debt(fd);
    return __real_fsync(fd);
}

int __real_fdatasync(int fd);
int __wrap_fdatasync(int fd);
int __wrap_fdatasync(int fd)
{
    settle_debt(fd);
    return __real_fdatasync(fd);
}

/* NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming,cert-dcl37-c) */

/* ---- sentences ---- */

/* Its name among the parts goes in any case. */
static void nothing_is_owed_for_a_whole_file(const struct uploads_scene *s)
{
    char *parts = xasprintf("%s/tmp", s->folder);
    int fd = open(parts, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    settle_debt(fd);
    close(fd);
    free(parts);
    assert_int_equal(n_owed, 0);
}

static int setup(void **state)
{
    n_owed = 0;
    return uploads_setup(state);
}

static void a_file_is_on_the_disk_when_that_is_said(void **state)
{
    struct uploads_scene *s = *state;
    assert_int_equal(n_owed, 0);
    assert_string_equal(uploads_file(s, "alice", "notes.txt", "kettle"), "201 notes.txt");
    nothing_is_owed_for_a_whole_file(s);
    assert_string_equal(uploads_file(s, "bob", "same.txt", "kettle"), "201 same.txt");
    nothing_is_owed_for_a_whole_file(s);
}

static void a_piece_is_on_the_disk_when_that_is_said(void **state)
{
    struct uploads_scene *s = *state;
    assert_string_equal(creates(s, "alice", 12), "201 0");
    assert_int_equal(n_owed, 0);
    assert_string_equal(sends_piece(s, "alice", 0, "kettle", NULL), "204 6");
    assert_int_equal(n_owed, 0);
    assert_string_equal(sends_piece(s, "alice", 6, " is on", NULL), "204 film.ogv");
    nothing_is_owed_for_a_whole_file(s);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_is_on_the_disk_when_that_is_said, setup,
                                        uploads_teardown),
        cmocka_unit_test_setup_teardown(a_piece_is_on_the_disk_when_that_is_said, setup,
                                        uploads_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
