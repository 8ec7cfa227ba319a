/* Tab: what the program's own tables know. */
#include <stdlib.h>
#include <string.h>

#include "keyboard.h"
#include "settings.h"
#include "spec.h"

/* alice in #tea with bob, and in #ops with carol; #tea is open; the program's settings are lent. */
static int in_rooms(void **state)
{
    scene_modern(state);
    struct scene *s = *state;
    char *cause = NULL;
    setenv("XDG_CONFIG_HOME", "/nowhere", 1);
    settings_lend(s->chat);
    assert_int_equal(settings_read(s->chat, NULL, &cause), 0);
    server_says(s, ":alice!a@h JOIN #tea * :Alice");
    server_says(s, ":irc.example.org 353 alice = #tea :@alice bob");
    server_says(s, ":irc.example.org 366 alice #tea :End of /NAMES list.");
    server_says(s, ":alice!a@h JOIN #ops * :Alice");
    server_says(s, ":irc.example.org 353 alice = #ops :@alice carol");
    server_says(s, ":irc.example.org 366 alice #ops :End of /NAMES list.");
    chat_open(s->chat, scene_conv(s, "#tea"));
    return 0;
}

static void tab_makes(void **state, const char *typed, const char *picture)
{
    struct scene *s = *state;
    presses(s, "C-e C-u");
    types(s, typed);
    presses(s, "Tab");
    input_shows(s, picture);
}

static void settings_are_known_by_name_and_by_key_with_what_they_are(void **state)
{
    struct scene *s = *state;
    types(s, "/set ui.be");
    presses(s, "Tab");
    input_shows(s, "/set ui.bell |");
    tab_makes(state, "/unset text_c", "/unset ui.text_columns |");
    presses(s, "C-u");
    types(s, "/set mark");
    presses(s, "Tab");
    input_shows(s, "/set ui.markdown |");
}

static void values_of_a_setting_are_known(void **state)
{
    struct scene *s = *state;
    tab_makes(state, "/set ui.bell n", "/set ui.bell no |");
    tab_makes(state, "/set ui.joins f", "/set ui.joins fold |");
    tab_makes(state, "/set colours 25", "/set colours 256 |");
    tab_makes(state, "/set ui.text_columns ", "/set ui.text_columns 100 |");
    types(s, "x");
    presses(s, "Tab");
    input_shows(s, "/set ui.text_columns 100 x|");
}

static void a_list_of_settings_says_what_each_is_for(void **state)
{
    struct scene *s = *state;
    types(s, "/set ui.t");
    presses(s, "Tab");
    const struct choices *choices = &s->chat->choices;
    assert_true(choices->n > 3);
    for (size_t i = 0; i < choices->n; i++)
        assert_non_null(choices->items[i].help);
    tab_makes(state, "/toggle text_c", "/toggle text_c|");
    tab_makes(state, "/toggle ui.bel", "/toggle ui.bell |");
}

static void keys_actions_and_presets_are_known(void **state)
{
    struct scene *s = *state;
    tab_makes(state, "/bind C-g next-u", "/bind C-g next-unread |");
    tab_makes(state, "/bind pres", "/bind preset |");
    tab_makes(state, "/bind preset we", "/bind preset weechat |");
    tab_makes(state, "/bind F8", "/bind F8 |");
    presses(s, "C-u");
    enters(s, "/bind C-g next-room");
    tab_makes(state, "/bind -d C", "/bind -d C-g |");
}

static void ones_own_commands_are_known(void **state)
{
    struct scene *s = *state;
    enters(s, "/alias hello /say Hello, $1!");
    tab_makes(state, "/hell", "/hello |");
    tab_makes(state, "/unalias h", "/unalias hello |");
}

static void words_of_a_usage_are_known(void **state)
{
    tab_makes(state, "/notify men", "/notify mentions |");
    tab_makes(state, "/queue dr", "/queue drop |");
    tab_makes(state, "/cancel a", "/cancel all |");
}

static void servers_are_known_and_the_theme_that_follows_the_terminal(void **state)
{
    tab_makes(state, "/connect irc.e", "/connect irc.example.org:6697 |");
    tab_makes(state, "/theme au", "/theme auto|");
}

static void people_of_the_room_that_a_command_names_are_known(void **state)
{
    tab_makes(state, "/kick c", "/kick c|");
    tab_makes(state, "/kick #o", "/kick #ops |");
    tab_makes(state, "/kick #ops c", "/kick #ops carol |");
    tab_makes(state, "/names b", "/names bob |");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_ROOMS(test) cmocka_unit_test_setup_teardown(test, in_rooms, scene_end)
        IN_ROOMS(settings_are_known_by_name_and_by_key_with_what_they_are),
        IN_ROOMS(values_of_a_setting_are_known),
        IN_ROOMS(a_list_of_settings_says_what_each_is_for),
        IN_ROOMS(keys_actions_and_presets_are_known),
        IN_ROOMS(ones_own_commands_are_known),
        IN_ROOMS(words_of_a_usage_are_known),
        IN_ROOMS(servers_are_known_and_the_theme_that_follows_the_terminal),
        IN_ROOMS(people_of_the_room_that_a_command_names_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
