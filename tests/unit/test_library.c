/* The operator's tree, with everything in it that should not be seen. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "buf.h"
#include "library.h"
#include "mem.h"
#include "spec.h"

struct tree {
    char outer[32], root[48];
    struct library *library;
};

static void writes(const char *folder, const char *name, const char *text)
{
    char *path = xasprintf("%s/%s", folder, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    free(path);
}

static void makes_folder(const char *folder, const char *name)
{
    char *path = xasprintf("%s/%s", folder, name);
    assert_int_equal(mkdir(path, 0700), 0);
    free(path);
}

static void links(const char *folder, const char *name, const char *to)
{
    char *path = xasprintf("%s/%s", folder, name);
    assert_int_equal(symlink(to, path), 0);
    free(path);
}

static void makes_odd_things(const char *root)
{
    char *path = xasprintf("%s/pipe", root);
    assert_int_equal(mkfifo(path, 0600), 0);
    free(path);
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    snprintf(name.sun_path, sizeof(name.sun_path), "%s/socket", root);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&name, sizeof(name)), 0);
    close(fd);
}

/* Before 5.6 there was no openat2(): the linker puts this in the place of syscall(). */
static bool is_old_kernel;

/* NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming,cert-dcl37-c) */

long __real_syscall(long number, ...);
long __wrap_syscall(long number, ...);
long __wrap_syscall(long number, ...)
{
    va_list args;
    va_start(args, number);
    long folder = va_arg(args, int);
    const char *path = va_arg(args, const char *);
    void *how = va_arg(args, void *);
    size_t size = va_arg(args, size_t);
    va_end(args);
    if (!is_old_kernel)
        return __real_syscall(number, folder, path, how, size);
    errno = ENOSYS;
    return -1;
}

/* NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming,cert-dcl37-c) */

static int setup(void **state)
{
    struct tree *tree = xnew(struct tree);
    char *cause = NULL;
    snprintf(tree->outer, sizeof(tree->outer), "/tmp/parlor-test-XXXXXX");
    assert_non_null(mkdtemp(tree->outer));
    writes(tree->outer, "secret.txt", "outside");
    snprintf(tree->root, sizeof(tree->root), "%s/root", tree->outer);
    makes_folder(tree->outer, "root");
    makes_folder(tree->root, "docs");
    makes_folder(tree->root, "docs/deep");
    makes_folder(tree->root, "Archive");
    writes(tree->root, "b.txt", "bb");
    writes(tree->root, "A.txt", "aaaa");
    writes(tree->root, "docs/deep/c.txt", "ccc");
    writes(tree->root, ".hidden", "hidden");
    writes(tree->root, "back\\slash", "odd");
    links(tree->root, "link.txt", "b.txt");
    links(tree->root, "out.txt", "../secret.txt");
    links(tree->root, "passwd", "/etc/passwd");
    links(tree->root, "loop", "loop");
    links(tree->root, "up", "..");
    links(tree->root, "magic", "/proc/self/root");
    makes_odd_things(tree->root);
    tree->library = library_open(tree->root, &cause);
    assert_non_null(tree->library);
    *state = tree;
    return 0;
}

static int teardown(void **state)
{
    struct tree *tree = *state;
    library_free(tree->library);
    char *command = xasprintf("rm -rf %s", tree->outer);
    int removed = system(command); /* NOLINT(cert-env33-c): the folder is ours */
    free(command);
    free(tree);
    return removed;
}

static void lists(const struct library_list *list, const char *names)
{
    struct buf text = {0};
    for (size_t i = 0; i < list->n; i++)
        buf_printf(&text, "%s%s%s", i ? " " : "", list->entries[i].name,
                   list->entries[i].is_folder ? "/" : "");
    assert_string_equal(buf_text(&text), names);
    buf_clear(&text);
}

static void a_list_shows_folders_and_files_and_nothing_else(void **state)
{
    const struct tree *tree = *state;
    struct library_list list;
    assert_int_equal(library_list(tree->library, "", &list), 0);
    lists(&list, "Archive/ docs/ A.txt b.txt");
    assert_int_equal(list.bytes, 6);
    assert_int_equal(list.entries[2].size, 4);
    assert_true(list.entries[2].mtime_ms > INT64_C(1600000000000));
    library_list_sort(&list, LIBRARY_BY_SIZE, false);
    lists(&list, "Archive/ docs/ A.txt b.txt");
    library_list_sort(&list, LIBRARY_BY_SIZE, true);
    lists(&list, "docs/ Archive/ b.txt A.txt");
    library_list_clear(&list);

    assert_int_equal(library_list(tree->library, "docs/deep", &list), 0);
    lists(&list, "c.txt");
    library_list_clear(&list);
}

static void what_is_no_folder_has_no_list(void **state)
{
    const struct tree *tree = *state;
    static const char *const none[] = {"absent", "b.txt", "up",      "up/root", "magic",    "..",
                                       ".",      "loop",  "docs/..", "pipe",    "magic/etc"};
    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
        struct library_list list;
        assert_int_equal(library_list(tree->library, none[i], &list), ENOENT);
        assert_int_equal(list.n, 0);
    }
}

static void a_file_is_opened_and_read(void **state)
{
    const struct tree *tree = *state;
    struct library_file file;
    char text[8] = "";
    assert_int_equal(library_file(tree->library, "docs/deep/c.txt", &file), 0);
    assert_int_equal(file.size, 3);
    assert_int_equal(read(file.fd, text, sizeof(text)), 3);
    assert_string_equal(text, "ccc");
    assert_true(library_file_is_same(&file));
    writes(tree->root, "docs/deep/c.txt", "longer");
    assert_false(library_file_is_same(&file));
    close(file.fd);
    assert_int_equal(library_file(tree->library, "docs", &file), EISDIR);
}

static void nothing_outside_is_opened(void **state)
{
    const struct tree *tree = *state;
    static const char *const none[] = {
        "absent",      "link.txt",      "out.txt",    "passwd",           "loop",
        "pipe",        "socket",        ".hidden",    "../secret.txt",    "up/secret.txt",
        "/etc/passwd", "docs/../b.txt", "docs//deep", "magic/etc/passwd", "back\\slash",
        "b.txt/",      "b.txt/x",       "./b.txt",
    };
    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
        struct library_file file;
        if (library_file(tree->library, none[i], &file) != ENOENT)
            fail_msg("%s was opened", none[i]);
        assert_int_equal(file.fd, -1);
    }
}

static void old_kernels_are_as_strict(void **state)
{
    struct tree *tree = *state;
    char *cause = NULL;
    library_free(tree->library);
    is_old_kernel = true;
    tree->library = library_open(tree->root, &cause);
    is_old_kernel = false;
    assert_non_null(tree->library);
    a_list_shows_folders_and_files_and_nothing_else(state);
    what_is_no_folder_has_no_list(state);
    a_file_is_opened_and_read(state);
    nothing_outside_is_opened(state);
}

static void a_folder_that_is_not_there_is_said(void **state)
{
    (void)state;
    char *cause = NULL;
    assert_null(library_open("/nowhere/at/all", &cause));
    assert_string_equal(cause, "/nowhere/at/all: No such file or directory");
    free(cause);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_list_shows_folders_and_files_and_nothing_else),
        TEST(what_is_no_folder_has_no_list),
        TEST(a_file_is_opened_and_read),
        TEST(nothing_outside_is_opened),
        TEST(old_kernels_are_as_strict),
        TEST(a_folder_that_is_not_there_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
