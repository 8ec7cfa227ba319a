#include "roff.h"

#include <string.h>

/* Backslashes and hyphens; no line begins with a dot. */
void roff_text(FILE *out, const char *text)
{
    if (*text == '.' || *text == '\'')
        fputs("\\&", out);
    for (const char *c = text; *c; c++) {
        if (*c == '\\')
            fputs("\\e", out);
        else if (*c == '-')
            fputs("\\-", out);
        else if (*c == '^' || *c == '~' || *c == '`')
            fprintf(out, "\\(%s", *c == '^' ? "ha" : *c == '~' ? "ti" : "ga");
        else
            fputc(*c, out);
    }
}

void roff_item(FILE *out, const char *term, const char *text)
{
    fputs(".TP\n.B ", out);
    roff_text(out, term + strspn(term, " "));
    fputc('\n', out);
    roff_text(out, text);
    fputs(".\n", out);
}
