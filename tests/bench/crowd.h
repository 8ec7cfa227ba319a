/*
 * crowd.h - many clients in one process, who fill a room.
 */
#ifndef CROWD_H
#define CROWD_H

struct crowd;

/* n guests connect to a port of 127.0.0.1 and enter one room; caps is "" or what they ask for. */
struct crowd *crowd_new(int port, int n, const char *caps);

/* Hangs up. */
void crowd_free(struct crowd *crowd);

/*
 * The first one talks until all others have got so many messages; at most window
 * messages are in flight, that is, have not reached everybody.
 */
void crowd_talk(struct crowd *crowd, int messages, int window);

#endif
