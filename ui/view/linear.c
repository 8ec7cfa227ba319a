#include "linear.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "linear_private.h"
#include "linear_words.h"
#include "mem.h"

#define LEADER_KEYS                                                                             \
    "Alt keys: a next unread, 1 to 9 a room, slash the last room, u first unread, w where you " \
    "are, s pick a message, question mark help, Escape the newest line"

void linear_clear(struct linear *linear)
{
    buf_clear(&linear->out);
    free(linear->told);
    free(linear->title);
    free(linear->row);
    free(linear->heading);
    free(linear->error);
    free(linear->side);
    free(linear->hit);
    free(linear->choice);
    free(linear->usage);
    free(linear->links);
    *linear = (struct linear){.begun = false};
}

void linear_say(struct linear *linear, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = xvasprintf(format, args);
    va_end(args);
    buf_puts(&linear->out, text);
    buf_putc(&linear->out, '\n');
    free(text);
}

void linear_say_new(struct linear *linear, char **told, char *text)
{
    if (text && (!*told || strcmp(*told, text) != 0))
        linear_say(linear, "%s", text);
    free(*told);
    *told = text;
}

/* ---- servers ---- */

/* What goes wrong with a link is an error among the messages of its server. */
static void tell_links(struct linear *linear, const struct chat *chat)
{
    struct buf out = {0};
    for (const struct network *network = chat->networks; network; network = network->next)
        if (network->stage == NETWORK_READY)
            buf_printf(&out, "%sConnected to %s as %s%s", out.len ? ". " : "", network->name,
                       network->nick, network->away ? ", away" : "");
    linear_say_new(linear, &linear->links, out.len > 0 ? buf_detach(&out) : NULL);
    buf_clear(&out);
}

/* ---- the open conversation ---- */

static void say_where(struct linear *linear, const struct conv *conv, unsigned unread)
{
    struct buf out = {0};
    if (conv->kind == CONV_CONSOLE)
        buf_printf(&out, "You are at the messages of the server %s.", conv->name);
    else if (conv->kind == CONV_PERSON)
        buf_printf(&out, "You are in private with %s%s.", conv->name,
                   conv->offline ? ", who is offline"
                   : conv->away  ? ", who is away"
                                 : "");
    else
        buf_printf(&out, "You are in %s%s.", conv->name,
                   !conv_is_left(conv) || lines_count(conv->lines) == 0 ? "" : ", which you left");
    if (conv->topic && *conv->topic) {
        char *topic = linear_text(conv->topic);
        buf_printf(&out, " Topic: %s.", topic);
        free(topic);
    }
    if (unread > 0)
        buf_printf(&out, " %u unread.", unread);
    if (conv->kind == CONV_ROOM && conv->members.n > 0)
        buf_printf(&out, " %zu here.", conv->members.n);
    linear_say(linear, "%s", buf_text(&out));
    buf_clear(&out);
}

/* What is unread of it, else its last lines; what is more comes by paging. */
static void say_newest(struct linear *linear, const struct chat *chat, const struct conv *conv)
{
    size_t n = lines_count(conv->lines);
    size_t page = LINEAR_PAGE / 2;
    if (conv->line_ms) {
        size_t fresh = n - conv_first_new(conv);
        page = fresh < page ? page : fresh > LINEAR_PAGE ? LINEAR_PAGE : fresh;
    }
    if (n > 0)
        linear_say_range(linear, chat, conv, n > page ? n - page : 0, n - 1);
}

static void tell_place(struct linear *linear, const struct chat *chat)
{
    struct conv *conv = chat->current;
    if (!conv || conv == linear->current)
        return;
    unsigned unread = linear_pass_over(linear, conv);
    linear->current = linear->place = conv;
    linear->anchor = conv->anchor;
    linear->minute = 0;
    linear->noise = 0;
    say_where(linear, conv, unread);
    if (!conv->anchor)
        say_newest(linear, chat, conv);
    else
        linear->anchor = 0; /* is read from there */
    linear_tell_reactions(linear, chat, true);
}

/* ---- paging ---- */

void linear_scroll(const struct chat *chat, int rows, uint64_t *anchor, bool *at_top)
{
    const struct lines *lines = chat->current->lines;
    size_t n = lines_count(lines);
    size_t at = n > 0 ? n - 1 : 0;
    struct line line;
    bool back = *anchor && lines_find(lines, *anchor, &at);
    long to = (long)at + (back ? rows : rows < 0 ? rows + LINEAR_PAGE : 0);
    *at_top = to < LINEAR_PAGE;
    if (n == 0)
        return;
    /* The first page up reads the newest lines once more. */
    if (!back && rows < 0 && to > (long)n - 1)
        to = (long)n - 1;
    if (to < LINEAR_PAGE - 1)
        to = LINEAR_PAGE - 1;
    if (to >= (long)n - 1 && (rows > 0 || n <= LINEAR_PAGE)) {
        *anchor = 0;
        return;
    }
    lines_get(lines, (size_t)(to < (long)n ? to : (long)n - 1), &line);
    *anchor = line.serial;
}

/* The page that ends where one reads now. */
static void tell_reading(struct linear *linear, const struct chat *chat)
{
    const struct conv *conv = chat->current;
    if (!conv || conv->anchor == linear->anchor)
        return;
    size_t n = lines_count(conv->lines);
    size_t was = n;
    size_t end = n > 0 ? n - 1 : 0;
    bool read = linear->anchor && lines_find(conv->lines, linear->anchor, &was);
    bool back = !conv->anchor || lines_find(conv->lines, conv->anchor, &end);
    linear->anchor = conv->anchor;
    if (chat->focus == FOCUS_FIND || n == 0 || !back)
        return;
    size_t first = end >= LINEAR_PAGE ? end - LINEAR_PAGE + 1 : 0;
    if (read && was < end && was >= first)
        first = was + 1;
    if (!conv->anchor)
        linear_say(linear, "At the newest line");
    else if (first == 0)
        linear_say(linear, "The oldest lines that are here");
    linear_say_range(linear, chat, conv, first, end);
}

/* ---- keys ---- */

static void tell_keys(struct linear *linear, const struct chat *chat)
{
    const struct choices *choices = &chat->choices;
    char *choice = NULL;
    if (chat->leader && !linear->leader)
        linear_say(linear, "%s", linear->led ? "Alt and which key?" : LEADER_KEYS);
    linear->led |= chat->leader;
    linear->leader = chat->leader;
    if (choices->n > 0 && choices->chosen) {
        const struct choice *at = &choices->items[choices->at];
        char *label = linear_plain(choice_label(at));
        char *note = linear_plain(at->note ? at->note : "");
        choice = xasprintf("%zu of %zu: %s%s%s%s%s", choices->at + 1, choices->n, label,
                           *note ? ", " : "", note, at->help ? ". " : "", at->help ? at->help : "");
        free(label);
        free(note);
    }
    linear_say_new(linear, &linear->choice, choice);
    /* A command is told when its word is typed. */
    bool told = chat->usage.text && strchr(edit_text(chat->edit), ' ') && !chat->usage.unknown;
    linear_say_new(linear, &linear->usage, told ? linear_plain(chat->usage.text) : NULL);
}

static void tell_compose(struct linear *linear, const struct chat *chat)
{
    const struct conv *conv = chat->current;
    enum compose_kind compose = conv ? conv->compose : COMPOSE_TEXT;
    struct line line;
    size_t index = 0;
    if (compose == linear->compose)
        return;
    linear->compose = compose;
    if (compose == COMPOSE_EDIT)
        linear_say(linear, "You change what you said. Enter sends it, Escape drops it");
    if (compose != COMPOSE_REPLY)
        return;
    if (lines_find_id(conv->lines, conv->compose_id, &index)) {
        lines_get(conv->lines, index, &line);
        linear_say(linear, "You answer %s. Escape drops that", line.nick);
    } else {
        linear_say(linear, "You answer an older message. Escape drops that");
    }
}

static void tell_notice(struct linear *linear, const struct chat *chat)
{
    /* What is looked for stands in the row, and what is found was told. */
    if (!chat->notice || chat->focus == FOCUS_FIND)
        return;
    char *text = linear_plain(chat->notice);
    linear_say(linear, "%s%s", chat->notice_bad ? "Error: " : "", text);
    free(text);
}

void linear_turn(struct linear *linear, const struct chat *chat)
{
    if (!linear->begun)
        linear_say(linear, "Parlor, line by line. F1 or /help tells commands and keys, /where "
                           "where you are, /quit leaves");
    linear->begun = true;
    tell_links(linear, chat);
    tell_place(linear, chat);
    linear_tell_lines(linear, chat);
    linear_tell_reactions(linear, chat, false);
    tell_reading(linear, chat);
    linear_tell_dialog(linear, chat);
    linear_tell_focus(linear, chat);
    tell_keys(linear, chat);
    tell_compose(linear, chat);
    tell_notice(linear, chat);
}

bool linear_waits(const struct linear *linear)
{
    return linear->noise || linear->nheld > 0;
}
