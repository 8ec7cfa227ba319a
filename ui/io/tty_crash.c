#include "tty_crash.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#define STACK_BYTES 65536

static const int faults[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL};
#define FAULTS (sizeof(faults) / sizeof(*faults))

/* Like the terminal, there is one of it for a process: a handler has no argument. */
static struct {
    const char *reset;
    size_t size;
    struct termios modes;
    struct sigaction before[FAULTS];
    char stack[STACK_BYTES]; /* the other one may have overflowed */
} guard;

static void on_fault(int number)
{
    ssize_t written = write(STDOUT_FILENO, guard.reset, guard.size);
    (void)written;
    tcsetattr(STDIN_FILENO, TCSANOW, &guard.modes);
    for (size_t i = 0; i < FAULTS; i++)
        if (faults[i] == number)
            sigaction(number, &guard.before[i], NULL);
    raise(number);
}

void crash_guard(const char *reset, const struct termios *modes)
{
    guard.reset = reset;
    guard.size = strlen(reset);
    guard.modes = *modes;
    stack_t stack = {.ss_sp = guard.stack, .ss_size = sizeof(guard.stack)};
    sigaltstack(&stack, NULL);
    struct sigaction action = {.sa_handler = on_fault, .sa_flags = SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < FAULTS; i++)
        sigaction(faults[i], &action, &guard.before[i]);
}

void crash_unguard(void)
{
    if (!guard.reset)
        return;
    for (size_t i = 0; i < FAULTS; i++)
        sigaction(faults[i], &guard.before[i], NULL);
    guard.reset = NULL;
}
