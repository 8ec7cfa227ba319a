#include "monitor.h"

#include "irc_cap.h"
#include "watch.h"

static void tell(struct server *server, const struct user *user, const char *numeric,
                 const char *text)
{
    for (const struct watch *watch = watch_of(server->world, user->fold); watch;
         watch = watch->next) {
        const struct user *watcher = watch->session->user;
        if (!watcher)
            continue;
        struct irc_msg msg;
        irc_msg_make(&msg, server->world->config->server_name, numeric, watcher->name, text, NULL);
        struct envelope envelope = {.msg = &msg, .time_ms = server->now_ms};
        deliver_session(server, watch->session, &envelope);
    }
}

void monitor_came(struct server *server, const struct user *user)
{
    char source[USER_SOURCE_SIZE];
    tell(server, user, "730", user_source(user, source, sizeof(source)));
}

void monitor_went(struct server *server, const struct user *user)
{
    tell(server, user, "731", user->name);
}

void monitor_spread(struct server *server, const struct user *user, const struct envelope *envelope)
{
    for (const struct watch *watch = watch_of(server->world, user->fold); watch;
         watch = watch->next) {
        struct session *session = watch->session;
        if ((session->caps & IRC_CAP_EXTENDED_MONITOR) && session->user != user &&
            world_visit_session(server->world, session))
            deliver_session(server, session, envelope);
    }
}
