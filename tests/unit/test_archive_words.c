/* The client's own memory: words are found in it, reactions hang on it, and it forgets. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive.h"
#include "buf.h"
#include "mem.h"
#include "spec.h"

struct shelf {
    char folder[32];
    char *path;
    struct archive *archive;
};

static void open_again(struct shelf *shelf)
{
    char *cause = NULL;
    char *warning = NULL;
    archive_close(shelf->archive);
    shelf->archive = archive_open(shelf->path, &warning, &cause);
    if (!shelf->archive || warning)
        fail_msg("%s", warning ? warning : cause);
}

static int setup(void **state)
{
    struct shelf *shelf = xnew(struct shelf);
    strncpy(shelf->folder, "/tmp/parlor-words-XXXXXX", sizeof(shelf->folder) - 1);
    assert_non_null(mkdtemp(shelf->folder));
    shelf->path = xasprintf("%s/archive.db", shelf->folder);
    open_again(shelf);
    *state = shelf;
    return 0;
}

static int teardown(void **state)
{
    struct shelf *shelf = *state;
    const char *const suffixes[] = {"", "-wal", "-shm"};
    archive_close(shelf->archive);
    for (size_t i = 0; i < 3; i++) {
        char *path = xasprintf("%s%s", shelf->path, suffixes[i]);
        unlink(path);
        free(path);
    }
    assert_int_equal(rmdir(shelf->folder), 0);
    free(shelf->path);
    free(shelf);
    return 0;
}

static void say(struct shelf *shelf, const char *conv, int64_t ms, const char *text,
                const char *msgid)
{
    struct archive_line line = {.time_ms = ms, .nick = "bob", .text = text, .msgid = msgid};
    archive_add_line(shelf->archive, conv, &line);
}

/* So many lines of no meaning, and rest, so that the index knows all that was said before. */
static void talk_goes_on(struct shelf *shelf, int n, int64_t ms)
{
    char text[32];
    archive_begin(shelf->archive);
    for (int i = 0; i < n; i++) {
        snprintf(text, sizeof(text), "filler %d", i);
        say(shelf, "here/#loud", ms + i, text, "");
    }
    archive_commit(shelf->archive);
    while (archive_wants_rest(shelf->archive))
        archive_rest(shelf->archive);
}

struct looking {
    const struct archive_search *search;
    struct buf hits;
};

/* The last look is the caller's. */
static bool write_hit(void *arg, const char *conv, const struct archive_line *line)
{
    struct looking *looking = arg;
    for (size_t i = 0; i < looking->search->nwords; i++)
        if (!strcasestr(line->text, looking->search->words[i]))
            return true;
    buf_printf(&looking->hits, "%s %s;", conv, line->text);
    return true;
}

static void search_gives(struct shelf *shelf, struct archive_search search, const char *wanted)
{
    struct looking looking = {.search = &search};
    if (search.to_ms == 0)
        search.to_ms = INT64_MAX;
    archive_search(shelf->archive, &search, write_hit, &looking);
    assert_string_equal(buf_text(&looking.hits), wanted);
    buf_clear(&looking.hits);
}

static void word_gives(struct shelf *shelf, const char *word, const char *wanted)
{
    const char *const words[] = {word};
    search_gives(shelf, (struct archive_search){.words = words, .nwords = 1}, wanted);
}

/* More lines than are looked through whole. */
#define MANY 21000

static void words_are_found_in_all_rooms_however_long_ago(void **state)
{
    struct shelf *shelf = *state;
    say(shelf, "here/#tea", 1000, "the kettle is on", "m1");
    say(shelf, "here/#ops", 2000, "Kettles, everywhere", "m2");
    say(shelf, "here/#ops", 3000, "nothing", "m3");
    talk_goes_on(shelf, MANY, 10000);
    word_gives(shelf, "kettle", "here/#ops Kettles, everywhere;here/#tea the kettle is on;");
    word_gives(shelf, "every", "here/#ops Kettles, everywhere;");
    word_gives(shelf, "spoon", "");
    open_again(shelf);
    word_gives(shelf, "kettle", "here/#ops Kettles, everywhere;here/#tea the kettle is on;");
}

static void all_words_are_asked_for(void **state)
{
    struct shelf *shelf = *state;
    const char *const words[] = {"on", "kettle"};
    say(shelf, "here/#tea", 1000, "the kettle is on", "m1");
    say(shelf, "here/#tea", 1000, "the kettle is off", "m2");
    talk_goes_on(shelf, MANY, 10000);
    search_gives(shelf, (struct archive_search){.words = words, .nwords = 2},
                 "here/#tea the kettle is on;");
}

static void odd_words_break_nothing(void **state)
{
    struct shelf *shelf = *state;
    say(shelf, "here/#tea", 1000, "say \"hi\" to \351\241\276\345\256\242 * AND NOT x", "m1");
    talk_goes_on(shelf, MANY, 10000);
    word_gives(shelf, "\"hi\"", "here/#tea say \"hi\" to \351\241\276\345\256\242 * AND NOT x;");
    word_gives(shelf, "\"hi\" to", "here/#tea say \"hi\" to \351\241\276\345\256\242 * AND NOT x;");
    word_gives(shelf, "AND", "here/#tea say \"hi\" to \351\241\276\345\256\242 * AND NOT x;");
}

static void a_search_keeps_to_a_room_and_to_times(void **state)
{
    struct shelf *shelf = *state;
    const char *const words[] = {"tea"};
    say(shelf, "here/#tea", 1000, "tea early", "m1");
    say(shelf, "here/#tea", 2000, "tea", "m2");
    say(shelf, "here/#ops", 2000, "tea at work", "m3");
    say(shelf, "here/#tea", 3000, "tea late", "m4");
    struct archive_search search = {
        .conv = "here/#tea", .words = words, .nwords = 1, .from_ms = 2000, .to_ms = 3000};
    search_gives(shelf, search, "here/#tea tea;");
    talk_goes_on(shelf, MANY, 10000);
    search_gives(shelf, search, "here/#tea tea;");
}

static void what_was_rewritten_is_found_by_its_new_words_only(void **state)
{
    struct shelf *shelf = *state;
    say(shelf, "here/#tea", 1000, "the kettle is on", "m1");
    talk_goes_on(shelf, MANY, 10000);
    struct archive_line line = {.kind = 0, .flags = 256, .text = "the pot is on", .msgid = "m1"};
    archive_rewrite_line(shelf->archive, "here/#tea", &line);
    word_gives(shelf, "kettle", "");
    word_gives(shelf, "pot", "here/#tea the pot is on;");
}

static void write_pair(void *arg, const char *key, const char *value)
{
    buf_printf(arg, "%s %s;", key, value);
}

static void reactions_are(struct shelf *shelf, const char *msgid, const char *wanted)
{
    struct buf pairs = {0};
    archive_reactions(shelf->archive, "here/#tea", msgid, write_pair, &pairs);
    assert_string_equal(buf_text(&pairs), wanted);
    buf_clear(&pairs);
}

static void react(struct shelf *shelf, const char *who, const char *value, bool gone)
{
    struct archive_reaction reaction = {.msgid = "m1", .who = who, .value = value, .gone = gone};
    archive_react(shelf->archive, "here/#tea", &reaction);
}

static void reactions_count_once_each_and_can_be_taken_back(void **state)
{
    struct shelf *shelf = *state;
    say(shelf, "here/#tea", 1000, "tea?", "m1");
    react(shelf, "carol", "+1", false);
    react(shelf, "alice", "+1", false);
    react(shelf, "alice", "+1", false);
    react(shelf, "alice", "tea", false);
    open_again(shelf);
    reactions_are(shelf, "m1", "carol +1;alice +1;alice tea;");
    react(shelf, "carol", "+1", true);
    reactions_are(shelf, "m1", "alice +1;alice tea;");
    reactions_are(shelf, "m2", "");
}

static void only_what_got_a_reaction_or_a_file_is_found_so(void **state)
{
    struct shelf *shelf = *state;
    say(shelf, "here/#tea", 1000, "tea?", "m1");
    say(shelf, "here/#tea", 2000, "plan", "m2");
    say(shelf, "here/#ops", 3000, "plan", "m1");
    react(shelf, "alice", "+1", false);
    archive_put(shelf->archive, "file", "here/#tea m2", "12,abc,text/plain");
    search_gives(shelf, (struct archive_search){.reacted = true}, "here/#tea tea?;");
    search_gives(shelf, (struct archive_search){.file = true}, "here/#tea plan;");
}

static void write_reply(void *arg, const struct archive_line *line)
{
    buf_printf(arg, "%s<%s;", line->text, line->reply);
}

static void what_a_line_answers_is_kept_with_it(void **state)
{
    struct shelf *shelf = *state;
    struct buf texts = {0};
    struct archive_line line = {
        .time_ms = 2000, .nick = "bob", .text = "yes", .msgid = "m2", .reply = "m1"};
    say(shelf, "here/#tea", 1000, "tea?", "m1");
    archive_add_line(shelf->archive, "here/#tea", &line);
    struct archive_page page = {"here/#tea", INT64_MAX, 10};
    archive_lines(shelf->archive, &page, write_reply, &texts);
    assert_string_equal(buf_text(&texts), "tea?<;yes<m1;");
    buf_clear(&texts);
}

static void write_text(void *arg, const struct archive_line *line)
{
    buf_printf(arg, "%s;", line->text);
}

static void lines_come_forward_from_a_message_too(void **state)
{
    struct shelf *shelf = *state;
    struct buf texts = {0};
    for (int i = 1; i <= 5; i++) {
        char text[8];
        char msgid[8];
        snprintf(text, sizeof(text), "%d", i);
        snprintf(msgid, sizeof(msgid), "m%d", i);
        say(shelf, "here/#tea", (int64_t)i * 1000, text, msgid);
    }
    struct archive_page page = {"here/#tea", 2000, 2};
    archive_lines_after(shelf->archive, &page, write_text, &texts);
    assert_string_equal(buf_text(&texts), "3;4;");
    buf_clear(&texts);
}

/* Is this anywhere in the file or its log? */
static bool disk_has(const struct shelf *shelf, const char *suffix, const char *text)
{
    char *path = xasprintf("%s%s", shelf->path, suffix);
    FILE *file = fopen(path, "re");
    free(path);
    if (!file)
        return false;
    struct buf all = {0};
    char part[4096];
    for (size_t n; (n = fread(part, 1, sizeof(part), file)) > 0;)
        buf_append(&all, part, n);
    fclose(file);
    bool found = all.len > 0 && memmem(all.data, all.len, text, strlen(text)) != NULL;
    buf_clear(&all);
    return found;
}

static void a_room_that_is_forgotten_is_gone_from_the_disk(void **state)
{
    struct shelf *shelf = *state;
    say(shelf, "here/#tea", 1000, "the zanzibar kettle", "m1");
    say(shelf, "here/#ops", 2000, "kettles stay", "m2");
    react(shelf, "alice", "+1", false);
    archive_put(shelf->archive, "file", "here/#tea m1", "12");
    talk_goes_on(shelf, MANY, 10000);
    archive_forget(shelf->archive, "here/#tea");
    word_gives(shelf, "kettle", "here/#ops kettles stay;");
    reactions_are(shelf, "m1", "");
    assert_null(archive_get(shelf->archive, "file", "here/#tea m1"));
    open_again(shelf);
    assert_false(disk_has(shelf, "", "zanzibar"));
    assert_false(disk_has(shelf, "-wal", "zanzibar"));
    say(shelf, "here/#tea", 3000, "kettle again", "m1");
    word_gives(shelf, "kettle", "here/#tea kettle again;here/#ops kettles stay;");
}

/* The numbers of lines that are gone are given to new ones. */
static void what_is_said_after_the_newest_was_forgotten_is_found(void **state)
{
    struct shelf *shelf = *state;
    talk_goes_on(shelf, 500, 1000);
    archive_forget(shelf->archive, "here/#loud");
    say(shelf, "here/#tea", 3000, "kettle", "m1");
    talk_goes_on(shelf, MANY, 10000);
    word_gives(shelf, "kettle", "here/#tea kettle;");
}

static void what_is_too_old_goes_piece_by_piece(void **state)
{
    struct shelf *shelf = *state;
    struct buf texts = {0};
    talk_goes_on(shelf, 1200, 1000);
    say(shelf, "here/#tea", 1000, "old", "m1");
    say(shelf, "here/#tea", 9000, "new", "m2");
    int pieces = 0;
    while (archive_trim(shelf->archive, 2195))
        pieces++;
    assert_true(pieces > 2);
    struct archive_page page = {"here/#loud", INT64_MAX, 10};
    archive_lines(shelf->archive, &page, write_text, &texts);
    assert_string_equal(buf_text(&texts),
                        "filler 1195;filler 1196;filler 1197;filler 1198;filler 1199;");
    buf_clear(&texts);
    search_gives(shelf, (struct archive_search){.conv = "here/#tea"}, "here/#tea new;");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define ON_A_SHELF(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
        ON_A_SHELF(words_are_found_in_all_rooms_however_long_ago),
        ON_A_SHELF(all_words_are_asked_for),
        ON_A_SHELF(odd_words_break_nothing),
        ON_A_SHELF(a_search_keeps_to_a_room_and_to_times),
        ON_A_SHELF(what_was_rewritten_is_found_by_its_new_words_only),
        ON_A_SHELF(reactions_count_once_each_and_can_be_taken_back),
        ON_A_SHELF(only_what_got_a_reaction_or_a_file_is_found_so),
        ON_A_SHELF(what_a_line_answers_is_kept_with_it),
        ON_A_SHELF(lines_come_forward_from_a_message_too),
        ON_A_SHELF(a_room_that_is_forgotten_is_gone_from_the_disk),
        ON_A_SHELF(what_is_said_after_the_newest_was_forgotten_is_found),
        ON_A_SHELF(what_is_too_old_goes_piece_by_piece),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
