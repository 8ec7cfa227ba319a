/*
 * The whole server's logic: lines in; no crash, no line out that is none.
 *
 * The input's lines begin with a digit, the person who speaks, or with
 * another character: & somebody hangs up, ! time passes, ~ the disk takes its
 * time from here on, = and then answers, @ somebody says one of the phrases. In
 * what is said $ stands for the msgid of what was last said, % for the last token.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "library.h"
#include "mem.h"
#include "server_rig.h"
#include "sharing.h"
#include "uploads.h"

#define PEOPLE 3

/* Words that chance would not find, for what lies behind them. */
static const char *const phrases[] = {
    "PRIVMSG #tea :tea?",
    "PRIVMSG bob :tea?",
    "@+draft/reply=$ TAGMSG #tea",
    "REDACT #tea $ :slip",
    "REDACT bob $",
    "REDACT alice $",
    "CHATHISTORY LATEST #tea * 50",
    "CHATHISTORY AROUND bob msgid=$ 5",
    "CHATHISTORY LATEST * * 50",
    "FILES LIST /",
    "FILES LIST /docs 1",
    "FILES LIST %23tea",
    "PRIVMSG Files :LIST",
    "PRIVMSG Files :LIST #tea 2",
    "PRIVMSG Files :GET 1",
    "PRIVMSG Files :INFO docs/a.txt",
    "PRIVMSG Files :PUT a.txt",
    "PRIVMSG Files :MINE",
    "PRIVMSG Files :QUOTA",
    "PRIVMSG Files :RM AAAAAAAAAAAAAAAAAAAAAA",
    "TOKEN GENERATE FILEHOST",
    "TOKEN VALIDATE FILEHOST %",
    "TOKEN SERVICELIST",
    "NS TOKEN",
    "NS DEVICES",
    "NS DROP",
    "OPER alice",
    "MODE alice -o",
    "PRIVMSG Console :say tea is ready",
    "PRIVMSG Console :mute bob 1m",
    "PRIVMSG Console :ban carol!*@* 1m spam",
    "PRIVMSG Console :kick #tea bob",
    "PRIVMSG Console :erase bob bob",
    "PRIVMSG Console :files ls bob",
    "PRIVMSG Console :rename carol c",
    "KILL bob :tea",
    "WALLOPS :tea",
    "ISUPPORT",
    "AWAY :tea",
    "TOPIC #tea :tea",
    "PART #tea :tea",
    "JOIN #tea",
    "@+draft/react=yes;+reply=$ TAGMSG #tea",
    "@+draft/unreact=yes;+reply=$ TAGMSG #tea",
    "@+parlor.chat/edit=$ PRIVMSG #tea :coffee",
    "@+parlor.chat/edit=$;label=e PRIVMSG bob :coffee",
    "@label=b BATCH +a draft/multiline #tea",
    "@+parlor.chat/edit=$ BATCH +a draft/multiline #tea",
    "@batch=a PRIVMSG #tea :a cup",
    "@batch=a;draft/multiline-concat PRIVMSG #tea :of tea",
    "@batch=a PRIVMSG #tea",
    "BATCH -a",
    "SEARCH text=tea;in=#tea",
    "SEARCH from=alice;limit=2;after=2020-01-01T00:00:00.000Z",
    "MONITOR + bob,carol,dora",
    "MONITOR - bob",
    "MONITOR S",
    "MODE bob +B",
};

static char listed[] = "alice";
static char *const operators[] = {listed};

/* What somebody saw last. */
static char msgid[64], token[64];

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[PEOPLE] = {"alice", "bob", "carol"};

/* The word behind the last mark. */
static void remember(const char *text, const char *mark, char out[64])
{
    const char *last = NULL;
    for (const char *at = text; (at = strstr(at, mark)); at += strlen(mark))
        last = at + strlen(mark);
    if (last)
        snprintf(out, 64, "%.*s", (int)strcspn(last, "; \r\n"), last);
}

/* Everything that left must be lines: ended by CR LF, without CR, LF and NUL inside. */
static void check(struct person *person)
{
    const char *p = buf_text(&person->unread);
    const char *end = p + person->unread.len;
    while (p < end) {
        const char *cr = memchr(p, '\r', (size_t)(end - p));
        assert(cr && cr + 1 < end && cr[1] == '\n');
        assert(cr > p && !memchr(p, '\n', (size_t)(cr - p)) && !memchr(p, '\0', (size_t)(cr - p)));
        assert(cr - p <= IRC_SERVER_TAGS_MAX + IRC_LINE_MAX);
        p = cr + 2;
    }
    if (strstr(buf_text(&person->unread), " PRIVMSG "))
        remember(buf_text(&person->unread), "msgid=", msgid);
    remember(buf_text(&person->unread), "TOKEN GENERATE FILEHOST ", token);
    buf_reset(&person->unread);
}

static void say(struct person *person, const char *text)
{
    rig_say(person, text, strlen(text));
}

static void speak(struct person *person, const char *line, size_t len)
{
    struct buf text = {0};
    for (size_t i = 0; i < len; i++) {
        if (line[i] == '$')
            buf_puts(&text, msgid);
        else if (line[i] == '%')
            buf_puts(&text, token);
        else
            buf_putc(&text, line[i]);
    }
    rig_say(person, buf_text(&text), text.len);
    buf_clear(&text);
}

static void enter(struct rig *rig, struct person *person, size_t i)
{
    char line[64];
    rig_connect(rig, person, "127.0.0.1", true);
    if (i == 0)
        say(person, "CAP REQ :batch labeled-response message-tags server-time echo-message "
                    "draft/message-redaction standard-replies draft/multiline draft/chathistory "
                    "parlor.chat/edit soju.im/search extended-monitor");
    if (i != 2) {
        snprintf(line, sizeof(line), "PASS :password of %s", names[i]);
        say(person, line);
    }
    snprintf(line, sizeof(line), "NICK %s", names[i]);
    say(person, line);
    say(person, "USER user 0 * :User");
    say(person, "CAP END");
    say(person, "JOIN #tea");
    if (i == 0)
        say(person, "OPER alice");
}

static void act(struct rig *rig, struct person *people, const char *line, size_t len)
{
    char first = len > 0 ? line[0] : '!';
    size_t who = (size_t)(unsigned char)(len > 1 ? line[1] : 0) % PEOPLE;
    if (first == '&') {
        rig_hang_up(&people[who], "Connection reset by peer");
        rig_connect(rig, &people[who], "192.0.2.7", false);
    } else if (first == '!') {
        rig_pass_time(rig, 40000);
    } else if (first == '~' || first == '=') {
        rig->holds = first == '~';
        rig_settle(rig);
    } else if (first == '@') {
        const size_t n = sizeof(phrases) / sizeof(*phrases);
        const char *phrase = phrases[(size_t)(unsigned char)(len > 2 ? line[2] : 0) % n];
        speak(&people[who], phrase, strlen(phrase));
    } else if (people[who].serial) {
        speak(&people[(size_t)(unsigned char)first % PEOPLE], line + 1, len - 1);
    }
}

/* ---- files ---- */

static void write_file(const char *folder, const char *name)
{
    char *path = xasprintf("%s/%s", folder, name);
    FILE *file = fopen(path, "we");
    assert(file);
    fputs("tea", file);
    fclose(file);
    free(path);
}

/* Made once, and left to the next run: everyone's in it, and the room's own. */
static const char *shared_folder(void)
{
    static const char root[] = "/dev/shm/parlor-fuzz-shared";
    mkdir(root, 0700);
    mkdir("/dev/shm/parlor-fuzz-shared/docs", 0700);
    write_file(root, "tea.txt");
    write_file(root, "docs/a.txt");
    return root;
}

static void share(struct sharing *sharing, const char *name, const char *root)
{
    char *cause = NULL;
    struct library *library = library_open(root, &cause);
    assert(library);
    sharing_add(sharing, name, root, library);
}

static void open_files(struct rig *rig, const char *uploads)
{
    static const struct upload_limits limits = {.file_max = 1000,
                                                .account_bytes = 3000,
                                                .account_daily = 3000,
                                                .account_files = 4,
                                                .per_address = 8};
    static const char *root;
    char *cause = NULL;
    if (!root)
        root = shared_folder();
    rig->server.sharing = sharing_new();
    share(rig->server.sharing, "", root);
    share(rig->server.sharing, "#tea", root);
    sharing_add_place(rig->server.sharing, false, NULL, 6680);
    int opened = uploads_open(&rig->server, uploads, &limits, &cause);
    assert(opened == 0);
}

static void close_all(struct rig *rig)
{
    struct sharing *sharing = rig->server.sharing;
    struct uploads *uploads = rig->server.uploads;
    uploads_stop(uploads);
    rig_close(rig);
    uploads_free(uploads);
    sharing_free(sharing);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rig rig;
    struct person people[PEOPLE] = {{0}};
    const char *p = (const char *)data;
    const char *end = p + size;
    rig_open(&rig);
    rig.config.password_iterations = 1;
    rig.config.operators = operators;
    rig.config.noperators = 1;
    *msgid = *token = '\0';
    open_files(&rig, "/dev/shm/parlor-fuzz-uploads");
    for (size_t i = 0; i < PEOPLE; i++)
        enter(&rig, &people[i], i);
    while (p < end) {
        const char *lf = memchr(p, '\n', (size_t)(end - p));
        size_t len = (size_t)((lf ? lf : end) - p);
        act(&rig, people, p, len);
        p += len + 1;
        for (size_t i = 0; i < PEOPLE; i++)
            check(&people[i]);
    }
    close_all(&rig);
    return 0;
}
