/*
 * uploads_scene.h - uploads in a server without sockets: sent in one go or in pieces, and told of
 * in short sentences.
 */
#ifndef UPLOADS_SCENE_H
#define UPLOADS_SCENE_H

#include "server_scene.h"
#include "uploads_receive.h"

struct uploads_scene {
    struct scene scene; /* first: so that says() and hears() work on it */
    struct upload_limits limits;
    char *folder;      /* of the files; owned */
    char answer[1024]; /* the last one */
    char id[BLOBS_ID_SIZE];
    char sha256[65];
    int64_t offset;
    struct receiving *receiving; /* NULL: it has ended */
    bool is_ready;
    bool is_full; /* no more is taken just now */
};

/* For cmocka; alice and bob have accounts. *state is the scene. */
int uploads_setup(void **state);
int uploads_teardown(void **state);
#define UPLOADS(test) cmocka_unit_test_setup_teardown(test, uploads_setup, uploads_teardown)

/* The server stops and starts again; what came just now is cut. */
void uploads_restart(struct uploads_scene *s);

/* "201 notes.txt" and the like; the sentence if it is refused. */
const char *uploads_file(struct uploads_scene *s, const char *account, const char *name,
                         const char *content);

/* The same step by step: begins and waits, sends. */
void begins(struct uploads_scene *s, const char *account, int64_t size);
void sends(struct uploads_scene *s, const char *data, size_t len);
void is_cut(struct uploads_scene *s);

/* In pieces: "201" with s->id, and "204 5" (the new offset), "204 whole". sum: a SHA-1, or NULL. */
const char *creates(struct uploads_scene *s, const char *account, int64_t size);
const char *sends_piece(struct uploads_scene *s, const char *account, int64_t offset,
                        const char *data, const unsigned char *sum);
/* Begins a piece only. */
void begins_piece(struct uploads_scene *s, const char *account, int64_t offset);

/* "name:size ..." of an account, or of all (NULL). */
const char *files_of(struct uploads_scene *s, const char *account);

/* How many files lie there: whole ones, and parts. */
int files_there(const struct uploads_scene *s);
int parts_there(const struct uploads_scene *s);

/* The content of the file with this hash; "" if there is none. */
const char *content_of(struct uploads_scene *s, const char *sha256);

#endif
