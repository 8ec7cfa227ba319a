#include "fault.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "mem.h"
#include "rig.h"
#include "spec.h"

struct fault {
    struct rig *rig;
    enum fault_kind kind;
    char *data;    /* the server's folder */
    char *ballast; /* a file that takes all space */
    pid_t holder;  /* of the lock; 0: none */
    int holder_fd; /* its input */
};

const char *fault_name(enum fault_kind kind)
{
    static const char *const names[FAULTS] = {"no_space", "no_writing", "locked"};
    return names[kind];
}

/* Mounts of ours are nobody else's, and end with this process. */
static bool own_mounts(void)
{
    static int done;
    if (!done)
        done = unshare(CLONE_NEWNS) == 0 && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0
                   ? 1
                   : -1;
    return done == 1;
}

bool fault_small(const char *folder)
{
    if ((mkdir(folder, 0700) < 0 && errno != EEXIST) || !own_mounts())
        return false;
    return mount("parlor-test", folder, "tmpfs", 0, "size=3m,mode=0700") == 0;
}

struct fault *fault_new(struct rig *rig, enum fault_kind kind)
{
    struct fault *fault = xnew(struct fault);
    fault->rig = rig;
    fault->kind = kind;
    fault->data = rig_path(rig, "data");
    fault->ballast = rig_path(rig, "data/ballast");
    /* What a server inherits: a write past its limit is an error, not the end. */
    signal(SIGXFSZ, SIG_IGN);
    if (kind != FAULT_NO_SPACE || fault_small(fault->data))
        return fault;
    fault->kind = FAULT_NO_WRITING;
    fault_free(fault);
    return NULL;
}

void fault_free(struct fault *fault)
{
    if (!fault)
        return;
    if (fault->holder)
        fault_end(fault);
    if (fault->kind == FAULT_NO_SPACE)
        umount2(fault->data, MNT_DETACH);
    free(fault->data);
    free(fault->ballast);
    free(fault);
}

/* ---- each kind ---- */

void fault_fill(const char *path)
{
    static const char block[4096];
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    ssize_t n = 0;
    for (size_t size = sizeof(block); size > 0; size = n > 0 ? size : size / 2)
        n = write(fd, block, size);
    close(fd);
}

static void limit_files(const struct rig *rig, rlim_t size)
{
    struct rlimit limit = {size, RLIM_INFINITY};
    assert_int_equal(prlimit(rig->server, RLIMIT_FSIZE, &limit, NULL), 0);
}

static _Noreturn void become_sqlite(const char *path, int in_fd, int out_fd)
{
    dup2(in_fd, STDIN_FILENO);
    dup2(out_fd, STDOUT_FILENO);
    execlp("sqlite3", "sqlite3", "-batch", path, (char *)NULL);
    _exit(127);
}

static void hold_lock(struct fault *fault)
{
    static const char script[] = ".timeout 20000\nBEGIN EXCLUSIVE;\nSELECT 'held';\n";
    char answer[16] = "";
    int in[2];
    int out[2];
    char *path = rig_path(fault->rig, "data/parlord.db");
    assert_int_equal(pipe2(in, O_CLOEXEC), 0);
    assert_int_equal(pipe2(out, O_CLOEXEC), 0);
    fault->holder = fork();
    assert_true(fault->holder >= 0);
    if (fault->holder == 0)
        become_sqlite(path, in[0], out[1]);
    close(in[0]);
    close(out[1]);
    fault->holder_fd = in[1];
    assert_int_equal(write(in[1], script, sizeof(script) - 1), sizeof(script) - 1);
    rig_wait_readable(out[0], clock_mono_ms() + RIG_PATIENCE_MS, "the lock (is sqlite3 there?)");
    ssize_t n = read(out[0], answer, sizeof(answer) - 1);
    close(out[0]);
    if (n < 4 || strncmp(answer, "held", 4) != 0)
        fail_msg("sqlite3 does not hold the lock: %s", answer);
    free(path);
}

static void let_go(struct fault *fault)
{
    close(fault->holder_fd);
    waitpid(fault->holder, NULL, 0);
    fault->holder = 0;
}

void fault_begin(struct fault *fault)
{
    switch (fault->kind) {
    case FAULT_NO_SPACE: fault_fill(fault->ballast); break;
    case FAULT_NO_WRITING: limit_files(fault->rig, 0); break;
    case FAULT_LOCKED: hold_lock(fault); break;
    case FAULTS: break;
    }
}

void fault_end(struct fault *fault)
{
    switch (fault->kind) {
    case FAULT_NO_SPACE: unlink(fault->ballast); break;
    case FAULT_NO_WRITING: limit_files(fault->rig, RLIM_INFINITY); break;
    case FAULT_LOCKED: let_go(fault); break;
    case FAULTS: break;
    }
}

bool fault_read_only(const char *folder)
{
    return own_mounts() && mount(folder, folder, NULL, MS_BIND, NULL) == 0 &&
           mount(NULL, folder, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY, NULL) == 0;
}

void fault_writable(const char *folder)
{
    umount2(folder, MNT_DETACH);
}
