/* Which address a session is told, and what lies where. */
#include <stdlib.h>
#include <string.h>

#include "files_scene.h"

static void assert_url(const struct scene *s, const struct session *session, const char *path,
                       const char *wanted)
{
    char *url = sharing_url(&s->rig.server, session, path);
    if (wanted)
        assert_string_equal(url, wanted);
    else
        assert_null(url);
    free(url);
}

static void over_tls_nobody_is_sent_to_plain_text(void **state)
{
    struct scene *s = *state;
    struct session session = {.here = "127.0.0.1"};
    assert_url(s, &session, "uploads", "http://127.0.0.1:6680/uploads");
    session.tls = true;
    assert_url(s, &session, "uploads", "https://127.0.0.1:6681/uploads");
    s->rig.server.sharing->places[1].port = 443;
    s->rig.server.sharing->places[1].tls = false;
    assert_url(s, &session, "uploads", NULL);
}

static void who_came_from_elsewhere_is_not_sent_to_this_machine_alone(void **state)
{
    struct scene *s = *state;
    const struct session session = {.here = "192.0.2.1", .tls = true};
    assert_url(s, &session, "uploads", NULL);
    sharing_add_place(s->rig.server.sharing, true, NULL, 7000);
    assert_url(s, &session, "uploads", "https://192.0.2.1:7000/uploads");
    const struct session named = {.here = "192.0.2.1", .called = "chat.example.org", .tls = true};
    assert_url(s, &named, "uploads", "https://chat.example.org:7000/uploads");
    const struct session ipv6 = {.here = "2001:db8::1", .tls = true};
    assert_url(s, &ipv6, "uploads", "https://[2001:db8::1]:7000/uploads");
}

static void who_came_by_a_unix_socket_is_on_this_machine(void **state)
{
    struct scene *s = *state;
    const struct session session = {0};
    assert_url(s, &session, "uploads", "http://127.0.0.1:6680/uploads");
}

static void the_operators_address_stands_before_all(void **state)
{
    struct scene *s = *state;
    struct session session = {.here = "192.0.2.1"};
    s->rig.server.sharing->url = strdup("https://files.example.org/parlor");
    assert_url(s, &session, "uploads", "https://files.example.org/parlor/uploads");
    free(s->rig.server.sharing->url);
    s->rig.server.sharing->url = strdup("http://files.example.org");
    assert_url(s, &session, "uploads", "http://files.example.org/uploads");
    session.tls = true;
    assert_url(s, &session, "uploads", NULL);
}

static void an_address_has_no_spaces(void **state)
{
    struct scene *s = *state;
    const struct session session = {0};
    char *url = sharing_file_url(&s->rig.server, &session, "#tea/two words.txt");
    assert_string_equal(url, "http://127.0.0.1:6680/files/%23tea/two%20words.txt");
    free(url);
}

static void a_path_lies_in_a_rooms_share_or_everyones(void **state)
{
    struct scene *s = *state;
    const char *rest = NULL;
    const struct share *share = sharing_find(&s->rig.server, "#Tea/a/b", &rest);
    assert_string_equal(share->fold, "#tea");
    assert_string_equal(rest, "a/b");
    assert_ptr_equal(sharing_find(&s->rig.server, "#tea", &rest), share);
    assert_string_equal(rest, "");
    share = sharing_find(&s->rig.server, "#nowhere/a", &rest);
    assert_string_equal(share->fold, "");
    assert_string_equal(rest, "#nowhere/a");
}

static void a_share_outlives_a_reload_while_somebody_reads_it(void **state)
{
    struct scene *s = *state;
    const char *rest = NULL;
    struct share *held = share_hold(sharing_find(&s->rig.server, "docs", &rest));
    sharing_free(s->rig.server.sharing);
    s->rig.server.sharing = NULL;
    assert_string_equal(held->name, "");
    share_release(held);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FILES_SCENE(over_tls_nobody_is_sent_to_plain_text),
        FILES_SCENE(who_came_from_elsewhere_is_not_sent_to_this_machine_alone),
        FILES_SCENE(who_came_by_a_unix_socket_is_on_this_machine),
        FILES_SCENE(the_operators_address_stands_before_all),
        FILES_SCENE(an_address_has_no_spaces),
        FILES_SCENE(a_path_lies_in_a_rooms_share_or_everyones),
        FILES_SCENE(a_share_outlives_a_reload_while_somebody_reads_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
