#include "rooms_scene.h"

int rooms_setup(void **state)
{
    scene_setup(state);
    struct scene *s = *state;
    s->rig.config.default_room = NULL;
    return 0;
}

void tea_is_served(struct scene *s)
{
    comes_as_account(s, &s->alice, "alice", "laptop", "");
    comes_as_guest(s, &s->bob, "bob", "");
    comes_as_guest(s, &s->carol, "carol", "");
    says(&s->alice, "JOIN #tea");
    says(&s->bob, "JOIN #tea");
    ignores(&s->alice);
    ignores(&s->bob);
}
