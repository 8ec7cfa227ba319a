#include "hands.h"

#include <stdlib.h>
#include <unistd.h>

#include "clock.h"
#include "editor.h"
#include "keymap.h"
#include "mem.h"
#include "theme_work.h"
#include "tty.h"

struct hands {
    struct loop *loop;
    struct chat *chat;
    struct display *display;
    loop_fn *gone;
    void *arg;
    struct loop_watch *watch;  /* NULL while the terminal is lent, or gone */
    struct loop_timer *escape; /* a lone Esc becomes a key */
    struct editor *editor;
};

static void set_now(struct chat *chat)
{
    chat->now_ms = clock_wall_ms();
    chat->mono_ms = clock_mono_ms();
}

static void on_key(void *arg, const struct key *key)
{
    struct hands *hands = arg;
    if (key->code == PRESS_MOUSE)
        display_point(hands->display, hands->chat, &key->mouse);
    else
        keymap_press(hands->chat, key);
}

static void unwatch(struct hands *hands)
{
    loop_watch_free(hands->watch);
    hands->watch = NULL;
}

/* The end of a terminal can be read again and again, before anything else. */
static void lose(struct hands *hands)
{
    unwatch(hands);
    hands->gone(hands->arg);
}

static void on_tty(void *arg)
{
    struct hands *hands = arg;
    set_now(hands->chat);
    int wait_ms = tty_keys_read(on_key, hands);
    display_note_ground(hands->display, hands->chat);
    if (wait_ms == -2)
        lose(hands);
    else if (wait_ms >= 0)
        loop_timer_set(hands->escape, wait_ms);
    else
        loop_timer_unset(hands->escape);
}

static void on_escape(void *arg)
{
    struct hands *hands = arg;
    set_now(hands->chat);
    tty_keys_flush(on_key, hands);
}

static void watch(void *arg)
{
    struct hands *hands = arg;
    hands->watch = loop_watch_new(hands->loop, STDIN_FILENO, on_tty, hands);
    loop_watch_first(hands->watch);
}

static void take_back(void *arg)
{
    struct hands *hands = arg;
    watch(hands);
    display_resize(hands->chat);
}

struct hands *hands_new(struct loop *loop, struct chat *chat, struct display *display,
                        loop_fn *gone, void *arg)
{
    struct hands *hands = xnew(struct hands);
    *hands =
        (struct hands){.loop = loop, .chat = chat, .display = display, .gone = gone, .arg = arg};
    hands->escape = loop_timer_new(loop, on_escape, hands);
    hands->editor = editor_new(loop, chat, take_back, hands);
    watch(hands);
    return hands;
}

void hands_free(struct hands *hands)
{
    unwatch(hands);
    loop_timer_free(hands->escape);
    editor_free(hands->editor);
    free(hands);
}

bool hands_turn(struct hands *hands)
{
    theme_work_turn(hands->chat, hands->display);
    bool wished = hands->chat->wishes & WISH_EDITOR;
    hands->chat->wishes &= ~(unsigned)WISH_EDITOR;
    if (wished && editor_begin(hands->editor))
        unwatch(hands);
    return editor_is_open(hands->editor);
}
