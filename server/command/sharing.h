/*
 * sharing.h - what files are here, for whom, and at which addresses.
 *
 * The operator's folders (shares) are read only; what people upload are blobs.
 * All that asks who may see what asks sharing_may_see(), at each request anew.
 *
 * A path is decoded, without "files/" and without a slash at either end:
 * "docs/a.txt" lies in everyone's share, "#tea/a.txt" in the share of #tea, and ""
 * is the top: everyone's own top, and a folder for each room's share that is seen.
 */
#ifndef SHARING_H
#define SHARING_H

#include "command.h"

struct library;

/* One folder of the operator's. Counted, for the worker reads it while a reload swaps it. */
struct share {
    char *name;              /* "" for everyone's, "#room" for a room's own; owned */
    char *fold;              /* the same folded; owned */
    char *root;              /* the folder, as it was set; owned */
    struct library *library; /* owned */
    int refs;                /* counted on the loop only */
};

/* What uploads may cost; 0 of total_bytes and keep_ms: no limit. */
struct upload_limits {
    int64_t file_max;      /* bytes of one */
    int64_t account_bytes; /* of all that an account has here */
    int64_t account_daily; /* bytes that an account may bring in a day */
    int64_t total_bytes;   /* of all accounts */
    int64_t keep_ms;
    int account_files;
    int per_address; /* uploads that come from one address at a time */
};

/* Where HTTP is listened on. */
struct sharing_place {
    bool tls;
    char *host; /* NULL: all addresses; owned */
    int port;
};

/* Hangs in struct server; NULL there: no files here. Owned by the program. */
struct sharing {
    struct share **shares; /* everyone's first, if it is there */
    size_t nshares;
    struct upload_limits limits; /* of uploads, if there are any (server->uploads) */
    bool accounts_only;          /* guests and strangers see nothing */
    char *url; /* "https://files.example.org", without a slash behind; NULL: by place */
    struct sharing_place *places;
    size_t nplaces;
};

/* Nothing shared yet. sharing_free(NULL) is fine; shares that are held live on. */
struct sharing *sharing_new(void);
void sharing_free(struct sharing *sharing);

/* Adds a share and takes the library over; the one of everyone has the name "". */
void sharing_add(struct sharing *sharing, const char *name, const char *root,
                 struct library *library);

/* Adds a place where HTTP is listened on; host NULL: all addresses. */
void sharing_add_place(struct sharing *sharing, bool tls, const char *host, int port);

/* Who gives it to the worker holds a share, and lets it go when the work is done; on the loop. */
struct share *share_hold(struct share *share);
void share_release(struct share *share);

/* May this account (folded; NULL: a guest or a stranger) see the share, and what is in it? */
bool sharing_may_see(const struct server *server, const char *account, const struct share *share);

/*
 * The share that a path lies in, and *rest of the path in there (within path);
 * NULL if there is none. Whether somebody may see it is not asked here.
 */
struct share *sharing_find(const struct server *server, const char *path, const char **rest);

/*
 * The absolute address of a path as it stands in addresses ("files/a%20b", "uploads",
 * "u/…"), as this session can reach it: https over TLS, and never http there. To
 * free; NULL if there is none.
 */
char *sharing_url(const struct server *server, const struct session *session, const char *path);

/* The same of a file or folder by its path (decoded). */
char *sharing_file_url(const struct server *server, const struct session *session,
                       const char *path);

#endif
