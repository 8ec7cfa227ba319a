#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "http_upload_form.h"
#include "spec.h"

struct seen {
    struct buf text; /* "[name]bytes" */
};

static void take_name(void *arg, const char *name)
{
    struct seen *seen = arg;
    buf_printf(&seen->text, "[%s]", name);
}

static void take_bytes(void *arg, const char *data, size_t len)
{
    struct seen *seen = arg;
    buf_append(&seen->text, data, len);
}

/* What is found in a form that comes in pieces of so many bytes: "[name]bytes", with "..." if it
 * is not whole, or "no form". To free. */
static char *reads(const char *body, size_t piece)
{
    static const struct form_events events = {take_name, take_bytes};
    struct seen seen = {{0}};
    struct form *form = form_new("multipart/form-data; boundary=\"x y\"", &events, &seen);
    assert_non_null(form);
    size_t len = strlen(body);
    bool well = true;
    for (size_t at = 0; at < len && well; at += piece)
        well = form_data(form, body + at, len - at < piece ? len - at : piece);
    if (!well)
        buf_puts(&seen.text, "no form");
    else if (!form_is_done(form))
        buf_puts(&seen.text, "...");
    form_free(form);
    return buf_detach(&seen.text);
}

static void is_read_as(const char *body, const char *wanted)
{
    static const size_t pieces[] = {1, 2, 3, 7, 1000};
    for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
        char *text = reads(body, pieces[i]);
        assert_string_equal(text, wanted);
        free(text);
    }
}

static void the_file_of_a_form_is_found(void **state)
{
    (void)state;
    is_read_as("--x y\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n"
               "Content-Type: text/plain\r\n\r\nkettle\r\n--x y--\r\n",
               "[a.txt]kettle");
}

static void what_looks_like_a_boundary_is_content(void **state)
{
    (void)state;
    is_read_as("--x y\r\ncontent-disposition: form-data; filename=a\r\n\r\n\r\n--x z\r\n-\r\n--x"
               "\r\n--x y--",
               "[a]\r\n--x z\r\n-\r\n--x");
}

static void other_fields_are_passed_over(void **state)
{
    (void)state;
    is_read_as("before\r\n--x y\r\nContent-Disposition: form-data; name=\"private\"\r\n\r\n1\r\n"
               "--x y\r\n\r\nno headers\r\n"
               "--x y\r\nContent-Disposition: form-data; filename=\"\"\r\n\r\n\r\n--x y--behind",
               "[]");
}

static void a_form_has_one_file(void **state)
{
    (void)state;
    is_read_as("--x y\r\nContent-Disposition: form-data; filename=a\r\n\r\n1\r\n"
               "--x y\r\nContent-Disposition: form-data; filename=b\r\n\r\n2\r\n--x y--",
               "[a]1no form");
    is_read_as("--x y\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--x y--", "...");
    is_read_as("--x y\r\nContent-Disposition: form-data; filename=a\r\n\r\n1\r\n", "[a]...");
    is_read_as("--x y and more\r\n", "no form");
}

static void only_forms_with_a_boundary_are_forms(void **state)
{
    (void)state;
    static const struct form_events events = {take_name, take_bytes};
    assert_null(form_new("text/plain; boundary=x", &events, NULL));
    assert_null(form_new("multipart/form-data", &events, NULL));
    assert_null(form_new("multipart/form-data; boundary=\"\"", &events, NULL));
}

static void is_named(const char *disposition, const char *wanted)
{
    char *name = form_file_name(disposition);
    if (wanted)
        assert_string_equal(name, wanted);
    else
        assert_null(name);
    free(name);
}

static void the_name_is_read_as_rfc_6266_has_it(void **state)
{
    (void)state;
    is_named("attachment; filename=\"a b.txt\"", "a b.txt");
    is_named("attachment; filename=\"a \\\"b\\\".txt\"", "a \"b\".txt");
    is_named("attachment;filename=plain.txt;size=3", "plain.txt");
    is_named("attachment; filename=\"plain.txt\"; filename*=UTF-8''na%C3%AFve.txt", "naïve.txt");
    is_named("attachment; filename*=ISO-8859-1''x; filename=y", "y");
    is_named("attachment; filename*=UTF-8'en'%00%zz%4; filename=z", "z");
    is_named("attachment; filename=", "");
    is_named("attachment; filename", NULL);
    is_named("attachment", NULL);
    is_named("", NULL);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_file_of_a_form_is_found),
        cmocka_unit_test(what_looks_like_a_boundary_is_content),
        cmocka_unit_test(other_fields_are_passed_over),
        cmocka_unit_test(a_form_has_one_file),
        cmocka_unit_test(only_forms_with_a_boundary_are_forms),
        cmocka_unit_test(the_name_is_read_as_rfc_6266_has_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
