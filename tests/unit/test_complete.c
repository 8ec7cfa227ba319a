/* What Tab makes of a word. */
#include "keyboard.h"
#include "mem.h"
#include "spec.h"

/* alice in #tea, which is open, with alan and bob, who spoke last; and in #team. */
static int in_tea(void **state)
{
    scene_modern(state);
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea * :Alice");
    server_says(s, ":irc.example.org 353 alice = #tea :@alice alan bob bert");
    server_says(s, ":irc.example.org 366 alice #tea :End of /NAMES list.");
    server_says(s, ":alice!a@h JOIN #team * :Alice");
    server_says(s, "@time=2026-11-20T18:00:01.000Z :bert!b@h PRIVMSG #tea :first");
    server_says(s, "@time=2026-11-20T18:00:02.000Z :bob!b@h PRIVMSG #tea :second");
    chat_open(s->chat, scene_conv(s, "#tea"));
    return 0;
}

static void tab_makes(void **state, const char *typed, const char *keys, const char *picture)
{
    struct scene *s = *state;
    presses(s, "C-e C-u");
    types(s, typed);
    presses(s, keys);
    input_shows(s, picture);
}

static void a_name_at_the_start_is_spoken_to(void **state)
{
    tab_makes(state, "ala", "Tab", "alan: |");
    tab_makes(state, "thanks ala", "Tab", "thanks alan |");
    tab_makes(state, "hey @ala", "Tab", "hey @alan |");
    tab_makes(state, "@ala", "Tab", "@alan |");
}

static void who_spoke_last_comes_first(void **state)
{
    tab_makes(state, "b", "Tab", "bob: |");
    tab_makes(state, "b", "Tab Tab", "bert: |");
    tab_makes(state, "b", "Tab Tab Tab", "bob: |");
    tab_makes(state, "b", "Tab S-Tab", "bert: |");
    tab_makes(state, "a", "Tab", "alan: |");
}

static void who_is_here_and_in_private_is_offered_once(void **state)
{
    struct scene *s = *state;
    chat_conv_make(s->chat, s->network, "bob");
    tab_makes(state, "/msg b", "Tab", "/msg bob |");
    tab_makes(state, "/msg b", "Tab Tab", "/msg bert |");
    assert_int_equal(s->chat->choices.n, 2);
}

static void who_is_offline_completes_behind_who_is_here(void **state)
{
    struct scene *s = *state;
    members_put(&scene_conv(s, "#tea")->absent, "bea")->offline = true;
    tab_makes(state, "b", "Tab Tab Tab", "bea: |");
}

static void the_case_does_not_matter(void **state)
{
    tab_makes(state, "BO", "Tab", "bob: |");
}

static void another_key_settles_the_choice(void **state)
{
    struct scene *s = *state;
    tab_makes(state, "b", "Tab", "bob: |");
    types(s, "hi b");
    presses(s, "Tab");
    input_shows(s, "bob: hi bob |");
}

static void what_fits_nothing_stays(void **state)
{
    tab_makes(state, "zzz", "Tab", "zzz|");
    tab_makes(state, "bob ", "Tab", "bob |");
    tab_makes(state, "/msg bob ", "Home Tab", "|/msg bob ");
}

static void a_word_in_the_middle_is_completed(void **state)
{
    tab_makes(state, "ask bo please", "C-a M-f M-f Tab", "ask bob | please");
}

static void rooms_are_known(void **state)
{
    tab_makes(state, "see #te", "Tab", "see #tea |");
    tab_makes(state, "see #te", "Tab Tab", "see #team |");
    tab_makes(state, "/join team", "Tab", "/join #team |");
    tab_makes(state, "/leave #team", "Tab", "/leave #team |");
}

static void who_is_in_the_list_completes_where_a_conversation_is_meant(void **state)
{
    struct scene *s = *state;
    chat_conv_make(s->chat, s->network, "carol");
    tab_makes(state, "/close ca", "Tab", "/close carol |");
    tab_makes(state, "/mute tea", "Tab", "/mute #team |");
    tab_makes(state, "/pin al", "Tab", "/pin al|"); /* alan is not in it */
    tab_makes(state, "/join ca", "Tab", "/join ca|");
}

static void commands_and_their_arguments_are_known(void **state)
{
    tab_makes(state, "/who", "Tab Tab", "/whois |");
    tab_makes(state, "/inv", "Tab", "/invite |");
    tab_makes(state, "/invite ala", "Tab", "/invite alan |");
    tab_makes(state, "/help who", "Tab Tab", "/help whois |");
    tab_makes(state, "/nick ala", "Tab", "/nick ala|");
}

static void people_one_talks_to_are_known_everywhere(void **state)
{
    struct scene *s = *state;
    chat_conv_make(s->chat, s->network, "dave");
    tab_makes(state, "/msg da", "Tab", "/msg dave |");
    chat_open(s->chat, scene_conv(s, "dave"));
    tab_makes(state, "dav", "Tab", "dave: |");
}

static void themes_are_known(void **state)
{
    struct scene *s = *state;
    xreplace(&s->chat->theme_names, "default-dark default-light mono");
    tab_makes(state, "/theme m", "Tab", "/theme mono|");
    tab_makes(state, "/theme default", "Tab Tab", "/theme default-light|");
}

static void the_topic_is_brought_to_be_changed(void **state)
{
    struct scene *s = *state;
    tab_makes(state, "/topic ", "Tab", "/topic |");
    server_says(s, ":bob!b@h TOPIC #tea :Only green tea");
    tab_makes(state, "/topic ", "Tab", "/topic Only green tea|");
    tab_makes(state, "/topic #tea ", "Tab", "/topic #tea Only green tea|");
    tab_makes(state, "/topic #te", "Tab", "/topic #tea |");
    tab_makes(state, "/topic Tea, ", "Tab", "/topic Tea, |");
}

static void undo_takes_a_completion_back(void **state)
{
    tab_makes(state, "b", "Tab C-_", "b|");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_TEA(test) cmocka_unit_test_setup_teardown(test, in_tea, scene_end)
        IN_TEA(a_name_at_the_start_is_spoken_to),
        IN_TEA(who_spoke_last_comes_first),
        IN_TEA(the_case_does_not_matter),
        IN_TEA(who_is_here_and_in_private_is_offered_once),
        IN_TEA(who_is_offline_completes_behind_who_is_here),
        IN_TEA(another_key_settles_the_choice),
        IN_TEA(what_fits_nothing_stays),
        IN_TEA(a_word_in_the_middle_is_completed),
        IN_TEA(rooms_are_known),
        IN_TEA(who_is_in_the_list_completes_where_a_conversation_is_meant),
        IN_TEA(commands_and_their_arguments_are_known),
        IN_TEA(people_one_talks_to_are_known_everywhere),
        IN_TEA(themes_are_known),
        IN_TEA(the_topic_is_brought_to_be_changed),
        IN_TEA(undo_takes_a_completion_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
