#include "sender.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "subject.h"

#define PLACES 16
#define PIECE  65536

/* The first place is the listener's. */
struct hall {
    struct pollfd polls[PLACES];
    off_t at[PLACES];
    nfds_t n;
    int file;
};

static void give_up(const char *what)
{
    fprintf(stderr, "bench: sender: %s: %s\n", what, strerror(errno));
    _exit(1);
}

static void let_in(struct hall *hall)
{
    int fd = accept4(hall->polls[0].fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0 || hall->n == PLACES)
        give_up("accept");
    hall->at[hall->n] = 0;
    hall->polls[hall->n++] = (struct pollfd){.fd = fd, .events = POLLIN};
}

static void let_go(struct hall *hall, nfds_t i)
{
    close(hall->polls[i].fd);
    hall->n--;
    hall->polls[i] = hall->polls[hall->n];
    hall->at[i] = hall->at[hall->n];
}

/* What the socket takes of the next piece; false at the end. */
static bool serve(struct hall *hall, nfds_t i)
{
    static char piece[PIECE];
    struct pollfd *place = &hall->polls[i];
    if (place->events == POLLIN) {
        place->events = POLLOUT;
        return recv(place->fd, piece, sizeof(piece), MSG_DONTWAIT) > 0;
    }
    ssize_t n = pread(hall->file, piece, sizeof(piece), hall->at[i]);
    ssize_t taken = n > 0 ? send(place->fd, piece, (size_t)n, MSG_DONTWAIT | MSG_NOSIGNAL) : 0;
    if (taken > 0)
        hall->at[i] += taken;
    return taken > 0 || (taken < 0 && errno == EAGAIN);
}

static _Noreturn void serve_for_ever(int listener, const char *path)
{
    struct hall hall = {.n = 1, .file = open(path, O_RDONLY | O_CLOEXEC)};
    hall.polls[0] = (struct pollfd){.fd = listener, .events = POLLIN};
    if (hall.file < 0)
        give_up(path);
    while (poll(hall.polls, hall.n, -1) > 0) {
        for (nfds_t i = hall.n; i-- > 1;) {
            if (hall.polls[i].revents && !serve(&hall, i))
                let_go(&hall, i);
        }
        if (hall.polls[0].revents)
            let_in(&hall);
    }
    give_up("poll");
    _exit(1);
}

struct sender sender_start(const char *folder)
{
    struct sender sender;
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(name);
    char path[128];
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    snprintf(path, sizeof(path), "%s/" SUBJECT_SHARED "/" SUBJECT_FILE, folder);
    if (bind(fd, (const struct sockaddr *)&name, size) < 0 || listen(fd, PLACES) < 0 ||
        getsockname(fd, (struct sockaddr *)&name, &size) < 0)
        give_up("listen");
    sender.port = ntohs(name.sin_port);
    sender.pid = fork();
    if (sender.pid == 0)
        serve_for_ever(fd, path);
    close(fd);
    return sender;
}

void sender_stop(const struct sender *sender)
{
    kill(sender->pid, SIGKILL);
    waitpid(sender->pid, NULL, 0);
}
