/*
 * P5: after a kill the server is back soon, however much it keeps.
 * PARLOR_LONG=1: 1,000,000 messages instead of 20,000.
 */
#include <stdlib.h>
#include <sys/stat.h>

#include "clock.h"
#include "figures.h"
#include "mem.h"
#include "peer.h"
#include "rig.h"
#include "spec.h"
#include "store.h"

#define KILLS   3
#define AT_ONCE 5000
#define WHEN_MS 1750000000000
#define CAPS    "echo-message message-tags"

/* By the store itself: as the server would have written it, only sooner. */
static void fill(const struct rig *rig, int n)
{
    static const char *const rooms[] = {"#tea", "#ops", "#lobby", "alice bob"};
    char *cause = NULL;
    char *folder = rig_path(rig, "data");
    char *path = rig_path(rig, "data/parlord.db");
    assert_int_equal(mkdir(folder, 0700), 0);
    struct store *store = store_open(path, &cause);
    if (!store)
        fail_msg("%s", cause);
    for (int i = 0; i < n; i++) {
        char *msgid = xasprintf("made%022d", i);
        struct store_entry entry = {.time_ms = WHEN_MS + i,
                                    .queued = true,
                                    .kind = 1,
                                    .conv = rooms[i % 4],
                                    .msgid = msgid,
                                    .sender = "alice",
                                    .device = "",
                                    .source = "alice!alice@user/alice",
                                    .body = "a message like most of them are, some ten words long",
                                    .tags = ""};
        store_append(store, &entry, NULL, NULL);
        free(msgid);
        if (i % AT_ONCE == AT_ONCE - 1)
            store_drain(store);
    }
    store_close(store);
    free(path);
    free(folder);
}

static void talk_a_little(const struct rig *rig, int round)
{
    char *name = xasprintf("carol%d", round);
    struct peer *carol = peer_new(name, rig->port);
    peer_claim(carol, "carol-keeps-this-secret", CAPS);
    for (int i = 0; i < 20; i++)
        peer_send(carol, "PRIVMSG #lobby :%d", i);
    peer_expect(carol, "PRIVMSG #lobby :19$");
    peer_free(carol);
    free(name);
}

static void it_is_back_soon_after_a_kill(void **state)
{
    struct rig *rig = *state;
    int n = figures_pick(20000, 1000000);
    fill(rig, n);
    rig_start_server(rig);
    figures_print("start.messages", n, "messages");
    for (int i = 0; i < KILLS; i++) {
        talk_a_little(rig, i);
        rig_kill_server(rig);
        int64_t begin_ms = clock_mono_ms();
        rig_start_server(rig);
        struct peer *guest = peer_new("guest", rig->port);
        peer_enter(guest);
        figures_print("start.after_kill", (double)(clock_mono_ms() - begin_ms), "ms");
        peer_free(guest);
    }
    struct gauge gauge = gauge_read(rig->server);
    figures_print("start.rss", gauge.rss_kib / 1024.0, "MiB");
    assert_int_equal(rig_stop_server(rig), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_is_back_soon_after_a_kill, rig_setup, rig_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
