#include "batch_in.h"

#include <stdlib.h>

void batch_in_free(struct batch_in *in)
{
    if (!in)
        return;
    free(in->ref);
    free(in->target);
    free(in->opening);
    free(in->label);
    buf_clear(&in->text);
    buf_clear(&in->joints);
    free(in);
}
