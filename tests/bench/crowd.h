/*
 * crowd.h - many clients in one process, by epoll: they come, fill a room, talk.
 *
 * Whatever goes wrong ends the program: a benchmark of half a crowd is none.
 */
#ifndef CROWD_H
#define CROWD_H

#include <stdbool.h>

struct crowd;

struct crowd_plan {
    int port; /* of 127.0.0.1 */
    int n;
    const char *caps;     /* what they ask for; "" for plain clients */
    const char *caps_odd; /* every second one's, NULL for the same */
    bool accounts;        /* each claims its name, by PASS */
};

/* All have connected and are registered. */
struct crowd *crowd_new(const struct crowd_plan *plan);

/* Hangs up. */
void crowd_free(struct crowd *crowd);

/* All enter one room at once; returns when each has heard all that came of it. */
void crowd_join(struct crowd *crowd);

/*
 * The first one talks to the room until all others have got so many messages; at
 * most window of them are in flight, that is, have not reached everybody.
 */
void crowd_talk(struct crowd *crowd, int messages, int window);

/* Every even one talks to the next odd one, each pair with its own window; messages in all. */
void crowd_whisper(struct crowd *crowd, int messages, int window);

/* Microseconds from a message's sending to a receiver's reading it. */
struct crowd_delays {
    double p50_us, p99_us;
};

/* The first one talks to the room at a steady pace. */
struct crowd_delays crowd_pace(struct crowd *crowd, int messages, int per_second);

#endif
