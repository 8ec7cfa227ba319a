/* HELP: what can be said to the server, from a table of its own beside the commands'. */
#include <string.h>
#include <strings.h>

#include "listing.h"
#include "reply.h"

struct help {
    const char *name;
    const char *usage;
    const char *text;
};

/* A row: written as a call, the formatter keeps it within the margin. */
#define ROW(...)    \
    {               \
        __VA_ARGS__ \
    }

/* name, how it is written, what it is for; sorted by name */
static const struct help helps[] = {
    ROW("AUTHENTICATE", "<mechanism or data>", "Logs in (SASL), as clients do by themselves."),
    ROW("AWAY", "[<reason>]", "Says that you are away, or without a reason that you are back."),
    ROW("BATCH", "+<reference> draft/multiline <target> | -<reference>",
        "Begins and ends a message of several lines."),
    ROW("CAP", "<subcommand> [<capabilities>]", "Agrees on what your client understands."),
    ROW("CHATHISTORY", "<subcommand> <target> <from> [<to>] <limit>",
        "Shows what was said before."),
    ROW("DIE", "[<reason>]", "Stops the server (operators)."),
    ROW("FILES", "LIST <path> [<cursor>]", "Lists shared files; /msg Files HELP is for people."),
    ROW("HELP", "[<command>]", "Shows this."),
    ROW("INFO", "", "Says what server this is."),
    ROW("INVITE", "[<nick> <room>]", "Lets somebody into a room; alone it lists your invites."),
    ROW("ISON", "<nick> {<nick>}", "Says which of these people are here."),
    ROW("ISUPPORT", "", "Tells again what this server can do (005)."),
    ROW("JOIN", "<room>{,<room>} [<key>{,<key>}]", "Enters rooms; a new one is yours."),
    ROW("KICK", "<room> <nick>{,<nick>} [<reason>]", "Puts somebody out of a room."),
    ROW("KILL", "<nick> [<reason>]", "Sends somebody off the server (operators)."),
    ROW("LIST", "[<mask or >n or <n>{,...}]", "Lists the rooms and how many people are in them."),
    ROW("LUSERS", "", "Counts people and rooms."),
    ROW("MARKREAD", "<target> [timestamp=<time>]", "Remembers how far you have read."),
    ROW("MODE", "<room or own nick> [<changes> [<parameters>]]", "Shows or changes modes."),
    ROW("MONITOR", "+ <nick>{,<nick>} | - <nick>{,<nick>} | C | L | S",
        "Tells you when somebody comes or goes."),
    ROW("MOTD", "", "Shows the message of the day."),
    ROW("NAMES", "<room>{,<room>}", "Lists who is in a room."),
    ROW("NICK", "<nick>", "Changes your name."),
    ROW("NICKSERV", "<command>", "Talks to NickServ about your name; NICKSERV HELP tells how."),
    ROW("NOTICE", "<target>{,<target>} <text>", "Says something that nobody answers by itself."),
    ROW("NS", "<command>", "The same as NICKSERV."),
    ROW("OPER", "<account> [<password>]", "Makes you an operator, if you are listed as one."),
    ROW("PART", "<room>{,<room>} [<reason>]",
        "Leaves rooms; what is said there is not for you then."),
    ROW("PASS", "<password>", "Logs in, before all else, for clients without SASL."),
    ROW("PING", "<token>", "Asks whether the server is there."),
    ROW("PONG", "<token>", "Answers the server's PING."),
    ROW("PRIVMSG", "<target>{,<target>} <text>", "Says something to a room or a person."),
    ROW("QUIT", "[<reason>]", "Goes. Your rooms keep your place and what was said."),
    ROW("REDACT", "<target> <msgid> [<why>]",
        "Deletes a message: your own for a while, or, where you are an operator, any."),
    ROW("REGISTER", "<nick or *> <email or *> <password>",
        "Claims your name, so that it stays yours."),
    ROW("REHASH", "", "Reads the settings again (operators)."),
    ROW("SEARCH", "<attribute>=<value>{;<attribute>=<value>}",
        "Finds what was said: text, from, in, after, before, limit."),
    ROW("SETNAME", "<real name>", "Changes your real name."),
    ROW("TAGMSG", "<target>", "Sends tags without text: that you are typing, a reaction."),
    ROW("TIME", "", "Tells the server's time."),
    ROW("TOKEN", "GENERATE FILEHOST | SERVICELIST | VALIDATE FILEHOST <token>",
        "Makes a token for uploading files, or checks one."),
    ROW("TOPIC", "<room> [<text>]", "Shows or sets what a room is about."),
    ROW("USER", "<user> 0 * <real name>", "Introduces you, once."),
    ROW("USERHOST", "<nick> {<nick>}", "Shows where people are from, shortly."),
    ROW("VERSION", "", "Tells the server's version and limits."),
    ROW("WALLOPS", "<text>", "Says something to the operators (operators)."),
    ROW("WHO", "[<room or nick or mask> [%<fields>]]", "Lists people, with details."),
    ROW("WHOIS", "<nick>", "Tells what is known of somebody."),
    ROW("WHOWAS", "<nick>", "Tells when somebody was last here."),
};

#define NHELPS (sizeof(helps) / sizeof(helps[0]))

static const struct help *find_help(const char *name)
{
    for (size_t i = 0; i < NHELPS; i++)
        if (strcasecmp(helps[i].name, name) == 0)
            return &helps[i];
    return NULL;
}

static void show_command(struct ctx *ctx, const struct help *help)
{
    reply_text(ctx, RPL_HELPSTART, help->name, "%s%s%s", help->name, *help->usage ? " " : "",
               help->usage);
    reply(ctx, RPL_HELPTXT, help->name, help->text);
    reply(ctx, RPL_ENDOFHELP, help->name);
}

static void show_index(struct ctx *ctx)
{
    struct listing names;
    size_t n = 0;
    const struct command *table = command_table(&n);

    reply(ctx, RPL_HELPSTART, "*", "What you can say to this server; HELP <command> tells more");
    listing_begin(&names, ctx, RPL_HELPTXT, "*", NULL);
    for (size_t i = 0; i < n; i++)
        listing_add(&names, table[i].name);
    listing_end(&names);
    reply(ctx, RPL_ENDOFHELP, "*");
}

/* HELP [<command>] */
void cmd_help(struct ctx *ctx, const struct irc_msg *msg)
{
    if (msg->nparams == 0) {
        show_index(ctx);
        return;
    }
    const struct help *help = find_help(msg->params[0]);
    if (help)
        show_command(ctx, help);
    else
        reply(ctx, ERR_HELPNOTFOUND, msg->params[0]);
}
