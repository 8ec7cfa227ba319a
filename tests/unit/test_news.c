/* Other settings while people are connected. */
#include "news.h"
#include "server_scene.h"

static void a_limit_that_changes_is_told_to_everybody(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    ignores(&s->alice);
    struct news *news = news_before(&s->rig.server);
    s->rig.config.rooms_max = 7;
    s->rig.config.guests = false;
    news_tell(news);
    rig_settle(&s->rig);
    hears(&s->alice, "005 alice CHANLIMIT=#:7 draft/ACCOUNTREQUIRED :are supported by this server");
    hears_nothing(&s->alice);
}

static void what_is_no_more_has_a_minus_before_it(void **state)
{
    struct scene *s = *state;
    s->rig.config.guests = true;
    comes_as_guest(s, &s->alice, "alice", "");
    s->rig.config.guests = false;
    ignores(&s->alice);
    struct news *news = news_before(&s->rig.server);
    s->rig.config.guests = true;
    news_tell(news);
    rig_settle(&s->rig);
    hears(&s->alice, "005 alice -draft/ACCOUNTREQUIRED :are supported by this server");
}

static void a_capability_with_another_value_is_new_to_who_asked_for_such_news(void **state)
{
    struct scene *s = *state;
    connects_from(s, &s->alice, "192.0.2.1");
    says(&s->alice, "CAP LS 302");
    connects_from(s, &s->bob, "192.0.2.2");
    ignores(&s->alice);
    ignores(&s->bob);
    struct news *news = news_before(&s->rig.server);
    s->rig.config.sts_duration_ms = 86400000;
    s->rig.config.sts_port = 6697;
    news_tell(news);
    rig_settle(&s->rig);
    hears(&s->alice, "CAP * NEW :sts=port=6697");
    hears_nothing(&s->bob);

    news = news_before(&s->rig.server);
    s->rig.config.sts_duration_ms = 0;
    news_tell(news);
    rig_settle(&s->rig);
    hears(&s->alice, "CAP * DEL :sts");
}

static void nothing_is_told_if_nothing_changed(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "cap-notify");
    ignores(&s->alice);
    news_tell(news_before(&s->rig.server));
    rig_settle(&s->rig);
    hears_nothing(&s->alice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_limit_that_changes_is_told_to_everybody),
        SCENE(what_is_no_more_has_a_minus_before_it),
        SCENE(a_capability_with_another_value_is_new_to_who_asked_for_such_news),
        SCENE(nothing_is_told_if_nothing_changed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
