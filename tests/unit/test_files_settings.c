/* [files]: what the operator may say, and what becomes of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "listener.h"
#include "loop.h"
#include "mem.h"
#include "secret.h"
#include "sharing_start.h"
#include "spec.h"

struct place {
    char folder[32];
    struct settings settings;
    struct sharing *sharing;
    char *cause;
};

static int setup(void **state)
{
    struct place *place = xnew(struct place);
    secret_init();
    strncpy(place->folder, "/tmp/parlor-share-XXXXXX", sizeof(place->folder) - 1);
    assert_non_null(mkdtemp(place->folder));
    assert_int_equal(chdir(place->folder), 0);
    unsetenv("SERVER_SHARED_FILES");
    settings_init(&place->settings);
    *state = place;
    return 0;
}

static int teardown(void **state)
{
    struct place *place = *state;
    sharing_free(place->sharing);
    settings_clear(&place->settings);
    rmdir("SharedFiles");
    rmdir("tea");
    assert_int_equal(chdir("/"), 0);
    assert_int_equal(rmdir(place->folder), 0);
    free(place->cause);
    free(place);
    return 0;
}

static void sets(struct place *place, const char *key, const char *value)
{
    size_t n = 0;
    const struct conf_option *table = settings_table(&n);
    const struct conf_option *option = conf_find(table, n, "files", key);
    assert_non_null(option);
    assert_int_equal(conf_set(option, value, &place->settings, &place->cause), 0);
}

static void is_refused(struct place *place, const char *cause)
{
    assert_int_equal(settings_check(&place->settings, &place->cause), -1);
    assert_string_equal(place->cause, cause);
}

static void is_right(struct place *place)
{
    assert_int_equal(settings_check(&place->settings, &place->cause), 0);
    assert_int_equal(sharing_look(&place->settings, &place->sharing, &place->cause), 0);
}

static void assert_shares(const struct place *place, const char *wanted)
{
    char *folder = settings_shared_folder(&place->settings);
    if (wanted)
        assert_string_equal(folder, wanted);
    else
        assert_null(folder);
    free(folder);
}

static void nothing_is_shared_by_itself(void **state)
{
    const struct place *place = *state;
    assert_shares(place, NULL);
}

static void the_usual_folder_is_shared_if_it_is_there(void **state)
{
    struct place *place = *state;
    assert_int_equal(mkdir("SharedFiles", 0700), 0);
    assert_shares(place, "SharedFiles");
    setenv("SERVER_SHARED_FILES", "/srv/old", 1);
    assert_shares(place, "/srv/old");
    sets(place, "share", "/srv/new");
    assert_shares(place, "/srv/new");
    sets(place, "share", "");
    assert_shares(place, NULL);
    unsetenv("SERVER_SHARED_FILES");
}

static void a_folder_that_is_not_there_is_named(void **state)
{
    struct place *place = *state;
    sets(place, "share", "/nowhere/at/all");
    is_refused(place, "share: /nowhere/at/all: No such file or directory");
}

static void a_room_has_a_folder_of_its_own(void **state)
{
    struct place *place = *state;
    assert_int_equal(mkdir("tea", 0700), 0);
    sets(place, "room_share", "#tea tea");
    is_right(place);
    assert_int_equal(place->sharing->nshares, 1);
    assert_string_equal(place->sharing->shares[0]->name, "#tea");
    assert_string_equal(place->sharing->shares[0]->root, "tea");
}

static void a_rooms_folder_needs_both_words(void **state)
{
    struct place *place = *state;
    sets(place, "room_share", "tea /srv/tea");
    is_refused(place, "room_share: tea /srv/tea: must be a room and a folder, such as #tea "
                      "/srv/tea");
}

static void an_address_must_be_one(void **state)
{
    struct place *place = *state;
    sets(place, "url", "files.example.org");
    is_refused(place,
               "url: files.example.org: must be an address such as https://files.example.org");
}

static void a_slash_behind_the_address_is_dropped(void **state)
{
    struct place *place = *state;
    sets(place, "url", "https://files.example.org/");
    is_right(place);
    assert_string_equal(place->sharing->url, "https://files.example.org");
}

static void nobody_reads_along_on_the_way(void **state)
{
    struct place *place = *state;
    settings_listen_files(&place->settings, "192.0.2.1:6680");
    is_refused(place, "192.0.2.1:6680: others could read along; listen on tls:192.0.2.1:6680, or "
                      "set plaintext = yes in [server]");
}

static void one_file_is_no_larger_than_all(void **state)
{
    struct place *place = *state;
    sets(place, "file_max", "2G");
    is_refused(place, "file_max: more than account_bytes, so nobody could upload it");
}

static void without_shares_and_uploads_there_is_nothing(void **state)
{
    struct place *place = *state;
    is_right(place);
    assert_non_null(place->sharing);
    sharing_free(place->sharing);
    place->sharing = NULL;
    sets(place, "uploads", "no");
    is_right(place);
    assert_null(place->sharing);
}

static void what_uploads_may_cost_is_what_is_set(void **state)
{
    struct place *place = *state;
    sets(place, "file_max", "1M");
    sets(place, "account_files", "7");
    sets(place, "keep", "2d");
    const struct upload_limits limits = sharing_limits(&place->settings);
    assert_int_equal(limits.file_max, 1 << 20);
    assert_int_equal(limits.account_bytes, 1 << 30);
    assert_int_equal(limits.account_files, 7);
    assert_int_equal(limits.keep_ms, 2 * 86400000);
    assert_int_equal(limits.per_address, 8);
}

static void by_default_it_is_for_this_machine(void **state)
{
    struct place *place = *state;
    settings_listen_files_default(&place->settings, false);
    const struct conf_list *also = &place->settings.files.listen_also;
    assert_string_equal(also->items[0], "127.0.0.1:6680");
    assert_string_equal(also->items[1], "tls:127.0.0.1:6681");
    settings_listen_files_default(&place->settings, true);
    assert_string_equal(also->items[0], "127.0.0.1:6680");
    assert_string_equal(also->items[1], "tls:0.0.0.0:6681");
    assert_true(settings_want_tls(&place->settings));
}

static void refuse_all(void *arg, struct listener *listener, int fd)
{
    (void)arg;
    close(fd);
    listener_left(listener);
}

/* Two servers on one machine, both by default. */
static void a_port_that_is_taken_is_replaced(void **state)
{
    struct place *place = *state;
    struct loop *loop = loop_new();
    struct listeners *first = listeners_new(loop, 10, refuse_all, NULL);
    struct listeners *second = listeners_new(loop, 10, refuse_all, NULL);
    settings_listen_files(&place->settings, "127.0.0.1:0");
    assert_int_equal(sharing_listen(first, &place->settings, &place->cause), 0);
    char *taken = xstrdup(listener_text(listener_next(first, NULL)));

    struct server server = {0};
    struct sharing *sharing = sharing_new();
    settings_listen_files_nowhere(&place->settings);
    struct conf_list *also = &place->settings.files.listen_also;
    also->items = xreallocarray(NULL, 1, sizeof(*also->items));
    also->items[also->n++] = xstrdup(taken);
    assert_int_equal(sharing_listen(second, &place->settings, &place->cause), 0);
    assert_string_not_equal(listener_text(listener_next(second, NULL)), taken);
    sharing_become(&server, sharing, second);
    char *told = sharing_told(&server);
    char *wanted = xasprintf("http://%s/files/", listener_text(listener_next(second, NULL)));
    assert_string_equal(told, wanted);
    sharing_become(&server, NULL, second);
    assert_null(sharing_told(&server));

    free(wanted);
    free(told);
    free(taken);
    listeners_free(first);
    listeners_free(second);
    loop_free(loop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define HERE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
        HERE(nothing_is_shared_by_itself),
        HERE(the_usual_folder_is_shared_if_it_is_there),
        HERE(a_folder_that_is_not_there_is_named),
        HERE(a_room_has_a_folder_of_its_own),
        HERE(a_rooms_folder_needs_both_words),
        HERE(an_address_must_be_one),
        HERE(a_slash_behind_the_address_is_dropped),
        HERE(nobody_reads_along_on_the_way),
        HERE(one_file_is_no_larger_than_all),
        HERE(without_shares_and_uploads_there_is_nothing),
        HERE(what_uploads_may_cost_is_what_is_set),
        HERE(by_default_it_is_for_this_machine),
        HERE(a_port_that_is_taken_is_replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
