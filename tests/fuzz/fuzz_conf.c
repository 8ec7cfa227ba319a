#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "conf.h"
#include "utf8.h"

/* NOLINTNEXTLINE(readability-identifier-naming): libFuzzer names it */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct settings {
    bool flag;
    int number;
    size_t size;
    int64_t time_ms;
    char *text;
    int choice;
    struct conf_list list;
};

#define FIELD(name) offsetof(struct settings, name)

static const struct conf_option table[] = {
    {"a", "flag",   CONF_BOOL,     FIELD(flag),    "no",  0, 0, NULL,      "Flag"  },
    {"a", "number", CONF_INT,      FIELD(number),  "1",   1, 9, NULL,      "Number"},
    {"a", "size",   CONF_SIZE,     FIELD(size),    "1k",  0, 0, NULL,      "Size"  },
    {"b", "time",   CONF_DURATION, FIELD(time_ms), "1s",  0, 0, NULL,      "Time"  },
    {"b", "text",   CONF_STRING,   FIELD(text),    NULL,  0, 0, NULL,      "Text"  },
    {"b", "choice", CONF_CHOICE,   FIELD(choice),  "one", 0, 0, "one|two", "Choice"},
    {"b", "list",   CONF_LIST,     FIELD(list),    "x",   0, 0, NULL,      "List"  },
};
#define ROWS (sizeof(table) / sizeof(table[0]))

static int check_pair(void *arg, const char *section, const char *key, const char *value,
                      char **cause)
{
    (void)cause;
    (void)arg;
    (void)section;
    assert(utf8_valid(key, strlen(key)) && utf8_valid(value, strlen(value)));
    assert(!strchr(value, '\n'));
    return 0;
}

static void check_table(const char *path)
{
    struct settings settings = {0};
    char *cause = NULL;
    conf_defaults(table, ROWS, &settings);
    int result = conf_read(table, ROWS, path, &settings, &cause);
    assert(result == 0 ? !cause : cause != NULL);
    assert(settings.number >= 1 && settings.number <= 9);
    assert(settings.choice == 0 || settings.choice == 1);
    free(cause);
    conf_clear(table, ROWS, &settings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[32];
    int fd = memfd_create("conf", MFD_CLOEXEC);
    assert(fd >= 0);
    if (write(fd, data, size) != (ssize_t)size)
        abort();
    snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);

    char *cause = NULL;
    int result = conf_walk(path, check_pair, NULL, &cause);
    assert(result == 0 ? !cause : cause != NULL);
    free(cause);
    check_table(path);
    close(fd);
    return 0;
}
