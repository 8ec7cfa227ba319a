/* What is found again at the next start. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "emoji_recent.h"
#include "keyboard.h"
#include "mem.h"
#include "posted.h"
#include "spec.h"
#include "state.h"

#define FOLDER "/tmp/parlor-state-XXXXXX"

/* A scene, and the archive that outlives its clients. */
struct past {
    struct scene *s;
    char folder[sizeof(FOLDER)];
    struct archive *archive;
};

static char *archive_path(const struct past *past)
{
    return xasprintf("%s/archive.db", past->folder);
}

static int setup(void **state)
{
    struct past *past = xnew(struct past);
    void *scene = NULL;
    char *warning = NULL, *cause = NULL;
    scene_modern(&scene);
    past->s = scene;
    memcpy(past->folder, FOLDER, sizeof(FOLDER));
    assert_non_null(mkdtemp(past->folder));
    char *path = archive_path(past);
    past->archive = archive_open(path, &warning, &cause);
    assert_non_null(past->archive);
    free(path);
    *state = past;
    return 0;
}

static int teardown(void **state)
{
    struct past *past = *state;
    void *scene = past->s;
    archive_close(past->archive);
    scene_end(&scene);
    char *path = archive_path(past);
    unlink(path);
    rmdir(past->folder);
    free(path);
    free(past);
    return 0;
}

static void save(struct past *past)
{
    state_save_lines(past->archive, past->s->chat, true);
    state_save(past->archive, past->s->chat);
}

/* The client ends; another one begins at the same server, and has no link yet. */
static void restart(struct past *past)
{
    struct scene *s = past->s;
    save(past);
    int64_t now_ms = s->chat->now_ms;
    chat_free(s->chat);
    s->chat = chat_new();
    s->chat->now_ms = now_ms + 60000;
    state_load(past->archive, s->chat);
    s->network = network_new("irc.example.org", 6697, true, "alice");
    chat_add_network(s->chat, s->network);
    state_load_network(past->archive, s->chat, s->network);
}

static void join(struct past *past, const char *room)
{
    server_says(past->s, ":alice!a@h JOIN %s * :Alice", room);
}

static void bob_says(struct past *past, const char *where, int second, const char *text)
{
    server_says(past->s, "@time=2026-11-20T18:00:%02d.000Z;msgid=m%d%s :bob!b@h PRIVMSG %s :%s",
                second, second, where, where, text);
}

static void rooms_return_in_their_places(void **state)
{
    struct past *past = *state;
    join(past, "#tea");
    join(past, "#ops");
    join(past, "#Avocado");
    server_says(past->s, ":bob!b@h PRIVMSG alice :hi");
    restart(past);
    assert_string_equal(chat_nth(past->s->chat, 1)->name, "#tea");
    assert_string_equal(chat_nth(past->s->chat, 2)->name, "#ops");
    assert_string_equal(chat_nth(past->s->chat, 3)->name, "#Avocado");
    assert_string_equal(chat_nth(past->s->chat, 4)->name, "bob");
}

static void rooms_one_was_in_are_joined_again(void **state)
{
    struct past *past = *state;
    join(past, "#tea");
    join(past, "#ops");
    server_says(past->s, ":alice!a@h PART #ops");
    enters(past->s, "/join #secret open sesame");
    join(past, "#secret");
    restart(past);
    assert_true(scene_conv(past->s, "#tea")->rejoin);
    assert_false(scene_conv(past->s, "#ops")->rejoin);
    assert_string_equal(scene_conv(past->s, "#secret")->key, "open");
    restart(past);
    assert_true(scene_conv(past->s, "#tea")->rejoin);
}

static void what_was_said_is_there_at_once(void **state)
{
    struct past *past = *state;
    join(past, "#tea");
    bob_says(past, "#tea", 1, "kettle on");
    bob_says(past, "#tea", 2, "milk?");
    restart(past);
    conv_ends_with(past->s, "#tea", "-> alice\n<bob> kettle on\n<bob> milk?");
    restart(past);
    conv_ends_with(past->s, "#tea", "-> alice\n<bob> kettle on\n<bob> milk?");
}

static void the_size_of_a_posted_file_is_known_again(void **state)
{
    struct past *past = *state;
    const char *base = "parlor.chat/FILES=https://irc.example.org:6681/files/";
    join(past, "#tea");
    server_says(past->s, ":irc.example.org 005 alice %s :are", base);
    server_says(past->s, "@msgid=m1;+parlor.chat/file=2048,x,y :bob!b@h PRIVMSG #tea "
                         ":https://irc.example.org:6681/files/plan.pdf");
    restart(past);
    server_says(past->s, ":irc.example.org 001 alice :Hi");
    server_says(past->s, ":irc.example.org 005 alice %s :are", base);
    const struct posted *posted = posted_first(scene_conv(past->s, "#tea"));
    assert_non_null(posted);
    assert_int_equal(posted->size, 2048);

    past->s->chat->keeps = true;
    server_says(past->s, ":bob!b@h REDACT #tea m1");
    char *tag = archive_get(past->archive, "file", "irc.example.org:6697/#tea m1");
    assert_string_equal(tag, "2048,x,y");
    free(tag);
    save(past);
    assert_null(archive_get(past->archive, "file", "irc.example.org:6697/#tea m1"));
}

static void the_room_that_was_open_opens(void **state)
{
    struct past *past = *state;
    join(past, "#tea");
    join(past, "#ops");
    chat_open(past->s->chat, scene_conv(past->s, "#ops"));
    restart(past);
    assert_string_equal(past->s->chat->current->name, "#ops");
}

static void what_is_unread_stays_unread(void **state)
{
    struct past *past = *state;
    join(past, "#tea");
    join(past, "#ops");
    chat_open(past->s->chat, scene_conv(past->s, "#ops"));
    bob_says(past, "#ops", 1, "read");
    chat_open(past->s->chat, past->s->network->console);
    bob_says(past, "#ops", 2, "not read");
    bob_says(past, "#ops", 3, "alice: not read either");
    restart(past);
    assert_int_equal(scene_conv(past->s, "#ops")->unread, 2);
    assert_int_equal(scene_conv(past->s, "#ops")->mentions, 1);
}

static void drafts_are_kept_everywhere(void **state)
{
    struct past *past = *state;
    join(past, "#tea");
    join(past, "#ops");
    chat_open(past->s->chat, scene_conv(past->s, "#tea"));
    types(past->s, "half a thou");
    chat_open(past->s->chat, past->s->network->console);
    types(past->s, "/quote");
    chat_open(past->s->chat, scene_conv(past->s, "#ops"));
    types(past->s, "other");
    restart(past);
    input_shows(past->s, "other|");
    presses(past->s, "M-1");
    input_shows(past->s, "half a thou|");
    presses(past->s, "M-3");
    input_shows(past->s, "/quote|");
    presses(past->s, "C-c M-1 C-c");
    restart(past);
    input_shows(past->s, "|");
}

static void what_was_typed_is_remembered(void **state)
{
    struct past *past = *state;
    join(past, "#tea");
    chat_open(past->s->chat, scene_conv(past->s, "#tea"));
    enters(past->s, "kettle on");
    enters(past->s, "/topic tea");
    restart(past);
    presses(past->s, "Up");
    input_shows(past->s, "/topic tea|");
    presses(past->s, "Up");
    input_shows(past->s, "kettle on|");
    presses(past->s, "C-c");
    restart(past);
    presses(past->s, "Up Up Up");
    input_shows(past->s, "kettle on|");
}

static void a_line_that_was_not_confirmed_is_shown_once_and_open(void **state)
{
    struct past *past = *state;
    join(past, "#tea");
    chat_open(past->s->chat, scene_conv(past->s, "#tea"));
    enters(past->s, "confirmed");
    client_says(past->s, "@label=1 PRIVMSG*");
    server_says(past->s, "@label=1;msgid=e1;time=2026-11-20T18:00:05.000Z "
                         ":alice!a@h PRIVMSG #tea :confirmed");
    enters(past->s, "not confirmed");
    restart(past);
    conv_shows(past->s, "#tea", "<alice> confirmed");
    conv_ends_with(past->s, "#tea", "<alice> confirmed\n<alice> not confirmed (unsure)");
}

static void what_was_closed_is_forgotten(void **state)
{
    struct past *past = *state;
    server_says(past->s, ":bob!b@h PRIVMSG alice :hi");
    save(past);
    chat_open(past->s->chat, scene_conv(past->s, "bob"));
    enters(past->s, "/close");
    restart(past);
    assert_null(chat_conv(past->s->chat, past->s->network, "bob"));
}

static void panes_and_hints_are_as_they_were(void **state)
{
    struct past *past = *state;
    presses(past->s, "F8 F1 Esc");
    restart(past);
    assert_true(past->s->chat->settings.show_rooms);
    assert_false(past->s->chat->settings.show_users);
    assert_int_equal(past->s->chat->hints_used, 4);
}

static void only_a_theme_that_was_chosen_is_kept(void **state)
{
    struct past *past = *state;
    xreplace(&past->s->chat->theme, "for-this-time");
    restart(past);
    assert_string_equal(past->s->chat->theme, "default-dark");
    xreplace(&past->s->chat->theme, "mono");
    state_keep_theme(past->archive, past->s->chat);
    restart(past);
    assert_string_equal(past->s->chat->theme, "mono");
}

static void another_server_has_a_memory_of_its_own(void **state)
{
    struct past *past = *state;
    join(past, "#tea");
    save(past);
    struct network *other = network_new("irc.example.org", 7000, true, "alice");
    chat_add_network(past->s->chat, other);
    state_load_network(past->archive, past->s->chat, other);
    assert_null(chat_conv(past->s->chat, other, "#tea"));
}

static void older_lines_come_from_the_archive(void **state)
{
    struct past *past = *state;
    join(past, "#tea");
    for (int i = 0; i < 700; i++)
        server_says(past->s,
                    "@time=2026-11-20T18:%02d:%02d.000Z;msgid=m%d :bob!b@h PRIVMSG #tea :line %d",
                    1 + i / 60, i % 60, i, i);
    restart(past);
    struct conv *tea = scene_conv(past->s, "#tea");
    assert_int_equal(lines_count(tea->lines), 320);
    assert_true(state_load_older(past->archive, tea));
    assert_true(state_load_older(past->archive, tea));
    assert_int_equal(lines_count(tea->lines), 701);
    assert_false(state_load_older(past->archive, tea));
    conv_shows(past->s, "#tea", "<bob> line 0");
}

/* Does the archive's file, or what belongs to it, have these bytes? */
static bool disk_has(const struct past *past, const char *text)
{
    static const char *const ends[] = {"", "-wal"};
    char *path = archive_path(past);
    bool found = false;
    for (size_t i = 0; i < 2; i++) {
        char *name = xasprintf("%s%s", path, ends[i]);
        FILE *file = fopen(name, "re");
        struct buf all = {0};
        int c = 0;
        while (file && (c = getc(file)) != EOF)
            buf_putc(&all, (char)c);
        found = found || (all.len > 0 && memmem(all.data, all.len, text, strlen(text)));
        buf_clear(&all);
        if (file)
            fclose(file);
        free(name);
    }
    free(path);
    return found;
}

static void what_may_be_a_secret_never_comes_to_the_disk(void **state)
{
    static const char *const lines[] = {
        "/msg NickServ IDENTIFY black-kettle",
        "/m nickserv,bob SET PASSWORD black-kettle",
        "/query ChanServ black-kettle",
        "REGISTER black-kettle", /* there */
        "/me black-kettle",
        "/quote @label=1 PRIVMSG NickServ :IDENTIFY black-kettle",
        "/quote NICKSERV IDENTIFY black-kettle",
        "/quote NS IDENTIFY black-kettle",
        "/raw pass alice:black-kettle",
        "/raw OPER alice black-kettle",
        "/oper alice black-kettle",
        "/mgs NickServ IDENTIFY black-kettle",
        " /msg NickServ IDENTIFY black-kettle",
    };
    struct past *past = *state;
    join(past, "#tea");
    chat_open(past->s->chat, scene_conv(past->s, "#tea"));
    enters(past->s, "tea at five");
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
        presses(past->s, "C-u");
        types(past->s, lines[i]);
        save(past);
        types(past->s, "\n");
        save(past);
    }
    server_says(past->s, ":NickServ!n@h NOTICE alice :Code for phone: black-kettle");
    save(past);
    assert_true(disk_has(past, "tea at five"));
    assert_false(disk_has(past, "kettle"));
    restart(past);
    presses(past->s, "C-Up");
    assert_string_equal(edit_text(past->s->chat->edit), "tea at five");
}

static void the_emoji_that_were_used_last_are_known_again(void **state)
{
    struct past *past = *state;
    emoji_used(past->s->chat, "🎉");
    emoji_used(past->s->chat, "👎");
    emoji_used(past->s->chat, "🎉");
    restart(past);
    assert_string_equal(past->s->chat->recent_emoji, "🎉 👎");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_TIME(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
        IN_TIME(rooms_return_in_their_places),
        IN_TIME(rooms_one_was_in_are_joined_again),
        IN_TIME(what_was_said_is_there_at_once),
        IN_TIME(the_size_of_a_posted_file_is_known_again),
        IN_TIME(the_room_that_was_open_opens),
        IN_TIME(what_is_unread_stays_unread),
        IN_TIME(drafts_are_kept_everywhere),
        IN_TIME(what_was_typed_is_remembered),
        IN_TIME(a_line_that_was_not_confirmed_is_shown_once_and_open),
        IN_TIME(what_was_closed_is_forgotten),
        IN_TIME(panes_and_hints_are_as_they_were),
        IN_TIME(only_a_theme_that_was_chosen_is_kept),
        IN_TIME(another_server_has_a_memory_of_its_own),
        IN_TIME(older_lines_come_from_the_archive),
        IN_TIME(what_may_be_a_secret_never_comes_to_the_disk),
        IN_TIME(the_emoji_that_were_used_last_are_known_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
