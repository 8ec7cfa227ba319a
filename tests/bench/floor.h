/*
 * floor.h - the least that talk can cost: a server that knows just enough IRC
 * (one room, private messages), keeps nothing, and sends what waits for a
 * receiver once per turn. What the real one costs is said relative to it.
 */
#ifndef FLOOR_H
#define FLOOR_H

/* Serves a listening socket for ever; everybody who joins is in one room. */
_Noreturn void floor_serve(int listen_fd);

#endif
