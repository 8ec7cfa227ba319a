/* alice has parlor, bob has irssi. */
#include <stdlib.h>

#include "classic.h"
#include "mem.h"
#include "person.h"
#include "rig.h"

static struct screen *start(const struct rig *rig)
{
    char program[] = "irssi", connect[] = "-c", host[] = "127.0.0.1", port[] = "-p";
    char nick[] = "-n", bob[] = "bob", password[] = "-w", secret[] = CLASSIC_PASSWORD;
    char *number = xasprintf("%d", rig->port);
    char *argv[] = {program, connect, host, port, number, nick, bob, password, secret, NULL};
    struct screen *screen = person_start(rig, "bob", argv);
    free(number);
    return screen;
}

int main(void)
{
    const struct classic irssi = {
        .start = start, .arrived = "\\[Act: 2", .to_lobby = "/window goto #lobby\r"};
    return classic_stories(&irssi, PARLOR);
}
