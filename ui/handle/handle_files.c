/* What a server shares, folder by folder: FILES. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ask.h"
#include "handlers.h"
#include "mem.h"
#include "posted.h"
#include "utf8.h"

#define SHA256_HEX 64

/* A path as it is on the wire: encoded, "/" for the top; to free. */
static char *wire_path(const char *path)
{
    struct buf text = {0};
    if (!*path)
        buf_putc(&text, '/');
    shared_path_encode(&text, path);
    return buf_detach(&text);
}

static bool ask_page(struct network *network, const char *path, const char *cursor)
{
    char *wire = wire_path(path);
    bool asked = ask(network, "FILES", "LIST", wire, cursor, NULL);
    free(wire);
    return asked;
}

void ask_files(struct chat *chat, struct network *network, const char *path)
{
    struct shared *shared = &network->shared;
    shared_ask(shared, path);
    if (!ask_page(network, path, NULL)) {
        shared->asked = 1;
        shared_fail(shared, network->stage == NETWORK_READY
                                ? "that is too long to be asked for"
                                : "there is no link to the server now: /reconnect makes one");
    }
    chat->changed |= CHANGE_DIALOG;
}

void ask_files_more(struct chat *chat, struct network *network)
{
    struct shared *shared = &network->shared;
    if (!shared_has_more(shared) || !ask_page(network, shared->path, shared->cursor))
        return;
    shared_ask_more(shared);
    chat->changed |= CHANGE_DIALOG;
}

static int64_t number(const char *text)
{
    char *end;
    errno = 0;
    long long n = strtoll(text, &end, 10);
    return errno || end == text || *end || n < 0 ? -1 : n;
}

/* FILES ENTRY <folder|file> <size> <mtime, ms> <sha256|-> :<name> */
static void add_entry(struct shared *shared, const struct irc_msg *msg)
{
    const char *sha256 = msg->params[4];
    const char *sent = msg->params[5];
    bool hashed = strlen(sha256) == SHA256_HEX && strspn(sha256, "0123456789abcdef") == SHA256_HEX;
    if (!*sent || strlen(sent) > SHARED_NAME_BYTES || strchr(sent, '/'))
        return;
    char *name = utf8_sanitize(sent, strlen(sent), false, false);
    /* One that cannot be shown as it is could not be asked for either. */
    if (strcmp(name, sent) == 0) {
        int64_t time_ms = number(msg->params[3]);
        char *sum = hashed ? xstrdup(sha256) : NULL;
        shared_add(shared, &(struct shared_entry){
                               .name = name,
                               .folder = strcasecmp(msg->params[1], "folder") == 0,
                               .size = number(msg->params[2]),
                               .time_ms = time_ms > 0 ? time_ms : 0,
                               .sha256 = sum,
                           });
        free(sum);
    }
    free(name);
}

/* FILES ENTRY ... ; FILES END <count> <bytes> <cursor|*> */
void on_files(struct from *from, const struct irc_msg *msg)
{
    struct shared *shared = &from->network->shared;
    const char *what = msg->params[0];
    if (strcasecmp(what, "ENTRY") == 0 && msg->nparams > 5) {
        add_entry(shared, msg);
    } else if (strcasecmp(what, "END") == 0 && msg->nparams > 3) {
        bool more = strcmp(msg->params[3], "*") != 0;
        shared_end(shared, number(msg->params[1]), number(msg->params[2]),
                   more ? msg->params[3] : NULL);
        from->chat->changed |= CHANGE_DIALOG;
    }
}

/* What is to be done about it, where the server's words do not say. */
static char *why_failed(const struct irc_msg *msg)
{
    static const struct {
        const char *code, *why;
    } reasons[] = {
        {"NOT_FOUND",        "there is no such folder here"             },
        {"ACCOUNT_REQUIRED", "only who is logged in sees the files here"},
        {"DISABLED",         "this server shares no files"              },
        {"UNKNOWN_COMMAND",  "this server shares no files"              },
    };
    for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++) {
        if (strcmp(msg->params[1], reasons[i].code) == 0)
            return xstrdup(reasons[i].why);
    }
    const char *text = msg->params[msg->nparams - 1];
    return utf8_sanitize(text, strlen(text), false, false);
}

bool files_failed(struct from *from, const struct irc_msg *msg)
{
    struct shared *shared = &from->network->shared;
    bool fail = strcasecmp(msg->command, "FAIL") == 0;
    if (shared->asked == 0 || strcasecmp(msg->params[fail ? 0 : 1], "FILES") != 0)
        return false;
    char *why = fail ? why_failed(msg) : xstrdup("this server shares no files");
    shared_fail(shared, why);
    free(why);
    from->chat->changed |= CHANGE_DIALOG;
    return true;
}

void files_note(struct from *from, const struct irc_msg *msg, struct conv *conv)
{
    const char *msgid = irc_msg_tag(msg, "msgid");
    const char *tag = irc_msg_tag(msg, "+parlor.chat/file");
    struct line line;
    size_t index = 0;
    if (!msgid || !strstr(msg->params[1], "http") || !lines_find_id(conv->lines, msgid, &index))
        return;
    lines_get(conv->lines, index, &line);
    posted_set_tag(conv, msgid, tag);
    posted_note(conv, &line, tag);
    from_changed(from, conv, CHANGE_LINES);
}
