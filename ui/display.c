#include "display.h"

#include <stdlib.h>
#include <string.h>

#include "look.h"
#include "mem.h"
#include "mouse.h"
#include "tty.h"

/* The lists beside the messages are there, a page long. */
static void begin_lines(struct display *display, struct chat *chat)
{
    display->lines = tty_has_lines();
    if (!display->lines)
        return;
    chat->page_rows = LINEAR_PAGE + 1;
    chat->side.rooms_rows = chat->side.users_rows = LINEAR_PAGE;
}

void display_init(struct display *display, struct chat *chat)
{
    begin_lines(display, chat);
    screen_init(&display->screen);
    theme_init(&display->theme);
    display_take_theme(display, chat);
    if (!display->lines && strncmp(chat->theme, "auto", 4) == 0)
        tty_ask_ground();
    tty_links(chat->settings.hyperlinks);
    display_resize(chat);
}

void display_clear(struct display *display)
{
    screen_clear(&display->screen);
    theme_clear(&display->theme);
    linear_clear(&display->linear);
    tty_row_clear(&display->row);
    free(display->shown_theme);
    free(display->shown_title);
}

void display_reveal(struct display *display, struct chat *chat)
{
    struct conv *conv = chat->current;
    if (!chat->reveal || !conv)
        return;
    chat->reveal = false;
    if (!display->lines && view_messages_reveal(chat, &conv->anchor, &conv->anchor_rows))
        chat->changed |= CHANGE_LINES | CHANGE_STATUS;
}

void display_resize(struct chat *chat)
{
    tty_size(&chat->rows, &chat->cols);
    /* Even if it is as before: it may have been smaller in between, and lost what was shown. */
    tty_redraw();
    chat->changed |= CHANGE_ALL;
}

/* "auto", "auto NAME": NAME or its twin, whichever goes with the terminal's ground. */
static int read_fitting(struct theme *theme, const char *name, char **cause)
{
    if (strncmp(name, "auto", 4) != 0 || (name[4] != ' ' && name[4] != '\0'))
        return look_read(theme, name, cause);
    name += 4 + strspn(name + 4, " ");
    if (look_read(theme, *name ? name : "default-dark", cause) != 0)
        return -1;
    bool light = tty_is_light();
    const char *fitting = light ? theme->light_twin : theme->dark_twin;
    if (theme->light == light || !fitting)
        return 0;
    char *twin = xstrdup(fitting);
    int result = look_read(theme, twin, cause);
    free(twin);
    return result;
}

static void say_warning(const struct theme *theme, struct chat *chat)
{
    if (theme->warnings)
        chat_complain(chat, "%.*s", (int)strcspn(theme->warnings, "\n"), theme->warnings);
}

void display_forget_theme(struct display *display)
{
    free(display->shown_theme);
    display->shown_theme = NULL;
}

void display_take_theme(struct display *display, struct chat *chat)
{
    char *cause = NULL;
    bool light = tty_is_light();
    if (display->shown_theme && strcmp(display->shown_theme, chat->theme) == 0 &&
        display->shown_light == light)
        return;
    if (read_fitting(&display->theme, chat->theme, &cause) != 0) {
        chat_complain(chat, "%s", cause);
        free(cause);
        return;
    }
    say_warning(&display->theme, chat);
    if (tty_colours() == TTY_COLOURS_NONE)
        theme_strip(&display->theme);
    xreplace(&display->shown_theme, chat->theme);
    display->shown_light = light;
    chat->changed |= CHANGE_ALL;
}

void display_note_ground(const struct display *display, struct chat *chat)
{
    if (display->shown_light != tty_is_light())
        chat->wishes |= WISH_THEME;
}

static void show_title(struct display *display, const struct chat *chat)
{
    char *title = view_window_title(chat);
    if (!display->shown_title || strcmp(display->shown_title, title) != 0)
        tty_title(title);
    free(display->shown_title);
    display->shown_title = title;
}

/* Nothing is painted while something may be selected, but what is asked for: a page, a size. */
static void paint_bare(struct display *display, struct chat *chat)
{
    struct conv *conv = chat->current;
    struct bare now = {.conv = conv, .rows = chat->rows, .cols = chat->cols};
    if (conv) {
        now.anchor = conv->anchor;
        now.anchor_rows = conv->anchor_rows;
    }
    struct bare was = display->bare;
    chat->changed = 0;
    chat->page_rows = chat->rows - 1;
    if (was.conv == now.conv && was.anchor == now.anchor && was.anchor_rows == now.anchor_rows &&
        was.rows == now.rows && was.cols == now.cols)
        return;
    char *text = view_bare_text(chat);
    tty_bare(text);
    free(text);
    display->bare = now;
}

static void leave_bare(struct display *display, struct chat *chat)
{
    display->bare = (struct bare){0};
    tty_redraw();
    chat->changed |= CHANGE_ALL;
}

void display_point(struct display *display, struct chat *chat, const struct mouse *mouse)
{
    struct pointed at;
    struct rect place = {mouse->x, mouse->y, 1, 1};
    views_point(&display->screen, chat, &display->theme, place, &at);
    mouse_act(chat, mouse, &at);
    pointed_clear(&at);
}

static void paint(struct display *display, struct chat *chat)
{
    tty_mouse(chat->settings.mouse && !chat->bare);
    if (chat->bare && !chat->dialog) {
        paint_bare(display, chat);
        return;
    }
    if (display->bare.conv)
        leave_bare(display, chat);
    if (chat->changed & (CHANGE_CONVS | CHANGE_LAYOUT))
        show_title(display, chat);
    views_paint(&display->screen, chat, &display->theme, chat->changed);
    tty_show(&display->screen.canvas);
    const struct layout *layout = &display->screen.layout;
    chat->page_rows = layout->messages.h;
    chat->side.rooms_rows = layout->rooms.h;
    chat->side.users_rows = layout->users.h;
    chat->changed = 0;
    display->painted_ms = chat->mono_ms;
}

/* What one types oneself is shown at once, however much else waits for the next frame. */
static void paint_input(struct display *display, struct chat *chat)
{
    views_paint(&display->screen, chat, &display->theme, CHANGE_INPUT);
    tty_show(&display->screen.canvas);
    chat->changed &= ~(unsigned)CHANGE_INPUT;
}

/* ---- line by line ---- */

static void show_row(struct display *display, const struct chat *chat, struct buf *out)
{
    struct linear_row row;
    linear_row_make(&row, chat);
    tty_row_show(&display->row, out, row.text, row.cursor);
    free(row.text);
}

/* What is new, and the row that is typed into. */
static void speak(struct display *display, struct chat *chat)
{
    struct buf out = {0};
    if (chat->bare) {
        chat->bare = false;
        chat_notice(chat, "Lines stand alone here already: the terminal can copy them");
    }
    if (tty_take_redraw())
        tty_row_leave(&display->row, &out);
    linear_turn(&display->linear, chat);
    tty_row_say(&display->row, &out, buf_text(&display->linear.out));
    buf_reset(&display->linear.out);
    show_row(display, chat, &out);
    tty_tell(buf_text(&out));
    buf_clear(&out);
    /* It was said: the same once more is to be said again. */
    xreplace(&chat->notice, NULL);
    chat->changed = 0;
    display->painted_ms = chat->mono_ms;
}

bool display_waits(const struct display *display)
{
    return display->lines && linear_waits(&display->linear);
}

void display_end(struct display *display)
{
    struct buf out = {0};
    tty_row_leave(&display->row, &out);
    if (display->lines)
        tty_tell(buf_text(&out));
    buf_clear(&out);
    tty_end();
}

/* ---- going about ---- */

void display_scroll(const struct display *display, struct chat *chat, bool *at_top)
{
    struct conv *conv = chat->current;
    if (display->lines)
        linear_scroll(chat, chat->scroll_rows, &conv->anchor, at_top);
    else
        view_messages_scroll(chat, chat->scroll_rows, &conv->anchor, &conv->anchor_rows, at_top);
}

bool display_has_room(const struct display *display, const struct chat *chat)
{
    if (display->lines)
        return lines_count(chat->current->lines) < LINEAR_PAGE;
    return view_messages_have_room(chat);
}

int64_t display_paint_if_due(struct display *display, struct chat *chat)
{
    if (chat->changed == 0)
        return 0;

    int64_t since_ms = chat->mono_ms - display->painted_ms;
    if (display->lines) {
        if (since_ms >= DISPLAY_FRAME_MS || chat->changed == CHANGE_INPUT)
            speak(display, chat);
        return chat->changed ? DISPLAY_FRAME_MS - since_ms : 0;
    }
    if (since_ms >= DISPLAY_FRAME_MS || chat->bare || display->bare.conv)
        paint(display, chat);
    else if (chat->changed & CHANGE_INPUT)
        paint_input(display, chat);
    return chat->changed ? DISPLAY_FRAME_MS - since_ms : 0;
}
