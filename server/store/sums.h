/*
 * sums.h - a checksum over each of the small tables, kept by triggers.
 *
 * A row of the log has its checksum in itself. Memberships, cursors, names and
 * the like are few beside them and all read at every start: one sum over a
 * whole table shows a row that changed or is gone.
 */
#ifndef SUMS_H
#define SUMS_H

#include <sqlite3.h>

/* The texts that make the sums and their triggers: steps of the schema. */
extern const char sums_of_rooms[];
extern const char sums_of_people[];
extern const char sums_of_ends[];
extern const char sums_of_uploads[];
extern const char sums_of_redactions[];
extern const char sums_of_attached[];

/* Gives a connection the function that the triggers call. */
void sums_register(sqlite3 *db);

/* Compares all tables with their sums. Returns 0, or -1 with *cause naming file and remedy. */
int sums_check(sqlite3 *db, char **cause);

/* Compares each conversation with its newest entry, which takes a while if there are many: the
 * same. */
int sums_check_ends(sqlite3 *db, char **cause);

#endif
