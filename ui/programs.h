/*
 * programs.h - runs what /exec was given, beside the conversation.
 */
#ifndef PROGRAMS_H
#define PROGRAMS_H

#include "chat.h"

struct loop;
struct programs;

/* What is given is borrowed. */
struct programs *programs_new(struct loop *loop, struct chat *chat);
void programs_free(struct programs *programs);

/* Grants WISH_EXEC: exec_ended() is called when it is done, or at once if it cannot be begun. */
void programs_run(struct programs *programs);

#endif
