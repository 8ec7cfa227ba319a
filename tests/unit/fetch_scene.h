/*
 * fetch_scene.h - alice gets and sends files: her model, the part that moves
 * bytes, a folder of her own, and a server in the same loop.
 */
#ifndef FETCH_SCENE_H
#define FETCH_SCENE_H

#include "chat.h"
#include "web.h"

#define CONTENT_BYTES 300000

struct scene {
    struct loop *loop;
    struct loop_timer *deadline;
    bool is_late;
    struct chat *chat;
    struct fetch *fetch;
    struct web web;
    char *folder; /* of downloads */
    char *url;    /* of the file that the server has */
    char content[CONTENT_BYTES];
    char *sum; /* of content */
    const struct transfer *wanted;
    enum transfer_state state;
    int64_t bytes;
    int requests;
    bool patient; /* waits between tries are real */
};

/* For cmocka. The scene cannot live on the stack. */
int scene_begin(void **state);
int scene_end(void **state);

/* The program ends without a word and starts again: only what is kept remains. */
struct transfer *scene_restart(struct scene *scene, const struct transfer *transfer);

/* alice wants the server's file; sum: as announced, or NULL. */
struct transfer *downloads(struct scene *scene, const char *sum);

/* alice sends a file with the server's content to it. */
struct transfer *uploads(struct scene *scene, size_t size);

/* Turns until the transfer is in that state; has so many bytes; the server had so many requests. */
void scene_until_state(struct scene *scene, const struct transfer *transfer,
                       enum transfer_state state);
void scene_until_bytes(struct scene *scene, const struct transfer *transfer, int64_t bytes);
void scene_until_requests(struct scene *scene, int requests);

/* The file of that name in the folder is the server's content. */
void folder_has(const struct scene *scene, const char *name);

/* Names in the folder, sorted, with bars between. */
void folder_lists(const struct scene *scene, const char *names);

#endif
