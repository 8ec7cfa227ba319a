#include "reason.h"

#include <ctype.h>
#include <string.h>

#include "mem.h"

char *reason_errno(int error)
{
    char *text = xstrdup(strerror(error));
    text[0] = (char)tolower((unsigned char)text[0]);
    return text;
}
