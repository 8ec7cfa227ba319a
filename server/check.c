#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "clock.h"
#include "mem.h"
#include "store_keep.h"
#include "tls.h"

static void complain(char *cause)
{
    fflush(stdout);
    fprintf(stderr, "parlord: %s\n", cause);
    free(cause);
}

/* One that has expired serves, but nobody who looks at it will trust it. */
static bool check_certificate(const struct settings *settings)
{
    char *cause = NULL;
    if (!settings->certificate || !*settings->certificate)
        return true;
    struct tls *tls = tls_server_new(settings->certificate, settings->key, &cause);
    if (!tls) {
        complain(cause);
        return false;
    }
    struct tls_cert cert = tls_server_cert(tls);
    char until[CLOCK_ISO_SIZE];
    clock_format_iso(cert.until_ms, until);
    printf("%s: SHA-256 %s, until %s\n", settings->certificate, cert.full, until);
    bool valid = tls_cert_is_valid(&cert, clock_wall_ms());
    if (!valid)
        complain(xasprintf("%s: not valid now", settings->certificate));
    tls_free(tls);
    return valid;
}

static void report(void *arg, const char *line)
{
    (void)arg;
    puts(line);
}

enum store_use { UNUSED, FREE, HELD };

/* Each server leaves a lock file beside its store. */
static enum store_use use_of(const char *path)
{
    char *name = xasprintf("%s.lock", path);
    int fd = open(name, O_RDWR | O_CLOEXEC);
    free(name);
    if (fd < 0)
        return access(path, F_OK) == 0 ? FREE : UNUSED;
    bool held = flock(fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK;
    close(fd);
    return held ? HELD : FREE;
}

static bool check_store(const char *path)
{
    char *cause = NULL;
    enum store_use use = use_of(path);
    if (use == HELD)
        printf("%s: a server is running on it, so it is not looked at\n", path);
    else if (use == UNUSED)
        printf("%s: not there yet\n", path);
    if (use != FREE)
        return true;
    int findings = store_check(path, report, NULL, &cause);
    if (findings < 0)
        complain(cause);
    else if (findings > 0)
        complain(xasprintf("%s: damaged, findings: %d", path, findings));
    return findings == 0;
}

bool check_run(const struct settings *settings)
{
    char *folder = settings_data_folder(settings);
    char *path = xasprintf("%s/parlord.db", folder);
    bool certificate = check_certificate(settings);
    bool store = check_store(path);
    free(path);
    free(folder);
    if (certificate && store)
        puts("ok");
    return certificate && store;
}
