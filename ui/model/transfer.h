/*
 * transfer.h - files on their way: downloads and uploads, and how far they are.
 *
 * The model says what shall be: which transfer runs, waits, or is to be asked
 * about. ui/io/fetch does it, and says how it went by transfer_progress(),
 * transfer_done(), transfer_trouble() and transfer_fail(). Sizes are bytes;
 * times are monotonic milliseconds unless they say otherwise.
 */
#ifndef TRANSFER_H
#define TRANSFER_H

#include <stdbool.h>
#include <stdint.h>

/* Digits of a SHA-256. */
#define TRANSFER_SUM_CHARS 64

/* So long a token is good, a little less than servers say. */
#define TRANSFER_TOKEN_MS 600000

struct chat;
struct conv;
struct network;

enum transfer_state {
    TRANSFER_QUEUED,  /* begins when there is a place, and not before retry_ms */
    TRANSFER_RUNNING, /* under way */
    TRANSFER_PAUSED,  /* by the user */
    TRANSFER_ASKING,  /* it is large: the user is to say whether to go on */
    TRANSFER_DONE,
    TRANSFER_FAILED,   /* why says what to do; can be resumed */
    TRANSFER_CANCELLED /* goes as soon as its unfinished file is gone */
};

/* What has been asked and agreed to, for what is larger than `confirm_above`. */
enum transfer_agreed { TRANSFER_AGREED_NOTHING, TRANSFER_AGREED_BEGIN, TRANSFER_AGREED_ALL };

struct transfer {
    char *id;                /* the same after a restart; owned */
    struct network *network; /* where it was asked for; borrowed */
    char *target; /* room or person where it was asked for; NULL: the server's own; owned */
    char *why;    /* of a failure, or of what it waits for; NULL; owned */

    char *url;  /* of a download; of an upload that is done: the address that it got; owned */
    char *name; /* shown, and to be saved as: a safe name; owned */
    char *path; /* of an upload: its file; of a download that is done: where it is; owned */
    char *part; /* of a download: name of the unfinished file in the folder; NULL; owned */
    char *etag; /* what the bytes in the part belong to: ETag or date; NULL; owned */
    char *tus;  /* of an upload: address at which it goes on after a cut; NULL; owned */
    char *type; /* MIME; NULL; owned */

    int64_t size; /* -1: unknown */
    int64_t done; /* bytes that are there */
    char *sha256; /* that it should have; NULL: not known; owned */
    char *sum;    /* that it has; NULL before the end; owned */

    int64_t began_ms;    /* first byte of this run of the program; 0 */
    int64_t took_ms;     /* of a done one */
    int64_t speed;       /* bytes a second, smoothed; 0 while nothing moves */
    int64_t measured_ms; /* when speed was */
    int64_t measured;    /* done, then */
    int64_t tried_ms;    /* when it last began; 0: never */
    int64_t retry_ms;    /* the next try is not before */
    unsigned number;     /* as shown and typed; none is used twice while the program runs */
    enum transfer_state state;
    enum transfer_agreed agreed;
    int attempts;     /* failed in a row without a byte in between */
    bool scratch;     /* of an upload: its file was made for it, and goes with it */
    bool upload;      /* else a download */
    bool own;         /* its address is the network's: that one's trust and token hold */
    bool checking;    /* bytes that are here already are being read, none move */
    bool sum_by_etag; /* sha256 is what the server says at each request */
    bool mismatch;    /* it came wrong once: begun anew */
    bool changed;     /* to be kept on disk */
    bool unsaid;      /* an upload is done and its address not said yet */
    struct transfer *prev, *next;
};

/* All there are, in the order in which they were asked for; in struct chat. */
struct transfers {
    struct transfer *first; /* utlist DL */
    unsigned last_number;
    unsigned changes; /* counts what a list of them would show otherwise */
    char *gone; /* ids, each with a blank behind it, that the disk shall forget; NULL; owned */
};

/* A file to get. */
struct transfer_file {
    const char *url;    /* http: or https: */
    const char *name;   /* as the server calls it; NULL: by its url */
    const char *as;     /* what the user wants to call it; NULL: as it is called */
    int64_t size;       /* -1: unknown */
    const char *sha256; /* 64 hex digits; NULL: not known */
};

/*
 * A download, queued, or asking if it is large. Texts are copied; names made
 * safe. Of one that is there already (the same url, not done) there is no
 * second: that one is returned, and goes on. NULL, with a complaint, if the
 * url is none that we get.
 */
struct transfer *transfer_get(struct chat *chat, struct network *network,
                              const struct transfer_file *file);

/* Says that it is on its way, and how large it is. */
void transfer_say_begun(struct chat *chat, const struct transfer *transfer);

/* An upload of a file; its address is said in conv, if that is one where people talk. */
struct transfer *transfer_put(struct chat *chat, struct network *network, const struct conv *conv,
                              const char *path);

/* Adds one that was made elsewhere (taken over): it gets a number. */
struct transfer *transfer_add(struct chat *chat, struct transfer *transfer);

/* An empty one. It is freed with what it holds. */
struct transfer *transfer_new(struct network *network, bool upload);
void transfer_free(struct transfer *transfer);

/* The one of that number, or NULL. */
struct transfer *transfer_find(const struct chat *chat, long number);

/* Takes one out of the list and frees it. */
void transfer_drop(struct chat *chat, struct transfer *transfer);

/* All of a network, which goes; all there are. */
void transfers_drop_network(struct chat *chat, const struct network *network);
void transfers_clear(struct transfers *transfers);

/* By the user. Resuming agrees to what was asked. False if there is nothing to pause or resume. */
bool transfer_pause(struct chat *chat, struct transfer *transfer);
bool transfer_resume(struct chat *chat, struct transfer *transfer);

/* It is not wanted any more: who moves the bytes removes what is unfinished, and drops it. */
void transfer_cancel(struct chat *chat, struct transfer *transfer);

/* Once a turn: who waits and may begin, begins. Returns the ms until the next one may, -1: none. */
int64_t transfers_schedule(struct chat *chat);

/* How many run, wait to, or are to be asked about: what leaving the program would interrupt. */
unsigned transfers_busy(const struct chat *chat);

/* Does it wait for a token of its network, which must be asked for? */
bool transfer_wants_token(const struct chat *chat, const struct transfer *transfer);

/* An address that files can have: http: or https:, a host, no user, printable ASCII. */
bool transfer_is_url(const char *url);

/* The network's own addresses, by what it said of itself: "https://host:port/files/" and
 * ".../uploads"; NULL: it has none. Borrowed. */
const char *transfer_files_base(const struct network *network);
const char *transfer_uploads_base(const struct network *network);

/* Do they begin with the same "https://host:port"? Is this an address of the network's own? */
bool transfer_same_origin(const char *url, const char *base);
bool transfer_url_is_own(const struct network *network, const char *url);

/* ---- by who moves the bytes ---- */

/* So many bytes are there now. Stops it (TRANSFER_ASKING) where the user wants to be asked. */
void transfer_progress(struct chat *chat, struct transfer *transfer, int64_t done);

/* The size is known now, or another; stops it likewise. */
void transfer_size(struct chat *chat, struct transfer *transfer, int64_t size);

/* Twice a second while it runs: how fast it is. */
void transfer_measure(struct chat *chat, struct transfer *transfer);

/* It is there, and right. */
void transfer_done(struct chat *chat, struct transfer *transfer, const char *sum);

/* The address of an upload was said, as far as it can be. */
void transfer_said(struct chat *chat, struct transfer *transfer);

/* It was cut: it goes on by itself, later. why: a sentence, begun in lower case; it is made fit to
 * be shown. */
void transfer_trouble(struct chat *chat, struct transfer *transfer, const char *why);

/* The next try is not before so many ms. */
void transfer_hold(const struct chat *chat, struct transfer *transfer, int64_t ms);

/* It cannot go on unless somebody does something. */
void transfer_fail(struct chat *chat, struct transfer *transfer, const char *why);

/* What changed must be kept and shown. */
void transfer_touch(struct chat *chat, struct transfer *transfer);

#endif
