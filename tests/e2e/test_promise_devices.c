/*
 * P3: bob has a laptop that keeps its own place in the history, and a phone that
 * only answers PINGs. They sleep and wake at random while alice talks, and the
 * server is killed in between: each gets everything, once.
 * PARLOR_LONG=1: 200 turns of it instead of 12.
 */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "figures.h"
#include "mem.h"
#include "pair.h"
#include "peer.h"
#include "rig.h"
#include "spec.h"

#define MOST       60000
#define ID_LENGTH  32
#define PLACES     2
#define PAGE_LINES 100

static const char secret[] = "somebody-keeps-this-secret";
static const char *const places[PLACES] = {"#tea", "alice"};

enum device { LAPTOP, PHONE, DEVICES };
static const char *const labels[DEVICES] = {"laptop", "phone"};
static const char *const caps[DEVICES] = {
    "batch draft/chathistory message-tags server-time",
    "message-tags",
};

struct seen {
    char id[ID_LENGTH]; /* "" while not seen */
    int waking;         /* of the device, when it last came */
    bool is_clean;      /* the server knows that it was read: it must not come again */
};

struct bob {
    struct peer *peers[DEVICES]; /* NULL: asleep */
    int wakings[DEVICES];
    struct seen seen[DEVICES][MOST];
    struct buf place[PLACES]; /* the laptop's last message in each, as a reference */
};

struct talk {
    struct rig *rig;
    char *config;
    struct peer *alice;
    struct bob bob;
    int said;
    bool kept[MOST]; /* by alice's echoes */
    unsigned seed;
    int left_out; /* of the room on the phone, who is told so: more than 500 at once (R10) */
    int doubled;  /* shown again under the same id after a cut: allowed, counted */
};

static int chance(struct talk *talk, int n)
{
    return (int)((talk->seed = talk->seed * 1103515245U + 12345U) >> 16) % n;
}

/* ---- what the devices see ---- */

/* "… PRIVMSG place :… number 17": 17, or -1. */
static int number_of(const char *line)
{
    const char *text = strstr(line, " PRIVMSG ") ? strstr(line, "number ") : NULL;
    return text ? (int)strtol(text + strlen("number "), NULL, 10) : -1;
}

static void read_id(const char *line, char *id)
{
    const char *msgid = strstr(line, "msgid=");
    if (!msgid)
        fail_msg("no msgid: %s", line);
    msgid += strlen("msgid=");
    size_t len = strcspn(msgid, "; ");
    assert_true(len > 0 && len < ID_LENGTH);
    memcpy(id, msgid, len);
    id[len] = '\0';
}

/* A laptop finds the same message live and in the history, and knows it by its id. */
static void see(struct talk *talk, enum device device, const char *line)
{
    char id[ID_LENGTH];
    int number = number_of(line);
    const char *notice = strstr(line, " NOTICE ");
    if (notice && strstr(notice, " older message"))
        talk->left_out += (int)strtol(strchr(notice, ':') + 1, NULL, 10);
    if (number < 0)
        return;
    struct seen *seen = &talk->bob.seen[device][number];
    read_id(line, id);
    if (*seen->id && strcmp(seen->id, id) != 0)
        fail_msg("%s has number %d under two ids", labels[device], number);
    if (device == PHONE && seen->is_clean)
        fail_msg("%s gets again what it has read: %s", labels[device], line);
    talk->doubled += device == PHONE && *seen->id;
    memcpy(seen->id, id, sizeof(id));
    seen->waking = talk->bob.wakings[device];
    if (device == LAPTOP) {
        struct buf *place = &talk->bob.place[number % PLACES];
        buf_reset(place);
        buf_puts(place, "msgid=");
        buf_puts(place, id);
    }
}

static void hear(struct talk *talk, enum device device)
{
    const char *line = NULL;
    while (talk->bob.peers[device] && (line = peer_poll(talk->bob.peers[device])))
        see(talk, device, line);
}

/* Hears all that was on its way to it. */
static void settle(struct talk *talk, enum device device)
{
    struct peer *peer = talk->bob.peers[device];
    const char *line = NULL;
    peer_send(peer, "PING settled");
    while ((line = peer_next(peer)) && !strstr(line, "PONG "))
        see(talk, device, line);
}

/* ---- sleeping and waking ---- */

static void catch_up(struct talk *talk, int place)
{
    struct peer *laptop = talk->bob.peers[LAPTOP];
    int n = PAGE_LINES;
    while (n == PAGE_LINES) {
        const char *line = NULL;
        n = 0;
        peer_send(laptop, "CHATHISTORY AFTER %s %s %d", places[place],
                  buf_text(&talk->bob.place[place]), PAGE_LINES);
        while ((line = peer_next(laptop)) && !strstr(line, " chathistory "))
            see(talk, LAPTOP, line);
        while ((line = peer_next(laptop)) && !strstr(line, "BATCH -")) {
            n += strstr(line, "batch=") != NULL;
            see(talk, LAPTOP, line);
        }
    }
}

static void wake(struct talk *talk, enum device device)
{
    if (talk->bob.peers[device])
        return;
    struct peer *peer = peer_new("bob", talk->rig->port);
    talk->bob.peers[device] = peer;
    talk->bob.wakings[device]++;
    peer_login(peer, secret, labels[device], caps[device]);
    for (int place = 0; device == LAPTOP && place < PLACES; place++)
        catch_up(talk, place);
}

static void sleep_now(struct talk *talk, enum device device)
{
    peer_free(talk->bob.peers[device]);
    talk->bob.peers[device] = NULL;
}

/* The phone's server knows what was read since it woke before it goes; what it had seen before a
 * cut may be on a later page. */
static void sleep_well(struct talk *talk, enum device device)
{
    if (!talk->bob.peers[device])
        return;
    settle(talk, device);
    if (device == PHONE) {
        const char *line = NULL;
        while ((line = peer_next_unacked(talk->bob.peers[device])))
            see(talk, device, line);
        for (int i = 0; i < talk->said; i++) {
            struct seen *seen = &talk->bob.seen[device][i];
            seen->is_clean |= *seen->id && seen->waking == talk->bob.wakings[device];
        }
    }
    sleep_now(talk, device);
}

/* ---- alice ---- */

static void start(struct talk *talk, bool first)
{
    rig_start_server_with(talk->rig, "--listen", "127.0.0.1:0", "--config", talk->config, NULL);
    peer_free(talk->alice);
    talk->alice = peer_new("alice", talk->rig->port);
    if (first)
        peer_claim(talk->alice, secret, "echo-message");
    else
        peer_login(talk->alice, secret, "", "echo-message");
    if (first)
        peer_join(talk->alice, "#tea");
}

static void hear_echoes(struct talk *talk)
{
    const char *line = NULL;
    while ((line = peer_poll(talk->alice))) {
        int number = number_of(line);
        if (number >= 0)
            talk->kept[number] = true;
    }
}

static void say(struct talk *talk, int n)
{
    for (int i = 0; i < n && talk->said < MOST; i++) {
        int number = talk->said++;
        peer_send(talk->alice, "PRIVMSG %s :number %d", number % PLACES ? "bob" : "#tea", number);
        hear_echoes(talk);
        hear(talk, LAPTOP);
        hear(talk, PHONE);
    }
}

/* Waits for the echoes of all. */
static void say_and_wait(struct talk *talk, int n)
{
    say(talk, n);
    while (!talk->kept[talk->said - 1]) {
        peers_wait(&talk->alice, 1);
        hear_echoes(talk);
        assert_false(peer_is_over(talk->alice));
    }
}

static void kill_server(struct talk *talk)
{
    say(talk, chance(talk, 60) + 1);
    rig_kill_server(talk->rig);
    while (!peer_is_over(talk->alice)) {
        peers_wait(&talk->alice, 1);
        hear_echoes(talk);
    }
    for (enum device device = LAPTOP; device < DEVICES; device++) {
        while (talk->bob.peers[device] && !peer_is_over(talk->bob.peers[device])) {
            peers_wait(&talk->bob.peers[device], 1);
            hear(talk, device);
        }
        sleep_now(talk, device);
    }
    start(talk, false);
}

static void do_something(struct talk *talk)
{
    enum device device = chance(talk, DEVICES);
    switch (chance(talk, 6)) {
    case 0: kill_server(talk); break;
    case 1: sleep_now(talk, device); break;
    case 2: sleep_well(talk, device); break;
    case 3:
        wake(talk, LAPTOP);
        wake(talk, PHONE);
        break;
    default: wake(talk, device); break;
    }
}

/* What comes is in order: behind the last one nothing is missing. */
static void check(struct talk *talk, enum device device)
{
    const struct seen *last = &talk->bob.seen[device][talk->said - 1];
    while (!*last->id)
        see(talk, device, peer_next(talk->bob.peers[device]));
    int left_out = device == PHONE ? talk->left_out : 0;
    for (int i = 0; i < talk->said; i++) {
        if (!talk->kept[i] || *talk->bob.seen[device][i].id)
            continue;
        bool in_room = i % PLACES == 0;
        if (!in_room || left_out-- <= 0)
            fail_msg("%s never got number %d of %d", labels[device], i, talk->said);
    }
}

/* Each of bob's devices is known before anything is said. */
static void begin(struct talk *talk)
{
    start(talk, true);
    struct peer *bob = peer_new("bob", talk->rig->port);
    peer_claim(bob, secret, "");
    peer_join(bob, "#tea");
    peer_free(bob);
    for (int place = 0; place < PLACES; place++)
        buf_puts(&talk->bob.place[place], "timestamp=2000-01-01T00:00:00.000Z");
    for (enum device device = LAPTOP; device < DEVICES; device++) {
        wake(talk, device);
        settle(talk, device);
    }
}

static void each_device_gets_everything_once(void **state)
{
    struct talk *talk = xnew(struct talk);
    int turns = figures_pick(12, 200);
    talk->rig = *state;
    talk->seed = figures_seed();
    talk->config = pair_config(talk->rig, "grace = 0s\n");
    begin(talk);
    for (int i = 0; i < turns; i++) {
        say_and_wait(talk, chance(talk, 150) + 1);
        do_something(talk);
    }
    for (enum device device = LAPTOP; device < DEVICES; device++) {
        sleep_now(talk, device);
        wake(talk, device);
    }
    say_and_wait(talk, 1);
    for (enum device device = LAPTOP; device < DEVICES; device++) {
        check(talk, device);
        sleep_well(talk, device);
    }
    figures_print("devices.turns", turns, "turns");
    figures_print("devices.messages", talk->said, "messages");
    figures_print("devices.left_out_and_told", talk->left_out, "messages");
    figures_print("devices.repeated_after_a_cut", talk->doubled, "messages");
    for (int place = 0; place < PLACES; place++)
        buf_clear(&talk->bob.place[place]);
    peer_free(talk->alice);
    free(talk->config);
    free(talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_device_gets_everything_once, rig_setup, rig_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
