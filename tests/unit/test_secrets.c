/* The file that keeps the passwords of our names. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"
#include "network.h"
#include "secret.h"
#include "secrets.h"
#include "spec.h"

struct safe {
    char folder[32];
    char *path;
};

static int setup(void **state)
{
    struct safe *safe = xnew(struct safe);
    strncpy(safe->folder, "/tmp/parlor-secrets-XXXXXX", sizeof(safe->folder) - 1);
    assert_non_null(mkdtemp(safe->folder));
    safe->path = xasprintf("%s/secrets", safe->folder);
    *state = safe;
    return 0;
}

static int teardown(void **state)
{
    struct safe *safe = *state;
    unlink(safe->path);
    assert_int_equal(rmdir(safe->folder), 0);
    free(safe->path);
    free(safe);
    return 0;
}

static void keep(const struct safe *safe, const char *server, const char *name, const char *secret)
{
    char *cause = NULL;
    if (secrets_keep(safe->path, server, name, secret, &cause) != 0)
        fail_msg("%s", cause);
}

/* NULL: there must be none. */
static void is_kept(const struct safe *safe, const char *server, const char *name,
                    const char *secret)
{
    char *cause = NULL;
    char *found = secrets_find(safe->path, server, name, &cause);
    assert_null(cause);
    if (secret) {
        assert_non_null(found);
        assert_string_equal(found, secret);
    } else {
        assert_null(found);
    }
    secret_free(found);
}

static void each_name_at_each_server_has_its_own(void **state)
{
    keep(*state, "localhost:6667", "alice", "one");
    keep(*state, "localhost:6667", "bob", "two");
    keep(*state, "chat.example.org:6697", "alice", "three");
    is_kept(*state, "localhost:6667", "alice", "one");
    is_kept(*state, "localhost:6667", "bob", "two");
    is_kept(*state, "chat.example.org:6697", "alice", "three");
    is_kept(*state, "chat.example.org:6697", "bob", NULL);
}

static void a_name_is_one_however_it_is_written(void **state)
{
    keep(*state, "localhost:6667", "Alice", "one");
    is_kept(*state, "localhost:6667", "aLICE", "one");
    keep(*state, "localhost:6667", "alice", "two");
    is_kept(*state, "localhost:6667", "Alice", "two");
}

static void every_name_that_there_can_be_is_kept(void **state)
{
    static const char *const names[] = {"[bob]", "\\bob", "{bob}", "^bob", "`b", "|b", "_b-"};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        keep(*state, "unix:/run/parlord.sock", names[i], names[i]);
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        is_kept(*state, "unix:/run/parlord.sock", names[i], names[i]);
}

static void a_password_may_hold_any_sign(void **state)
{
    keep(*state, "localhost:6667", "alice", "a=b;c # d:e [f] \"g\" \303\266");
    keep(*state, "localhost:6667", "bob", "x");
    is_kept(*state, "localhost:6667", "alice", "a=b;c # d:e [f] \"g\" \303\266");
}

static void what_is_forgotten_is_gone_and_the_rest_is_there(void **state)
{
    keep(*state, "localhost:6667", "alice", "one");
    keep(*state, "localhost:6667", "bob", "two");
    keep(*state, "localhost:6667", "alice", NULL);
    is_kept(*state, "localhost:6667", "alice", NULL);
    is_kept(*state, "localhost:6667", "bob", "two");
}

static void only_its_owner_reads_it_whatever_it_was(void **state)
{
    const struct safe *safe = *state;
    struct stat info;
    FILE *file = fopen(safe->path, "we");
    assert_non_null(file);
    fputs("[localhost:6667]\nalice = one\n", file);
    fclose(file);
    assert_int_equal(chmod(safe->path, 0644), 0);
    keep(safe, "localhost:6667", "bob", "two");
    assert_int_equal(stat(safe->path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    is_kept(safe, "localhost:6667", "alice", "one");
}

/* What somebody left in the way of the new file must not get a reader into it. */
static void what_a_crash_left_behind_is_no_hole(void **state)
{
    const struct safe *safe = *state;
    struct stat info;
    char *fresh = xasprintf("%s.new", safe->path);
    FILE *file = fopen(fresh, "we");
    assert_non_null(file);
    fclose(file);
    assert_int_equal(chmod(fresh, 0644), 0);
    keep(safe, "localhost:6667", "alice", "one");
    assert_int_equal(stat(safe->path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    free(fresh);
}

static void a_link_to_a_file_kept_elsewhere_stays_one(void **state)
{
    const struct safe *safe = *state;
    struct stat info;
    char *elsewhere = xasprintf("%s/elsewhere", safe->folder);
    keep(safe, "localhost:6667", "alice", "one");
    assert_int_equal(rename(safe->path, elsewhere), 0);
    assert_int_equal(symlink(elsewhere, safe->path), 0);
    keep(safe, "localhost:6667", "bob", "two");
    assert_int_equal(lstat(safe->path, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    is_kept(safe, "localhost:6667", "alice", "one");
    assert_int_equal(unlink(elsewhere), 0);
    free(elsewhere);
}

static void a_file_that_cannot_be_read_is_not_overwritten(void **state)
{
    const struct safe *safe = *state;
    char *cause = NULL;
    FILE *file = fopen(safe->path, "we");
    assert_non_null(file);
    fputs("[localhost:6667]\nalice = one\nbob two\n", file);
    fclose(file);
    assert_null(secrets_find(safe->path, "localhost:6667", "alice", &cause));
    assert_non_null(strstr(cause, "secrets:3: "));
    free(cause);
    cause = NULL;
    assert_int_equal(secrets_keep(safe->path, "localhost:6667", "bob", "two", &cause), -1);
    assert_non_null(cause);
    free(cause);
}

static void where_nothing_can_be_written_it_says_why(void **state)
{
    (void)state;
    char *cause = NULL;
    assert_int_equal(secrets_keep("/proc/none/secrets", "localhost:1", "alice", "x", &cause), -1);
    assert_non_null(strstr(cause, "/proc/none/secrets: "));
    free(cause);
}

static void called(const char *host, int port, const char *wanted)
{
    struct network *network = network_new(host, port, false, "alice");
    char *server = secrets_server(network);
    assert_string_equal(server, wanted);
    free(server);
    network_free(network);
}

static void this_machine_has_one_name(void **state)
{
    (void)state;
    called("127.0.0.1", 6667, "localhost:6667");
    called("::1", 6667, "localhost:6667");
    called("localhost", 6667, "localhost:6667");
    called("chat.example.org", 6697, "chat.example.org:6697");
    called("unix:/run/parlord.sock", 0, "unix:/run/parlord.sock");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define WITH_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
        WITH_A_FOLDER(each_name_at_each_server_has_its_own),
        WITH_A_FOLDER(a_name_is_one_however_it_is_written),
        WITH_A_FOLDER(every_name_that_there_can_be_is_kept),
        WITH_A_FOLDER(a_password_may_hold_any_sign),
        WITH_A_FOLDER(what_is_forgotten_is_gone_and_the_rest_is_there),
        WITH_A_FOLDER(only_its_owner_reads_it_whatever_it_was),
        WITH_A_FOLDER(what_a_crash_left_behind_is_no_hole),
        WITH_A_FOLDER(a_link_to_a_file_kept_elsewhere_stays_one),
        WITH_A_FOLDER(a_file_that_cannot_be_read_is_not_overwritten),
        cmocka_unit_test(where_nothing_can_be_written_it_says_why),
        cmocka_unit_test(this_machine_has_one_name),
    };
    secret_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
