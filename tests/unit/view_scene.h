/*
 * view_scene.h - a client without terminal, put together by hand: what was
 * said, and what its rows look like.
 *
 *     says(s, "18:04", "carol", "deploy done");
 *     paints(s, 100, 30);
 *     shows(s, "18:04  carol  deploy done");
 */
#ifndef VIEW_SCENE_H
#define VIEW_SCENE_H

#include "spec.h"
#include "view.h"

struct scene {
    struct chat *chat;
    struct network *network;
    struct conv *room; /* #teamchat, open, alice is us */
    struct theme theme;
    struct screen screen;
    unsigned ids;
};

int scene_setup(void **state);
int scene_teardown(void **state);

/* A test in a scene of its own. */
#define SCENE(test) cmocka_unit_test_setup_teardown(test, scene_setup, scene_teardown)

/* "18:04" of Friday 20 November 2026; "19/18:04" of the 19th. */
int64_t at(const char *when);

/* Adds a line to the open conversation; returns its serial. */
uint64_t happens(struct scene *s, const char *when, enum line_kind kind, const char *nick,
                 const char *text);
uint64_t says(struct scene *s, const char *when, const char *nick, const char *text);

/* Somebody is in the room. */
struct person *enters(struct scene *s, const char *nick, const char *prefixes, bool away);

/* Paints everything at this size; paints_again paints what changed. */
void paints(struct scene *s, int cols, int rows);
void paints_again(struct scene *s, unsigned changed);

/* Row y is this, blanks at its end aside. */
void row_shows(struct scene *s, int y, const char *text);

/* The part of row y in a pane. */
void pane_shows(struct scene *s, struct rect pane, int y, const char *text);

/* Some row holds the text; none does. */
void shows(struct scene *s, const char *text);
void hides(struct scene *s, const char *text);

/* The row that holds the text, and the style of its first character. */
int row_of(struct scene *s, const char *text);
struct style style_of(struct scene *s, const char *text);

#endif
