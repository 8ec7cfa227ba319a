#include "gallery.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"
#include "peer.h"
#include "rig.h"
#include "screen.h"
#include "shelf.h"
#include "spec.h"

#define ALT   "\033"
#define ENTER "\r"
#define ESC   "\033"
#define RULE  "─" /* a title stands in one; the keys stand in that below */
#define PASTE                                                                                   \
    "\033[200~ingredients:\r  two cups of flour\r  one egg\r  a pinch of salt\r  milk\r\rstir " \
    "well\033[201~"

/* name of the picture, keys that open it, what it is known by, keys that close it, one of the few
 */
static const struct overlay {
    const char *name, *open, *shows, *close;
    bool few;
} overlays[] = {
    {"lobby",      "",                        "\\[🎉 1\\]",           "",         false},
    {"help",       ALT "?",                   "─ Help",               ESC,        true },
    {"switcher",   ALT "g",                   "─ Go to",              ESC,        true },
    {"palette",    ALT "x",                   "─ Do",                 ESC,        false},
    {"theme",      "/theme" ENTER,            "─ Theme",              ESC,        false},
    {"settings",   "/set" ENTER,              "─ Settings",           ESC,        false},
    {"keys",       "/bind" ENTER,             "─ Keys",               ESC,        false},
    {"files",      "/files talks/2026" ENTER, "slides\\.pdf",           ESC,        false},
    {"transfers",  "/transfers" ENTER,        "─ Files on their way", ESC,        false},
    {"search",     "/search kettle" ENTER,    "─ Search everywhere",  "\025" ESC, true },
    {"find",       "\023cake",                "Search: cake",           ESC,        false},
    {"paste",      PASTE,                     "─ Paste: 7 rows",      ESC,        false},
    {"completion", "/n",                      "─ Tab choose",         "\025",     false},
    {"pick",       ALT "s",                   "r answer|r reply",       "q",        false},
    {"inbox",      ALT "m",                   "─ Who spoke to you",   ESC,        false},
    {"person",     "/whois bob" ENTER,        "─ bob ",               ESC,        false},
    {"directory",  "/list" ENTER,             "─ Rooms of",           ESC,        false},
    {"links",      "/url" ENTER,              "─ Links",              ESC,        false},
    {"connect",    "/connect" ENTER,          "─ Connect",            ESC,        false},
    {"doctor",     "/doctor" ENTER,           "─ Doctor",             ESC,        false},
    {"copy",       ALT "l",                   "bob: the long version",  ALT "l",    false},
};

static void draw(const struct screen *screen, const char *folder, const char *name,
                 struct gallery_size size)
{
    char *path = xasprintf("%s/%s-%dx%d.svg", folder, name, size.cols, size.rows);
    screen_draw(screen, path);
    free(path);
}

/* ---- the talk below ---- */

/* bob, carol and erin, who are there for the whole time. */
struct others {
    struct peer *bob, *carol, *erin;
};

static struct peer *arrive(const struct shelf *shelf, const char *name)
{
    struct peer *peer = peer_new(name, shelf->rig->port);
    char *secret = xasprintf("%s-keeps-this-secret", name);
    peer_claim(peer, secret, "");
    free(secret);
    return peer;
}

static void says(struct peer *peer, const char *target, const char *text)
{
    peer_send(peer, "PRIVMSG %s :%s", target, text);
    peer_send(peer, "PING said");
    peer_expect(peer, "PONG .*said");
}

/* Files to look at, and a client so slow that one is on its way in all pictures. */
static void furnish(const struct shelf *shelf)
{
    static const char *const folders[] = {".config", ".config/parlor"};
    for (int i = 0; i < 2; i++) {
        char *path = rig_path(shelf->rig, folders[i]);
        mkdir(path, 0700);
        free(path);
    }
    free(rig_write(shelf->rig, ".config/parlor/parlor.conf",
                   "[files]\nspeed_limit = 300k\n[ui]\ntheme = default-dark\n"));
    shelf_put(shelf, "talks/2026/opening.mp4", 31457280);
    shelf_put(shelf, "talks/2026/slides.pdf", 2310144);
    shelf_put(shelf, "talks/2026/questions.txt", 4096);
    shelf_put(shelf, "talks/2026/handouts/print.pdf", 900000);
}

static struct others gather(const struct shelf *shelf)
{
    struct others others = {arrive(shelf, "bob"), arrive(shelf, "carol"), arrive(shelf, "erin")};
    peer_send(others.bob, "TOPIC #lobby :Ship v1 on Friday");
    peer_join(others.bob, "#random");
    peer_send(others.bob, "TOPIC #random :Whatever comes to mind");
    peer_join(others.carol, "#ops");
    peer_send(others.carol, "TOPIC #ops :Who is on call: carol");
    return others;
}

static void leave(struct others *others)
{
    peer_free(others->bob);
    peer_free(others->carol);
    peer_free(others->erin);
}

static void talk(const struct shelf *shelf, const struct others *others, struct screen *screen)
{
    char *address = shelf_address(shelf, "files/talks/2026/opening.mp4");
    char *text = xasprintf("the talks are there: %s", address);
    screen_type(screen, "/join #random" ENTER);
    screen_wait(screen, "2 #random");
    screen_type(screen, ALT "1");
    says(others->bob, "#lobby", text);
    says(others->carol, "#lobby", "Hello team! Coffee first ☕, then I look at the notes");
    screen_type(screen, "good morning! is the kettle on?" ENTER);
    screen_wait(screen, "is the kettle on");
    peer_expect(others->carol, "is the kettle on");
    says(others->carol, "#lobby", "alice: the kettle is on, and there is cake 🍰");
    screen_wait(screen, "there is cake");
    screen_type(screen, ALT "s+tada" ENTER);
    screen_wait(screen, "\\[🎉 1\\]");
    screen_type(screen, ALT "sr");
    screen_wait(screen, "Answering carol");
    screen_type(screen, "then I am on my way" ENTER);
    screen_wait(screen, "on my way");
    screen_wait_gone(screen, "sending");
    says(others->bob, "#lobby", "the long version: we freeze on Wednesday, test on Thursday");
    screen_wait(screen, "the long version");
    screen_type(screen, "/get 1" ENTER);
    says(others->carol, "alice", "do you have a minute?");
    says(others->bob, "#random", "anyone for lunch? the kettle there is broken");
    screen_wait(screen, "3 carol +1");
    screen_wait(screen, "2 #random +1");
    free(text);
    free(address);
}

/* ---- pictures ---- */

static void draw_all(struct screen *screen, const char *folder, struct gallery_size size, bool few)
{
    for (size_t i = 0; i < sizeof(overlays) / sizeof(*overlays); i++) {
        const struct overlay *overlay = &overlays[i];
        if (few && !overlay->few)
            continue;
        screen_type(screen, overlay->open);
        screen_wait(screen, overlay->shows);
        screen_wait_gone(screen, " 0 found|asking the server|rooms so far");
        if (strncmp(overlay->shows, RULE, strlen(RULE)) == 0)
            screen_wait(screen, "└─ ");
        draw(screen, folder, overlay->name, size);
        screen_type(screen, overlay->close);
        if (*overlay->close && screen_count(screen, overlay->shows) > 0)
            screen_wait_gone(screen, overlay->shows);
    }
}

void gallery_draw(struct shelf *shelf, const char *folder, struct gallery_size size, bool few)
{
    char port[16];
    snprintf(port, sizeof(port), "%d", shelf->rig->port);
    char program[] = PARLOR;
    char name[] = "alice";
    char host[] = "127.0.0.1";
    char *argv[] = {program, name, host, port, NULL};
    furnish(shelf);
    struct others others = gather(shelf);
    struct screen *screen = screen_start(shelf->rig, size.cols, size.rows, argv);
    screen_wait(screen, "alice · (lag|online)");
    talk(shelf, &others, screen);
    draw_all(screen, folder, size, few);
    screen_free(screen);
    leave(&others);
}

static void start_by_tls(struct rig *rig)
{
    char *tls = xasprintf("tls:127.0.0.1:%d", rig->tls_port);
    rig_start_server_with(rig, "--listen", "127.0.0.1:0", "--listen", tls, NULL);
    free(tls);
}

void gallery_draw_trust(struct rig *rig, const char *folder, struct gallery_size size)
{
    start_by_tls(rig);
    char *url = xasprintf("ircs://127.0.0.1:%d/#lobby", rig->tls_port);
    char program[] = PARLOR;
    char option[] = "--nick";
    char name[] = "alice";
    char *argv[] = {program, option, name, url, NULL};
    struct screen *screen = screen_start(rig, size.cols, size.rows, argv);
    screen_wait(screen, "alice · (lag|online)");

    char *cert = rig_path(rig, "data/certificate.pem");
    char *key = rig_path(rig, "data/key.pem");
    assert_int_equal(rig_stop_server(rig), 0);
    assert_int_equal(unlink(cert), 0);
    assert_int_equal(unlink(key), 0);
    start_by_tls(rig);
    screen_wait(screen, "its certificate changed");
    screen_type(screen, "/trust" ENTER);
    screen_wait(screen, "─ Another certificate");
    draw(screen, folder, "trust", size);
    screen_free(screen);
    free(cert);
    free(key);
    free(url);
}
