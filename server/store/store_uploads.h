/*
 * store_uploads.h - which files were uploaded, by whom, until when; and which are on their way.
 *
 * A part of store.h, whose rules hold here too. The files themselves are
 * elsewhere, named by their SHA-256 (lower-case hex): several uploads may have
 * the same one. A file that no upload has is "free", and may be deleted.
 */
#ifndef STORE_UPLOADS_H
#define STORE_UPLOADS_H

#include "store.h"

struct store_upload {
    const char *id;
    const char *sha256;
    const char *name; /* for people; never a path */
    const char *type;
    const char *account;
    int64_t size;
    int64_t created_ms;
    int64_t until_ms; /* it is removed then; 0: never */
    bool secret;      /* for its author, and who has a ticket */
    const char *conv; /* where its address was said first, and with what message; "" */
    const char *msgid;
};

/*
 * Adds an upload, and counts its bytes for this day of its account. A part of
 * the same id is gone with it, in the same transaction. STORE_MISSING: the
 * account is not there any more.
 */
void store_upload_add(struct store *store, const struct store_upload *upload, int64_t day,
                      store_done_fn *done, void *arg);

/* upload: NULL unless status is STORE_OK. STORE_MISSING: there is none of that id. */
typedef void store_upload_fn(void *arg, enum store_status status,
                             const struct store_upload *upload);
void store_upload_find(struct store *store, const char *id, store_upload_fn *done, void *arg);

/* Notes the message that announced it, unless another did before, if it is this account's. Nobody
 * waits for this. */
void store_upload_announce(struct store *store, const struct store_upload *upload);

/* The newest first, of one account or (NULL) of all, those before a place. more: there are others.
 */
struct store_uploads {
    const struct store_upload *list;
    size_t n;
    bool more;
};
typedef void store_uploads_fn(void *arg, enum store_status status,
                              const struct store_uploads *uploads);
void store_uploads_list(struct store *store, const char *account, size_t skip, size_t limit,
                        store_uploads_fn *done, void *arg);

/* What an account has, and has sent this day (removed or not); and what all files take. */
struct store_upload_sums {
    int64_t files;
    int64_t bytes;
    int64_t day_bytes;
    int64_t parts; /* of this account that are still coming, and what they will take */
    int64_t parts_bytes;
    int64_t parts_total_bytes; /* the same of all accounts */
    int64_t total_bytes;       /* of all accounts; files that are the same count once */
};
typedef void store_upload_sums_fn(void *arg, enum store_status status,
                                  const struct store_upload_sums *sums);
void store_upload_sums(struct store *store, const char *account, int64_t day,
                       store_upload_sums_fn *done, void *arg);

/* ---- removing ---- */

/* What a removal took away. */
struct store_removed {
    size_t uploads;
    int64_t bytes;
    const char *const *files; /* SHA-256 of those that are free now */
    size_t nfiles;
    const char *const *parts; /* ids */
    size_t nparts;
};
typedef void store_removed_fn(void *arg, enum store_status status,
                              const struct store_removed *removed);

enum store_upload_by { STORE_BY_ID, STORE_BY_MSGID, STORE_BY_SHA256 };

/* Removes what has this key, if it is this account's (NULL: whosever). STORE_MISSING: nothing. */
struct store_upload_key {
    enum store_upload_by by;
    const char *key;
    const char *account;
};
void store_upload_remove(struct store *store, const struct store_upload_key *key,
                         store_removed_fn *done, void *arg);

#define STORE_UPLOAD_EXPIRE_ROWS 200

/* Removes uploads and parts whose time is over, STORE_UPLOAD_EXPIRE_ROWS of each at most. */
void store_upload_expire(struct store *store, int64_t now_ms, store_removed_fn *done, void *arg);

/* ---- parts: uploads that come in several pieces ---- */

struct store_part {
    const char *id;
    const char *name;
    const char *type;
    const char *account;
    int64_t size;     /* when it is whole */
    int64_t offset;   /* so much is on the disk for certain */
    int64_t until_ms; /* it is removed then */
    bool secret;
};

/* Adds a part, or sets offset and until_ms of the one that is there. STORE_MISSING: the account is
 * not there any more. */
void store_part_put(struct store *store, const struct store_part *part, store_done_fn *done,
                    void *arg);

/* part: NULL unless status is STORE_OK. */
typedef void store_part_fn(void *arg, enum store_status status, const struct store_part *part);
void store_part_find(struct store *store, const char *id, store_part_fn *done, void *arg);

/* STORE_MISSING: it is not there. */
void store_part_remove(struct store *store, const char *id, store_done_fn *done, void *arg);

/* ---- what is on the disk for nobody ---- */

enum store_file_kind { STORE_WHOLE_FILES, STORE_PART_FILES };

/* Of these names ('\n' between them) those that nothing here has, in the same form, "" for none;
 * NULL unless status is STORE_OK. */
typedef void store_strays_fn(void *arg, enum store_status status, const char *names);
void store_strays(struct store *store, enum store_file_kind kind, const char *names,
                  store_strays_fn *done, void *arg);

#endif
