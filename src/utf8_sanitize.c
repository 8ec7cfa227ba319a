#include <string.h>
#include <utf8proc.h>

#include "buf.h"
#include "utf8.h"

#define REPLACEMENT "\xef\xbf\xbd"
#define MARKS_MAX   4

static bool is_formatting(uint32_t code)
{
    return code != 0 && code < 0x20 && strchr("\x02\x03\x04\x0f\x11\x16\x1d\x1e\x1f", (int)code);
}

static bool is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code <= 0x9f);
}

/* Marks of direction, embeddings, overrides and isolates, and the separators of lines and
 * paragraphs. */
static bool is_dropped(uint32_t code)
{
    return code == 0x61c || code == 0x200e || code == 0x200f ||
           (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

static bool is_mark(uint32_t code)
{
    if (code < 0x300)
        return false;
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);
    return code == 0x200d || category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME ||
           category == UTF8PROC_CATEGORY_MC;
}

char *utf8_sanitize(const char *text, size_t len, bool keep_newlines, bool keep_formatting)
{
    struct buf out = {0};
    int marks = 0;
    size_t size = 0;

    for (size_t i = 0; i < len; i += size) {
        uint32_t code = utf8_decode(text + i, len - i, &size);
        marks = is_mark(code) ? marks + 1 : is_dropped(code) ? marks : 0;
        if (is_dropped(code) || marks > MARKS_MAX)
            continue;

        bool kept = (keep_newlines && code == '\n') || (keep_formatting && is_formatting(code));
        bool malformed = size == 1 && code >= 0x80;
        if (malformed || (is_control(code) && !kept))
            buf_puts(&out, code == '\t' ? " " : REPLACEMENT);
        else
            buf_append(&out, text + i, size);
    }
    return buf_detach(&out);
}
