/* What operators do with files that people uploaded. */
#include <stdlib.h>

#include "mem.h"
#include "operators_scene.h"
#include "uploads.h"

#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void stored(void *arg, enum store_status status)
{
    *(enum store_status *)arg = status;
}

/* bob has uploaded a file. */
static void bob_uploads(struct operators_scene *o)
{
    struct server *server = &o->scene.rig.server;
    static const struct upload_limits limits = {0};
    enum store_status status = STORE_FAILED;
    char *folder = xasprintf("%s/files", o->scene.rig.folder);
    char *cause = NULL;
    const struct store_upload upload = {.id = "abcdefghijklmnopqrstuv",
                                        .sha256 = HASH,
                                        .name = "tea.txt",
                                        .type = "text/plain",
                                        .account = "bob",
                                        .size = 42,
                                        .created_ms = server->now_ms,
                                        .conv = "",
                                        .msgid = ""};
    assert_int_equal(uploads_open(server, folder, &limits, &cause), 0);
    comes_as_account(&o->scene, &o->scene.bob, "bob", "desk", "");
    store_upload_add(server->store, &upload, server->now_ms / 86400000, stored, &status);
    rig_settle(&o->scene.rig);
    assert_int_equal(status, STORE_OK);
    free(folder);
}

static void they_are_listed_counted_and_removed(void **state)
{
    struct operators_scene *o = *state;
    bob_uploads(o);
    types_at_console(o, "files");
    console_says(o, "abcdefghijklmnopqrstuv tea.txt, 42 bytes, by bob at 2026-01-01T00:00Z, "
                    "removed never, sha256:" HASH);
    console_says(o, "1 file");
    types_at_console(o, "files quota bob");
    console_says(o, "bob has 1 file(s) of 42 bytes, and sent 42 bytes today");
    types_at_console(o, "files rm abcdefghijklmnopqrstuv");
    console_says(o, "Removed");
    types_at_console(o, "files rm abcdefghijklmnopqrstuv");
    console_says(o, "! There is no such file; files ls names them");
    types_at_console(o, "files ls bob");
    console_says(o, "0 files");
    audit_says(o, "verb=files target=abcdefghijklmnopqrstuv note=rm");
}

static void a_file_is_blocked_by_its_hash(void **state)
{
    struct operators_scene *o = *state;
    bob_uploads(o);
    types_at_console(o, "files block sha256:" HASH);
    console_says(o, "Nobody may upload that any more, and it is removed");
    types_at_console(o, "files ls");
    console_says(o, "0 files");
    types_at_console(o, "files unblock " HASH);
    console_says(o, "It may be uploaded again");
    types_at_console(o, "files unblock " HASH);
    console_says(o, "! That hash is not blocked");
    types_at_console(o, "files block 1234");
    console_says(o, "! A SHA-256 has 64 hexadecimal digits");
}

static void wrong_use_is_explained(void **state)
{
    struct operators_scene *o = *state;
    bob_uploads(o);
    types_at_console(o, "files rm");
    console_says(o, "! files rm needs to be told what");
    types_at_console(o, "files brew");
    console_says(o, "! brew is not done with files");
    types_at_console(o, "files ls carol");
    console_says(o, "! There is no account called carol");
}

static int teardown(void **state)
{
    struct operators_scene *o = *state;
    struct server *server = &o->scene.rig.server;
    rig_settle(&o->scene.rig);
    uploads_free(server->uploads);
    server->uploads = NULL;
    return operators_teardown(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(they_are_listed_counted_and_removed, operators_setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_file_is_blocked_by_its_hash, operators_setup, teardown),
        cmocka_unit_test_setup_teardown(wrong_use_is_explained, operators_setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
