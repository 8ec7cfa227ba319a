#include "irc_cap.h"

#include <stddef.h>
#include <string.h>

static const char *const names[IRC_CAP_COUNT] = {
#define X(bit, name) [IRC_CAP_INDEX_##bit] = (name),
    IRC_CAPS(X)
#undef X
};

/* Names that ratified capabilities had before; clients still ask for them. */
static const struct {
    const char *name;
    uint64_t bit;
} aliases[] = {
    {"draft/no-implicit-names",   IRC_CAP_NO_IMPLICIT_NAMES},
    {"soju.im/no-implicit-names", IRC_CAP_NO_IMPLICIT_NAMES},
};

uint64_t irc_cap_find(const char *name)
{
    for (int i = 0; i < IRC_CAP_COUNT; i++)
        if (strcmp(name, names[i]) == 0)
            return UINT64_C(1) << i;
    for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
        if (strcmp(name, aliases[i].name) == 0)
            return aliases[i].bit;
    return 0;
}

const char *irc_cap_name(int index)
{
    return names[index];
}
