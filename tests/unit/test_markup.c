#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "canvas_row.h"
#include "markup.h"
#include "spec.h"
#include "theme_contrast.h"

#define RED   (COLOUR_RGB | 0xff0000)
#define BLUE  (COLOUR_RGB | 0x000080)
#define BOLD  "\x02"
#define RESET "\x0f"
#define COLOR "\x03"
#define HEX   "\x04"

static struct theme theme;
static const struct style base = {.fg = COLOUR_DEFAULT, .bg = COLOUR_DEFAULT};

static int setup(void **state)
{
    (void)state;
    theme = (struct theme){
        .irc = {[2] = BLUE, [4] = RED}
    };
    theme.roles[ROLE_LINK] =
        (struct style){.fg = BLUE, .bg = COLOUR_DEFAULT, .attrs = ATTR_UNDERLINE};
    theme.roles[ROLE_HIGHLIGHT] = (struct style){.fg = RED, .bg = BLUE};
    return 0;
}

static void add_style(struct buf *out, struct style style)
{
    static const struct {
        unsigned attr;
        char sign;
    } signs[] = {
        {ATTR_BOLD,      'b'},
        {ATTR_ITALIC,    'i'},
        {ATTR_UNDERLINE, 'u'},
        {ATTR_REVERSE,   'r'},
        {ATTR_STRIKE,    's'}
    };
    for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
        if (style.attrs & signs[i].attr)
            buf_putc(out, signs[i].sign);
    if (style.fg == RED)
        buf_putc(out, 'R');
    if (style.fg == BLUE)
        buf_putc(out, 'B');
    if (style.bg == BLUE)
        buf_puts(out, "/B");
    if (style.fg == 52)
        buf_puts(out, "52");
}

/* Reads text for alice: runs that are not plain stand as {style:text}. */
static void reads(const char *text, const char *picture)
{
    struct markup markup;
    struct buf out = {0};
    struct markup_names names = {.own = "alice"};
    markup_make(&markup, text, &theme, base, &names);
    const char *run = markup.text;
    for (size_t i = 0; i < markup.nruns; run += markup.runs[i++].len) {
        struct buf style = {0};
        add_style(&style, markup.runs[i].style);
        if (style.len > 0)
            buf_printf(&out, "{%s:%.*s}", style.data, (int)markup.runs[i].len, run);
        else
            buf_append(&out, run, markup.runs[i].len);
        buf_clear(&style);
    }
    assert_string_equal(buf_text(&out), picture);
    assert_int_equal(run - markup.text, markup.len);
    buf_clear(&out);
    markup_clear(&markup);
}

static void plain_text_is_plain(void **state)
{
    (void)state;
    reads("", "");
    reads("hello, tea?", "hello, tea?");
    reads("two\nrows", "two\nrows");
}

static void codes_turn_styles_on_and_off(void **state)
{
    (void)state;
    reads("a " BOLD "b" BOLD " c", "a {b:b} c");
    reads(BOLD "b\x1d"
               "bi" RESET "plain",
          "{b:b}{bi:bi}plain");
    reads("\x1f"
          "u\x1f\x1e"
          "s\x1e\x16"
          "r",
          "{u:u}{s:s}{r:r}");
    reads("\x11mono\x11", "mono");
}

static void colours_are_those_of_the_theme(void **state)
{
    (void)state;
    reads(COLOR "4red" COLOR " plain", "{R:red} plain");
    reads(COLOR "04,2red" COLOR "2blue", "{R/B:red}{/B:blue}");
    reads(COLOR "4red" RESET " plain", "{R:red} plain");
    reads(COLOR "16extended", "{52:extended}");
    reads(HEX "ff0000,000080red" HEX "plain", "{R/B:red}plain");
    reads(COLOR "4,tea", "{R:,tea}");
}

/* The text with what is hidden, and then revealed. */
static void hides_and_reveals(const char *text, const char *hidden, const char *revealed)
{
    struct markup markup;
    struct markup_names names = {.reveal = false};
    markup_make(&markup, text, &theme, base, &names);
    assert_string_equal(markup.text, hidden);
    assert_true(markup.hides);
    markup_clear(&markup);
    names.reveal = true;
    markup_make(&markup, text, &theme, base, &names);
    assert_string_equal(markup.text, revealed);
    markup_clear(&markup);
}

static void spoilers_are_hidden_until_they_are_revealed(void **state)
{
    (void)state;
    hides_and_reveals("it is ||the cook||!", "it is ▒▒▒ ▒▒▒▒!", "it is the cook!");
    hides_and_reveals("it is " COLOR "1,1bob" COLOR ".", "it is ▒▒▒.", "it is bob.");
    hides_and_reveals("||日本||", "▒▒▒▒", "日本");
    reads("a || b || c", "a || b || c");
}

static void code_has_a_ground_of_its_own(void **state)
{
    (void)state;
    theme.roles[ROLE_CODE] = (struct style){.fg = RED, .bg = BLUE};
    reads("say `make tea` now", "say {R/B:make tea} now");
    reads("\x11mono\x11", "{R/B:mono}");
    reads("`http://a.example/b`", "{R/B:http://a.example/b}");
    reads("so:\n```c\nint x;\n  y\n```\ndone", "so:\n{R/B:int x;\n}{R/B:  y}\ndone");
    reads("one ` alone", "one ` alone");
}

static void quotes_look_like_quotes(void **state)
{
    (void)state;
    theme.roles[ROLE_QUOTE] = (struct style){.fg = BLUE, .bg = COLOUR_DEFAULT};
    reads("> so it was\nyes", "{B:> so it was\n}yes");
    reads(">tea\n> b", ">tea\n{B:> b}");
}

static void people_of_the_room_have_their_colour_inside_text(void **state)
{
    (void)state;
    struct markup markup;
    struct members members = {.n = 0};
    struct markup_names names = {.members = &members};
    theme.nicks[0] = RED;
    theme.nnicks = 1;
    members_put(&members, "bob");
    markup_make(&markup, "bobby saw Bob, and bob's cup", &theme, base, &names);
    assert_int_equal(markup.nruns, 5);
    assert_int_equal(markup.runs[0].len, strlen("bobby saw "));
    assert_int_equal(markup.runs[1].style.fg, RED);
    assert_int_equal(markup.runs[3].style.fg, RED);
    assert_int_equal(markup.runs[3].len, 3);
    markup_clear(&markup);
    members_clear(&members);
}

/* How a link is shown, and where it leads (NULL: nowhere). */
static void leads(const char *text, const char *shown, const char *target)
{
    struct markup markup;
    markup_make(&markup, text, &theme, base, NULL);
    assert_string_equal(markup.text, shown);
    assert_int_equal(markup.nlinks, target ? 1 : 0);
    if (target)
        assert_string_equal(markup.links[0], target);
    markup_clear(&markup);
}

static void links_lead_where_they_say(void **state)
{
    (void)state;
    leads("see http://a.example/x.", "see http://a.example/x.", "http://a.example/x");
    leads("mailto:bob@a.example", "mailto:bob@a.example", "mailto:bob@a.example");
    leads("gemini://a.example/", "gemini://a.example/", "gemini://a.example/");
    leads("javascript:alert(1) file:///etc/passwd", "javascript:alert(1) file:///etc/passwd", NULL);
    leads("http://a.example/\u00e9", "http://a.example/\u00e9", "http://a.example/%C3%A9");
}

static void hosts_in_other_letters_show_what_they_are(void **state)
{
    (void)state;
    leads("https://b\u00fccher.example/x", "https://xn--bcher-kva.example/x (b\u00fccher.example)",
          "https://xn--bcher-kva.example/x");
    /* Cyrillic letters that look like "apple" are not shown as such. */
    leads("https://\u0430\u0440\u0440\u04cf\u0435.com/", "https://xn--80ak6aa92e.com/",
          "https://xn--80ak6aa92e.com/");
    leads("http://p\u0430ypal.com", "http://xn--pypal-4ve.com", "http://xn--pypal-4ve.com");
    leads("https://me@\u65e5\u672c.jp:80/", "https://me@xn--wgv71a.jp:80/ (\u65e5\u672c.jp)",
          "https://me@xn--wgv71a.jp:80/");
}

static void codes_at_the_end_are_nothing(void **state)
{
    (void)state;
    reads("tea" COLOR, "tea");
    reads("tea" COLOR "4", "tea");
    reads("tea" HEX "ff", "tea");
    reads(BOLD, "");
}

static void links_are_marked_without_what_ends_the_sentence(void **state)
{
    (void)state;
    reads("see https://example.org/a?b=c.", "see {uB:https://example.org/a?b=c}.");
    reads("(http://example.org/a_(b))", "({uB:http://example.org/a_(b)})");
    reads("ircs://chat.example.org/tea, now", "{uB:ircs://chat.example.org/tea}, now");
    reads("<https://example.org>", "<{uB:https://example.org}>");
    reads("https:// nothing xhttp://no", "https:// nothing xhttp://no");
}

static void links_keep_what_codes_say(void **state)
{
    (void)state;
    reads(BOLD "at http://a.example" BOLD "/b", "{b:at }{buB:http://a.example}{uB:/b}");
}

static void our_name_is_marked_as_a_word(void **state)
{
    (void)state;
    reads("alice: tea?", "{R/B:alice}: tea?");
    reads("tea, Alice!", "tea, {R/B:Alice}!");
    reads("malice and alices and alice_", "malice and alices and alice_");
    reads("http://alice.example", "{uB:http://alice.example}");
}

static void without_colours_a_theme_has_none_for_codes(void **state)
{
    (void)state;
    for (int i = 0; i < 16; i++)
        theme.irc[i] = COLOUR_DEFAULT;
    reads(COLOR "4red " COLOR "52more " HEX "ff0000hex", "red more hex");
}

static void plain_copies_have_no_codes_and_no_rows(void **state)
{
    (void)state;
    char *plain = markup_plain(BOLD "Ship v1" RESET "\non " COLOR "4,2Friday");
    assert_string_equal(plain, "Ship v1 on Friday");
    free(plain);
}

static void parts_are_drawn_in_their_styles(void **state)
{
    (void)state;
    struct markup markup;
    struct canvas canvas;
    canvas_init(&canvas);
    canvas_resize(&canvas, 10, 1, base);
    markup_make(&markup, "ab" BOLD "cd" BOLD "ef", &theme, base, NULL);
    markup_draw(&markup, &canvas,
                (struct pen){
                    {0, 0, 10, 1},
                    2, 0, base
    },
                1, 5);
    char *row = canvas_row(&canvas, 0);
    assert_string_equal(row, "  bcde");
    assert_int_equal(canvas.cells[2].style.attrs, 0);
    assert_int_equal(canvas.cells[3].style.attrs, ATTR_BOLD);
    assert_int_equal(canvas.cells[5].style.attrs, 0);
    free(row);
    markup_clear(&markup);
    canvas_clear(&canvas);
}

static void what_somebody_colours_can_be_read_on_their_ground(void **state)
{
    (void)state;
    struct markup markup;
    markup_make(&markup, HEX "000060,000080dark" HEX "0000ff,0000ffhidden", &theme, base, NULL);
    assert_int_equal(markup.runs[0].style.bg, BLUE);
    assert_true(contrast_of(markup.runs[0].style.fg, BLUE) >= 3.0);
    markup_clear(&markup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(what_somebody_colours_can_be_read_on_their_ground, setup),
        cmocka_unit_test_setup(hosts_in_other_letters_show_what_they_are, setup),
        cmocka_unit_test_setup(links_lead_where_they_say, setup),
        cmocka_unit_test_setup(people_of_the_room_have_their_colour_inside_text, setup),
        cmocka_unit_test_setup(quotes_look_like_quotes, setup),
        cmocka_unit_test_setup(code_has_a_ground_of_its_own, setup),
        cmocka_unit_test_setup(spoilers_are_hidden_until_they_are_revealed, setup),
        cmocka_unit_test_setup(plain_text_is_plain, setup),
        cmocka_unit_test_setup(codes_turn_styles_on_and_off, setup),
        cmocka_unit_test_setup(colours_are_those_of_the_theme, setup),
        cmocka_unit_test_setup(codes_at_the_end_are_nothing, setup),
        cmocka_unit_test_setup(links_are_marked_without_what_ends_the_sentence, setup),
        cmocka_unit_test_setup(links_keep_what_codes_say, setup),
        cmocka_unit_test_setup(our_name_is_marked_as_a_word, setup),
        cmocka_unit_test_setup(without_colours_a_theme_has_none_for_codes, setup),
        cmocka_unit_test_setup(plain_copies_have_no_codes_and_no_rows, setup),
        cmocka_unit_test_setup(parts_are_drawn_in_their_styles, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
