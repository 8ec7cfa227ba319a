#include "complete.h"

#include <stdlib.h>
#include <string.h>

#include "action.h"
#include "emoji_recent.h"
#include "mem.h"

#define PAGE_ROWS 8

static void changed(struct chat *chat)
{
    chat->changed |= CHANGE_INPUT | CHANGE_STATUS | CHANGE_DIALOG;
}

/* An emoji that stays is offered first next time. */
static void note_emoji(struct chat *chat, const char *text)
{
    size_t len = strcspn(text, " ");
    if (!emoji_is(text, len))
        return;
    char *one = xstrndup(text, len);
    emoji_used(chat, one);
    free(one);
}

static void close_list(struct chat *chat)
{
    const struct choices *choices = &chat->choices;
    if (choices->n == 0)
        return;
    if (choices->chosen)
        note_emoji(chat, choices->items[choices->at].item);
    choices_clear(&chat->choices);
    changed(chat);
}

/* Finds them anew for the word at the cursor. */
static void find(struct chat *chat)
{
    struct word word = complete_word(chat);
    close_list(chat);
    complete_find(chat, &word);
    chat->choices.from = word.from;
    chat->choices.to = word.to;
    if (chat->choices.n > 0)
        changed(chat);
}

/* The present one stands in the input, instead of what was typed. */
static void put_choice(struct chat *chat)
{
    struct choices *choices = &chat->choices;
    const char *item = choices->items[choices->at].item;
    if (!choices->typed)
        choices->typed =
            xstrndup(edit_text(chat->edit) + choices->from, choices->to - choices->from);
    edit_replace(chat->edit, choices->from, choices->to, item);
    choices->to = choices->from + strlen(item);
    choices->chosen = true;
    changed(chat);
}

static void step(struct chat *chat, size_t by)
{
    struct choices *choices = &chat->choices;
    if (choices->n == 0)
        find(chat);
    else if (choices->chosen)
        choices->at = (choices->at + by) % choices->n;
    else if (by > 1)
        choices->at = choices->n - 1;
    if (choices->n == 0)
        return;

    put_choice(chat);
    if (choices->n == 1)
        close_list(chat);
}

void action_complete(struct chat *chat)
{
    if (edit_is_empty(chat->edit))
        action_focus_next(chat);
    else if (chat->current)
        step(chat, 1);
}

void action_complete_back(struct chat *chat)
{
    if (edit_is_empty(chat->edit))
        action_focus_previous(chat);
    else if (chat->current)
        step(chat, chat->choices.n > 0 ? chat->choices.n - 1 : 1);
}

/* Nothing was chosen: what was typed stands there again. */
static void give_up(struct chat *chat)
{
    struct choices *choices = &chat->choices;
    if (choices->chosen)
        edit_replace(chat->edit, choices->from, choices->to, choices->typed);
    choices->chosen = false;
    choices->shut = true;
    close_list(chat);
}

/* What was chosen ends with a blank already. */
static bool ends_with_blank(const struct chat *chat)
{
    size_t at = edit_cursor(chat->edit);
    return at > 0 && edit_text(chat->edit)[at - 1] == ' ';
}

bool complete_press(struct chat *chat, const struct key *key)
{
    struct choices *choices = &chat->choices;
    bool blank = key->code == PRESS_CHAR && strcmp(key->text, " ") == 0 && !key->mods;
    bool many = choices->n > PAGE_ROWS;
    if (choices->n == 0 || chat->dialog || chat->chord || (key->mods & ~PRESS_SHIFT))
        return false;
    if (key->code == PRESS_ESC)
        give_up(chat);
    else if (key->code == PRESS_DOWN || key->code == PRESS_TAB)
        step(chat, 1);
    else if (key->code == PRESS_UP || key->code == PRESS_BACKTAB)
        step(chat, choices->n - 1);
    else if (key->code == PRESS_PGDN)
        step(chat, many ? PAGE_ROWS : 1);
    else if (key->code == PRESS_PGUP)
        step(chat, choices->n - (many ? PAGE_ROWS : 1));
    else if (choices->chosen && (key->code == PRESS_ENTER || (blank && ends_with_blank(chat))))
        close_list(chat);
    else
        return false;
    return true;
}

/* Is it between the signs of code: `so`, or rows between ```? */
static bool in_code(const char *text, size_t at)
{
    bool block = false;
    bool span = false;
    for (size_t i = 0; i < at; i++) {
        if (strncmp(text + i, "```", 3) == 0) {
            block = !block;
            i += 2;
        } else if (text[i] == '`') {
            span = !span;
        } else if (text[i] == '\n') {
            span = false;
        }
    }
    return block || span;
}

/* Behind these the list opens by itself: a command, an emoji of some letters, a name, a room. */
static bool opens_by_itself(const struct word *word)
{
    const char *start = word->line + word->from;
    size_t len = word->to - word->from;
    if (len == 0)
        return false;
    if (word->called)
        return true;
    if (*start == '/' && word->from == 0)
        return len < 2 || start[1] != '/';
    return (*start == ':' && len > 2 && !in_code(word->line, word->from)) ||
           (*start == '#' && len > 1);
}

/* ":tada:" is whole: it becomes what it names. */
static bool took_emoji(struct chat *chat, const struct word *word)
{
    const char *start = word->line + word->from;
    size_t len = word->to - word->from;
    const char *text = len > 2 && *start == ':' && start[len - 1] == ':' && !memchr(start, '`', len)
                           ? emoji_named(start, len)
                           : NULL;
    if (!text || in_code(word->line, word->from))
        return false;
    edit_replace(chat->edit, word->from, word->to, text);
    emoji_used(chat, text);
    close_list(chat);
    chat->changed |= CHANGE_INPUT;
    return true;
}

/* What is typed opens the list, or narrows it; other keys close it. */
static void follow_typing(struct chat *chat, const struct key *key)
{
    bool types = key->code == PRESS_CHAR && !(key->mods & (PRESS_CTRL | PRESS_ALT));
    bool narrows = types || key->code == PRESS_BACKSPACE;
    struct word word = complete_word(chat);
    if (word.from == word.to)
        chat->choices.shut = false;
    if (types && *key->text == ':' && took_emoji(chat, &word))
        return;
    if (narrows && !chat->choices.shut && chat->current && opens_by_itself(&word))
        find(chat);
    else
        close_list(chat);
}

/* The one that was chosen stands there, and nothing else was typed. */
static bool is_settled(const struct chat *chat)
{
    return chat->choices.n > 0 && chat->choices.chosen &&
           edit_cursor(chat->edit) == chat->choices.to;
}

void complete_follow(struct chat *chat, const struct key *key)
{
    if (!chat->dialog && !is_settled(chat))
        follow_typing(chat, key);
    complete_usage(chat);
}
