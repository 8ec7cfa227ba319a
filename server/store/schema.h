/*
 * schema.h - the tables, and the way from any older shape to the present one.
 */
#ifndef SCHEMA_H
#define SCHEMA_H

/* What can be found of a row (r: its name with a dot, or "") by words; and where it stands there.
 */
#define SCHEMA_IS_SAID(r)    r "queued AND " r "kind >= 0 AND " r "kind < 65536 AND " r "body <> ''"
#define SCHEMA_IS_INDEXED(r) SCHEMA_IS_SAID(r) " AND " r "id <= (SELECT upto FROM indexed)"
#define SCHEMA_PLACE(r)                                                              \
    "'zzc' || " r "conversation || ' zzf' || lower(hex(lower(substr(" r "source, 1," \
    " instr(" r "source || '!', '!') - 1))))"

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
