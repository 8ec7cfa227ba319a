/* Looking at a server without being anybody there: who is online, which rooms, which files. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "around.h"
#include "ask.h"
#include "handlers.h"
#include "irc_name.h"
#include "mem.h"
#include "utf8.h"

void around_begin(struct chat *chat, struct network *network)
{
    network->around->state = AROUND_ASKED;
    network->around->changes++;
    ask(network, "LUSERS", NULL);
    ask(network, "LIST", NULL);
    ask(network, "WHO", "*", NULL);
    ask_files(chat, network, "");
    chat->changed |= CHANGE_DIALOG;
}

/* 352 <me> <room> <user> <host> <server> <nick> <flags> :<hops> <realname> */
static void take_person(struct around *around, const struct irc_msg *msg)
{
    char nick[FROM_NICK_SIZE];
    if (msg->nparams > 6 && clean_name(msg->params[5], nick, sizeof(nick)))
        around_add_person(around, nick, msg->params[6][0] == 'G');
}

/* 322 <me> <room> <people> :<topic> */
static void take_room(struct around *around, const struct irc_msg *msg)
{
    char name[BATCH_TARGET_MAX];
    const char *topic = irc_msg_param(msg, 3);
    if (msg->nparams < 3 || !irc_is_room(msg->params[1]) ||
        !clean_name(msg->params[1], name, sizeof(name)))
        return;
    char *clean = utf8_sanitize(topic, strlen(topic), false, false);
    around_add_room(around, name, (int)strtol(msg->params[2], NULL, 10), clean);
    free(clean);
}

/* 265 <me> <n> <most> :<text> */
static void take_count(struct around *around, const struct irc_msg *msg)
{
    if (msg->nparams < 2)
        return;
    around->online = (int)strtol(msg->params[1], NULL, 10);
    around->changes++;
}

static void refused(struct around *around)
{
    around->refused = true;
    around->changes++;
}

/* All answers came, as FILES is asked for last. */
static void look_if_done(struct around *around, const struct shared *shared)
{
    if (around->state != AROUND_ASKED || shared->asked > 0)
        return;
    around->state = AROUND_HERE;
    around->changes++;
}

/* What the server says of its own accord before there is a name. */
static bool is_of_the_link(const char *command)
{
    static const char *const commands[] = {"PING", "ERROR", "FILES", "BATCH", "005", "465"};
    for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
        if (strcasecmp(command, commands[i]) == 0)
            return true;
    }
    return false;
}

/* 421, 451 <me> <command> :<text> and FAIL FILES <code>: it was not answered. */
static bool is_refusal(struct from *from, const struct irc_msg *msg)
{
    struct network *network = from->network;
    bool unnamed = strcmp(msg->command, "451") == 0;
    if (unnamed)
        refused(network->around);
    /* Some servers do not say which command it was; FILES is the last one. */
    if (unnamed && network->shared.asked > 0 &&
        (msg->nparams < 3 || strcasecmp(msg->params[1], "FILES") == 0)) {
        shared_fail(&network->shared, "this server shows its files only to who has a name here");
        return true;
    }
    bool fail = strcasecmp(msg->command, "FAIL") == 0;
    return (fail || strcmp(msg->command, "421") == 0) && msg->nparams > 2 &&
           files_failed(from, msg);
}

bool around_took(struct from *from, const struct irc_msg *msg)
{
    static const struct {
        const char *number;
        void (*take)(struct around *around, const struct irc_msg *msg);
    } numbers[] = {
        {"265", take_count },
        {"322", take_room  },
        {"352", take_person},
    };
    struct network *network = from->network;
    struct around *around = network->around;
    if (!around)
        return false;

    from->chat->changed |= CHANGE_DIALOG;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
        if (strcmp(msg->command, numbers[i].number) == 0)
            numbers[i].take(around, msg);
    }
    bool own = is_of_the_link(msg->command);
    if (strcasecmp(msg->command, "FILES") == 0 && msg->nparams > 0)
        on_files(from, msg);
    else if (!own)
        is_refusal(from, msg);
    look_if_done(around, &network->shared);
    return !own || strcasecmp(msg->command, "FILES") == 0;
}

void around_lost(struct chat *chat, struct network *network, const char *why)
{
    network->stage = NETWORK_OFFLINE;
    network->attempts = 0;
    if (network->around->state != AROUND_HERE)
        around_fail(network->around, why);
    chat->changed |= CHANGE_DIALOG;
}
