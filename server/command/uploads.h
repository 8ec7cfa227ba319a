/*
 * uploads.h - what people sent here: taken in, listed, removed, kept for a while.
 *
 * An upload is told to be there when its file, its name and its row are on the
 * disk. Everything that waits for the disk runs on the worker or the store's
 * threads; answers come on the loop. Accounts are folded names.
 */
#ifndef UPLOADS_H
#define UPLOADS_H

#include "blobs.h"
#include "command.h"
#include "sharing.h" /* struct upload_limits */

struct uploads; /* hangs in server->uploads; NULL: nothing can be uploaded here */

/*
 * Makes server->uploads; the store is open. folder: DATA/files. Of the limits 0 is none.
 * Returns 0, or -1 with *cause.
 */
int uploads_open(struct server *server, const char *folder, const struct upload_limits *limits,
                 char **cause);

/* Other limits from now on; copied, as those at the begin. */
void uploads_set_limits(struct uploads *uploads, const struct upload_limits *limits);

/* Nothing more goes to the worker: before that is freed. Then, when the store is closed,
 * uploads_free(). NULL is fine for both. */
void uploads_stop(struct uploads *uploads);
void uploads_free(struct uploads *uploads);

/* Every second: what expired goes, and files that nobody has. */
void uploads_tick(struct server *server);

/* The folder, for reading: blobs_file_open(), on the worker. */
struct blobs *uploads_blobs(const struct uploads *uploads);

/* Files that belong to nobody are looked for soon: an account is erased. */
void uploads_sweep_soon(struct server *server);

/* ---- looking ---- */

/* One upload; see store_uploads.h. */
void uploads_find(struct server *server, const char *id, store_upload_fn *done, void *arg);

/* The newest first; account NULL: everybody's. */
void uploads_list(struct server *server, const char *account, size_t skip, size_t limit,
                  store_uploads_fn *done, void *arg);

/* What an account has, with what is on its way; the limits are in uploads_limits(). */
void uploads_quota(struct server *server, const char *account, store_upload_sums_fn *done,
                   void *arg);
const struct upload_limits *uploads_limits(const struct server *server);

/* The address of an upload below the base: "/u/<id>/<name, encoded>"; to free. */
char *uploads_path(const struct store_upload *upload);

/* ---- removing; done may be NULL ---- */

/* account NULL: whosever. who: for the log. STORE_MISSING: no such upload of that account. */
void uploads_remove(struct server *server, const struct store_upload_key *key, const char *who,
                    store_removed_fn *done, void *arg);

/* What a message announced that is redacted now. */
void uploads_remove_msgid(struct server *server, const char *msgid);

/* Nobody may upload this any more (or may again), and what is there of it goes. The hash is lower-
 * case hex. Returns -1 if it is no such hash. */
int uploads_block(struct server *server, const char *sha256, bool blocked, const char *who);
bool uploads_is_blocked(const struct server *server, const char *sha256);

/* ---- announcing ---- */

/* A message of an account that is stored: notes which uploads of its own it names. */
struct upload_message {
    const char *account;
    const char *conv;
    const char *msgid;
    const char *text;
};
void uploads_note_message(struct server *server, const struct upload_message *message);

#endif
