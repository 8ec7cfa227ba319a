#include <stdio.h>

#include "rooms_scene.h"

static void the_message_of_the_day_is_shown(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->bob, "bob", "");
    s->rig.config.motd = "Welcome.\n\nTea is at five.\n";
    says(&s->bob, "MOTD");
    hears(&s->bob, "375 bob :- parlor.local Message of the day - ");
    hears(&s->bob, "372 bob :- Welcome.");
    hears(&s->bob, "372 bob :- ");
    hears(&s->bob, "372 bob :- Tea is at five.");
    hears(&s->bob, "376 bob :End of /MOTD command");
    hears_nothing(&s->bob);
}

static void there_may_be_no_message_of_the_day(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->bob, "bob", "");
    says(&s->bob, "MOTD");
    hears(&s->bob, "422 bob :MOTD File is missing");
}

static void other_servers_are_not_here(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->bob, "bob", "");
    says(&s->bob, "MOTD irc.example.org");
    hears(&s->bob, "402 bob irc.example.org :No such server");
    says(&s->bob, "VERSION irc.example.org");
    hears(&s->bob, "402 bob irc.example.org :*");
    says(&s->bob, "TIME irc.example.org");
    hears(&s->bob, "402 bob irc.example.org :*");
    says(&s->bob, "INFO irc.example.org");
    hears(&s->bob, "402 bob irc.example.org :*");
    says(&s->bob, "TIME parlor.*");
    hears(&s->bob, "391 *");
    says(&s->bob, "TIME bob");
    hears(&s->bob, "391 *");
}

static void people_and_rooms_are_counted(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->bob, "bob", "");
    comes_as_guest(s, &s->carol, "carol", "");
    says(&s->carol, "MODE carol +i");
    connects(s, &s->alice);
    says(&s->bob, "JOIN #tea");
    says(&s->bob, "MODE #tea +s");
    ignores(&s->bob);
    ignores(&s->carol);
    says(&s->bob, "LUSERS");
    hears(&s->bob, "251 bob :There are 1 users and 1 invisible on 1 servers");
    hears(&s->bob, "253 bob 1 :unregistered connection(s)");
    hears(&s->bob, "254 bob 2 :rooms formed");
    hears(&s->bob, "255 bob :I have 2 clients and 0 servers");
    hears(&s->bob, "265 bob 2 2 :Current local users 2, max 2");
    hears(&s->bob, "266 bob 2 2 :Current global users 2, max 2");
    says(&s->carol, "LUSERS");
    hears_at_last(&s->carol, "254 carol 1 :rooms formed");
}

static void version_comes_with_the_limits(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->bob, "bob", "");
    says(&s->bob, "VERSION");
    hears(&s->bob, "351 bob parlord-* parlor.local :*");
    hears(&s->bob, "005 bob *");
}

static void time_and_info_are_told(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->bob, "bob", "");
    says(&s->bob, "TIME");
    hears(&s->bob, "391 bob parlor.local :20*Z");
    says(&s->bob, "INFO");
    hears(&s->bob, "371 bob :Parlor *");
    hears(&s->bob, "371 bob :Up since 20*Z");
    hears(&s->bob, "374 bob :End of /INFO list");
}

static void help_lists_the_commands(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->bob, "bob", "");
    says(&s->bob, "HELP");
    hears(&s->bob, "704 bob * :*");
    hears(&s->bob, "705 bob * :AUTHENTICATE AWAY *");
    hears_at_last(&s->bob, "706 bob * :End of /HELP");
    says(&s->bob, "HELP topic");
    hears(&s->bob, "704 bob TOPIC :TOPIC <room> [<text>]");
    hears(&s->bob, "705 bob TOPIC :Shows or sets what a room is about.");
    hears(&s->bob, "706 bob TOPIC :End of /HELP");
    says(&s->bob, "HELP coffee");
    hears(&s->bob, "524 bob coffee :No help available on this topic");
}

static void there_is_help_for_every_command(void **state)
{
    struct scene *s = *state;
    size_t n = 0;
    const struct command *table = command_table(&n);
    comes_as_guest(s, &s->bob, "bob", "");
    for (size_t i = 0; i < n; i++) {
        char line[64];
        char pattern[64];
        snprintf(line, sizeof(line), "HELP %s", table[i].name);
        snprintf(pattern, sizeof(pattern), "704 bob %s :%s*", table[i].name, table[i].name);
        says(&s->bob, line);
        hears_at_last(&s->bob, pattern);
        time_passes(s, 10000);
    }
}

static void a_real_name_is_changed_before_everybody(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->bob, "bob", "setname");
    comes_as_guest(s, &s->carol, "carol", "setname");
    comes_as_guest(s, &s->alice, "dora", "");
    says(&s->bob, "JOIN #tea");
    says(&s->carol, "JOIN #tea");
    says(&s->alice, "JOIN #tea");
    ignores(&s->bob);
    ignores(&s->carol);
    ignores(&s->alice);
    says(&s->bob, "SETNAME :Bob the Baker");
    hears(&s->bob, ":bob!* SETNAME :Bob the Baker");
    hears(&s->carol, ":bob!* SETNAME :Bob the Baker");
    hears_nothing(&s->alice);
    hears_nothing(&s->bob);
    says(&s->carol, "WHOIS bob");
    hears(&s->carol, "311 carol bob bob * * :Bob the Baker");
    says(&s->bob, "SETNAME :");
    hears(&s->bob, "FAIL SETNAME INVALID_REALNAME :*");
    says(&s->bob, "SETNAME");
    hears(&s->bob, "461 bob SETNAME :*");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOMS(the_message_of_the_day_is_shown),
        ROOMS(there_may_be_no_message_of_the_day),
        ROOMS(other_servers_are_not_here),
        ROOMS(people_and_rooms_are_counted),
        ROOMS(version_comes_with_the_limits),
        ROOMS(time_and_info_are_told),
        ROOMS(help_lists_the_commands),
        ROOMS(there_is_help_for_every_command),
        ROOMS(a_real_name_is_changed_before_everybody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
