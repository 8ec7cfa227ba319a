#include "irc_num.h"

#include <stddef.h>

const char *irc_num_text(enum irc_num number)
{
    static const char *const texts[1000] = {
#define X(name, number, text) [number] = (text),
        IRC_NUMERICS(X)
#undef X
    };

    return texts[number];
}
