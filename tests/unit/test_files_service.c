/* Files, by private message from any client (server.md, 6). */
#include <stdlib.h>

#include "files_scene.h"
#include "mem.h"
#include "store_uploads.h"

#define FILES ":Files!Files@parlor.local NOTICE "

static void shared_files_are_listed_with_addresses(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->bob, "bob", "");
    says(&s->bob, "PRIVMSG Files :list");
    hears(&s->bob, FILES "bob :/: 3 entries, 21 B");
    hears(&s->bob, FILES "bob :1) docs/ folder http://127.0.0.1:6680/files/docs/");
    hears(&s->bob, FILES "bob :2) tea.txt 20 B http://127.0.0.1:6680/files/tea.txt");
    hears(&s->bob, FILES "bob :3) two words.txt 1 B http://127.0.0.1:6680/files/two%20words.txt");
    hears_nothing(&s->bob);
}

static void numbers_are_those_of_the_last_list(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->bob, "bob", "");
    says(&s->bob, "PRIVMSG Files :list /docs/");
    hears(&s->bob, FILES "bob :/docs: 1 entry, 3 B");
    hears(&s->bob, FILES "bob :1) a.txt 3 B *");
    says(&s->bob, "PRIVMSG Files :get 1");
    hears(&s->bob, FILES "bob :a.txt, 3 B: http://127.0.0.1:6680/files/docs/a.txt");
    says(&s->bob, "PRIVMSG Files :get /two words.txt");
    hears(&s->bob, FILES "bob :two words.txt, 1 B: http://127.0.0.1:6680/files/two%20words.txt");
    says(&s->bob, "PRIVMSG Files :get 7");
    hears(&s->bob, FILES "bob :There is no such folder or file; LIST shows what there is");
    says(&s->bob, "PRIVMSG Files :get docs");
    hears(&s->bob, FILES "bob :docs is a folder; say: LIST /docs");
}

static void more_is_told_of_a_file(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->bob, "bob", "");
    says(&s->bob, "PRIVMSG Files :info tea.txt");
    hears(&s->bob, FILES "bob :/tea.txt: 20 B (20 bytes), text/plain*, of 20*-*-*");
    hears(&s->bob, FILES "bob :sha256: *");
    says(&s->bob, "PRIVMSG Files :info");
    hears(&s->bob, FILES "bob :Say: INFO <number or path>");
}

static void a_long_folder_has_pages(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->bob, "bob", "");
    for (int i = 0; i < 30; i++) {
        char *name = xasprintf("docs/n%02d", i);
        shares_file(name, "");
        free(name);
    }
    says(&s->bob, "PRIVMSG Files :list docs");
    hears(&s->bob, FILES "bob :/docs: 31 entries, 3 B");
    hears_at_last(&s->bob, FILES "bob :20) n18 *");
    hears(&s->bob, FILES "bob :For more: LIST /docs 2");
    says(&s->bob, "PRIVMSG Files :list 2");
    hears_at_last(&s->bob, FILES "bob :31) n29 *");
    hears_nothing(&s->bob);
    says(&s->bob, "PRIVMSG Files :list docs 9");
    hears_at_last(&s->bob, FILES "bob :There is no such page");
}

static void a_rooms_file_has_a_signed_address(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_account(s, &s->bob, "bob", "desk", "");
    enters_tea(&s->alice);
    says(&s->alice, "PRIVMSG Files :list #tea");
    hears_at_last(&s->alice, FILES "alice :1) in_room.txt 6 B *");
    says(&s->alice, "PRIVMSG Files :get 1");
    hears(&s->alice,
          FILES "alice :in_room.txt, 6 B: http://127.0.0.1:6680/files/%23tea/in_room.txt?e=*&s=*");
    hears(&s->alice, FILES "alice :The address is yours, and works for a day");
    ignores(&s->bob);
    says(&s->bob, "PRIVMSG Files :get #tea/in_room.txt");
    hears(&s->bob, FILES "bob :There is no such folder or file");
}

static void help_is_there_and_commands_have_usages(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->bob, "bob", "");
    says(&s->bob, "PRIVMSG files :help");
    hears(&s->bob, FILES "bob :Say one of these to me, as in: /msg Files LIST");
    hears_at_last(&s->bob, FILES "bob :RM <id>: Removes what you uploaded.");
    says(&s->bob, "PRIVMSG Files :dance");
    hears(&s->bob, FILES "bob :Unknown command; HELP lists them");
    says(&s->bob, "PRIVMSG Files :put");
    hears(&s->bob,
          FILES "bob :Log in first: /msg NickServ IDENTIFY *: /msg NickServ REGISTER <password>");
}

static void put_gives_a_line_for_the_shell(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    ignores(&s->alice);
    says(&s->alice, "PRIVMSG Files :put notes.pdf");
    hears(&s->alice, FILES "alice :curl -X POST -T notes.pdf -H 'Authorization: Bearer *' "
                           "-H 'Content-Disposition: attachment; filename=\"notes.pdf\"' "
                           "http://127.0.0.1:6680/uploads");
    hears(&s->alice, FILES "alice :It works once, *");
    says(&s->alice, "PRIVMSG Files :put x'; rm -rf ~");
    hears(&s->alice, FILES "alice :curl -X POST -T FILE -H *");
}

static void added(void *arg, enum store_status status)
{
    (void)arg;
    assert_int_equal(status, STORE_OK);
}

static void has_uploaded(struct scene *s, const char *account)
{
    const struct store_upload upload = {.id = "0123456789abcdefghijkl",
                                        .sha256 = "ab",
                                        .name = "notes.pdf",
                                        .type = "application/pdf",
                                        .account = account,
                                        .size = 2048,
                                        .created_ms = s->rig.server.now_ms,
                                        .conv = "",
                                        .msgid = ""};
    store_upload_add(s->rig.server.store, &upload, 1, added, NULL);
    rig_settle(&s->rig);
}

static void ones_own_uploads_are_listed_and_removed(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_account(s, &s->bob, "bob", "desk", "");
    ignores(&s->alice);
    ignores(&s->bob);
    has_uploaded(s, "alice");
    says(&s->alice, "PRIVMSG Files :mine");
    hears(&s->alice, FILES "alice :0123456789abcdefghijkl notes.pdf 2.0 KiB "
                           "http://127.0.0.1:6680/u/0123456789abcdefghijkl/notes.pdf");
    says(&s->bob, "PRIVMSG Files :rm 0123456789abcdefghijkl");
    hears(&s->bob, FILES "bob :You uploaded nothing with that id; *");
    says(&s->alice, "PRIVMSG Files :rm 0123456789abcdefghijkl");
    hears(&s->alice, FILES "alice :0123456789abcdefghijkl is removed");
    says(&s->alice, "PRIVMSG Files :mine");
    hears(&s->alice, FILES "alice :You uploaded nothing");
    says(&s->alice, "PRIVMSG Files :rm");
    hears(&s->alice, FILES "alice :Say: RM <id>");
}

static void the_quota_is_told(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    ignores(&s->alice);
    has_uploaded(s, "alice");
    says(&s->alice, "PRIVMSG Files :quota");
    hears(&s->alice, FILES "alice :You have 1 of 2000 files, 2.0 KiB of 1.0 GiB; today *");
    hears(&s->alice, FILES "alice :A file may have 1.0 MiB");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FILES_SCENE(shared_files_are_listed_with_addresses),
        FILES_SCENE(numbers_are_those_of_the_last_list),
        FILES_SCENE(more_is_told_of_a_file),
        FILES_SCENE(a_long_folder_has_pages),
        FILES_SCENE(a_rooms_file_has_a_signed_address),
        FILES_SCENE(help_is_there_and_commands_have_usages),
        FILES_SCENE(put_gives_a_line_for_the_shell),
        FILES_SCENE(ones_own_uploads_are_listed_and_removed),
        FILES_SCENE(the_quota_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
