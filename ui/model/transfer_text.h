/*
 * transfer_text.h - transfers in words: sizes, speed, time left, bars.
 */
#ifndef TRANSFER_TEXT_H
#define TRANSFER_TEXT_H

#include <stdbool.h>
#include <stdint.h>

struct chat;
struct transfer;

/* "812 B", "1.2 MiB"; to free. */
char *transfer_size_text(int64_t bytes);

/* "4 s", "3:20", "1 h 02 min"; to free. */
char *transfer_time_text(int64_t ms);

/* What stands behind its name in a narrow list: "62%", "paused"; to free. */
char *transfer_short_text(const struct transfer *transfer);

/* The same with all there is to say. Without room for a bar, there
 * is none either for how much there is of how much while it moves:
 * "████░░░░  62%  1.2 of 2.0 MiB  1.1 MiB/s  0:07 left"; to free. */
char *transfer_long_text(const struct transfer *transfer, bool bar);

/* What happened when it is done; to free. */
char *transfer_done_text(const struct transfer *transfer);

/* The folder for downloads of a network, by the setting: "~/" is home, %n our name there, %s the
 * server's. To free. */
char *transfer_folder(const struct chat *chat, const struct transfer *transfer);

#endif
