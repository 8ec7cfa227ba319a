/*
 * sharing_start.h - from settings to what is shared: folders opened, ports for
 * HTTP bound, addresses known.
 */
#ifndef SHARING_START_H
#define SHARING_START_H

#include "settings.h"
#include "sharing.h"

struct listeners;

/*
 * Opens all folders. Returns 0 with *out (NULL: nothing is shared, and nothing
 * can be uploaded), or -1 with *cause; nothing has changed yet.
 */
int sharing_look(const struct settings *settings, struct sharing **out, char **cause);

/*
 * From now on this is what the server shares; takes it over, and frees what
 * was. http: where it is listened for HTTP, NULL for nowhere.
 */
void sharing_become(struct server *server, struct sharing *sharing, const struct listeners *http);

/* What uploads may cost by the settings. */
struct upload_limits sharing_limits(const struct settings *settings);

/* Listens for HTTP. By default a port that is taken is replaced by a free one. 0, or -1 with
 * *cause. */
int sharing_listen(struct listeners *http, const struct settings *settings, char **cause);

/* Where the operator finds the files, "http://127.0.0.1:6680/files/"; to free; NULL if nowhere. */
char *sharing_told(const struct server *server);

#endif
