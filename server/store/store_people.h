/*
 * store_people.h - who there is: accounts, devices, memberships, and what is kept of them.
 *
 * A part of store.h, whose rules hold here too.
 */
#ifndef STORE_PEOPLE_H
#define STORE_PEOPLE_H

#include "store.h"

/* ---- what there is at start; blocking, before the first store_turn() ---- */

struct store_account {
    const char *fold; /* the account */
    const char *name; /* as its owner writes it */
    int64_t created_ms;
    int64_t last_seen_ms;
};
struct store_member {
    const char *account;
    const char *conv;
    const char *modes; /* the caller's own text: ranks */
};
struct store_record {
    const char *space;
    const char *key;
    const char *value;
};
struct store_visitor {
    void (*account)(void *arg, const struct store_account *account);
    void (*record)(void *arg, const struct store_record *record);
    void (*member)(void *arg,
                   const struct store_member *member); /* rooms only: conv begins with '#' */
    /* how far an account has read a conversation */
    void (*marker)(void *arg, const char *account, const char *conv, int64_t read_ms);
    /* each conversation's newest entry */
    void (*conv)(void *arg, const char *conv, uint64_t last_seq, int64_t last_ms);
};

/*
 * Visits all accounts, then records, then conversations, then members, then
 * markers; a function that is NULL is passed over. Returns 0, or -1 with *cause.
 */
int store_load(struct store *store, const struct store_visitor *visitor, void *arg, char **cause);

/* ---- rooms and marks; nobody waits for these: what cannot be written is, as soon as it can ----
 */

/* Membership from the next entry on; joining again sets modes only. */
void store_join(struct store *store, const char *account, const char *conv, const char *modes);

/* Membership ends with the last entry; it stays readable as an interval. */
void store_part(struct store *store, const char *account, const char *conv);

/* Sets or (value NULL) deletes the caller's own record. */
void store_put(struct store *store, const char *space, const char *key, const char *value);

/* Writes something: can the store keep anything at present? */
void store_try(struct store *store, store_done_fn *done, void *arg);

/* This device has everything up to id. Never goes back; makes the device if it is new. */
void store_ack(struct store *store, const char *account, const char *device, uint64_t id);

/* The account has read conv up to this time. Never goes back. */
void store_mark(struct store *store, const char *account, const char *conv, int64_t read_ms);

/* Notes when the account was last here. */
void store_seen(struct store *store, const char *account, int64_t now_ms);

/* ---- accounts ---- */

/* One way to prove who one is: the caller's own text (salt, keys), under a device's label. */
struct store_credential {
    const char *kind;  /* "scram" */
    const char *label; /* device it was made for: "default"; "" for a typed password */
    const char *value; /* the caller's own text */
};

/* Makes an account with its first credential, in one transaction. STORE_EXISTS if name or skeleton
 * is taken, or was an erased account's less than STORE_TOMBSTONE_MS before created_ms. */
void store_claim(struct store *store, const struct store_account *account, const char *skeleton,
                 const struct store_credential *credential, store_done_fn *done, void *arg);

/* Adds a credential, replacing one of the same kind and label. */
void store_credential_put(struct store *store, const char *account,
                          const struct store_credential *credential, store_done_fn *done,
                          void *arg);

/* STORE_MISSING if there is no such credential. */
void store_credential_remove(struct store *store, const char *account, const char *kind,
                             const char *label, store_done_fn *done, void *arg);

/* In no order that matters. */
typedef void store_credentials_fn(void *arg, enum store_status status,
                                  const struct store_credential *list, size_t n);
void store_credentials(struct store *store, const char *account, store_credentials_fn *done,
                       void *arg);

/* ---- devices ---- */

/* Notes when a device was last here; nothing happens before its first store_ack(). */
void store_device_seen(struct store *store, const char *account, const char *device,
                       int64_t now_ms);

struct store_device {
    const char *label;
    uint64_t acked_id;
    int64_t last_ms; /* 0: not known */
};
typedef void store_devices_fn(void *arg, enum store_status status, const struct store_device *list,
                              size_t n);
void store_devices(struct store *store, const char *account, store_devices_fn *done, void *arg);

/* Forgets a device and its cursor; its credentials are another matter. STORE_MISSING if there is
 * no such device. */
void store_device_remove(struct store *store, const char *account, const char *device,
                         store_done_fn *done, void *arg);

/*
 * The cursor of a device. known is false for one never seen before; then
 * acked_id is where the account's other devices all are (the smallest pairs
 * cursor, 0 if there are none).
 */
typedef void store_cursor_fn(void *arg, enum store_status status, bool known, uint64_t acked_id);
void store_cursor(struct store *store, const char *account, const char *device,
                  store_cursor_fn *done, void *arg);

/* ---- the end of an account, and a copy of it ---- */

/* So long an erased account's name stays taken. */
#define STORE_TOMBSTONE_MS ((int64_t)90 * 24 * 3600 * 1000)

struct store_erased {
    size_t credentials;
    size_t devices;
    size_t messages; /* its own, now without body and tags */
    size_t mail;     /* what others sent it and no device of it had: the same */
};

/*
 * Erases an account: it, its credentials, devices and markers at once, then in
 * slices what it said and what waited for it (body and tags become "": msgids
 * and places stay valid), at last its memberships. Once begun it ends, if need
 * be after the next start; done tells the counts at the end, or STORE_FAILED if
 * the store closed or could not write before (it then goes on at the next
 * start). STORE_MISSING: there is no such account. The caller's records
 * (store_put) are the caller's.
 */
typedef void store_erase_fn(void *arg, enum store_status status, const struct store_erased *counts);
void store_erase(struct store *store, const char *account, store_erase_fn *done, void *arg);

/*
 * Writes what there is of an account to a new file, as JSON for its owner only
 * (0600): the account, its devices, credentials (without secrets), memberships,
 * markers, its own entries and those of its pairs. The file appears when it is
 * whole. One at a time: another is told STORE_FAILED meanwhile, as is one that
 * the closing of the store cuts off. STORE_MISSING: no such account. STORE_DAMAGED: the file is
 * there, but lacks what is damaged.
 */
void store_export(struct store *store, const char *account, const char *path, store_done_fn *done,
                  void *arg);

#endif
