/*
 * network.h - one server as we know it: how the link stands, what it can do,
 * who we are there, what is to be sent.
 */
#ifndef NETWORK_H
#define NETWORK_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "directory.h"
#include "map.h"
#include "queue.h"
#include "scram.h"
#include "shared.h"
#include "trust.h"

struct conv;

/* How far logging in has come. */
enum network_sasl {
    NETWORK_SASL_NONE,
    NETWORK_SASL_EXTERNAL_ASKED, /* by our certificate */
    NETWORK_SASL_SCRAM_ASKED,    /* the mechanism was named */
    NETWORK_SASL_SCRAM_FIRST,    /* client-first was sent */
    NETWORK_SASL_SCRAM_FINAL,    /* client-final was sent */
    NETWORK_SASL_SCRAM_PROVED,   /* the server knows our keys too */
    NETWORK_SASL_PLAIN_ASKED,
    NETWORK_SASL_DONE
};

/* A certificate of our own: made, looked at. */
enum cert_ask { CERT_ASK_NONE, CERT_ASK_MAKE, CERT_ASK_SHOW };

enum network_stage {
    NETWORK_OFFLINE, /* on purpose */
    NETWORK_WAITING, /* lost or refused; will try again at retry_ms */
    NETWORK_CONNECTING,
    NETWORK_REGISTERING,
    NETWORK_READY
};

struct network {
    char *name; /* for people: what 005 NETWORK says, else the host; owned */
    char *host; /* or "unix:PATH"; owned */
    int port;
    bool tls;
    struct trust trust;
    int64_t sts_s; /* the server told: speak TLS only, for so many seconds; 0: no more */
    bool sts_new;  /* it did: to be kept */
    enum network_stage stage;
    int attempts;     /* since it was last ready */
    char *why;        /* why it is not ready, a sentence; owned */
    int64_t retry_ms; /* monotonic: next try */
    int64_t hold_ms;  /* the next try waits at least so long: trying sooner cannot help */

    char *nick;       /* as we are called, or want to be; owned */
    char *want_nick;  /* what the user asked for; owned */
    char *asked_nick; /* what /nick asked for; NULL: nothing; owned */
    char *realname;   /* owned */
    char *away_text;  /* owned */
    bool away;
    bool was_ready;         /* this is a return: fetch what was missed */
    bool name_refused;      /* no name, or another one, lets us in: the user is to be asked */
    bool unwanted;          /* never worked, and another was named instead: it is to go */
    bool secret_new;        /* secret changed: to be saved, or forgotten if it is NULL */
    bool claim;             /* claim the name with a new secret if it is free */
    bool folded;            /* in the list of conversations */
    int nick_tries;         /* names tried because the one before was taken */
    char *account;          /* logged in as; NULL; owned */
    char *secret;           /* ours for this name here; NULL if none; owned, wiped */
    char *spare_secret;     /* a new one whose confirmation is awaited; NULL; owned, wiped */
    char *server_password;  /* PASS; owned, wiped */
    char *cert_file;        /* PEM of our certificate and its key; NULL: none; owned */
    bool shows_cert;        /* it is shown on this link */
    enum cert_ask cert_ask; /* what the user wants of it: the program answers */
    bool at_start;          /* to be connected to when the program begins */
    bool kept;              /* is remembered for the next start */
    bool keep_due;          /* what is remembered of it changed */
    bool forgotten;         /* it is to go from what is remembered, and from here */
    bool spoke;             /* the server, since the link is there */
    bool password_asked;    /* the server let us not in without it, or not with this one */
    char *autojoin;         /* rooms to join when ready, with commas; owned */
    char *invited;          /* the room we were last asked to; owned */

    int64_t found_ms;      /* a search here has found all back to then; INT64_MAX: nothing yet */
    uint64_t caps;         /* on */
    uint64_t caps_seen;    /* offered */
    int caps_asked;        /* requests whose answer is awaited */
    bool caps_done;        /* CAP END was sent */
    bool can_claim;        /* names can be claimed before the end of registration */
    bool settled;          /* rooms were joined and what was missed was asked for */
    bool caught_up;        /* what was missed is here: last_ms may go on */
    char *sasl_mechanisms; /* offered, with commas; NULL if unknown; owned */
    struct buf sasl_in;    /* pieces of a challenge */
    struct scram_client scram;
    enum network_sasl sasl;
    int sasl_tries;

    struct map isupport;           /* token -> value, owned */
    char prefixes[8];              /* "~@+" */
    char prefix_modes[8];          /* "qov" */
    int line_max;                  /* bytes of a line, 512 */
    int history_max;               /* CHATHISTORY, 0 if there is none */
    size_t rows_bytes, rows_lines; /* of one message of several rows; 0: the server takes none */
    int source_len;                /* bytes of "nick!user@host" as others see us, 0 unknown */
    unsigned next_label;

    int64_t lag_ms;       /* -1 unknown */
    int64_t ping_sent_ms; /* monotonic; 0 none outstanding */
    int64_t heard_ms;     /* monotonic */
    int64_t ready_ms;     /* monotonic: welcomed */
    int64_t lost_ms;      /* monotonic: the link went; 0 never */
    int64_t ctcp_ms;      /* monotonic: when we answered the last one */
    int64_t marks_ms;     /* monotonic: when we told how far was read */
    int64_t last_ms;      /* newest server time seen: catch up from here */
    int64_t skew_ms;      /* the server's clock less ours */

    struct buf out;     /* lines to be sent at the end of the turn */
    struct queue queue; /* what was said and has no answer yet; outlives the link */
    struct buf card;    /* lines of a WHOIS answer so far */
    char *card_asked;   /* who the user asked about; NULL: nobody; owned */
    char *who_asked;    /* what the user asked for by /who; NULL: nothing; owned */
    struct buf who;     /* the answer so far: nick, tab, what else is known, by lines */
    size_t monitored;   /* conversations when we last told whose coming and going we watch */
    struct map convs;   /* folded name -> struct conv; of chat */
    struct map batches; /* ref -> what ui_handle keeps of it: one block of memory each */
    struct map waiting; /* what was asked -> the same */
    struct conv *console;
    struct shared shared;        /* the folder of its files that was listed last */
    struct directory directory;  /* its rooms, as they were listed last */
    struct around *around;       /* it is only looked at, under no name; NULL: no; owned */
    char *token;                 /* that lets us at its files; NULL; owned, wiped */
    int64_t token_ms;            /* monotonic: when it came */
    int64_t token_asked_ms;      /* monotonic: it was asked for; 0 no answer is awaited */
    struct network *prev, *next; /* chat->networks */
    char *recovery_code;         /* to be shown to who asked for it; NULL; owned, wiped */
    bool marks_due;              /* there is more to tell of what was read */
    bool recovery_due;           /* the name is new: ask for a recovery code once we are in */
    bool recovery_asked;         /* an answer of NickServ is awaited */
    bool recovery_card;          /* the user asked for it */
    bool card_done;              /* what was asked is whole */
    bool who_done;               /* the same of who */
    bool token_denied;           /* there is none to be had on this link */
    unsigned char scans;         /* for files in what was said before their address was known */
};

/* A network that is offline; texts are copied. */
struct network *network_new(const char *host, int port, bool tls, const char *nick);
void network_free(struct network *network);

/* The link is new: forget capabilities, batches, labels and what was to be sent. */
void network_reset(struct network *network);

/* Are all these capabilities on? */
bool network_can(const struct network *network, uint64_t caps);

/* The server's time, as far as we know it. */
int64_t network_clock(const struct network *network, int64_t now_ms);

#endif
