/*
 * operators_scene.h - a server_scene with operators: alice may do all, bob only
 * look and kick; and with a console, whose words are remembered.
 */
#ifndef OPERATORS_SCENE_H
#define OPERATORS_SCENE_H

#include "server_scene.h"

struct operators_scene {
    struct scene scene; /* first */
    struct buf said;    /* at the console, a sentence or a fact a line; bad ones begin with "! " */
    char *audit;        /* path of the audit log; owned */
    char *stopped;      /* why; owned; NULL: it goes on */
    bool as_rows;       /* facts come as key=value */
    bool broken;        /* the settings cannot be read */
    int ends;           /* commands that have ended */
    bool well;          /* the last one */
};

int operators_setup(void **state);
int operators_teardown(void **state);

#define OPERATORS(test) cmocka_unit_test_setup_teardown(test, operators_setup, operators_teardown)

/* Somebody types at the console; answers of the disk are waited for. */
void types_at_console(struct operators_scene *o, const char *line);

/* The same of somebody of whom it is known who it is and what it may. */
struct operate_who;
void types_as(struct operators_scene *o, const struct operate_who *who, const char *line);

/* Some line that was said since the last command matches. */
void console_says(struct operators_scene *o, const char *pattern);
void console_says_nothing_of(struct operators_scene *o, const char *text);

/* alice comes, logs in and says OPER. */
void alice_operates(struct operators_scene *o);

/* Some line of the audit log has this in it. */
void audit_says(struct operators_scene *o, const char *text);
bool audit_has(struct operators_scene *o, const char *text);

#endif
