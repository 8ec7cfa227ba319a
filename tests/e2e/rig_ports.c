/* Ports that nobody uses. */
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "rig.h"
#include "spec.h"

static bool port_is_free(int port)
{
    struct sockaddr_in name = {.sin_family = AF_INET,
                               .sin_port = htons((uint16_t)port),
                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool is_free = bind(fd, (const struct sockaddr *)&name, sizeof(name)) == 0;
    close(fd);
    return is_free;
}

int rig_free_ports(int n)
{
    /* Below the range that the system hands out; begun at a place of this process's own. */
    for (int port = 10000 + getpid() % 1000 * 20; port < 32000; port += n) {
        int i = 0;
        while (i < n && port_is_free(port + i))
            i++;
        if (i == n)
            return port;
    }
    fail_msg("no %d free ports", n);
    return 0;
}
