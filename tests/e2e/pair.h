/*
 * pair.h - two people, alice and bob, who talk on at a pace in #pair while
 * something happens to the server that is to be no harm to them.
 *
 * They live in a process of their own, so that they measure the server and not
 * the test. Start them before other connections: they inherit those.
 */
#ifndef PAIR_H
#define PAIR_H

struct pair;
struct rig;

/* They claim their names and talk so many lines a second. The server is to have no limits on speed.
 */
struct pair *pair_new(const struct rig *rig, int per_second);

/*
 * They finish. Fails the test if a line came not, or twice, or out of order, or
 * if one of them was cut off. Prints how many lines there were and how long they
 * took, as NAME.pair_….
 */
void pair_end(struct pair *pair, const char *name);

/* What the server has to be told for them: a configuration without limits on speed; to free. */
char *pair_config(const struct rig *rig, const char *more);

#endif
