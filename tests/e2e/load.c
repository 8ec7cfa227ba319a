#include "load.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "peer.h"
#include "rig.h"
#include "spec.h"

#define PEOPLE 3
#define ROOMS  2
#define WINDOW 32
#define MOST   100000

static const char *const names[PEOPLE] = {"alice", "bob", "carol"};
static const char *const rooms[ROOMS] = {"#tea", "#ops"};
static const char caps[] = "batch draft/chathistory echo-message message-tags server-time";

/* What became of one message, as bits. */
enum { SEEN = 1, ECHOED = 2, FOUND = 4 };

struct person {
    struct peer *peer;
    int sent, in_flight;
    unsigned char fate[MOST]; /* of each message, by its number */
};

struct load {
    struct rig *rig;
    char *config;
    int echoes;
    struct person people[PEOPLE];
};

static void start_server(struct load *load)
{
    rig_start_server_with(load->rig, "--listen", "127.0.0.1:0", "--config", load->config, NULL);
}

static void come(struct load *load, bool first)
{
    start_server(load);
    for (int i = 0; i < PEOPLE; i++) {
        struct peer *peer = peer_new(names[i], load->rig->port);
        load->people[i].peer = peer;
        load->people[i].in_flight = 0;
        if (first)
            peer_claim(peer, "a-secret-that-is-kept", caps);
        else
            peer_login(peer, "a-secret-that-is-kept", "", caps);
        for (int room = 0; first && room < ROOMS; room++)
            peer_join(peer, rooms[room]);
    }
}

struct load *load_new(struct rig *rig)
{
    struct load *load = xnew(struct load);
    load->rig = rig;
    load->config = rig_write(rig, "fast.conf",
                             "[limits]\nflood_burst = 1000000\nflood_per_second = 1000000\n");
    come(load, true);
    return load;
}

void load_return(struct load *load)
{
    come(load, false);
}

static void part(struct load *load)
{
    for (int i = 0; i < PEOPLE; i++) {
        peer_free(load->people[i].peer);
        load->people[i].peer = NULL;
    }
}

void load_free(struct load *load)
{
    part(load);
    free(load->config);
    free(load);
}

/* ---- talking ---- */

/* Reads "… PRIVMSG #tea :alice 17"; false for anything else. */
static bool read_message(const char *line, int *who, int *number)
{
    const char *text = strstr(line, " PRIVMSG #");
    text = text ? strstr(text, " :") : NULL;
    for (int i = 0; text && i < PEOPLE; i++) {
        size_t len = strlen(names[i]);
        if (strncmp(text + 2, names[i], len) != 0 || text[2 + len] != ' ')
            continue;
        *who = i;
        *number = (int)strtol(text + 2 + len, NULL, 10);
        return *number >= 0 && *number < MOST;
    }
    return false;
}

static void hear(struct load *load, int listener)
{
    struct person *own = &load->people[listener];
    int who = 0;
    int number = 0;
    for (const char *line = peer_poll(own->peer); line; line = peer_poll(own->peer)) {
        if (!read_message(line, &who, &number))
            continue;
        load->people[who].fate[number] |= who == listener ? SEEN | ECHOED : SEEN;
        if (who != listener)
            continue;
        own->in_flight--;
        load->echoes++;
    }
}

static void speak(struct load *load, int who)
{
    struct person *own = &load->people[who];
    while (own->in_flight < WINDOW && own->sent < MOST) {
        peer_send(own->peer, "PRIVMSG %s :%s %d", rooms[own->sent % ROOMS], names[who], own->sent);
        own->sent++;
        own->in_flight++;
    }
}

static void wait_for_any(struct load *load)
{
    struct peer *peers[PEOPLE];
    for (int i = 0; i < PEOPLE; i++)
        peers[i] = load->people[i].peer;
    peers_wait(peers, PEOPLE);
}

void load_talk(struct load *load, int echoes)
{
    int enough = load->echoes + echoes;
    while (load->echoes < enough) {
        for (int i = 0; i < PEOPLE; i++)
            speak(load, i);
        wait_for_any(load);
        for (int i = 0; i < PEOPLE; i++)
            hear(load, i);
    }
}

void load_hang_up(struct load *load)
{
    for (int i = 0; i < PEOPLE; i++) {
        while (!peer_is_over(load->people[i].peer)) {
            hear(load, i);
            if (!peer_is_over(load->people[i].peer))
                peers_wait(&load->people[i].peer, 1);
        }
    }
    part(load);
}

/* ---- checking ---- */

static void find(struct load *load, const char *line, int *last)
{
    int who = 0;
    int number = 0;
    assert_true(read_message(line, &who, &number));
    struct person *own = &load->people[who];
    if (own->fate[number] & FOUND)
        fail_msg("%s %d is there twice", names[who], number);
    if (number <= last[who])
        fail_msg("%s %d stands behind %d", names[who], number, last[who]);
    own->fate[number] |= FOUND;
    last[who] = number;
}

static void keep_msgid(struct buf *ref, const char *line)
{
    const char *msgid = strstr(line, "msgid=");
    assert_non_null(msgid);
    buf_reset(ref);
    buf_append(ref, msgid, strcspn(msgid, "; "));
}

/* One page behind ref, which becomes its last message's; returns how many there were. */
static int read_page(struct load *load, const char *room, struct buf *ref, int *last)
{
    struct peer *reader = load->people[0].peer;
    int n = 0;
    peer_send(reader, "CHATHISTORY AFTER %s %s 1000", room, buf_text(ref));
    peer_expect(reader, "BATCH \\+[^ ]+ chathistory ");
    for (const char *line = peer_next(reader); !strstr(line, "BATCH -"); line = peer_next(reader)) {
        if (!strstr(line, " PRIVMSG "))
            fail_msg("no message: %s", line);
        find(load, line, last);
        keep_msgid(ref, line);
        n++;
    }
    return n;
}

static void read_room(struct load *load, const char *room)
{
    int last[PEOPLE] = {-1, -1, -1};
    struct buf ref = {0};
    buf_puts(&ref, "timestamp=2000-01-01T00:00:00.000Z");
    while (read_page(load, room, &ref, last) > 0)
        continue;
    buf_clear(&ref);
}

static void check_fate(const char *name, int number, unsigned fate, bool echoed)
{
    if ((fate & SEEN) && !(fate & FOUND))
        fail_msg("%s %d was shown and is lost", name, number);
    if (echoed && (fate & FOUND) && !(fate & ECHOED))
        fail_msg("%s %d was stored and not answered", name, number);
}

void load_check(struct load *load, bool echoed)
{
    for (int i = 0; i < PEOPLE; i++) {
        for (int number = 0; number < load->people[i].sent; number++)
            load->people[i].fate[number] &= SEEN | ECHOED;
    }
    for (int room = 0; room < ROOMS; room++)
        read_room(load, rooms[room]);
    for (int i = 0; i < PEOPLE; i++) {
        for (int number = 0; number < load->people[i].sent; number++)
            check_fate(names[i], number, load->people[i].fate[number], echoed);
    }
}
