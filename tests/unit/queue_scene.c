#include "queue_scene.h"

#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "handle.h"
#include "mem.h"
#include "spec.h"

void say(struct scene *s, const char *where, const char *text)
{
    assert_true(ask_say(s->chat, scene_conv(s, where), text, false));
}

void link_comes(struct scene *s, const char *caps, const char *account)
{
    handle_connected(s->chat, s->network);
    server_says(s, ":x CAP * LS :%s", caps);
    server_says(s, ":x CAP alice ACK :%s", caps);
    if (account)
        server_says(s, ":x 900 alice alice!a@h %s :You are now logged in", account);
    server_says(s, ":x 001 alice :Welcome");
    server_says(s, ":x 005 alice CHATHISTORY=100 :are supported by this server");
    server_says(s, ":x 422 alice :No MOTD");
}

void link_goes(struct scene *s)
{
    handle_lost(s->chat, s->network, "the connection was closed");
    scene_forget(s);
}

static int with_caps(void **state, const char *caps, const char *account)
{
    scene_offline(state);
    struct scene *s = *state;
    link_comes(s, caps, account);
    server_says(s, ":alice!a@h JOIN #tea");
    scene_forget(s);
    return 0;
}

int at_parlor(void **state)
{
    return with_caps(state, PARLOR_CAPS, "alice");
}

int at_guest(void **state)
{
    return with_caps(state, PARLOR_CAPS, NULL);
}

int at_classic(void **state)
{
    return with_caps(state, CLASSIC_CAPS, "alice");
}

int at_plain(void **state)
{
    scene_plain(state);
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    scene_forget(s);
    return 0;
}

char *idem_of(struct scene *s, const char *text)
{
    char *mask = xasprintf("@*idem=* PRIVMSG #tea :%s", text);
    buf_append(&s->written, buf_text(&s->network->out), s->network->out.len);
    buf_reset(&s->network->out);
    const char *at = strstr(buf_text(&s->written), "parlor.chat/idem=");
    assert_non_null(at);
    at += strlen("parlor.chat/idem=");
    char *idem = xstrndup(at, strcspn(at, "; "));
    client_says(s, mask);
    free(mask);
    return idem;
}
