#include "edit.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "edit_word.h"
#include "mem.h"
#include "utf8.h"

#define UNDO_MAX  200
#define KILLS_MAX 16

/* What the text was, and where the cursor stood. */
struct state {
    char *text;
    size_t cursor;
};

struct edit {
    struct buf text;
    size_t cursor;
    struct state undo[UNDO_MAX];
    size_t nundo;
    struct state redo[UNDO_MAX];
    size_t nredo;
    char *kills[KILLS_MAX]; /* the newest is kills[nkills - 1] */
    size_t nkills;
    size_t yank_from, yank_to; /* what C-y brought; equal: nothing M-y could replace */
    size_t yanked;             /* index in kills */
    bool typing;  /* the last change typed a character: undo takes a run of them together */
    bool killing; /* the last change killed: another kill joins it */
};

struct edit *edit_new(void)
{
    struct edit *edit = xnew(struct edit);
    buf_puts(&edit->text, "");
    return edit;
}

static void forget(struct state *states, size_t *n)
{
    while (*n > 0)
        free(states[--*n].text);
}

void edit_free(struct edit *edit)
{
    if (!edit)
        return;

    forget(edit->undo, &edit->nundo);
    forget(edit->redo, &edit->nredo);
    for (size_t i = 0; i < edit->nkills; i++)
        free(edit->kills[i]);
    buf_clear(&edit->text);
    free(edit);
}

const char *edit_text(const struct edit *edit)
{
    return buf_text(&edit->text);
}

size_t edit_cursor(const struct edit *edit)
{
    return edit->cursor;
}

bool edit_is_empty(const struct edit *edit)
{
    return edit->text.len == 0;
}

static void push(struct state *states, size_t *n, const struct edit *edit)
{
    if (*n == UNDO_MAX) {
        free(states[0].text);
        memmove(states, states + 1, (UNDO_MAX - 1) * sizeof(*states));
        (*n)--;
    }
    states[(*n)++] = (struct state){.text = xstrdup(edit_text(edit)), .cursor = edit->cursor};
}

/* Every change passes here, except undo and redo themselves. */
static void replace(struct edit *edit, size_t from, size_t to, const char *text)
{
    push(edit->undo, &edit->nundo, edit);
    forget(edit->redo, &edit->nredo);

    char *tail = xstrdup(edit_text(edit) + to);
    buf_truncate(&edit->text, from);
    buf_puts(&edit->text, text);
    edit->cursor = edit->text.len;
    buf_puts(&edit->text, tail);
    free(tail);

    edit->yank_from = edit->yank_to = 0;
    edit->typing = false;
    edit->killing = false;
}

/* A move ends a run of typing and of killing. */
static bool move_to(struct edit *edit, size_t cursor)
{
    bool moved = cursor != edit->cursor;
    edit->cursor = cursor;
    edit->typing = false;
    edit->killing = false;
    edit->yank_from = edit->yank_to = 0;
    return moved;
}

void edit_set(struct edit *edit, const char *text)
{
    replace(edit, 0, edit->text.len, text);
}

void edit_replace(struct edit *edit, size_t from, size_t to, const char *text)
{
    replace(edit, from, to, text);
}

void edit_insert(struct edit *edit, const char *text)
{
    char *clean = utf8_sanitize(text, strlen(text), true, true);
    bool word = !strpbrk(clean, " \n");
    bool joins = edit->typing && word && edit->nundo > 0;

    replace(edit, edit->cursor, edit->cursor, clean);
    if (joins)
        free(edit->undo[--edit->nundo].text);
    edit->typing = word;
    free(clean);
}

bool edit_left(struct edit *edit)
{
    return move_to(edit, utf8_cluster_before(edit_text(edit), edit->cursor));
}

bool edit_right(struct edit *edit)
{
    size_t size = utf8_cluster(edit_text(edit) + edit->cursor, edit->text.len - edit->cursor);
    return move_to(edit, edit->cursor + size);
}

bool edit_word_left(struct edit *edit)
{
    return move_to(edit, word_start_before(edit_text(edit), edit->cursor));
}

bool edit_word_right(struct edit *edit)
{
    return move_to(edit, word_end_after(edit_text(edit), edit->cursor));
}

bool edit_home(struct edit *edit)
{
    return move_to(edit, row_start(edit_text(edit), edit->cursor));
}

bool edit_end(struct edit *edit)
{
    return move_to(edit, row_end(edit_text(edit), edit->cursor));
}

/* To the column of the cursor in the row that begins at start. */
static size_t same_column(const struct edit *edit, size_t start)
{
    const char *text = edit_text(edit);
    size_t own = row_start(text, edit->cursor);
    int cols = utf8_cols(text + own, edit->cursor - own);
    return start + utf8_cut_cols(text + start, row_end(text, start) - start, cols);
}

bool edit_up(struct edit *edit)
{
    size_t start = row_start(edit_text(edit), edit->cursor);
    if (start == 0)
        return false;
    return move_to(edit, same_column(edit, row_start(edit_text(edit), start - 1)));
}

bool edit_down(struct edit *edit)
{
    size_t end = row_end(edit_text(edit), edit->cursor);
    if (end == edit->text.len)
        return false;
    return move_to(edit, same_column(edit, end + 1));
}

static bool erase(struct edit *edit, size_t from, size_t to)
{
    if (from == to)
        return false;
    replace(edit, from, to, "");
    return true;
}

bool edit_backspace(struct edit *edit)
{
    return erase(edit, utf8_cluster_before(edit_text(edit), edit->cursor), edit->cursor);
}

bool edit_delete(struct edit *edit)
{
    size_t size = utf8_cluster(edit_text(edit) + edit->cursor, edit->text.len - edit->cursor);
    return erase(edit, edit->cursor, edit->cursor + size);
}

/* Puts text on the kill ring; kills in a row are one, in the order of the text. */
static void remember_kill(struct edit *edit, char *text, bool before)
{
    if (edit->killing && edit->nkills > 0) {
        char **newest = &edit->kills[edit->nkills - 1];
        char *joined = before ? xasprintf("%s%s", text, *newest) : xasprintf("%s%s", *newest, text);
        free(*newest);
        free(text);
        *newest = joined;
        return;
    }
    if (edit->nkills == KILLS_MAX) {
        free(edit->kills[0]);
        memmove(edit->kills, edit->kills + 1, (KILLS_MAX - 1) * sizeof(*edit->kills));
        edit->nkills--;
    }
    edit->kills[edit->nkills++] = text;
}

static bool kill_range(struct edit *edit, size_t from, size_t to)
{
    if (from == to)
        return false;

    bool before = to == edit->cursor;
    remember_kill(edit, xstrndup(edit_text(edit) + from, to - from), before);
    replace(edit, from, to, "");
    edit->killing = true;
    return true;
}

bool edit_kill_end(struct edit *edit)
{
    size_t end = row_end(edit_text(edit), edit->cursor);
    if (end == edit->cursor && end < edit->text.len)
        end++;
    return kill_range(edit, edit->cursor, end);
}

bool edit_kill_start(struct edit *edit)
{
    size_t start = row_start(edit_text(edit), edit->cursor);
    if (start == edit->cursor && start > 0)
        start--;
    return kill_range(edit, start, edit->cursor);
}

bool edit_kill_word_left(struct edit *edit)
{
    return kill_range(edit, word_start_before(edit_text(edit), edit->cursor), edit->cursor);
}

bool edit_kill_word_right(struct edit *edit)
{
    return kill_range(edit, edit->cursor, word_end_after(edit_text(edit), edit->cursor));
}

bool edit_kill_blank_left(struct edit *edit)
{
    return kill_range(edit, blank_start_before(edit_text(edit), edit->cursor), edit->cursor);
}

static void bring(struct edit *edit, size_t from, size_t to, size_t which)
{
    replace(edit, from, to, edit->kills[which]);
    edit->yank_from = from;
    edit->yank_to = edit->cursor;
    edit->yanked = which;
}

bool edit_yank(struct edit *edit)
{
    if (edit->nkills == 0)
        return false;
    bring(edit, edit->cursor, edit->cursor, edit->nkills - 1);
    return true;
}

bool edit_yank_pop(struct edit *edit)
{
    if (edit->yank_from == edit->yank_to)
        return false;
    bring(edit, edit->yank_from, edit->yank_to,
          edit->yanked == 0 ? edit->nkills - 1 : edit->yanked - 1);
    return true;
}

bool edit_transpose(struct edit *edit)
{
    const char *text = edit_text(edit);
    size_t middle =
        edit->cursor == edit->text.len ? utf8_cluster_before(text, edit->cursor) : edit->cursor;
    size_t end = middle + utf8_cluster(text + middle, edit->text.len - middle);
    size_t start = utf8_cluster_before(text, middle);
    if (start == middle || middle == end)
        return false;

    char *swapped = xasprintf("%.*s%.*s", (int)(end - middle), text + middle, (int)(middle - start),
                              text + start);
    replace(edit, start, end, swapped);
    free(swapped);
    return true;
}

/* The word at the cursor, or the last one, and the one before it. */
bool edit_transpose_words(struct edit *edit)
{
    const char *text = edit_text(edit);
    size_t second = word_start_before(text, word_end_after(text, edit->cursor));
    size_t first = word_start_before(text, second);
    size_t gap = word_end_after(text, first);
    size_t end = word_end_after(text, second);
    if (first == second || gap > second)
        return false;
    char *swapped = xasprintf("%.*s%.*s%.*s", (int)(end - second), text + second,
                              (int)(second - gap), text + gap, (int)(gap - first), text + first);
    replace(edit, first, end, swapped);
    free(swapped);
    return true;
}

/* Takes the newest of `from` and keeps what is now in `to`. */
static bool travel(struct edit *edit, struct state *from, size_t *nfrom, struct state *to,
                   size_t *nto)
{
    if (*nfrom == 0)
        return false;

    push(to, nto, edit);
    struct state state = from[--*nfrom];
    buf_reset(&edit->text);
    buf_puts(&edit->text, state.text);
    free(state.text);
    move_to(edit, state.cursor);
    return true;
}

bool edit_undo(struct edit *edit)
{
    return travel(edit, edit->undo, &edit->nundo, edit->redo, &edit->nredo);
}

bool edit_redo(struct edit *edit)
{
    return travel(edit, edit->redo, &edit->nredo, edit->undo, &edit->nundo);
}

/* The word at or after the cursor; ASCII letters only. */
bool edit_capitalize(struct edit *edit)
{
    size_t end = word_end_after(edit_text(edit), edit->cursor);
    if (end == edit->cursor)
        return false;

    char *word = xstrndup(edit_text(edit) + edit->cursor, end - edit->cursor);
    int (*change)(int) = toupper;
    for (char *c = word; *c; c++) {
        if (!isalpha((unsigned char)*c))
            continue;
        *c = (char)change((unsigned char)*c);
        change = tolower;
    }
    replace(edit, edit->cursor, end, word);
    free(word);
    return true;
}

bool edit_clear(struct edit *edit)
{
    return erase(edit, 0, edit->text.len);
}
