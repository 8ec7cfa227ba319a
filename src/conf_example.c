#include <string.h>

#include "buf.h"
#include "conf.h"

void conf_example(const struct conf_option *table, size_t n, struct buf *out)
{
    const char *section = "";
    for (const struct conf_option *option = table; option < table + n; option++) {
        if (strcmp(section, option->section) != 0)
            buf_printf(out, "%s[%s]\n", *section ? "\n" : "", option->section);
        section = option->section;
        const char *fallback = option->fallback ? option->fallback : "";
        buf_printf(out, "; %s\n;%s =%s%s\n", option->help, option->key, *fallback ? " " : "",
                   fallback);
    }
}
