#include <string.h>
#include <utf8proc.h>

#include "mem.h"
#include "utf8.h"

#define ZWJ    0x200d
#define VS15   0xfe0e
#define VS16   0xfe0f
#define KEYCAP 0x20e3

/* What in a cluster decides about its width beside the characters' own. */
struct traits {
    int cols;  /* of all characters, each for itself */
    int flags; /* regional indicators */
    bool pictogram;
    bool joined;
    bool emoji_style;
    bool text_style;
    bool keycap;
    bool modified;
};

static int code_cols(uint32_t code, const utf8proc_property_t *property)
{
    bool unassigned = property->category == UTF8PROC_CATEGORY_CN;
    /* Conjoining vowels and finals are drawn into the block of the syllable's first. */
    if (property->boundclass == UTF8PROC_BOUNDCLASS_V ||
        property->boundclass == UTF8PROC_BOUNDCLASS_T)
        return 0;
    /* Emoji younger than the tables. */
    if (unassigned && code >= 0x1f300 && code <= 0x1faff)
        return 2;
    return property->category == UTF8PROC_CATEGORY_CC ? 0 : property->charwidth;
}

static void add_code(struct traits *traits, uint32_t code)
{
    const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)code);

    traits->cols += code_cols(code, property);
    traits->flags += property->boundclass == UTF8PROC_BOUNDCLASS_REGIONAL_INDICATOR;
    traits->pictogram |= property->boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
    traits->joined |= code == ZWJ;
    traits->emoji_style |= code == VS16;
    traits->text_style |= code == VS15;
    traits->keycap |= code == KEYCAP;
    traits->modified |= code >= 0x1f3fb && code <= 0x1f3ff;
}

static struct traits traits_of(const char *text, size_t len)
{
    struct traits traits = {0};
    size_t size = 0;
    for (size_t i = 0; i < len; i += size)
        add_code(&traits, utf8_decode(text + i, len - i, &size));
    return traits;
}

int utf8_cluster_cols(const char *text, size_t len)
{
    if (len == 1)
        return text[0] >= ' ' && text[0] <= '~';

    struct traits traits = traits_of(text, len);
    bool emoji = traits.pictogram && (traits.emoji_style || traits.joined);
    if (emoji || traits.keycap || traits.flags == 2 || traits.cols > 2)
        return 2;
    return traits.cols;
}

bool utf8_cluster_doubtful(const char *text, size_t len)
{
    if (len == 1)
        return false;
    struct traits traits = traits_of(text, len);
    return traits.joined || traits.emoji_style || traits.text_style || traits.keycap ||
           traits.modified || traits.flags > 0;
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* True if all eight bytes are 20 to 7E. */
static bool is_printable_word(const char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof(word));
    if (word & EACH(0x80))
        return false;
    bool above_controls = ((word >> 5 | word >> 6) & EACH(1)) == EACH(1);
    bool has_delete = (word + EACH(1)) & EACH(0x80);
    return above_controls && !has_delete;
}

/* How many printable ASCII characters stand at text that nothing combines with: each has one
 * column. */
static size_t simple_run(const char *text, size_t len)
{
    size_t n = 0;
    while (n + 8 <= len && is_printable_word(text + n))
        n += 8;
    while (n < len && text[n] >= ' ' && text[n] <= '~')
        n++;
    return n > 0 && n < len && (unsigned char)text[n] >= 0x80 ? n - 1 : n;
}

int utf8_cols(const char *text, size_t len)
{
    int cols = 0;
    size_t i = 0;
    while (i < len) {
        size_t run = simple_run(text + i, len - i);
        cols += (int)run;
        i += run;
        size_t size = utf8_cluster(text + i, len - i);
        if (size > 0)
            cols += utf8_cluster_cols(text + i, size);
        i += size;
    }
    return cols;
}

size_t utf8_cut_cols(const char *text, size_t len, int cols)
{
    size_t i = 0;
    while (i < len) {
        size_t size = utf8_cluster(text + i, len - i);
        cols -= utf8_cluster_cols(text + i, size);
        if (cols < 0)
            return i;
        i += size;
    }
    return i;
}

char *utf8_shorten(const char *text, int cols)
{
    size_t len = strlen(text);
    if (utf8_cols(text, len) <= cols)
        return xstrdup(text);
    return xasprintf("%.*s…", (int)utf8_cut_cols(text, len, cols - 1), text);
}
