#include "file_size.h"

#include "mem.h"

char *file_size_text(int64_t bytes)
{
    static const char *const units[] = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    if (bytes < 1024)
        return xasprintf("%lld B", (long long)bytes);
    double size = (double)bytes / 1024;
    int unit = 0;
    /* What would be shown as 1024 of one is 1.0 of the next. */
    for (; size >= 1023.5 && unit < 5; unit++)
        size /= 1024;
    return xasprintf(size < 9.95 ? "%.1f %s" : "%.0f %s", size, units[unit]);
}
