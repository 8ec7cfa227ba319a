/* alice has parlor, bob has weechat. */
#include <stdlib.h>

#include "classic.h"
#include "mem.h"
#include "person.h"
#include "rig.h"

/* We type faster than it believes of people: it would take that for a paste, and ask. */
static struct screen *start(const struct rig *rig)
{
    char *home = person_home(rig, "bob");
    char *commands = xasprintf("/set weechat.look.paste_max_lines -1; "
                               "/server add parlor 127.0.0.1/%d -notls -nicks=bob "
                               "-password=" CLASSIC_PASSWORD "; /connect parlor",
                               rig->port);
    const char *const argv[] = {"weechat", "-d", home, "-r", commands, NULL};
    struct screen *screen = person_start(rig, "bob", argv);
    free(commands);
    free(home);
    return screen;
}

int main(void)
{
    const struct classic weechat = {
        .start = start, .arrived = "Channel #lobby: [12] nick", .to_lobby = "/buffer #lobby\r"};
    return classic_stories(&weechat, PARLOR);
}
