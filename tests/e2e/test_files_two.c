/* Two people get files at once, one by a slow link; talk goes on for both. */
#include <stdlib.h>

#include "figures.h"
#include "mem.h"
#include "peer.h"
#include "person.h"
#include "rig.h"
#include "screen.h"
#include "shelf.h"
#include "spec.h"
#include "visitor.h"

/* What the visitor of this screen says reaches carol, and what carol says is read there. */
static void talks_with_carol(struct screen *screen, struct peer *carol, const char *name,
                             const char *word)
{
    char *typed = xasprintf("%s\r", word);
    char *heard = xasprintf("^:%s![^ ]+ PRIVMSG #lobby :?%s", name, word);
    char *read = xasprintf("carol +re: %s %s", name, word);
    screen_type(screen, typed);
    peer_expect(carol, heard);
    peer_send(carol, "PRIVMSG #lobby :re: %s %s", name, word);
    screen_wait(screen, read);
    free(typed);
    free(heard);
    free(read);
}

static char *put(const struct shelf *shelf, const char *name, int mib)
{
    char *path = xasprintf("%s/%s", shelf->folder, name);
    shelf_make(path, (size_t)mib << 20);
    char *hash = shelf_hash(path);
    free(path);
    return hash;
}

static struct peer *carol_comes(const struct shelf *shelf)
{
    struct peer *carol = peer_new("carol", shelf->rig->port);
    peer_enter(carol);
    peer_join(carol, "#lobby");
    return carol;
}

static void a_slow_link_holds_up_neither_a_fast_one_nor_talk(void **state)
{
    struct shelf *shelf = *state;
    char *slow_hash = put(shelf, "slow.bin", figures_pick(4, 8));
    char *fast_hash = put(shelf, "fast.bin", figures_pick(16, 200));
    struct peer *carol = carol_comes(shelf);
    struct screen *alice = visitor_arrive(shelf, "alice", "512K");
    struct screen *bob = visitor_arrive(shelf, "bob", figures_long() ? "64M" : "8M");

    screen_type(alice, "/get slow.bin\r");
    visitor_wait_percent(alice, "slow.bin", 10);
    screen_type(bob, "/get fast.bin\r");
    talks_with_carol(alice, carol, "alice", "slowly");
    talks_with_carol(bob, carol, "bob", "quickly");
    visitor_wait_here(bob, "fast.bin", fast_hash);
    assert_true(visitor_has(shelf->rig, "bob", "fast.bin", fast_hash));

    talks_with_carol(alice, carol, "alice", "still");
    assert_int_equal(screen_count(alice, "slow.bin is here"), 0);
    assert_int_equal(screen_count(alice, "↓ slow.bin +[1-8][0-9]%"), 1);
    visitor_wait_here(alice, "slow.bin", slow_hash);
    assert_true(visitor_has(shelf->rig, "alice", "slow.bin", slow_hash));
    person_quit(alice);
    person_quit(bob);
    peer_free(carol);
    free(slow_hash);
    free(fast_hash);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_slow_link_holds_up_neither_a_fast_one_nor_talk,
                                        shelf_setup, shelf_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
