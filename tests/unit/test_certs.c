#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "certs.h"
#include "log.h"
#include "mem.h"
#include "net_scene.h"
#include "spec.h"

static const char *const names[] = {"chat.example.org"};

struct office {
    struct scene *scene;
    char *dir, *cert, *key;
    struct certs *certs;
    const char *before; /* the fingerprint that is to change */
};

static int setup(void **state)
{
    struct office *office = xnew(struct office);
    void *scene = NULL;
    log_open(-1, LOG_ERROR);
    scene_setup(&scene);
    office->scene = scene;
    office->dir = temporary_folder();
    office->cert = xasprintf("%s/fullchain.pem", office->dir);
    office->key = xasprintf("%s/privkey.pem", office->dir);
    *state = office;
    return 0;
}

static int teardown(void **state)
{
    struct office *office = *state;
    void *scene = office->scene;
    certs_free(office->certs);
    scene_teardown(&scene);
    char *command = xasprintf("rm -r '%s'", office->dir);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): a folder of this test's own */
    free(command);
    free(office->cert);
    free(office->key);
    free(office->dir);
    free(office);
    return 0;
}

static void make(const char *cert, const char *key)
{
    char *cause = NULL;
    if (tls_cert_make(cert, key, names, 1, &cause) < 0)
        fail_msg("%s", cause);
}

static void begin(struct office *office)
{
    char *cause = NULL;
    const struct certs_files files = {.cert = office->cert, .key = office->key};
    office->certs = certs_new(office->scene->loop, &files, &cause);
    if (!office->certs)
        fail_msg("%s", cause);
}

static bool has_changed(void *arg)
{
    const struct office *office = arg;
    return strcmp(certs_fingerprint(office->certs), office->before) != 0;
}

static void becomes_another(struct office *office, const char *before)
{
    office->before = before;
    scene_until(office->scene, has_changed, office);
}

static void without_files_it_makes_its_own_and_keeps_them(void **state)
{
    struct office *office = *state;
    char *cause = NULL;
    const struct certs_files files = {office->cert, office->key, names, 1};
    office->certs = certs_new(office->scene->loop, &files, &cause);
    assert_non_null(office->certs);
    char *first = xstrdup(certs_fingerprint(office->certs));
    certs_free(office->certs);
    office->certs = certs_new(office->scene->loop, &files, &cause);
    assert_string_equal(certs_fingerprint(office->certs), first);
    free(first);
}

static void a_certificate_whose_key_is_gone_is_not_replaced(void **state)
{
    struct office *office = *state;
    char *cause = NULL;
    const struct certs_files files = {office->cert, office->key, names, 1};
    make(office->cert, office->key);
    unlink(office->key);
    assert_null(certs_new(office->scene->loop, &files, &cause));
    assert_non_null(strstr(cause, "privkey.pem: no such file"));
    free(cause);
}

static void files_that_change_are_taken_without_a_word(void **state)
{
    struct office *office = *state;
    make(office->cert, office->key);
    begin(office);
    char *before = xstrdup(certs_fingerprint(office->certs));
    make(office->cert, office->key);
    becomes_another(office, before);
    free(before);
}

/* As certbot does it: the files are links, which are put in place anew. */
static void links_that_are_swapped_are_followed(void **state)
{
    struct office *office = *state;
    char *archive = xasprintf("%s/archive", office->dir);
    char *paths[4];
    assert_int_equal(mkdir(archive, 0700), 0);
    for (size_t i = 0; i < 2; i++) {
        paths[2 * i] = xasprintf("%s/fullchain%zu.pem", archive, i);
        paths[2 * i + 1] = xasprintf("%s/privkey%zu.pem", archive, i);
        make(paths[2 * i], paths[2 * i + 1]);
    }
    assert_int_equal(symlink(paths[0], office->cert), 0);
    assert_int_equal(symlink(paths[1], office->key), 0);
    begin(office);
    char *before = xstrdup(certs_fingerprint(office->certs));

    unlink(office->key);
    assert_int_equal(symlink(paths[3], office->key), 0);
    unlink(office->cert);
    assert_int_equal(symlink(paths[2], office->cert), 0);

    becomes_another(office, before);
    for (int i = 0; i < 4; i++)
        free(paths[i]);
    free(before);
    free(archive);
}

static void what_does_not_do_leaves_all_as_it_was(void **state)
{
    struct office *office = *state;
    char *spare = xasprintf("%s/spare.pem", office->dir);
    make(office->cert, office->key);
    begin(office);
    char *before = xstrdup(certs_fingerprint(office->certs));

    make(office->cert, spare); /* its key is elsewhere */
    certs_reload(office->certs);
    assert_string_equal(certs_fingerprint(office->certs), before);

    assert_int_equal(rename(spare, office->key), 0);
    becomes_another(office, before);
    free(before);
    free(spare);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(without_files_it_makes_its_own_and_keeps_them, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_certificate_whose_key_is_gone_is_not_replaced, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(files_that_change_are_taken_without_a_word, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(links_that_are_swapped_are_followed, setup, teardown),
        cmocka_unit_test_setup_teardown(what_does_not_do_leaves_all_as_it_was, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
