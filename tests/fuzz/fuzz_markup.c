#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "markup.h"
#include "utf8.h"
#include "wrap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Rows follow each other, within the width, and lose nothing but blanks and newlines. */
static void check_rows(const struct markup *markup, int first_cols, int cols)
{
    struct wrap wrap = {0};
    size_t at = 0;
    wrap_text(&wrap, markup->text, first_cols, cols);
    for (size_t i = 0; i < wrap.n; i++) {
        const struct wrap_row *row = &wrap.rows[i];
        assert(row->from <= row->to && row->to <= markup->len);
        assert(strspn(markup->text + at, " \n") >= row->from - at);
        at = row->to;
    }
    assert(strspn(markup->text + at, " \n") == markup->len - at);
    wrap_clear(&wrap);
}

/* What anybody says becomes runs over all of the text, without a code in it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct theme theme = {
        .irc = {1, 2, 3, 4, 5, 6, 7, 8}
    };
    struct markup markup;
    if (size < 2)
        return 0;
    char *text = utf8_sanitize((const char *)data + 2, size - 2, true, true);
    struct markup_names names = {.own = data[0] & 1 ? "alice" : NULL, .reveal = data[0] & 2};
    markup_make(&markup, text, &theme, theme.roles[ROLE_TEXT], &names);

    size_t len = 0;
    for (size_t i = 0; i < markup.nruns; i++)
        len += markup.runs[i].len;
    assert(len == markup.len && len == strlen(markup.text));
    for (const char *c = markup.text; *c; c++)
        assert((unsigned char)*c >= ' ' || *c == '\n');
    check_rows(&markup, data[0] % 50, data[1] % 60);

    struct canvas canvas;
    canvas_init(&canvas);
    canvas_resize(&canvas, data[1] % 40, 2, theme.roles[ROLE_TEXT]);
    markup_draw(&markup, &canvas,
                (struct pen){
                    .clip = {1, 0, 30, 2},
                      .x = 1
    },
                0, markup.len);
    canvas_clear(&canvas);
    markup_clear(&markup);
    free(text);
    return 0;
}
