#include "view_scene.h"

static void what_is_gone_is_shown_dim_beside_who_said_it(void **state)
{
    struct scene *s = *state;
    says(s, "18:04", "carol", "still here");
    happens(s, "18:05", LINE_DELETED, "carol", "deleted by alice: not here");
    paints(s, 80, 12);
    shows(s, "18:05  carol  deleted by alice: not here");
    struct style shown = style_of(s, "deleted by");
    struct style dim = s->theme.roles[ROLE_TEXT_DIM];
    assert_int_equal(shown.fg, dim.fg);
    assert_int_equal(shown.attrs, dim.attrs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(what_is_gone_is_shown_dim_beside_who_said_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
