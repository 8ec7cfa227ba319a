#include "tls_files.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mem.h"
#include "rig.h"
#include "spec.h"

static _Noreturn void become_openssl(const char *certificate, const char *key)
{
    int null_fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    dup2(null_fd, STDERR_FILENO);
    execlp("openssl", "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
           "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30", "-subj", "/CN=localhost",
           "-out", certificate, "-keyout", key, (char *)NULL);
    _exit(127);
}

char *tls_files_make(const struct rig *rig)
{
    int status = 0;
    char *certificate = rig_path(rig, "test-cert.pem");
    char *key = rig_path(rig, "test-key.pem");
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        become_openssl(certificate, key);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (status != 0)
        fail_msg("openssl req made no certificate");
    char *section = xasprintf("[tls]\ncertificate = %s\nkey = %s\n", certificate, key);
    free(certificate);
    free(key);
    return section;
}

int tls_files_port(const struct rig *rig)
{
    const char *place = strstr(rig->said, "tls:");
    const char *colon = place ? strchr(place + strlen("tls:"), ':') : NULL;
    if (!colon)
        fail_msg("no address by TLS: %s", rig->said);
    return (int)strtol(colon + 1, NULL, 10);
}
