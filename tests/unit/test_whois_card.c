/* /whois: what the server knows of somebody, as a card wherever one is. */
#include <string.h>

#include "keyboard.h"
#include "spec.h"
#include "who_list.h"
#include "whois_card.h"

static void server_knows_bob(struct scene *s)
{
    server_says(s, ":x 311 alice bob b host.example * :Bob the builder");
    server_says(s, ":x 319 alice bob :@#tea #ops");
    server_says(s, ":x 317 alice bob 61 :seconds idle");
    server_says(s, ":x 330 alice bob bobby :is logged in as");
    server_says(s, ":x 671 alice bob :is using a secure connection");
    server_says(s, ":x 318 alice bob :End of WHOIS");
    whois_card_turn(s->chat);
}

static void card_says(const struct scene *s, const char *text)
{
    const struct dialog *dialog = s->chat->dialog;
    assert_non_null(dialog);
    for (size_t i = 0; i < dialog->n; i++)
        if (strcmp(dialog->rows[i].label, text) == 0)
            return;
    fail_msg("the card does not say \"%s\"", text);
}

static void the_answer_is_one_card_in_any_room(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    server_says(s, ":bob!b@h JOIN #tea bobby :Bob");
    enters(s, "/whois bob");
    client_says(s, "WHOIS bob");
    server_knows_bob(s);
    assert_string_equal(s->chat->dialog->title, "bob");
    card_says(s, "bob (b@host.example) Bob the builder");
    card_says(s, "logged in as bobby");
    card_says(s, "silent for 1 min");
    card_says(s, "over TLS");
    card_says(s, "with you in #tea");
    conv_does_not_show(s, "", "*builder*");
    conv_does_not_show(s, "#tea", "*builder*");
}

static void card_does_not_say(const struct scene *s, const char *text)
{
    for (size_t i = 0; i < s->chat->dialog->n; i++)
        assert_null(strstr(s->chat->dialog->rows[i].label, text));
}

static void the_card_says_nothing_twice(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    server_says(s, ":bob!b@h JOIN #tea bob :bob");
    enters(s, "/whois bob");
    server_says(s, ":x 311 alice bob b host.example * :bob");
    server_says(s, ":x 319 alice bob :@#tea");
    server_says(s, ":x 307 alice bob :is a registered nick");
    server_says(s, ":x 330 alice bob bob :is logged in as");
    server_says(s, ":x 318 alice bob :End of WHOIS");
    whois_card_turn(s->chat);
    card_says(s, "bob (b@host.example)");
    card_says(s, "in @#tea");
    card_says(s, "owns this name");
    card_does_not_say(s, "with you");
    card_does_not_say(s, "logged in");
    assert_int_equal(s->chat->dialog->n, 7); /* three lines, a blank, and what can be done */
}

static void from_the_card_one_can_write_or_close(void **state)
{
    struct scene *s = *state;
    enters(s, "/whois bob");
    server_knows_bob(s);
    presses(s, "Up Up Enter");
    assert_null(s->chat->dialog);
    assert_string_equal(s->chat->current->name, "bob");
    enters(s, "/whois");
    server_knows_bob(s);
    presses(s, "Enter");
    assert_null(s->chat->dialog);
}

static void who_is_not_here_is_told_without_a_card(void **state)
{
    struct scene *s = *state;
    enters(s, "/whois dave");
    server_says(s, ":x 401 alice dave :No such nick");
    server_says(s, ":x 318 alice dave :End of WHOIS");
    whois_card_turn(s->chat);
    assert_null(s->chat->dialog);
    conv_shows(s, "", "!! dave: nobody here has that name");
}

static void who_was_here_has_a_card_too(void **state)
{
    struct scene *s = *state;
    enters(s, "/whowas dave");
    client_says(s, "WHOWAS dave");
    server_says(s, ":x 314 alice dave d host.example * :Dave");
    server_says(s, ":x 369 alice dave :End of WHOWAS");
    whois_card_turn(s->chat);
    card_says(s, "was here: dave (d@host.example) Dave");
}

static void who_is_there_is_a_list_that_leads_to_cards(void **state)
{
    struct scene *s = *state;
    enters(s, "/who *");
    client_says(s, "WHO *");
    server_says(s, ":x 352 alice * b h.example x bob G* :0 Bob the builder");
    server_says(s, ":x 352 alice #tea c h.example x carol H :0 Carol");
    who_list_turn(s->chat);
    assert_null(s->chat->dialog);
    server_says(s, ":x 315 alice * :End of WHO");
    who_list_turn(s->chat);
    assert_int_equal(s->chat->dialog->nshown, 2);
    assert_string_equal(s->chat->dialog->rows[0].detail,
                        "b@h.example · away · operator · Bob the builder");
    types(s, "carol");
    presses(s, "Enter");
    client_says(s, "WHOIS carol");
}

static void line_by_line_there_is_no_card(void **state)
{
    struct scene *s = *state;
    s->chat->settings.linear = true;
    enters(s, "/whois bob");
    server_knows_bob(s);
    assert_null(s->chat->dialog);
    conv_shows(s, "", "-- bob (b@host.example)*");
}

static void behind_an_open_dialog_it_becomes_lines(void **state)
{
    struct scene *s = *state;
    enters(s, "/whois bob");
    enters(s, "/help");
    server_knows_bob(s);
    conv_shows(s, "", "-- bob (b@host.example)*");
}

static void who_types_goes_on_typing(void **state)
{
    struct scene *s = *state;
    enters(s, "/whois bob");
    types(s, "no");
    server_knows_bob(s);
    assert_null(s->chat->dialog);
    conv_shows(s, "", "-- bob (b@host.example)*");
    presses(s, "C-u");
    enters(s, "/who *");
    types(s, "no");
    server_says(s, ":x 352 alice #tea c h.example x carol H :0 Carol");
    server_says(s, ":x 315 alice * :End of WHO");
    who_list_turn(s->chat);
    assert_null(s->chat->dialog);
    presses(s, "C-u");
    who_list_turn(s->chat);
    assert_int_equal(s->chat->dialog->nshown, 1);
}

static void no_name_brings_codes_or_turns_the_letters_round(void **state)
{
    struct scene *s = *state;
    enters(s, "/whois bob");
    server_says(s, ":x 311 alice bob b h * :Bob\033]2;x\007\u202e\302\2332J");
    server_says(s, ":x 318 alice bob :End of WHOIS");
    whois_card_turn(s->chat);
    card_says(s, "bob (b@h) Bob\ufffd]2;x\ufffd\ufffd2J");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define WITH(test) cmocka_unit_test_setup_teardown(test, scene_modern, scene_end)
        WITH(the_answer_is_one_card_in_any_room),
        WITH(the_card_says_nothing_twice),
        WITH(from_the_card_one_can_write_or_close),
        WITH(who_is_not_here_is_told_without_a_card),
        WITH(who_was_here_has_a_card_too),
        WITH(who_is_there_is_a_list_that_leads_to_cards),
        WITH(line_by_line_there_is_no_card),
        WITH(behind_an_open_dialog_it_becomes_lines),
        WITH(who_types_goes_on_typing),
        WITH(no_name_brings_codes_or_turns_the_letters_round),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
