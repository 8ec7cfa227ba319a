/* The question whether a certificate is the server's own. */
#include <string.h>

#include "connect_form.h"
#include "handle.h"
#include "keyboard.h"
#include "spec.h"
#include "trust_form.h"

#define OLD "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
#define NEW "0000000000000000000000000000000000000000000000000000000000000001"

static bool shows_certificate(struct scene *s, const char *fingerprint)
{
    const struct trust_shown shown = {.fingerprint = fingerprint, .doubt = "it has expired"};
    s->network->stage = NETWORK_CONNECTING;
    return handle_secured(s->chat, s->network, &shown);
}

/* The question holds a row like this. */
static void question_says(const struct scene *s, const char *text)
{
    const struct dialog *dialog = s->chat->dialog;
    assert_non_null(dialog);
    for (size_t i = 0; i < dialog->n; i++) {
        if (strstr(dialog->rows[i].label, text))
            return;
    }
    fail_msg("nothing says \"%s\"", text);
}

static void picked_is(const struct scene *s, const char *label)
{
    const struct dialog_row *row = dialog_picked(s->chat->dialog);
    assert_non_null(row);
    assert_string_equal(row->label, label);
}

static void the_certificate_is_shown_and_enter_alone_trusts_nobody(void **state)
{
    struct scene *s = *state;
    shows_certificate(s, OLD);
    enters(s, "/trust");
    question_says(s, "irc.example.org port 6697 shows a certificate that cannot be verified: it "
                     "has expired.");
    question_says(s, "9f86 d081 884c 7d65 9a2f eaa0 c55a d015");
    question_says(s, "a3bf 4f1b 2b0b 822c d15d 6c15 b0f0 0a08");
    question_says(s, "the same that the server printed");
    picked_is(s, "Cancel");
    presses(s, "Enter");
    assert_int_equal(s->network->stage, NETWORK_OFFLINE);
    assert_null(s->network->trust.pinned);
    assert_false(shows_certificate(s, OLD));
}

static void trust_is_remembered(void **state)
{
    struct scene *s = *state;
    shows_certificate(s, OLD);
    enters(s, "/trust");
    presses(s, "Up Up");
    picked_is(s, "Trust and remember");
    presses(s, "Up Enter");
    assert_null(s->chat->dialog);
    assert_int_equal(s->network->stage, NETWORK_CONNECTING);
    assert_string_equal(s->network->trust.pinned, OLD);
    assert_true(s->network->trust.pin_new);
    assert_true(shows_certificate(s, OLD));
    assert_false(shows_certificate(s, NEW));
}

static void only_this_time_is_not_remembered(void **state)
{
    struct scene *s = *state;
    shows_certificate(s, OLD);
    enters(s, "/trust");
    presses(s, "Up Enter");
    assert_int_equal(s->network->stage, NETWORK_CONNECTING);
    assert_null(s->network->trust.pinned);
    assert_true(shows_certificate(s, OLD));
}

static void letters_and_pastes_are_no_answer(void **state)
{
    struct scene *s = *state;
    shows_certificate(s, OLD);
    enters(s, "/trust");
    types(s, "yes");
    pastes(s, "yes");
    picked_is(s, "Cancel");
    presses(s, "Esc");
    assert_null(s->chat->dialog);
    notice_says(s, "not connected to irc.example.org; /trust asks again");
    enters(s, "/trust");
    picked_is(s, "Cancel");
}

static void who_never_got_in_may_name_another_server(void **state)
{
    struct scene *s = *state;
    shows_certificate(s, OLD);
    enters(s, "/trust");
    presses(s, "Enter");
    assert_true(connect_form_is_open(s->chat));
    assert_string_equal(s->chat->dialog->error,
                        "its certificate was not trusted: nothing was sent");
}

static void a_changed_certificate_is_shown_beside_the_old_one(void **state)
{
    struct scene *s = *state;
    trust_pin(&s->network->trust, OLD);
    shows_certificate(s, NEW);
    enters(s, "/trust");
    question_says(s, "Trusted  9f86 d081");
    question_says(s, "Now      0000 0000");
    question_says(s, "somebody is listening in between");
    presses(s, "Up Up");
    picked_is(s, "Trust the new one");
    presses(s, "Enter");
    assert_true(shows_certificate(s, NEW));
    assert_false(shows_certificate(s, OLD));
}

static void a_link_names_its_certificate(void **state)
{
    struct scene *s = *state;
    char *cause = NULL;
    assert_int_equal(
        connect_to(s->chat, "ircs://irc.example.org/tea?fp=" OLD, "alice", NULL, &cause), 0);
    assert_string_equal(s->network->trust.wanted, OLD);
    assert_false(shows_certificate(s, NEW));
    conv_shows(s, "#tea", "!! *than the one that the link names.");
    enters(s, "/trust");
    question_says(s, "Trusted  9f86 d081");
    presses(s, "Esc");
    enters(s, "/reconnect");
    assert_true(shows_certificate(s, OLD));
    assert_string_equal(s->network->trust.pinned, OLD);
}

static void where_there_is_nothing_to_decide_it_says_so(void **state)
{
    struct scene *s = *state;
    enters(s, "/trust");
    notice_says(s, "There is nothing to decide about irc.example.org");
    s->network->tls = false;
    enters(s, "/trust");
    notice_says(s, "The link to irc.example.org is not encrypted*");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define OFFLINE(test) cmocka_unit_test_setup_teardown(test, scene_offline, scene_end)
        OFFLINE(the_certificate_is_shown_and_enter_alone_trusts_nobody),
        OFFLINE(trust_is_remembered),
        OFFLINE(only_this_time_is_not_remembered),
        OFFLINE(letters_and_pastes_are_no_answer),
        OFFLINE(who_never_got_in_may_name_another_server),
        OFFLINE(a_changed_certificate_is_shown_beside_the_old_one),
        OFFLINE(a_link_names_its_certificate),
        OFFLINE(where_there_is_nothing_to_decide_it_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
