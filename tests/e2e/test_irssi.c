/* alice has parlor, bob has irssi. */
#include <stdlib.h>

#include "classic.h"
#include "mem.h"
#include "person.h"
#include "rig.h"

static struct screen *start(const struct rig *rig)
{
    char *port = xasprintf("%d", rig->port);
    const char *const argv[] = {"irssi", "-c", "127.0.0.1",      "-p", port, "-n",
                                "bob",   "-w", CLASSIC_PASSWORD, NULL};
    struct screen *screen = person_start(rig, "bob", argv);
    free(port);
    return screen;
}

int main(void)
{
    const struct classic irssi = {
        .start = start, .arrived = "\\[Act: 2", .to_lobby = "/window goto #lobby\r"};
    return classic_stories(&irssi, PARLOR);
}
