#include "app.h"

#include <signal.h>
#include <stdlib.h>

#include "app_start.h"
#include "archive.h"
#include "ask.h"
#include "browse.h"
#include "clock.h"
#include "command.h"
#include "config_watch.h"
#include "directory_list.h"
#include "display.h"
#include "fetch.h"
#include "hands.h"
#include "ignore.h"
#include "links.h"
#include "logs.h"
#include "look_around.h"
#include "look_back.h"
#include "loop.h"
#include "mem.h"
#include "programs.h"
#include "recovery_card.h"
#include "server_list.h"
#include "settings.h"
#include "state.h"
#include "tell.h"
#include "theme_watch.h"
#include "transfer_list.h"
#include "who_list.h"
#include "whois_card.h"
#include "wishes.h"

#define SAVE_MS  1000
#define REST_MS  1000
#define LEAVE_MS 1000

/* After these the pane of messages may show other lines, or have other room. */
#define CHANGES_OF_PANE (CHANGE_LINES | CHANGE_CONVS | CHANGE_LAYOUT)

/* So many pages come without being asked for. */
#define FILL_PAGES 20

/* As a conversation stood: when nothing of this changed, fetching again would bring nothing. */
struct filled {
    const struct conv *conv;
    uint64_t oldest; /* serial of its first line; 0 for none */
    enum history_state older;
    enum network_stage stage;
    int pages; /* since it was opened */
};

struct app {
    struct loop *loop;
    struct chat *chat;
    struct app_files files;
    struct display display;
    struct links *links;
    struct fetch *fetch;
    struct hands *hands;
    struct programs *programs;
    struct logs *logs;
    struct loop_timer *frame;  /* the next paint, when the last one was just now */
    struct loop_timer *save;   /* what changed is kept */
    int64_t saved_ms, kept_ms; /* monotonic: that, and lines */
    struct loop_timer *rest;   /* nothing happened for a while */
    struct loop_timer *second; /* while a count-down is shown */
    struct loop_timer *leave;  /* the last words take too long */
    bool leaving, resting;     /* resting: there was more to do than one piece */
    bool guest;                /* settings are not kept */
    const char *config;        /* the file of settings; NULL: the usual one */
    struct filled filled;      /* the last time that older lines were fetched without being asked */
};

static void set_now(struct chat *chat)
{
    chat->now_ms = clock_wall_ms();
    chat->mono_ms = clock_mono_ms();
}

/* Nobody is there to be asked. */
static void leave(void *arg)
{
    struct app *app = arg;
    app->chat->quit_asked = true;
    command_enter(app->chat, "/quit");
}

/* ---- the screen ---- */

static void on_resize(void *arg, int signum)
{
    (void)signum;
    struct app *app = arg;
    display_resize(app->chat);
}

static void on_stop_signal(void *arg, int signum)
{
    (void)signum;
    struct app *app = arg;
    app->chat->wishes |= WISH_SUSPEND;
}

static void on_leave_signal(void *arg, int signum)
{
    (void)signum;
    leave(arg);
}

/* From our own archive while it has some, then from the server. */
static void fetch_older(struct app *app, struct conv *conv)
{
    conv->cleared = false;
    if (!app->files.archive || !state_load_older(app->files.archive, conv))
        ask_older(conv);
    ignore_apply(app->chat, conv);
    app->chat->changed |= CHANGE_LINES;
}

/* Many joins and leaves are one row: what was said before them comes by itself. */
static void fill_page(struct app *app)
{
    struct conv *conv = app->chat->current;
    struct line first = {.serial = 0};
    if (!conv || conv->cleared || conv->older == HISTORY_ASKED || conv->kind == CONV_CONSOLE)
        return;

    if (lines_count(conv->lines) > 0)
        lines_get(conv->lines, 0, &first);
    struct filled then = app->filled;
    struct filled now = {conv, first.serial, conv->older, conv->network->stage, 0};
    bool same = then.conv == conv;
    if (same && then.oldest == now.oldest && then.older == now.older && then.stage == now.stage)
        return;
    if (!display_has_room(&app->display, app->chat))
        return;
    now.pages = same ? then.pages + 1 : 1;
    app->filled = now;
    if (now.pages <= FILL_PAGES)
        fetch_older(app, conv);
}

/* Scrolls as was asked; who sees the newest line anyway is at the newest. */
static void scroll(struct app *app)
{
    struct chat *chat = app->chat;
    struct conv *conv = chat->current;
    bool at_top = false;
    if (!conv)
        return;
    uint64_t anchor = conv->anchor;
    int anchor_rows = conv->anchor_rows;
    bool moved =
        anchor && chat->focused && !chat->settings.linear && chat->changed & CHANGES_OF_PANE;
    if (chat->scroll_rows == 0 && !moved)
        return;

    display_scroll(&app->display, chat, &at_top);
    if (chat->scroll_rows == 0 && conv->anchor != 0) {
        conv->anchor = anchor;
        conv->anchor_rows = anchor_rows;
        return;
    }
    if (at_top && chat->scroll_rows < 0)
        fetch_older(app, chat->current);
    if (chat->current->anchor == 0)
        chat->current->came = 0;
    if (chat->current->anchor == 0 && chat_mark_read(chat, chat->current))
        ask_mark_read(chat, chat->current);
    chat->scroll_rows = 0;
    chat->changed |= CHANGE_LINES | CHANGE_STATUS;
}

/* A paint that is not due yet comes with the timer. */
static void paint(struct app *app)
{
    unsigned changed = app->chat->changed;
    int64_t wait_ms = display_paint_if_due(&app->display, app->chat);
    if (app->chat->changed == 0 && (changed & CHANGES_OF_PANE))
        fill_page(app);
    if (app->chat->changed != 0 && wait_ms == 0)
        wait_ms = DISPLAY_FRAME_MS;
    if (wait_ms > 0 && !loop_timer_is_set(app->frame))
        loop_timer_set(app->frame, wait_ms);
    if (display_waits(&app->display) && !loop_timer_is_set(app->second))
        loop_timer_set(app->second, 1000);
}

/* ---- the turn ---- */

static void grant_wishes(struct app *app)
{
    struct wishes wishes = {app->chat,          &app->display, app->programs,
                            app->files.archive, app->config,   app->guest};
    if (wishes_grant(&wishes) && !app->leaving) {
        app->leaving = true;
        loop_timer_set(app->leave, LEAVE_MS);
    }
}

static void save(struct app *app)
{
    app->saved_ms = app->chat->mono_ms;
    state_save(app->files.archive, app->chat);
}

/* As often as there are frames: in a flood, writing the same pages again takes most of the time. */
static void keep_lines(struct app *app)
{
    bool due = app->chat->mono_ms - app->kept_ms >= DISPLAY_FRAME_MS;
    if (state_save_lines(app->files.archive, app->chat, due))
        app->kept_ms = app->chat->mono_ms;
    else if (!loop_timer_is_set(app->frame))
        loop_timer_set(app->frame, DISPLAY_FRAME_MS);
}

/* What is said goes to the disk first, then to the server. */
static void keep_and_send(struct app *app)
{
    for (struct network *network = app->chat->networks; network; network = network->next)
        ask_queue(app->chat, network);
    if (!app->files.archive)
        return;
    keep_lines(app);
    if (archive_wants_rest(app->files.archive))
        loop_timer_set(app->rest, app->resting ? REST_MS / 20 : REST_MS);
    app->resting = false;
}

/* The rest is kept at most once a second. */
static void keep_state(struct app *app, unsigned changed)
{
    if (!app->files.archive || !(changed & (CHANGE_CONVS | CHANGE_INPUT | CHANGE_LAYOUT)) ||
        loop_timer_is_set(app->save))
        return;
    if (app->chat->mono_ms - app->saved_ms >= SAVE_MS)
        save(app);
    else
        loop_timer_set(app->save, SAVE_MS);
}

static void end_of_turn(void *arg)
{
    struct app *app = arg;
    struct chat *chat = app->chat;
    set_now(chat);
    bool lent = hands_turn(app->hands);
    grant_wishes(app);
    look_back_turn(app->files.archive, chat);
    scroll(app);
    display_reveal(&app->display, chat);
    if (chat->changed & CHANGE_INPUT)
        ask_typing(chat);
    command_queue_refresh(chat);
    browse_turn(chat);
    server_list_turn(chat);
    ignore_turn(chat);
    directory_list_turn(chat);
    whois_card_turn(chat);
    recovery_card_turn(chat);
    who_list_turn(chat);
    look_around_turn(chat);
    fetch_turn(app->fetch);
    transfer_list_turn(chat);
    keep_and_send(app);
    logs_turn(app->logs);
    bool counting = links_turn(app->links);
    counting = (!lent && tell_news(chat)) || counting;
    keep_state(app, chat->changed);
    if (counting && !loop_timer_is_set(app->second))
        loop_timer_set(app->second, 1000);
    if (app->leaving && !links_are_sending(app->links) && !loop_is_closing(app->loop))
        loop_stop(app->loop);
    else if (!lent)
        paint(app);
}

/* The timers only end the sleep: the turn's end looks what is due. */
static void on_frame(void *arg)
{
    (void)arg;
}

static void on_save(void *arg)
{
    save(arg);
}

static void on_rest(void *arg)
{
    struct app *app = arg;
    app->resting = archive_rest(app->files.archive);
}

static void on_second(void *arg)
{
    struct app *app = arg;
    app->chat->changed |= CHANGE_STATUS;
}

static void on_leave(void *arg)
{
    struct app *app = arg;
    loop_stop(app->loop);
}

/* ---- beginning and end ---- */

static void make_timers(struct app *app)
{
    app->frame = loop_timer_new(app->loop, on_frame, app);
    app->save = loop_timer_new(app->loop, on_save, app);
    app->rest = loop_timer_new(app->loop, on_rest, app);
    app->second = loop_timer_new(app->loop, on_second, app);
    app->leave = loop_timer_new(app->loop, on_leave, app);
}

static void free_app(struct app *app)
{
    programs_free(app->programs);
    logs_free(app->logs);
    fetch_free(app->fetch);
    links_free(app->links);
    loop_timer_free(app->frame);
    loop_timer_free(app->save);
    loop_timer_free(app->rest);
    loop_timer_free(app->second);
    loop_timer_free(app->leave);
    loop_free(app->loop);
    app_close_files(&app->files);
    chat_free(app->chat);
    display_clear(&app->display);
}

/* All but the terminal. */
static int prepare(struct app *app, const struct app_options *options, char **cause)
{
    app->chat = chat_new();
    app->guest = !options->save;
    app->config = options->config;
    set_now(app->chat);
    settings_lend(app->chat);
    if (settings_read(app->chat, options->config, cause) != 0)
        return -1;
    if (*cause)
        wishes_warn(app->chat, *cause);
    xreplace(cause, NULL);
    if (options->save && app_open_files(&app->files, cause) != 0)
        return -1;

    app_take_state(app->chat, app->files.archive, options->theme);
    if (app->files.warning)
        chat_complain(app->chat, "%s", app->files.warning);
    app->chat->keeps = app->files.archive != NULL;
    app->links = links_new(app->loop, app->chat, &app->files);
    app->fetch = fetch_new(app->loop, app->chat);
    app->programs = programs_new(app->loop, app->chat);
    app->logs = logs_new(app->loop, app->chat, app->files.archive);
    return app_begin_talk(app->chat, options, app->files.archive, cause);
}

static void run(struct app *app)
{
    app->hands = hands_new(app->loop, app->chat, &app->display, leave, app);
    struct config_watch *config = config_watch_new(app->loop, app->chat, app->config);
    struct theme_watch *themes = theme_watch_new(app->loop, app->chat, &app->display);
    loop_signal(app->loop, SIGWINCH, on_resize, app);
    loop_signal(app->loop, SIGTSTP, on_stop_signal, app);
    loop_signal(app->loop, SIGTERM, on_leave_signal, app);
    loop_signal(app->loop, SIGHUP, on_leave_signal, app);
    loop_signal(app->loop, SIGINT, on_leave_signal, app);
    display_init(&app->display, app->chat);
    loop_hook(app->loop, end_of_turn, app);
    loop_timer_set(app->frame, 0);
    loop_run(app->loop);
    hands_free(app->hands);
    config_watch_free(config);
    theme_watch_free(themes);
    display_end(&app->display);
    if (app->files.archive) {
        state_save_lines(app->files.archive, app->chat, true);
        state_save(app->files.archive, app->chat);
    }
}

int app_run(const struct app_options *options, char **cause)
{
    struct app app = {.loop = loop_new()};
    make_timers(&app);
    int result = prepare(&app, options, cause);
    if (result == 0)
        result = app_start_terminal(options, app.chat, cause);
    if (result == 0)
        run(&app);
    free_app(&app);
    return result;
}
