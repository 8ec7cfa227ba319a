/*
 * ui_scene.h - a client without terminal and without sockets, its time set by hand.
 *
 * alice is at the client; a test plays the server: it says lines and looks at
 * what the client writes and shows.
 */
#ifndef UI_SCENE_H
#define UI_SCENE_H

#include <stdbool.h>

#include "chat.h"

struct scene {
    struct chat *chat;
    struct network *network;
    struct buf written; /* by the client, not looked at yet */
};

/* 2026-11-20 18:00:00 UTC: when every scene begins. */
#define SCENE_START_MS 1795197600000LL

/* For cmocka: a client called alice that has no link yet; one that is welcome on a server that
 * knows none of the extensions; one on a server that knows all that we use. */
int scene_offline(void **state);
int scene_plain(void **state);
int scene_modern(void **state);
int scene_end(void **state);

/* The server says a line (printf). */
void server_says(struct scene *scene, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The client's next lines hold one like this ('*' and '?' match as in masks); those before it are
 * passed over. */
void client_says(struct scene *scene, const char *mask);

/* A server without labels has read what was said: it answers the PINGs behind it. */
void server_reads(struct scene *scene);

/* Presses the keys of a text; '\n' is Enter. */
void types(struct scene *scene, const char *text);

/* None of the lines that were not looked at is like this. */
void client_does_not_say(struct scene *scene, const char *mask);

/* Forgets what the client wrote so far. */
void scene_forget(struct scene *scene);

/* ms go by, and the client notices. */
void scene_wait(struct scene *scene, long long ms);

/* The conversation of that name; "" is the console. Fails if there is none. */
struct conv *scene_conv(struct scene *scene, const char *name);

/*
 * A line of the conversation, as "<bob> hi", "* bob waves", "-bob- hear", "-- topic",
 * "!! error", "-> bob", "<- bob why", "bob > rob", "~ bob +o alice", "x bob deleted by
 * alice"; with " (sending)", "
 * (waiting)", " (unsure)", " (failed)", " (mention)" behind it.
 */
void conv_shows(struct scene *scene, const char *name, const char *mask);
void conv_does_not_show(struct scene *scene, const char *name, const char *mask);

/* Exactly these lines, by '\n', the newest last. */
void conv_ends_with(struct scene *scene, const char *name, const char *lines);

/* The newest line above the input. */
void notice_says(struct scene *scene, const char *mask);

#endif
