/* Whose coming and going we watch: those with whom there is a conversation (MONITOR). */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "handlers.h"
#include "mem.h"

#define LIST_BYTES 400

static void send_list(struct network *network, struct buf *list)
{
    if (list->len > 0)
        ask(network, "MONITOR", "+", buf_text(list), NULL);
    buf_reset(list);
}

void ask_monitor(struct network *network)
{
    const char *limit = map_get(&network->isupport, "MONITOR");
    size_t n = map_count(&network->convs);
    if (!limit || !network->settled || network->monitored == n)
        return;
    long left = *limit ? strtol(limit, NULL, 10) : 100;
    struct buf list = {0};
    MAP_FOREACH(entry, &network->convs) {
        const struct conv *conv = map_value(entry);
        if (conv->kind != CONV_PERSON || conv_is_service(conv) || left-- <= 0)
            continue;
        if (list.len + strlen(conv->name) > LIST_BYTES)
            send_list(network, &list);
        buf_printf(&list, "%s%s", list.len > 0 ? "," : "", conv->name);
    }
    send_list(network, &list);
    buf_clear(&list);
    network->monitored = n;
}

void ask_unmonitor(const struct conv *conv)
{
    struct network *network = conv->network;
    if (conv->kind == CONV_PERSON && !conv_is_service(conv) && network->settled &&
        map_get(&network->isupport, "MONITOR"))
        ask(network, "MONITOR", "-", conv->name, NULL);
}

static void note(struct from *from, char *name, bool offline)
{
    name[strcspn(name, "!")] = '\0';
    struct conv *conv = chat_conv(from->chat, from->network, name);
    if (!conv || conv->kind != CONV_PERSON || conv->offline == offline)
        return;
    conv->offline = offline;
    if (offline)
        xreplace(&conv->away, NULL);
    else
        conv->held = 0;
    from->chat->changed |= CHANGE_CONVS | CHANGE_TOPIC | CHANGE_STATUS;
}

/* 730 <me> :nick!user@host,...   731 <me> :nick,nick */
void on_monitored(struct from *from, const struct irc_msg *msg)
{
    bool offline = strcmp(msg->command, "731") == 0;
    char *names = xstrdup(msg->params[1]);
    char *rest = NULL;
    for (char *name = strtok_r(names, ",", &rest); name; name = strtok_r(NULL, ",", &rest))
        note(from, name, offline);
    free(names);
}
