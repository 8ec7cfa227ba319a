#include "pointed.h"

#include <stdlib.h>

void pointed_clear(struct pointed *at)
{
    free(at->nick);
    free(at->url);
    free(at->hint);
    *at = (struct pointed){0};
}
