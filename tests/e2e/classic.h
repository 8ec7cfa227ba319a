/*
 * classic.h - stories of alice, who has parlor, and bob, who has a client that knows nothing of us.
 *
 * Bob claims his name by the server password, as any client can.
 */
#ifndef CLASSIC_H
#define CLASSIC_H

struct rig;
struct screen;

/* Bob's client. */
struct classic {
    struct screen *(*start)(const struct rig *rig); /* connects as bob, with CLASSIC_PASSWORD */
    const char *arrived;                            /* what it shows once #lobby is there */
    const char *to_lobby;                           /* typed to see #lobby */
};

#define CLASSIC_PASSWORD "bob-keeps-this-secret"

/* Runs all stories; returns how many failed. */
int classic_stories(const struct classic *classic, const char *parlor);

#endif
