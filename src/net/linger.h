/*
 * linger.h - closing a socket so that the peer gets our last bytes.
 *
 * A plain close() with unread input makes the kernel send a reset, which throws
 * away what we had said last. So: no more output, then read and discard until
 * the peer closes too, two seconds at most. Only wire.c wants it.
 */
#ifndef LINGER_H
#define LINGER_H

struct loop;

/* Takes over a non-blocking socket and closes it in the end, at the latest with the loop. */
void linger_start(struct loop *loop, int fd);

#endif
