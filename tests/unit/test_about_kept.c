/* What is known about messages is found again at the next start. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ask.h"
#include "keyboard.h"
#include "mem.h"
#include "reactions.h"
#include "spec.h"
#include "state.h"

#define FOLDER "/tmp/parlor-about-XXXXXX"

/* A scene, and the archive that outlives its clients. */
struct past {
    struct scene *s;
    char folder[sizeof(FOLDER)];
    struct archive *archive;
};

static int setup(void **state)
{
    struct past *past = xnew(struct past);
    void *scene = NULL;
    char *warning = NULL;
    char *cause = NULL;
    scene_modern(&scene);
    past->s = scene;
    past->s->chat->keeps = true;
    memcpy(past->folder, FOLDER, sizeof(FOLDER));
    assert_non_null(mkdtemp(past->folder));
    char *path = xasprintf("%s/archive.db", past->folder);
    past->archive = archive_open(path, &warning, &cause);
    assert_non_null(past->archive);
    free(path);
    server_says(past->s, ":irc.example.org CAP alice ACK :parlor.chat/edit");
    server_says(past->s, ":alice!a@h JOIN #tea");
    server_says(past->s, "@msgid=m1 :bob!b@h PRIVMSG #tea :kettle on");
    server_says(past->s, "@msgid=m2;+reply=m1 :carol!c@h PRIVMSG #tea :coming");
    *state = past;
    return 0;
}

static int teardown(void **state)
{
    struct past *past = *state;
    void *scene = past->s;
    archive_close(past->archive);
    scene_end(&scene);
    char *path = xasprintf("%s/archive.db", past->folder);
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
static struct conv *restart(struct past *past)
{
    struct scene *s = past->s;
    save(past);
    chat_free(s->chat);
    s->chat = chat_new();
    s->chat->now_ms = SCENE_START_MS;
    s->chat->focused = false;
    state_load(past->archive, s->chat);
    s->network = network_new("irc.example.org", 6697, true, "alice");
    chat_add_network(s->chat, s->network);
    state_load_network(past->archive, s->chat, s->network);
    return scene_conv(s, "#tea");
}

static struct line line_of(const struct conv *conv, const char *msgid)
{
    struct line line = {.text = ""};
    size_t index = 0;
    assert_true(lines_find_id(conv->lines, msgid, &index));
    lines_get(conv->lines, index, &line);
    return line;
}

static void what_a_message_answers_is_kept(void **state)
{
    assert_string_equal(line_of(restart(*state), "m2").reply, "m1");
}

static void reactions_are_kept_and_what_was_taken_back_is_not(void **state)
{
    struct past *past = *state;
    struct reaction_sum sums[4];
    server_says(past->s, "@+draft/react=tea;+reply=m1 :carol!c@h TAGMSG #tea");
    save(past);
    server_says(past->s, "@+draft/react=milk;+reply=m1 :carol!c@h TAGMSG #tea");
    server_says(past->s, "@+draft/unreact=tea;+reply=m1 :carol!c@h TAGMSG #tea");
    assert_int_equal(reactions_sum(restart(past), "m1", sums, 4), 1);
    assert_string_equal(sums[0].value, "milk");
}

static void other_words_are_kept(void **state)
{
    struct past *past = *state;
    save(past);
    server_says(past->s, "@msgid=m9;+parlor.chat/edit=m1 :bob!b@h PRIVMSG #tea :kettle off");
    struct line line = line_of(restart(past), "m1");
    assert_string_equal(line.text, "kettle off");
    assert_true(line.flags & LINE_EDITED);
    assert_int_equal(line.kind, LINE_MESSAGE);
}

static void an_answer_and_a_change_that_wait_stay_what_they_are(void **state)
{
    struct past *past = *state;
    struct conv *tea = scene_conv(past->s, "#tea");
    past->s->network->stage = NETWORK_WAITING;
    ask_reply(past->s->chat, tea, "m1", "me too");
    ask_edit(past->s->chat, tea, "m2", "no");
    restart(past);
    const struct queued *first = past->s->network->queue.first;
    assert_string_equal(first->reply, "m1");
    assert_null(first->edits);
    assert_string_equal(first->next->edits, "m2");
}

static void what_was_marked_unread_stays_so(void **state)
{
    struct past *past = *state;
    struct conv *tea = scene_conv(past->s, "#tea");
    chat_mark_unread(past->s->chat, tea, SCENE_START_MS);
    chat_open(past->s->chat, past->s->network->console);
    tea = restart(past);
    assert_int_equal(tea->unread, 2);
    assert_int_equal(tea->unread_ms, SCENE_START_MS);
}

#define PAST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PAST(what_a_message_answers_is_kept),
        PAST(reactions_are_kept_and_what_was_taken_back_is_not),
        PAST(other_words_are_kept),
        PAST(an_answer_and_a_change_that_wait_stay_what_they_are),
        PAST(what_was_marked_unread_stays_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
