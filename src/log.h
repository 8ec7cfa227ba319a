/*
 * log.h - what happened, one `time level event key=value …` line each.
 *
 * The sink and its level are the program's one piece of global state, beside
 * the clock. Safe to call from any thread: a line is one write().
 */
#ifndef LOG_H
#define LOG_H

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

/* Writes lines up to level to fd; -1 drops all. Default: standard error, LOG_INFO. */
void log_open(int fd, enum log_level level);

/* Writes the same lines to a second descriptor too (an operator's console); -1: to none. What it
 * does not take at once is lost there. */
void log_also(int fd);

/* The level in force, and another one. */
void log_set_level(enum log_level level);
enum log_level log_level(void);
const char *log_level_name(enum log_level level);

/* "error", "warn", "info" or "debug" to a level; -1 for anything else. */
int log_level_parse(const char *name);

/*
 * One line. event is a word; format gives `key=value` pairs, already spaced.
 * Control characters that the values contain are shown as `?`.
 */
void log_event(enum log_level level, const char *event, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
