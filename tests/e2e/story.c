#include "story.h"

#include <stdarg.h>
#include <stdlib.h>

#include "mem.h"
#include "peer.h"
#include "rig.h"
#include "screen.h"
#include "spec.h"

static const char fast[] = "[limits]\nflood_burst = 1000000\nflood_per_second = 1000000\n";

static void start_server(struct story *story, int port)
{
    char *address = xasprintf("127.0.0.1:%d", port);
    char *config = rig_write(story->rig, "fast.conf", fast);
    rig_start_server_with(story->rig, "--listen", address, "--config", config, NULL);
    free(config);
    free(address);
}

int story_setup(void **state)
{
    struct story *story = xnew(struct story);
    void *rig = NULL;
    rig_setup(&rig);
    story->rig = rig;
    start_server(story, 0);
    story->bob = peer_new("bob", story->rig->port);
    peer_claim(story->bob, STORY_BOBS_SECRET, "");
    peer_join(story->bob, "#lobby");
    *state = story;
    return 0;
}

int story_teardown(void **state)
{
    struct story *story = *state;
    void *rig = story->rig;
    screen_free(story->screen);
    peer_free(story->bob);
    rig_teardown(&rig);
    free(story);
    return 0;
}

static void start(struct story *story, int cols, int rows, char *const *argv)
{
    screen_free(story->screen);
    story->screen = screen_start(story->rig, cols, rows, argv);
}

void story_start_alice(struct story *story, int cols, int rows)
{
    char program[] = PARLOR;
    char name[] = "alice";
    char host[] = "127.0.0.1";
    char *port = xasprintf("%d", story->rig->port);
    char *argv[] = {program, name, host, port, NULL};
    start(story, cols, rows, argv);
    peer_expect(story->bob, "^:alice![^ ]+ JOIN :?#lobby");
    screen_wait(story->screen, cols < 51 ? "#lobby" : "alice · (lag|online)");
    free(port);
}

void story_return_alice(struct story *story, int cols, int rows)
{
    char program[] = PARLOR;
    char *argv[] = {program, NULL};
    start(story, cols, rows, argv);
}

void story_quit_alice(struct story *story)
{
    screen_type(story->screen, "/quit\r");
    assert_int_equal(screen_end(story->screen), 0);
}

void story_bob_says(struct story *story, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = xvasprintf(format, args);
    va_end(args);
    peer_send(story->bob, "PRIVMSG #lobby :%s", text);
    peer_send(story->bob, "PING said");
    peer_expect(story->bob, "PONG .*said");
    free(text);
}

void story_kill_server(struct story *story)
{
    rig_kill_server(story->rig);
}

void story_restart_server(struct story *story)
{
    start_server(story, story->rig->port);
}

void story_return_bob(struct story *story)
{
    peer_free(story->bob);
    story->bob = peer_new("bob", story->rig->port);
    peer_login(story->bob, STORY_BOBS_SECRET, "", "");
    peer_join(story->bob, "#lobby");
}
