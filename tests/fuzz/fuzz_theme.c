#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "theme.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_colour(int32_t colour)
{
    assert(colour == COLOUR_DEFAULT || (colour >= 0 && colour <= 255) ||
           (colour >= COLOUR_RGB && colour <= (COLOUR_RGB | 0xffffff)));
}

/* Whatever a file says, a theme is whole or it was refused with a cause. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[32];
    int fd = memfd_create("theme", MFD_CLOEXEC);
    assert(fd >= 0);
    if (write(fd, data, size) != (ssize_t)size)
        abort();
    snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);

    struct theme theme = {0};
    char *cause = NULL;
    int result = theme_read(&theme, (char *[]){path}, 1, &cause);
    assert(result == 0 ? !cause : cause != NULL);
    for (int role = 0; role < ROLE_COUNT && result == 0; role++) {
        check_colour(theme.roles[role].fg);
        check_colour(theme.roles[role].bg);
    }
    assert(theme.nnicks >= 0 && theme.nnicks <= THEME_NICKS_MAX);
    check_colour(theme_nick(&theme, "alice").fg);
    theme_strip(&theme);
    free(cause);
    theme_clear(&theme);
    close(fd);
    return 0;
}
