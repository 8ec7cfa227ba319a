/*
 * http_upload_scene.h - alice, who has an account and uploads files over HTTP.
 */
#ifndef HTTP_UPLOAD_SCENE_H
#define HTTP_UPLOAD_SCENE_H

#include "http_scene.h"

/* For cmocka: files of 1,000,000 bytes may be uploaded, two at a time. */
int http_upload_setup(void **state);
int http_upload_teardown(void **state);
#define UPLOADS(test) cmocka_unit_test_setup_teardown(test, http_upload_setup, http_upload_teardown)

struct server *server_of(struct http_scene *s);

/* A request of alice with these headers (each with CR LF) and this body. */
int alice_asks(struct http_scene *s, const char *line, const char *headers, const char *body);

/* Nobody in particular finds this file there. */
void is_there(struct http_scene *s, const char *path, const char *content);

/* A header of the answer; to free. */
char *heard_header(const struct http_scene *s, const char *name);

#endif
