#include "moat.h"

#include <fcntl.h>
#include <fts.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"
#include "rig.h"
#include "shelf.h"
#include "spec.h"

/* ---- what there is ---- */

static void write_file(const struct shelf *shelf, const char *name, const char *text)
{
    char *whole = xasprintf("shared/%s", name);
    free(rig_write(shelf->rig, whole, text));
    free(whole);
}

static void make_link(const struct shelf *shelf, const char *name, const char *to)
{
    char *path = xasprintf("%s/%s", shelf->folder, name);
    assert_int_equal(symlink(to, path), 0);
    free(path);
}

static void make_folder(const struct shelf *shelf, const char *name)
{
    char *path = rig_path(shelf->rig, name);
    assert_int_equal(mkdir(path, 0755), 0);
    free(path);
}

static void make_odd_things(const struct shelf *shelf)
{
    struct sockaddr_un place = {.sun_family = AF_UNIX};
    char *pipe = xasprintf("%s/pipe", shelf->folder);
    snprintf(place.sun_path, sizeof(place.sun_path), "%s/socket", shelf->folder);
    assert_int_equal(mkfifo(pipe, 0644), 0);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&place, sizeof(place)), 0);
    close(fd);
    free(pipe);
}

void moat_dig(const struct shelf *shelf)
{
    static const char *const folders[] = {"outside",     "shared/docs", "shared/docs/deep",
                                          "shared/.git", "shared/swap", "shared/.hidden"};
    static const char *const names[] = {
        "docs/deep/c.txt",
        "100%.txt",
        "a b.txt",
        "-rf",
        "..x",
        "x.svg",
        "x.html",
        "semi;colon",
        "quote\"name",
        "new\nline",
        ".hidden/a.txt",
        "Content-Security-Policy: none",
        "back\\slash",
        "swap/canary.txt",
    };
    for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
        make_folder(shelf, folders[i]);
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        write_file(shelf, names[i], "hello there");
    char *name = xasprintf("%0250d", 0);
    memset(name, 'n', 250);
    write_file(shelf, name, "hello there");
    free(name);
    write_file(shelf, "docs/a.txt", "hello world");
    write_file(shelf, "empty", "");
    write_file(shelf, ".secret", MOAT_CANARY);
    write_file(shelf, ".git/config", MOAT_CANARY);
    write_file(shelf, "docs/.secret", MOAT_CANARY);
    free(rig_write(shelf->rig, "canary.txt", MOAT_CANARY));
    free(rig_write(shelf->rig, "outside/canary.txt", MOAT_CANARY));
    make_link(shelf, "link.txt", "../canary.txt");
    make_link(shelf, "absolute", "/etc/passwd");
    make_link(shelf, "out", "../outside");
    make_link(shelf, "up", "..");
    make_link(shelf, "self", ".");
    make_link(shelf, "loop", "loop");
    make_link(shelf, "dangling", "nowhere");
    make_link(shelf, "swap.link", "../outside");
    make_odd_things(shelf);
}

/* ---- a folder that is now one, now a link ---- */

static volatile sig_atomic_t ended;

static void end(int signum)
{
    (void)signum;
    ended = 1;
}

static _Noreturn void swap_on(const char *folder, const char *link)
{
    struct sigaction action = {.sa_handler = end};
    sigaction(SIGTERM, &action, NULL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    while (!ended) {
        for (int i = 0; i < 2; i++) {
            if (renameat2(AT_FDCWD, folder, AT_FDCWD, link, RENAME_EXCHANGE) < 0)
                _exit(EXIT_FAILURE);
            poll(NULL, 0, 1);
        }
    }
    _exit(EXIT_SUCCESS);
}

pid_t moat_swap(const struct shelf *shelf)
{
    char *folder = xasprintf("%s/swap", shelf->folder);
    char *link = xasprintf("%s/swap.link", shelf->folder);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        swap_on(folder, link);
    free(folder);
    free(link);
    return pid;
}

void moat_stop_swapping(pid_t pid)
{
    int status = 0;
    kill(pid, SIGTERM);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

/* ---- before and after ---- */

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* The server's own things, at the top. */
static bool is_servers(const FTSENT *entry)
{
    return entry->fts_level == 1 &&
           (strcmp(entry->fts_name, "data") == 0 || strcmp(entry->fts_name, "server.log") == 0 ||
            strcmp(entry->fts_name, "run") == 0);
}

static void add_entry(struct buf *out, const FTSENT *entry)
{
    const struct stat *info = entry->fts_statp;
    bool is_file = entry->fts_info == FTS_F;
    char *sum = is_file ? shelf_hash(entry->fts_accpath) : xstrdup("");
    buf_printf(out, "%s %o %lld %s\n", entry->fts_path, info->st_mode,
               entry->fts_info == FTS_D ? 0 : (long long)info->st_size, sum);
    free(sum);
}

char *moat_tree(const char *folder)
{
    struct buf out = {0};
    char *path = xstrdup(folder);
    char *const paths[] = {path, NULL};
    FTS *tree = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
    assert_non_null(tree);
    for (FTSENT *entry = fts_read(tree); entry; entry = fts_read(tree)) {
        if (is_servers(entry))
            fts_set(tree, entry, FTS_SKIP);
        else if (entry->fts_info != FTS_DP)
            add_entry(&out, entry);
    }
    fts_close(tree);
    free(path);
    return buf_detach(&out);
}

void moat_check_data(const char *folder)
{
    static const char fits[] = "/data(/[a-z.-]+|/[a-z]+/tmp(/[A-Za-z0-9_-]{22})?"
                               "|/[a-z]+/blobs(/[0-9a-f]{2}(/[0-9a-f]{64})?)?)? ";
    char *data = xasprintf("%s/data", folder);
    char *tree = moat_tree(data);
    char *rest = tree;
    for (char *line = strsep(&rest, "\n"); line && *line; line = strsep(&rest, "\n")) {
        if (!rig_matches(line, fits))
            fail_msg("this was made: %s", line);
    }
    free(tree);
    free(data);
}
