#include "app.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "app_start.h"
#include "archive.h"
#include "ask.h"
#include "clock.h"
#include "connect.h"
#include "connect_form.h"
#include "display.h"
#include "keymap.h"
#include "loop.h"
#include "mem.h"
#include "secrets.h"
#include "settings.h"
#include "state.h"
#include "tls.h"
#include "tty.h"
#include "view.h"

#define FRAME_MS  16
#define SAVE_MS   1000
#define LEAVE_MS  1000
#define LINKS_MAX 16

struct app {
    struct loop *loop;
    struct chat *chat;
    struct archive *archive; /* NULL: nothing is kept */
    struct display display;
    struct tls *tls;
    struct connect *links[LINKS_MAX];
    struct network *linked[LINKS_MAX];
    int nlinks;
    char *secrets;             /* path of the file; NULL: nothing is kept */
    struct loop_timer *frame;  /* the next paint, when the last one was just now */
    struct loop_timer *escape; /* a lone Esc becomes a key */
    struct loop_timer *save;   /* what changed is kept */
    struct loop_timer *second; /* while a count-down is shown */
    struct loop_timer *leave;  /* the last words take too long */
    bool leaving;
    bool form_shown; /* the connect form came by itself, for a first try that failed */
};

/* ---- keys ---- */

static void set_now(struct chat *chat)
{
    chat->now_ms = clock_wall_ms();
    chat->mono_ms = clock_mono_ms();
}

static void on_key(void *arg, const struct key *key)
{
    struct app *app = arg;
    keymap_press(app->chat, key);
}

static void on_tty(void *arg)
{
    struct app *app = arg;
    set_now(app->chat);
    int wait_ms = tty_keys_read(on_key, app);
    if (wait_ms == -2)
        app->chat->wishes |= WISH_QUIT;
    else if (wait_ms >= 0)
        loop_timer_set(app->escape, wait_ms);
    else
        loop_timer_unset(app->escape);
}

static void on_escape(void *arg)
{
    struct app *app = arg;
    set_now(app->chat);
    tty_keys_flush(on_key, app);
}

/* ---- the screen ---- */

static void on_resize(void *arg, int signum)
{
    (void)signum;
    struct app *app = arg;
    display_resize(app->chat);
}

static void on_leave_signal(void *arg, int signum)
{
    (void)signum;
    struct app *app = arg;
    app->chat->wishes |= WISH_QUIT;
}

static void scroll(struct app *app)
{
    struct chat *chat = app->chat;
    bool at_top = false;
    if (chat->scroll_rows == 0 || !chat->current)
        return;

    view_messages_scroll(chat, chat->scroll_rows, &chat->current->anchor,
                         &chat->current->anchor_rows, &at_top);
    if (at_top && chat->scroll_rows < 0 &&
        !(app->archive && state_load_older(app->archive, chat->current)))
        ask_older(chat, chat->current);
    if (chat->current->anchor == 0 && chat_mark_read(chat, chat->current))
        ask_mark_read(chat, chat->current);
    chat->scroll_rows = 0;
    chat->changed |= CHANGE_LINES | CHANGE_STATUS;
}

/* A paint that is not due yet comes with the timer. */
static void paint(struct app *app)
{
    int64_t wait_ms = display_paint_if_due(&app->display, app->chat);
    if (wait_ms > 0 && !loop_timer_is_set(app->frame))
        loop_timer_set(app->frame, wait_ms);
}

/* ---- links ---- */

static void link_networks(struct app *app)
{
    for (struct network *network = app->chat->networks; network; network = network->next) {
        bool known = false;
        for (int i = 0; i < app->nlinks; i++)
            known = known || app->linked[i] == network;
        if (known || app->nlinks == LINKS_MAX)
            continue;
        app_prepare_network(app->chat, network, app->archive, app->secrets);
        app->links[app->nlinks] = connect_new(app->loop, app->chat, network, app->tls);
        app->linked[app->nlinks++] = network;
    }
}

/* A first try that failed asks again, with the reason; later ones go on by themselves. */
static void offer_form(struct app *app, const struct network *network)
{
    if (app->form_shown || network->stage != NETWORK_WAITING || network->was_ready ||
        network->attempts == 0 || app->chat->dialog)
        return;

    app->form_shown = true;
    connect_form_open(app->chat, network->host, network->want_nick, network->why);
}

static void keep_secret(struct app *app, struct network *network)
{
    char *cause = NULL;
    char *server = secrets_server(network);
    if (app->secrets &&
        secrets_keep(app->secrets, server, network->want_nick, network->secret, &cause) != 0)
        chat_complain(app->chat, "%s", cause);
    network->secret_new = false;
    free(server);
    free(cause);
}

static bool turn_links(struct app *app)
{
    bool counting = false;
    link_networks(app);
    for (int i = 0; i < app->nlinks; i++) {
        struct network *network = app->linked[i];
        /* Before it is sent: a name must not be claimed with a secret that a crash forgets. */
        if (network->secret_new)
            keep_secret(app, network);
        connect_turn(app->links[i]);
        offer_form(app, network);
        counting = counting || network->stage == NETWORK_WAITING;
    }
    return counting;
}

static bool is_sending(const struct app *app)
{
    for (int i = 0; i < app->nlinks; i++) {
        if (connect_is_sending(app->links[i]))
            return true;
    }
    return false;
}

/* ---- the turn ---- */

static void grant_wishes(struct app *app)
{
    struct chat *chat = app->chat;
    unsigned wishes = chat->wishes;
    chat->wishes = 0;
    if (wishes & WISH_THEME)
        display_take_theme(&app->display, chat);
    if (wishes & WISH_BELL)
        tty_bell();
    if (wishes & WISH_REDRAW) {
        tty_redraw();
        chat->changed |= CHANGE_ALL;
    }
    if (wishes & WISH_SUSPEND) {
        tty_suspend();
        display_resize(chat);
    }
    if ((wishes & WISH_QUIT) && !app->leaving) {
        app->leaving = true;
        loop_timer_set(app->leave, LEAVE_MS);
    }
}

static void keep(struct app *app, unsigned changed)
{
    if (!app->archive)
        return;

    state_save_lines(app->archive, app->chat);
    if ((changed & (CHANGE_CONVS | CHANGE_INPUT | CHANGE_LAYOUT)) && !loop_timer_is_set(app->save))
        loop_timer_set(app->save, SAVE_MS);
}

static void end_of_turn(void *arg)
{
    struct app *app = arg;
    struct chat *chat = app->chat;
    set_now(chat);
    grant_wishes(app);
    scroll(app);
    bool counting = turn_links(app);
    keep(app, chat->changed);
    if (counting && !loop_timer_is_set(app->second))
        loop_timer_set(app->second, 1000);
    if (app->leaving && !is_sending(app))
        loop_stop(app->loop);
    else
        paint(app);
}

/* The timers only end the sleep: the turn's end looks what is due. */
static void on_frame(void *arg)
{
    (void)arg;
}

static void on_save(void *arg)
{
    struct app *app = arg;
    state_save(app->archive, app->chat);
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
    app->escape = loop_timer_new(app->loop, on_escape, app);
    app->save = loop_timer_new(app->loop, on_save, app);
    app->second = loop_timer_new(app->loop, on_second, app);
    app->leave = loop_timer_new(app->loop, on_leave, app);
}

static void free_app(struct app *app)
{
    for (int i = 0; i < app->nlinks; i++)
        connect_free(app->links[i]);
    loop_timer_free(app->frame);
    loop_timer_free(app->escape);
    loop_timer_free(app->save);
    loop_timer_free(app->second);
    loop_timer_free(app->leave);
    loop_free(app->loop);
    tls_free(app->tls);
    archive_close(app->archive);
    chat_free(app->chat);
    display_clear(&app->display);
    free(app->secrets);
}

static int begin(struct app *app, const struct app_options *options, char **cause)
{
    struct settings settings;
    if (settings_read(&settings, options->config, cause) != 0)
        return -1;

    app->chat = chat_new();
    set_now(app->chat);
    int result = -1;
    struct app_files files = {0};
    if ((!options->save || app_open_files(&files, cause) == 0) &&
        (app->tls = tls_client_new(NULL, cause)) != NULL) {
        app->archive = files.archive;
        app->secrets = files.secrets;
        app->display.strip = app_apply_settings(app->chat, &settings, app->archive, options->theme);
        if (files.warning)
            chat_complain(app->chat, "%s", files.warning);
        result = app_begin_talk(app->chat, options, &settings, app->archive, cause);
    }
    free(files.warning);
    if (result == 0)
        result = tty_start(app_colours(&settings), cause);
    settings_clear(&settings);
    return result;
}

int app_run(const struct app_options *options, char **cause)
{
    struct app app = {.loop = loop_new()};
    make_timers(&app);
    display_init(&app.display);
    int result = begin(&app, options, cause);
    if (result == 0) {
        struct loop_watch *watch = loop_watch_new(app.loop, STDIN_FILENO, on_tty, &app);
        loop_signal(app.loop, SIGWINCH, on_resize, &app);
        loop_signal(app.loop, SIGTERM, on_leave_signal, &app);
        loop_signal(app.loop, SIGHUP, on_leave_signal, &app);
        loop_signal(app.loop, SIGINT, on_leave_signal, &app);
        display_take_theme(&app.display, app.chat);
        display_resize(app.chat);
        loop_hook(app.loop, end_of_turn, &app);
        loop_timer_set(app.frame, 0);
        loop_run(app.loop);
        loop_watch_free(watch);
        if (app.archive) {
            state_save_lines(app.archive, app.chat);
            state_save(app.archive, app.chat);
        }
        tty_end();
    }
    free_app(&app);
    return result;
}
