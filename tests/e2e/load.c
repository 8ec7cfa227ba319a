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

/* Two see their own lines again; carol has only her labels answered. */
static const char *const caps[PEOPLE] = {
    "batch draft/chathistory message-tags server-time echo-message",
    "batch draft/chathistory message-tags server-time echo-message",
    "batch draft/chathistory message-tags server-time labeled-response",
};

/* What became of one message. */
enum { SEEN = 1, ANSWERED = 2, FOUND = 4 };
struct fate {
    unsigned char bits;
    int sent_at, answered_at; /* by the load's own count of such events; 0: never */
    unsigned msgid;           /* hash of the one that it was shown with; 0: with none */
};

struct person {
    struct peer *peer;
    int sent, in_flight;
    struct fate fates[MOST]; /* of each message, by its number */
};

struct load {
    struct rig *rig;
    char *config;
    int answers, events;
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
            peer_claim(peer, "a-secret-that-is-kept", caps[i]);
        else
            peer_login(peer, "a-secret-that-is-kept", "", caps[i]);
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

/* What a person says as the number-th: of many lengths, so that nothing is alike. To free. */
static char *text_of(int who, int number)
{
    static const char filler[] = "the quick brown fox jumps over the lazy dog and goes on to the "
                                 "next field, where nobody minds what it does";
    int len = number * 7 % (int)sizeof(filler);
    return xasprintf("%s %d %.*s.", names[who], number, len, filler);
}

static const char *place_of(int who, int number)
{
    int place = number % (ROOMS + 1);
    return place < ROOMS ? rooms[place] : names[(who + number % 2 + 1) % PEOPLE];
}

/* Reads "… PRIVMSG #tea :alice 17 …"; false for anything else. */
static bool read_message(const char *line, int *who, int *number)
{
    const char *text = strstr(line, " PRIVMSG ");
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

static unsigned msgid_of(const char *line)
{
    unsigned hash = 2166136261U;
    const char *msgid = strstr(line, "msgid=");
    if (!msgid)
        return 0;
    for (size_t i = 0, len = strcspn(msgid, "; "); i < len; i++)
        hash = (hash ^ (unsigned char)msgid[i]) * 16777619U;
    return hash | 1;
}

static void answered(struct load *load, int who, int number)
{
    struct person *own = &load->people[who];
    if (own->fates[number].bits & ANSWERED)
        fail_msg("%s %d is answered twice", names[who], number);
    own->fates[number].bits |= ANSWERED;
    own->fates[number].answered_at = ++load->events;
    own->in_flight--;
    load->answers++;
}

static void hear_line(struct load *load, int listener, const char *line)
{
    int who = 0;
    int number = 0;
    const char *label = strstr(line, "label=");
    if (label && strstr(line, " ACK")) {
        answered(load, listener, (int)strtol(label + strlen("label="), NULL, 10));
        return;
    }
    if (!read_message(line, &who, &number))
        return;
    struct fate *fate = &load->people[who].fates[number];
    unsigned msgid = msgid_of(line);
    if (fate->msgid && fate->msgid != msgid)
        fail_msg("another id than before: %s", line);
    fate->msgid = msgid;
    fate->bits |= SEEN;
    if (who == listener)
        answered(load, who, number);
}

static void hear(struct load *load, int listener)
{
    struct peer *peer = load->people[listener].peer;
    for (const char *line = peer_poll(peer); line; line = peer_poll(peer))
        hear_line(load, listener, line);
}

static void speak(struct load *load, int who)
{
    struct person *own = &load->people[who];
    while (own->in_flight < WINDOW && own->sent < MOST) {
        int number = own->sent++;
        char *text = text_of(who, number);
        own->fates[number].sent_at = ++load->events;
        peer_send(own->peer, "@label=%d PRIVMSG %s :%s", number, place_of(who, number), text);
        own->in_flight++;
        free(text);
    }
}

static void wait_for_any(struct load *load)
{
    struct peer *peers[PEOPLE];
    for (int i = 0; i < PEOPLE; i++)
        peers[i] = load->people[i].peer;
    peers_wait(peers, PEOPLE);
}

void load_talk(struct load *load, int answers)
{
    int enough = load->answers + answers;
    while (load->answers < enough) {
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

/* One place's messages, in the order of the archive. */
struct reading {
    struct load *load;
    struct buf ref;   /* of the last one */
    int last[PEOPLE]; /* number of each sender's last */
    int newest_sent;  /* when the latest of them was sent */
};

static void find(struct reading *reading, const char *line)
{
    int who = 0;
    int number = 0;
    assert_true(read_message(line, &who, &number));
    struct fate *fate = &reading->load->people[who].fates[number];
    char *text = text_of(who, number);
    if (fate->bits & FOUND)
        fail_msg("%s %d is there twice", names[who], number);
    if (number <= reading->last[who])
        fail_msg("%s %d stands behind %d", names[who], number, reading->last[who]);
    if (fate->answered_at && fate->answered_at < reading->newest_sent)
        fail_msg("%s %d stands behind what was said after its answer", names[who], number);
    if (strcmp(strstr(line, " :") + 2, text) != 0 && !strstr(line, text))
        fail_msg("not what was said: %s", line);
    if (fate->msgid && fate->msgid != msgid_of(line))
        fail_msg("another id than it was shown with: %s", line);
    fate->bits |= FOUND;
    reading->last[who] = number;
    if (fate->sent_at > reading->newest_sent)
        reading->newest_sent = fate->sent_at;
    free(text);
}

static void keep_msgid(struct buf *ref, const char *line)
{
    const char *msgid = strstr(line, "msgid=");
    assert_non_null(msgid);
    buf_reset(ref);
    buf_append(ref, msgid, strcspn(msgid, "; "));
}

/* One page behind the last message; returns how many there were. */
static int read_page(struct reading *reading, struct peer *reader, const char *place)
{
    int n = 0;
    peer_send(reader, "CHATHISTORY AFTER %s %s 1000", place, buf_text(&reading->ref));
    peer_expect(reader, "BATCH \\+[^ ]+ chathistory ");
    for (const char *line = peer_next(reader); !strstr(line, "BATCH -"); line = peer_next(reader)) {
        if (!strstr(line, "batch="))
            continue;
        if (!strstr(line, " PRIVMSG "))
            fail_msg("no message: %s", line);
        find(reading, line);
        keep_msgid(&reading->ref, line);
        n++;
    }
    return n;
}

static void read_place(struct load *load, int reader, const char *place)
{
    struct reading reading = {
        .load = load, .last = {-1, -1, -1}
    };
    buf_puts(&reading.ref, "timestamp=2000-01-01T00:00:00.000Z");
    while (read_page(&reading, load->people[reader].peer, place) > 0)
        continue;
    buf_clear(&reading.ref);
}

static void check_fate(const char *name, int number, unsigned bits, bool only_answered)
{
    if ((bits & (SEEN | ANSWERED)) && !(bits & FOUND))
        fail_msg("%s %d was shown or answered and is lost", name, number);
    if (only_answered && (bits & FOUND) && !(bits & ANSWERED))
        fail_msg("%s %d was stored and not answered", name, number);
}

void load_check(struct load *load, bool only_answered)
{
    for (int i = 0; i < PEOPLE; i++) {
        for (int number = 0; number < load->people[i].sent; number++)
            load->people[i].fates[number].bits &= SEEN | ANSWERED;
    }
    for (int room = 0; room < ROOMS; room++)
        read_place(load, 0, rooms[room]);
    for (int i = 0; i < PEOPLE; i++)
        read_place(load, i, names[(i + 1) % PEOPLE]);
    for (int i = 0; i < PEOPLE; i++) {
        for (int number = 0; number < load->people[i].sent; number++)
            check_fate(names[i], number, load->people[i].fates[number].bits, only_answered);
    }
}

int load_answers(const struct load *load)
{
    return load->answers;
}
