/* FILES LIST (server.md, 6). */
#include <stdlib.h>

#include "files_scene.h"
#include "mem.h"

static void a_folder_is_listed_in_a_batch(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "batch");
    says(&s->alice, "FILES LIST :");
    hears(&s->alice, "BATCH +* parlor.chat/files :");
    hears(&s->alice, "@batch=* FILES ENTRY folder 0 * - :docs");
    hears(&s->alice, "@batch=* FILES ENTRY file 20 1* * :tea.txt");
    hears(&s->alice, "@batch=* FILES ENTRY file 1 1* * :two words.txt");
    hears(&s->alice, "@batch=* FILES END 3 21 *");
    hears(&s->alice, "BATCH -*");
    hears_nothing(&s->alice);
}

static void without_batches_it_comes_as_lines(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    says(&s->alice, "FILES LIST docs");
    hears(&s->alice, "FILES ENTRY file 3 1* * :a.txt");
    hears(&s->alice, "FILES END 1 3 *");
    hears_nothing(&s->alice);
    says(&s->alice, "FILES list :/docs/");
    hears(&s->alice, "FILES ENTRY file 3 1* * :a.txt");
    hears(&s->alice, "FILES END 1 3 *");
}

static void a_path_is_written_as_in_addresses(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    says(&s->alice, "FILES LIST d%6fcs 0");
    hears(&s->alice, "FILES ENTRY file 3 1* * :a.txt");
    hears(&s->alice, "FILES END 1 3 *");
    says(&s->alice, "FILES LIST docs/%2e%2e/docs");
    hears(&s->alice, "FAIL FILES NOT_FOUND * :There is no such folder or file");
}

static void what_is_not_there_and_what_is_outside_are_one(void **state)
{
    static const char *const paths[] = {"nowhere",         "tea.txt", "../etc", "docs/../docs",
                                        "docs//a.txt/x",   ".",       "#tea",   "#nowhere",
                                        "docs\\..\\etc/x", ".hidden"};
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
        char *line = xasprintf("FILES LIST %s", paths[i]);
        says(&s->alice, line);
        hears(&s->alice, "FAIL FILES NOT_FOUND * :There is no such folder or file");
        free(line);
    }
}

static void wrong_words_are_answered_with_the_right_ones(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    says(&s->alice, "FILES");
    hears(&s->alice, "461 alice FILES *");
    says(&s->alice, "FILES LIST");
    hears(&s->alice, "FAIL FILES NEED_MORE_PARAMS LIST :Say FILES LIST <path> [<cursor>]");
    says(&s->alice, "FILES DELETE docs");
    hears(&s->alice, "FAIL FILES UNKNOWN_COMMAND DELETE *");
    says(&s->alice, "FILES LIST docs -1");
    hears(&s->alice, "FAIL FILES INVALID_CURSOR -1 *");
}

static void a_long_folder_comes_in_pages(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    for (int i = 0; i < 505; i++) {
        char *name = xasprintf("docs/n%03d", i);
        shares_file(name, "");
        free(name);
    }
    says(&s->alice, "FILES LIST docs");
    hears(&s->alice, "FILES ENTRY file 3 * :a.txt");
    hears_at_last(&s->alice, "FILES END 506 3 :500");
    says(&s->alice, "FILES LIST docs 500");
    hears(&s->alice, "FILES ENTRY file 0 * :n499");
    hears_at_last(&s->alice, "FILES END 506 3 *");
    hears_nothing(&s->alice);
    says(&s->alice, "FILES LIST docs 9000");
    hears(&s->alice, "FILES END 506 3 *");
}

static void a_rooms_files_are_its_members_own(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_account(s, &s->bob, "bob", "desk", "");
    enters_tea(&s->alice);
    ignores(&s->bob);
    says(&s->alice, "FILES LIST :");
    hears(&s->alice, "FILES ENTRY folder 0 0 - :#tea");
    hears_at_last(&s->alice, "FILES END 4 21 *");
    says(&s->alice, "FILES LIST #TEA");
    hears(&s->alice, "FILES ENTRY file 6 * :in_room.txt");
    hears(&s->alice, "FILES END 1 6 *");
    says(&s->bob, "FILES LIST :");
    hears_no_such(&s->bob, "*#tea*");
    says(&s->bob, "FILES LIST #tea");
    hears(&s->bob, "FAIL FILES NOT_FOUND #tea *");
    says(&s->alice, "PART #tea");
    ignores(&s->alice);
    says(&s->alice, "FILES LIST #tea");
    hears(&s->alice, "FAIL FILES NOT_FOUND #tea *");
}

/* Whoever is put out while the disk works learns nothing any more. */
static void rights_are_asked_again_when_the_answer_comes(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_account(s, &s->bob, "bob", "desk", "");
    enters_tea(&s->alice);
    enters_tea(&s->bob);
    s->rig.holds = true;
    says(&s->bob, "FILES LIST #tea");
    says(&s->alice, "KICK #tea bob");
    s->rig.holds = false;
    rig_settle(&s->rig);
    hears_no_such(&s->bob, "*in_room.txt*");
}

static void a_guest_in_the_room_has_no_account_to_be_asked_for(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->bob, "bob", "");
    enters_tea(&s->bob);
    says(&s->bob, "FILES LIST #tea");
    hears(&s->bob, "FAIL FILES NOT_FOUND #tea *");
}

static void files_may_be_for_accounts_only(void **state)
{
    struct scene *s = *state;
    files_are_for_accounts(s);
    comes_as_guest(s, &s->bob, "bob", "");
    comes_as_account(s, &s->alice, "alice", "desk", "");
    ignores(&s->bob);
    ignores(&s->alice);
    says(&s->bob, "FILES LIST docs");
    hears(&s->bob, "FAIL FILES ACCOUNT_REQUIRED docs :Files are for those who are logged in");
    says(&s->alice, "FILES LIST docs");
    hears(&s->alice, "FILES ENTRY file 3 * :a.txt");
}

static void without_files_it_says_so(void **state)
{
    struct scene *s = *state;
    struct sharing *sharing = s->rig.server.sharing;
    comes_as_guest(s, &s->bob, "bob", "");
    s->rig.server.sharing = NULL;
    says(&s->bob, "FILES LIST docs");
    hears(&s->bob, "FAIL FILES DISABLED docs :No files are shared here");
    s->rig.server.sharing = sharing;
}

/* What others' clients show under the message before they fetch anything. */
static void an_announced_file_is_described_to_the_others(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "message-tags");
    comes_as_account(s, &s->bob, "bob", "desk", "message-tags");
    enters_tea(&s->alice);
    enters_tea(&s->bob);
    ignores(&s->alice);
    says(&s->alice, "@+parlor.chat/file=2048,ab12,text/plain PRIVMSG #tea :notes "
                    "http://127.0.0.1:6680/u/0123456789abcdefghijkl/notes.txt");
    hears(&s->bob, "@msgid=*;+parlor.chat/file=2048,ab12,text/plain :alice!* PRIVMSG #tea :notes "
                   "http://127.0.0.1:6680/u/0123456789abcdefghijkl/notes.txt");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FILES_SCENE(a_folder_is_listed_in_a_batch),
        FILES_SCENE(without_batches_it_comes_as_lines),
        FILES_SCENE(a_path_is_written_as_in_addresses),
        FILES_SCENE(what_is_not_there_and_what_is_outside_are_one),
        FILES_SCENE(wrong_words_are_answered_with_the_right_ones),
        FILES_SCENE(a_long_folder_comes_in_pages),
        FILES_SCENE(a_rooms_files_are_its_members_own),
        FILES_SCENE(rights_are_asked_again_when_the_answer_comes),
        FILES_SCENE(a_guest_in_the_room_has_no_account_to_be_asked_for),
        FILES_SCENE(files_may_be_for_accounts_only),
        FILES_SCENE(without_files_it_says_so),
        FILES_SCENE(an_announced_file_is_described_to_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
