/*
 * queue_scene.h - alice in #tea, on servers that know more or less of what she said.
 */
#ifndef QUEUE_SCENE_H
#define QUEUE_SCENE_H

#include "ui_scene.h"

#define CLASSIC_CAPS                                                                 \
    "message-tags server-time echo-message labeled-response batch standard-replies " \
    "draft/chathistory"
#define PARLOR_CAPS CLASSIC_CAPS " parlor.chat/idempotency"

/* For cmocka: at a server that knows her account and messages by their keys; the same as a guest;
 * at one with labels, echoes and history, but no keys; at one with none of it. */
int at_parlor(void **state);
int at_guest(void **state);
int at_classic(void **state);
int at_plain(void **state);

/* She says it. */
void say(struct scene *s, const char *where, const char *text);

/* The link comes, with these capabilities; account: NULL for a guest. */
void link_comes(struct scene *s, const char *caps, const char *account);
void link_goes(struct scene *s);

/* The key of the next message of that text in #tea; to free. */
char *idem_of(struct scene *s, const char *text);

#endif
