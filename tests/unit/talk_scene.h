/*
 * talk_scene.h - a rooms_scene in which people go away and come back.
 */
#ifndef TALK_SCENE_H
#define TALK_SCENE_H

#include "rooms_scene.h"

/* Accounts alice (on her laptop) and bob (on his desk), both in #tea. */
void friends_meet(struct scene *s, const char *alice_caps, const char *bob_caps);

/* As comes_as_account(), but what is sent after the welcome is left to be heard. */
void comes_back(struct scene *s, struct person *person, const char *name, const char *device,
                const char *caps);

/* As comes_back(), and read up to the names of #tea. */
void comes_back_to_tea(struct scene *s, struct person *person, const char *name, const char *device,
                       const char *caps);

/* Gone, for everybody. */
void leaves_for_long(struct scene *s, struct person *person);

/* Hears a PING :q<id> and answers it. */
void acknowledges(struct person *person);

/* Says something for each of from to to: format has one %d. */
void says_each(struct person *person, const char *format, int from, int to);

/* Takes nothing of what the server sends, until it reads again. */
void stops_reading(struct person *person);
void reads_again(struct person *person);

/* Messages that wait for the disk, until disk_answers(). */
void disk_is_slow(struct scene *s);
void disk_answers(struct scene *s);

/* Nothing more fits on the disk, until disk_has_room(). */
void disk_is_full(void);
void disk_has_room(void);

/* The next unread line, to free. */
char *next_line(struct person *person);

/* Says it, and returns the msgid from the speaker's own echo; to free. */
char *said(struct person *person, const char *line);

/* What is said, or heard, of a message: the format has one %s for its msgid. */
void says_of(struct person *person, const char *format, const char *msgid);
void hears_of(struct person *person, const char *format, const char *msgid);

/* Value of a tag of a line, to free; fails if it has none. */
char *tag_of(const char *line, const char *key);

#endif
