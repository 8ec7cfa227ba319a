/* MONITOR: whether those are here with whom there is a conversation. */
#include "handle.h"
#include "keyboard.h"
#include "spec.h"

static void server_watches(struct scene *s)
{
    server_says(s, ":x 005 alice MONITOR=256 :are supported by this server");
}

static void people_with_a_conversation_are_watched(void **state)
{
    struct scene *s = *state;
    server_watches(s);
    enters(s, "/query bob");
    scene_wait(s, 10);
    client_says(s, "MONITOR + *bob");
    server_says(s, ":x 731 alice :bob");
    assert_true(scene_conv(s, "bob")->offline);
    server_says(s, ":x 730 alice :bob!b@h");
    assert_false(scene_conv(s, "bob")->offline);
    scene_wait(s, 10);
    client_does_not_say(s, "MONITOR*");
}

static void after_a_return_they_are_watched_again(void **state)
{
    struct scene *s = *state;
    server_watches(s);
    enters(s, "/query bob");
    scene_wait(s, 10);
    client_says(s, "MONITOR + *bob");
    handle_lost(s->chat, s->network, "gone");
    handle_connected(s->chat, s->network);
    server_says(s, ":x 001 alice :Welcome");
    server_watches(s);
    server_says(s, ":x 422 alice :No MOTD");
    scene_wait(s, 10);
    client_says(s, "MONITOR + *bob");
}

static void who_comes_in_the_place_of_another_is_watched_too(void **state)
{
    struct scene *s = *state;
    server_watches(s);
    enters(s, "/query bob");
    scene_wait(s, 10);
    enters(s, "/close");
    enters(s, "/query carol");
    scene_wait(s, 10);
    client_says(s, "MONITOR + *carol");
}

static void who_is_talked_to_no_more_is_not_watched(void **state)
{
    struct scene *s = *state;
    server_watches(s);
    enters(s, "/query bob");
    scene_wait(s, 10);
    client_says(s, "MONITOR + *bob");
    enters(s, "/close");
    client_says(s, "MONITOR - *bob");
    server_says(s, ":bob!b@h PRIVMSG alice :and another thing");
    scene_wait(s, 10);
    client_says(s, "MONITOR + *bob");
}

static void services_are_always_here(void **state)
{
    struct scene *s = *state;
    server_watches(s);
    enters(s, "/query NickServ");
    scene_wait(s, 10);
    client_does_not_say(s, "MONITOR*");
}

static void a_server_without_it_is_not_asked(void **state)
{
    struct scene *s = *state;
    enters(s, "/query bob");
    scene_wait(s, 10);
    client_does_not_say(s, "MONITOR*");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define WITH(test) cmocka_unit_test_setup_teardown(test, scene_modern, scene_end)
        WITH(people_with_a_conversation_are_watched),
        WITH(after_a_return_they_are_watched_again),
        WITH(who_comes_in_the_place_of_another_is_watched_too),
        WITH(who_is_talked_to_no_more_is_not_watched),
        WITH(services_are_always_here),
        WITH(a_server_without_it_is_not_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
