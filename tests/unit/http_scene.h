/*
 * http_scene.h - HTTP over real sockets, with a small shared folder: requests
 * as bytes, answers as they came.
 *
 * The folder:   docs/deep/c.txt "ccc"   docs/page.html   a.txt "hello world"
 *               Tee & <Kuchen> "1".txt   picture.png   empty
 *               and, not to be seen: .hidden, link.txt (to a.txt), out (to the
 *               folder above, where secret.txt is "outside"), pipe
 */
#ifndef HTTP_SCENE_H
#define HTTP_SCENE_H

#include "buf.h"
#include "net_scene.h"
#include "server_rig.h"

struct https;
struct listeners;

struct http_scene {
    struct scene *scene;
    struct rig rig;
    char *outer, *root;
    struct https *https;
    struct listeners *listeners;
    int fd; /* the visitor's */
    struct buf heard;
    bool has_ended;
    bool is_head; /* the answer that is awaited has no body */
    size_t wanted;
};

int http_setup(void **state);
int http_teardown(void **state);

struct guard_limits;

/* Listens anew, at a free port of this address, with these limits. */
void http_listens(struct http_scene *s, const char *host, int max_connections,
                  const struct guard_limits *shares);

/* A new connection; the one before is closed. */
void visits(struct http_scene *s);
void leaves(struct http_scene *s);

/* Sends bytes. */
void sends(struct http_scene *s, const char *bytes, size_t len);

/* Waits for a whole answer and leaves it in heard (head, empty line, body). Returns its status; 0
 * if the connection ended without one. */
int hears_answer(struct http_scene *s);

/* A new connection, one request (its text, whole), one answer. */
int asks(struct http_scene *s, const char *request);

/* "GET path" with a Host and more headers ("" or "A: b\r\n…"). */
int fetches(struct http_scene *s, const char *path, const char *headers);

/* The answer has it, or must not have it. */
void heard_has(const struct http_scene *s, const char *text);
void heard_lacks(const struct http_scene *s, const char *text);
const char *heard_body(const struct http_scene *s);

/* Waits until the server has closed the connection. */
void hears_close(struct http_scene *s);

/* Lets the server turn, n times. */
void turns(struct http_scene *s, int n);

/* The clock goes forward, and the server's second ticks. */
void passes(struct http_scene *s, int64_t ms);

/* Writes a file of the shared folder. */
void shares(struct http_scene *s, const char *name, const char *text);
char *shared_path(const struct http_scene *s, const char *name);

#endif
