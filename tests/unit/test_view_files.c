/* Files as a person sees them: under a message, and in the browser's list. */
#include "mem.h"
#include "posted.h"
#include "view_scene.h"

#define BASE "https://chat.example.org:6681/files/"
#define SUM  "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

static void posts(struct scene *s, const char *text, const char *tag)
{
    struct line line = {.time_ms = at("18:04"), .nick = "bob", .text = text, .msgid = ""};
    map_set(&s->network->isupport, "parlor.chat/FILES", xstrdup(BASE));
    line.serial = says(s, "18:04", "bob", text);
    posted_note(s->room, &line, tag);
}

static void a_file_stands_under_its_message(void **state)
{
    struct scene *s = *state;
    posts(s, "here it is: " BASE "plan.pdf", "1258291," SUM ",application/pdf");
    says(s, "18:05", "bob", "have a look");
    paints(s, 120, 30);
    int y = row_of(s, "here it is: " BASE "plan.pdf");
    assert_int_equal(row_of(s, "▤ plan.pdf  1.2 MiB — /get 1"), y + 1);
    assert_int_equal(row_of(s, "have a look"), y + 2);
}

static void a_long_name_leaves_room_for_how_to_get_it(void **state)
{
    struct scene *s = *state;
    posts(s, BASE "a-rather-long-name-of-a-file-that-is-long.pdf", "1258291," SUM ",x");
    paints(s, 50, 20);
    shows(s, "…  1.2 MiB — /get 1");
}

static void the_size_stands_in_the_form_before_a_file_is_got(void **state)
{
    struct scene *s = *state;
    struct dialog *dialog = dialog_new(DIALOG_FORM, "Get a-rather-long-name.pdf",
                                       "Enter get · C-u other name · Esc back", NULL);
    dialog->note = xstrdup("1.2 MiB · from bob");
    dialog_add_field(dialog, "Save as", "a-rather-long-name.pdf", false);
    chat_dialog(s->chat, dialog);
    paints(s, 40, 20);
    int y = row_of(s, "│ 1.2 MiB · from bob ");
    assert_int_equal(row_of(s, "Save as ▸"), y + 2);
    shows(s, "└─ Enter get · Esc back ─");
}

static void an_unknown_size_is_left_out(void **state)
{
    struct scene *s = *state;
    posts(s, BASE "plan.pdf", NULL);
    paints(s, 100, 30);
    shows(s, "▤ plan.pdf — /get 1");
}

static struct dialog *opens_browser(struct scene *s)
{
    struct dialog *dialog = dialog_new(DIALOG_LIST, "Files › docs", "Enter open", NULL);
    dialog->table = true;
    dialog->note = xstrdup("2 entries, total 1.2 MiB");
    dialog->empty = xstrdup("No files yet: /upload PATH");
    chat_dialog(s->chat, dialog);
    dialog_refilter(dialog);
    return dialog;
}

static void a_table_gives_its_labels_the_room(void **state)
{
    struct scene *s = *state;
    struct dialog *dialog = opens_browser(s);
    dialog_add(dialog, "music/", "              2026-11-20 18:04", "a");
    dialog_add(dialog, "a rather long name of a file that is long.pdf",
               "     1.2 MiB  2026-11-20 18:04", "b");
    dialog_refilter(dialog);
    paints(s, 100, 30);
    shows(s,
          "│ >                                                                   2 entries, total "
          "1.2 MiB │");
    shows(s, "a rather long name of a file that is long.pdf ");
    shows(s, " 1.2 MiB  2026-11-20 18:04 │");
    paints(s, 80, 24);
    shows(s, "a rather long name of a file that is lo… ");
    shows(s, " 1.2 MiB  2026-11-20 18:04 │");
}

static void an_empty_table_says_what_would_be_there(void **state)
{
    struct scene *s = *state;
    struct dialog *dialog = opens_browser(s);
    paints(s, 80, 24);
    shows(s, "No files yet: /upload PATH");
    dialog_add(dialog, "plan.pdf", "", "f");
    edit_set(dialog->filter, "x");
    dialog_refilter(dialog);
    paints(s, 80, 24);
    shows(s, "Nothing matches.");
}

static void any_size_holds_a_table(void **state)
{
    struct scene *s = *state;
    struct dialog *dialog = opens_browser(s);
    for (int i = 0; i < 40; i++)
        dialog_add(dialog, "日本語 plan.pdf", "  ↓ 62%     1.2 MiB  2026-11-20 18:04", "f");
    dialog_refilter(dialog);
    posts(s, BASE "a/very/long/path/to/plan.pdf", "1,2,3");
    for (int w = 1; w < 110; w += 3)
        for (int h = 1; h < 34; h++)
            paints(s, w, h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_file_stands_under_its_message),
        SCENE(a_long_name_leaves_room_for_how_to_get_it),
        SCENE(the_size_stands_in_the_form_before_a_file_is_got),
        SCENE(an_unknown_size_is_left_out),
        SCENE(a_table_gives_its_labels_the_room),
        SCENE(an_empty_table_says_what_would_be_there),
        SCENE(any_size_holds_a_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
