/*
 * network.h - one server as we know it: how the link stands, what it can do,
 * who we are there, what is to be sent.
 */
#ifndef NETWORK_H
#define NETWORK_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "map.h"
#include "scram.h"

struct conv;

enum network_stage {
    NETWORK_OFFLINE, /* on purpose */
    NETWORK_WAITING, /* lost or refused; will try again at retry_ms */
    NETWORK_CONNECTING,
    NETWORK_REGISTERING,
    NETWORK_READY
};

/* What we asked and whose answer is awaited. */
struct ask_waiting; /* private to ui_handle */

struct network {
    char *name; /* for people: what 005 NETWORK says, else the host; owned */
    char *host; /* or "unix:PATH"; owned */
    int port;
    bool tls;
    char *nick;            /* as we are called, or want to be; owned */
    char *want_nick;       /* what the user asked for; owned */
    char *realname;        /* owned */
    char *account;         /* logged in as; NULL; owned */
    char *secret;          /* ours for this name here; NULL if none; owned, wiped */
    bool secret_new;       /* to be saved: the name was claimed with it */
    bool claim;            /* claim the name with a new secret if it is free */
    char *server_password; /* PASS; owned */
    char *autojoin;        /* rooms to join when ready, with commas; owned */
    enum network_stage stage;
    char *why;            /* why it is not ready, a sentence; owned */
    int64_t retry_ms;     /* monotonic: next try */
    int attempts;         /* since it was last ready */
    uint64_t caps;        /* on */
    uint64_t caps_seen;   /* offered */
    struct map isupport;  /* token -> value, owned */
    char prefixes[8];     /* "~@+" */
    char prefix_modes[8]; /* "qov" */
    int line_max;         /* bytes of a line, 512 */
    int history_max;      /* CHATHISTORY, 0 if there is none */
    int64_t lag_ms;       /* -1 unknown */
    int64_t ping_sent_ms; /* monotonic; 0 none outstanding */
    int64_t heard_ms;     /* monotonic */
    bool away;
    char *away_text; /* owned */
    int64_t last_ms; /* newest server time seen: catch up from here */
    bool was_ready;  /* this is a return: fetch what was missed */
    struct buf out;  /* lines to be sent at the end of the turn */
    struct scram_client scram;
    int sasl_tries;
    struct map batches; /* ref -> struct open_batch (ui_handle), owned there */
    struct map waiting; /* label or kind -> struct ask_waiting (ui_handle) */
    unsigned next_label;
    struct conv *console;
    struct network *prev, *next; /* chat->networks */
};

struct network *network_new(const char *host, int port, bool tls, const char *nick);
void network_free(struct network *network);

/* The link is new: forget capabilities, batches, labels and what was to be sent. */
void network_reset(struct network *network);

bool network_can(const struct network *network, uint64_t caps);

#endif
