/* What the hands of people who come from WeeChat or irssi do without being asked, and where they
 * trip in other clients: each habit through the real program. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "mem.h"
#include "peer.h"
#include "rig.h"
#include "screen.h"
#include "spec.h"
#include "story.h"

#define ALT          "\033"
#define ENTER        "\r"
#define UP           "\033[A"
#define DOWN         "\033[B"
#define PGUP         "\033[5~"
#define END          "\033[1;5F" /* C-End */
#define CTRL_C       "\003"
#define CTRL_L       "\014"
#define CTRL_N       "\016"
#define CTRL_P       "\020"
#define CTRL_R       "\022"
#define CTRL_U       "\025"
#define CTRL_Z       "\032"
#define PASTE_BEGINS "\033[200~"
#define PASTE_ENDS   "\033[201~"

/* alice is in #lobby, #tea and #ops, and looks at #lobby; bob is in all of them. */
static struct screen *begin(struct story *story)
{
    peer_join(story->bob, "#tea");
    peer_join(story->bob, "#ops");
    story_start_alice(story, 100, 30);
    screen_type(story->screen, "/j #tea,#ops" ENTER);
    screen_wait(story->screen, "▸2 #tea");
    screen_wait(story->screen, "3 #ops");
    peer_expect(story->bob, "^:alice![^ ]+ JOIN :?#ops");
    screen_wait(story->screen, "4 Parlor +1"); /* what the services told her */
    screen_type(story->screen, ALT "4");
    screen_wait(story->screen, "▸4 Parlor");
    screen_type(story->screen, ALT "1");
    screen_wait(story->screen, "▸1 #lobby");
    return story->screen;
}

static void bob_says_to(struct story *story, const char *target, const char *text)
{
    peer_send(story->bob, "PRIVMSG %s :%s", target, text);
    peer_send(story->bob, "PING said");
    peer_expect(story->bob, "PONG .*said");
}

static void alt_a_takes_what_speaks_to_me_first_then_news_and_then_home(void **state)
{
    struct story *story = *state;
    struct screen *screen = begin(story);
    bob_says_to(story, "#tea", "just talk");
    bob_says_to(story, "#ops", "alice: it burns");
    screen_wait(screen, "2 #tea +1");
    screen_wait(screen, "3 #ops +@");
    screen_type(screen, ALT "a");
    screen_wait(screen, "▸3 #ops");
    screen_type(screen, ALT "a");
    screen_wait(screen, "▸2 #tea");
    screen_type(screen, ALT "a");
    screen_wait(screen, "▸1 #lobby");
    screen_type(screen, ALT "/");
    screen_wait(screen, "▸2 #tea");
    story_quit_alice(story);
}

static void rooms_open_by_number_by_name_and_one_after_the_other(void **state)
{
    struct story *story = *state;
    struct screen *screen = begin(story);
    static const struct {
        const char *typed, *then;
    } ways[] = {
        {"/win 2" ENTER,      "▸2 #tea"  },
        {"/buffer ops" ENTER, "▸3 #ops"  },
        {"/window 1" ENTER,   "▸1 #lobby"},
        {"/b #tea" ENTER,     "▸2 #tea"  },
        {"/wg op" ENTER,      "▸3 #ops"  },
        {CTRL_P,              "▸2 #tea"  },
        {CTRL_P,              "▸1 #lobby"},
        {CTRL_N,              "▸2 #tea"  },
        {ALT "3",             "▸3 #ops"  },
    };
    for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
        screen_type(screen, ways[i].typed);
        screen_wait(screen, ways[i].then);
    }
    story_quit_alice(story);
}

static void up_is_the_history_of_this_room_and_the_draft_stays_below(void **state)
{
    struct story *story = *state;
    struct screen *screen = begin(story);
    screen_type(screen, "said in the lobby" ENTER);
    screen_wait(screen, "alice  said in the lobby");
    screen_type(screen, ALT "2");
    screen_wait(screen, "▸2 #tea");
    screen_type(screen, "said in tea" ENTER "half a thought");
    screen_wait(screen, "alice  said in tea");
    screen_type(screen, UP);
    screen_wait(screen, "^[^a-z]*> said in tea");
    screen_type(screen, DOWN);
    screen_wait(screen, "> half a thought");
    screen_type(screen, ALT "1" UP);
    screen_wait(screen, "> said in the lobby");
    screen_type(screen, ALT "2");
    screen_wait(screen, "> half a thought");
    screen_type(screen, ALT "1" CTRL_U CTRL_R "in tea");
    screen_wait(screen, "What was typed");
    screen_wait(screen, "▸said in tea");
    screen_type(screen, ENTER);
    screen_wait(screen, "> said in tea");
    screen_type(screen, CTRL_U);
    story_quit_alice(story);
}

static void tab_means_who_spoke_last_and_minds_where_the_name_stands(void **state)
{
    struct story *story = *state;
    struct peer *bert = peer_new("bert", story->rig->port);
    peer_claim(bert, "bert-keeps-this-secret", "");
    peer_join(bert, "#lobby");
    struct screen *screen = begin(story);
    story_bob_says(story, "first");
    peer_send(bert, "PRIVMSG #lobby :second");
    screen_wait(screen, "bert +second");
    screen_type(screen, "b\t");
    screen_wait(screen, "> bert:");
    screen_type(screen, "\t");
    screen_wait(screen, "> bob:");
    screen_type(screen, "ask b\t");
    screen_wait(screen, "> bob: ask bert");
    screen_type(screen, CTRL_U);
    peer_free(bert);
    story_quit_alice(story);
}

/* Three pages that are there, and then some that come while alice looks elsewhere. */
static void page_up_goes_to_the_unread_line_and_one_key_back(void **state)
{
    struct story *story = *state;
    struct screen *screen = begin(story);
    screen_type(screen, ALT "2");
    screen_wait(screen, "▸2 #tea");
    for (int i = 1; i <= 60; i++)
        story_bob_says(story, "cup number %d", i);
    screen_wait(screen, "1 #lobby +60");
    screen_type(screen, ALT "1" END);
    screen_wait(screen, "cup number 60");
    screen_type(screen, PGUP PGUP);
    screen_wait_gone(screen, "cup number 60 ");
    screen_type(screen, END);
    screen_wait(screen, "cup number 60");
    screen_type(screen, ALT "u");
    screen_wait(screen, "─ new since");
    screen_wait(screen, "cup number 1$|cup number 1 ");
    screen_wait(screen, "cup number 17 "); /* to the pane's bottom */
    screen_resize(screen, 80, 24);
    screen_wait(screen, "cup number 1$|cup number 1 ");
    screen_type(screen, END);
    screen_wait(screen, "cup number 60");
    story_quit_alice(story);
}

static void rooms_are_joined_with_commas_and_keys(void **state)
{
    struct story *story = *state;
    peer_join(story->bob, "#vault");
    peer_send(story->bob, "MODE #vault +k sesame");
    peer_expect(story->bob, "MODE #vault \\+k");
    struct screen *screen = begin(story);
    screen_type(screen, "/j #vault" ENTER);
    screen_wait(screen, "#vault.*(key|\\+k)");
    screen_type(screen, "/j #vault sesame" ENTER);
    screen_wait(screen, "▸[0-9] #vault");
    screen_type(screen, "/part" ENTER);
    peer_expect(story->bob, "^:alice![^ ]+ PART #vault");
    story_quit_alice(story);
}

static void nothing_is_said_by_accident(void **state)
{
    struct story *story = *state;
    struct screen *screen = begin(story);
    screen_type(screen, PASTE_BEGINS "one\rtwo\rthree\rfour\rfive\rsix\r" PASTE_ENDS);
    screen_wait(screen, "Paste: 6 rows");
    screen_type(screen, ALT);
    screen_wait_gone(screen, "Paste: 6 rows");
    screen_type(screen, CTRL_U " /msg NickServ identify secret" ENTER);
    screen_wait(screen, "Not sent: there is a blank before the slash");
    screen_type(screen, CTRL_U "/dleete" ENTER);
    screen_wait(screen, "There is no command /dleete");
    screen_type(screen, CTRL_U "that was all" ENTER);
    assert_true(rig_matches(peer_expect(story->bob, " PRIVMSG "), "#lobby :that was all$"));
    story_quit_alice(story);
}

/* As a guest: on this server a name that was claimed stays. */
static void a_new_name_is_called_and_the_old_one_is_not(void **state)
{
    struct story *story = *state;
    char *port = xasprintf("%d", story->rig->port);
    char program[] = PARLOR;
    char option[] = "--no-save";
    char name[] = "carol";
    char host[] = "127.0.0.1";
    char *argv[] = {program, option, name, host, port, NULL};
    struct screen *screen = story->screen = screen_start(story->rig, 100, 30, argv);
    screen_wait(screen, "carol · (lag|online)");
    screen_type(screen, "/join #tea" ENTER);
    screen_wait(screen, "▸2 #tea");
    screen_type(screen, "/nick caroline" ENTER);
    screen_wait(screen, "you are caroline now");
    story_bob_says(story, "carol is a name too");
    screen_wait(screen, "1 #lobby +1");
    story_bob_says(story, "CAROLINE: look");
    screen_wait(screen, "1 #lobby +@");
    free(port);
    story_quit_alice(story);
}

static void control_c_clears_and_asks_before_it_leaves(void **state)
{
    struct story *story = *state;
    struct screen *screen = begin(story);
    screen_type(screen, "not like this");
    screen_wait(screen, "> not like this");
    screen_type(screen, CTRL_C);
    screen_wait_gone(screen, "not like this");
    screen_type(screen, CTRL_C);
    screen_wait(screen, "Once more, or /quit");
    screen_type(screen, "x" CTRL_C CTRL_C CTRL_C);
    screen_wait(screen, "▸Stay");
    screen_type(screen, ENTER);
    screen_wait_gone(screen, "Leave parlor");
    screen_type(screen, "still here" ENTER);
    screen_wait(screen, "alice  still here");
    story_quit_alice(story);
}

static void many_who_leave_at_once_are_one_row(void **state)
{
    struct story *story = *state;
    struct peer *people[6];
    struct screen *screen = begin(story);
    for (int i = 0; i < 6; i++) {
        char *name = xasprintf("guest%d", i);
        people[i] = peer_new(name, story->rig->port);
        peer_enter(people[i]);
        free(name);
    }
    screen_wait(screen, "Here 8");
    for (int i = 0; i < 6; i++)
        peer_send(people[i], "QUIT :hub.a.example leaf.b.example");
    screen_wait(screen, "Here 2");
    story_bob_says(story, "what was that?");
    screen_wait(screen, "bob +what was that");
    assert_in_range(screen_count(screen, "guest[0-9]|← "), 0, 3);
    for (int i = 0; i < 6; i++)
        peer_free(people[i]);
    story_quit_alice(story);
}

/* From a shell, as job control is the shell's. */
static void control_z_goes_to_the_shell_and_fg_returns(void **state)
{
    struct story *story = *state;
    char *command = xasprintf("PS1='shell: ' exec bash --norc --noprofile -i");
    char *argv[] = {(char[]){"sh"}, (char[]){"-c"}, command, NULL};
    char *start = xasprintf(PARLOR " alice 127.0.0.1 %d" ENTER, story->rig->port);
    story->screen = screen_start(story->rig, 100, 30, argv);
    screen_wait(story->screen, "^shell:");
    screen_type(story->screen, start);
    screen_wait(story->screen, "alice · (lag|online)");
    screen_type(story->screen, "half a line");
    screen_wait(story->screen, "> half a line");
    screen_type(story->screen, CTRL_Z);
    screen_wait(story->screen, "Stopped");
    story_bob_says(story, "meanwhile");
    screen_type(story->screen, "fg" ENTER);
    screen_wait(story->screen, "bob +meanwhile");
    screen_wait(story->screen, "> half a line");
    screen_type(story->screen, CTRL_L CTRL_U "/quit" ENTER);
    screen_wait(story->screen, "^shell:$");
    screen_type(story->screen, "exit" ENTER);
    assert_int_equal(screen_end(story->screen), 0);
    free(start);
    free(command);
}

#define STORY(test) cmocka_unit_test_setup_teardown(test, story_setup, story_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(alt_a_takes_what_speaks_to_me_first_then_news_and_then_home),
        STORY(rooms_open_by_number_by_name_and_one_after_the_other),
        STORY(up_is_the_history_of_this_room_and_the_draft_stays_below),
        STORY(tab_means_who_spoke_last_and_minds_where_the_name_stands),
        STORY(page_up_goes_to_the_unread_line_and_one_key_back),
        STORY(rooms_are_joined_with_commas_and_keys),
        STORY(nothing_is_said_by_accident),
        STORY(a_new_name_is_called_and_the_old_one_is_not),
        STORY(control_c_clears_and_asks_before_it_leaves),
        STORY(many_who_leave_at_once_are_one_row),
        STORY(control_z_goes_to_the_shell_and_fg_returns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
