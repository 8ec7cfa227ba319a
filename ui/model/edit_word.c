#include "edit_word.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* Bytes of multi-byte characters count as letters, so no cluster is cut. */
static bool is_word(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

size_t word_start_before(const char *text, size_t offset)
{
    while (offset > 0 && !is_word(text[offset - 1]))
        offset--;
    while (offset > 0 && is_word(text[offset - 1]))
        offset--;
    return offset;
}

size_t word_end_after(const char *text, size_t offset)
{
    while (text[offset] && !is_word(text[offset]))
        offset++;
    while (text[offset] && is_word(text[offset]))
        offset++;
    return offset;
}

size_t blank_start_before(const char *text, size_t offset)
{
    while (offset > 0 && is_blank(text[offset - 1]))
        offset--;
    while (offset > 0 && !is_blank(text[offset - 1]))
        offset--;
    return offset;
}

size_t row_start(const char *text, size_t offset)
{
    while (offset > 0 && text[offset - 1] != '\n')
        offset--;
    return offset;
}

size_t row_end(const char *text, size_t offset)
{
    return offset + strcspn(text + offset, "\n");
}
