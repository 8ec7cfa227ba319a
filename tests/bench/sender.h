/*
 * sender.h - a plain sender of one file: what ten transfers cost the machine
 * whoever gives them. It reads a piece, sends what the socket takes, and knows
 * nothing of the rest.
 */
#ifndef SENDER_H
#define SENDER_H

#include <sys/types.h>

struct sender {
    pid_t pid;
    int port; /* of 127.0.0.1 */
};

/* Whoever connects and asks for anything gets the file SUBJECT_FILE of the subject's folder. */
struct sender sender_start(const char *folder);

void sender_stop(const struct sender *sender);

#endif
