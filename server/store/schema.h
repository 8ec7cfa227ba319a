/*
 * schema.h - the tables, and the way from any older shape to the present one.
 */
#ifndef SCHEMA_H
#define SCHEMA_H

#include <sqlite3.h>

/*
 * Brings the database to the newest version, in one transaction. Returns 0,
 * or -1 with *cause: another program's database, or a newer parlord's.
 */
int schema_migrate(sqlite3 *db, char **cause);

#endif
