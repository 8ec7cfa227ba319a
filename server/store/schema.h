/*
 * schema.h - the tables, and the way from any older shape to the present one.
 */
#ifndef SCHEMA_H
#define SCHEMA_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * Which version of the tables is there, 0 for none. Returns 0, or -1 with
 * *cause: another program's database, or a newer parlord's.
 */
int schema_version(sqlite3 *db, int64_t *version, char **cause);

/* Whether schema_migrate() has nothing to do. */
bool schema_is_newest(sqlite3 *db);

/*
 * Brings the database to the newest version, in one transaction. Returns 0,
 * or -1 with *cause.
 */
int schema_migrate(sqlite3 *db, char **cause);

#endif
