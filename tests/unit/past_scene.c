#include "past_scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "look_back.h"
#include "mem.h"
#include "spec.h"
#include "state.h"

#define FOLDER "/tmp/parlor-past-XXXXXX"

void past_turn(struct past *past)
{
    state_save_lines(past->archive, past->s->chat, true);
    look_back_turn(past->archive, past->s->chat);
}

static void in_rooms(struct scene *s)
{
    server_says(s, ":alice!a@h JOIN #tea * :Alice");
    server_says(s, ":alice!a@h JOIN #ops * :Alice");
    for (struct conv *conv = s->chat->convs; conv; conv = conv->next) {
        server_says(s, ":irc.example.org BATCH +h chathistory %s", conv->name);
        server_says(s, ":irc.example.org BATCH -h");
        conv->older = HISTORY_MORE;
    }
    chat_open(s->chat, scene_conv(s, "#ops"));
}

int past_setup(void **state)
{
    struct past *past = xnew(struct past);
    void *scene = NULL;
    char *warning = NULL;
    char *cause = NULL;
    scene_modern(&scene);
    past->s = scene;
    memcpy(past->folder, FOLDER, sizeof(FOLDER));
    assert_non_null(mkdtemp(past->folder));
    past->path = xasprintf("%s/archive.db", past->folder);
    past->archive = archive_open(past->path, &warning, &cause);
    assert_non_null(past->archive);
    past->s->chat->page_rows = 20;
    in_rooms(past->s);
    *state = past;
    return 0;
}

int past_teardown(void **state)
{
    struct past *past = *state;
    void *scene = past->s;
    archive_close(past->archive);
    scene_end(&scene);
    unlink(past->path);
    rmdir(past->folder);
    free(past->path);
    free(past);
    return 0;
}

void bob_says(struct past *past, const char *where, int second, const char *text)
{
    server_says(past->s, "@time=2026-11-20T10:%02d:%02d.000Z;msgid=%s%d :bob!b@h PRIVMSG %s :%s",
                second / 60, second % 60, where + 1, second, where, text);
}

/* bob counts in a room, a line each second. */
void bob_counts(struct past *past, const char *where, int from, int to)
{
    char text[16];
    for (int i = from; i <= to; i++) {
        snprintf(text, sizeof(text), "number %d", i);
        bob_says(past, where, i, text);
    }
    past_turn(past);
}

/* The client ends; another one begins at the same server, and has no link yet. */
void restart(struct past *past)
{
    struct scene *s = past->s;
    state_save_lines(past->archive, s->chat, true);
    state_save(past->archive, s->chat);
    int64_t now_ms = s->chat->now_ms;
    chat_free(s->chat);
    s->chat = chat_new();
    s->chat->now_ms = now_ms + 60000;
    s->chat->page_rows = 20;
    s->network = network_new("irc.example.org", 6697, true, "alice");
    chat_add_network(s->chat, s->network);
    state_load_network(past->archive, s->chat, s->network);
}

void stands_at(struct past *past, const char *text)
{
    const struct conv *conv = past->s->chat->current;
    size_t index = lines_count(conv->lines) - 1;
    bool seen = false;
    struct line line;
    if (conv->anchor)
        assert_true(lines_find(conv->lines, conv->anchor, &index));
    for (size_t i = 0; i < (size_t)past->s->chat->page_rows && i <= index; i++) {
        lines_get(conv->lines, index - i, &line);
        seen |= strcmp(line.text, text) == 0;
    }
    assert_true(seen);
}

/* No line of bob's counting is missing or twice. */
void counts_on(struct past *past, int from, int to)
{
    const struct conv *conv = past->s->chat->current;
    char wanted[16];
    struct line line;
    int next = from;
    for (size_t i = 0; i < lines_count(conv->lines); i++) {
        lines_get(conv->lines, i, &line);
        if (strncmp(line.text, "number ", 7) != 0)
            continue;
        snprintf(wanted, sizeof(wanted), "number %d", next++);
        assert_string_equal(line.text, wanted);
    }
    assert_int_equal(next, to + 1);
}

void results_are(struct past *past, const char *wanted)
{
    struct buf rows = {0};
    const struct dialog *dialog = past->s->chat->dialog;
    assert_non_null(dialog);
    for (size_t i = 0; i < dialog->nshown; i++) {
        const struct dialog_row *row = &dialog->rows[dialog->shown[i]];
        buf_printf(&rows, "%s | %s\n", row->label, row->detail);
    }
    assert_string_equal(buf_text(&rows), wanted);
    buf_clear(&rows);
}
