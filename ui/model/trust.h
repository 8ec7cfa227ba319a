/*
 * trust.h - is it the right server? Like known_hosts, beside the system's
 * authorities.
 *
 * A fingerprint is the SHA-256 of a certificate as 64 lower-case hexadecimal
 * digits. Only certificates that nobody vouches for are pinned: a verified one
 * may be renewed at any time.
 */
#ifndef TRUST_H
#define TRUST_H

#include <stdbool.h>

#define TRUST_FINGERPRINT_CHARS 64

enum trust_verdict {
    TRUST_GO,
    TRUST_PIN,      /* go on, and remember the certificate */
    TRUST_UNPIN,    /* go on: it is verified now, and the remembered one goes */
    TRUST_ASK,      /* unknown: the user must say */
    TRUST_CHANGED,  /* another than the one that was trusted */
    TRUST_MISMATCH, /* another than the one that the url names */
    TRUST_NONE      /* there is none */
};

/* What a server showed. Borrowed. */
struct trust_shown {
    const char *fingerprint; /* "" for none */
    bool verified;
    const char *doubt; /* why it is not, as "it has expired" */
};

/* What we know of the certificate of one server. */
struct trust {
    char *wanted;   /* fingerprint that the url named: that one and no other; NULL; owned */
    char *pinned;   /* remembered; NULL; owned */
    char *accepted; /* for this time; NULL; owned */
    bool pin_new;   /* pinned changed: to be kept, or to be forgotten if it is NULL */

    /* The last one that was refused, until the user has decided. */
    char *refused; /* its fingerprint; NULL if none waits; owned */
    char *doubt;   /* owned */
    enum trust_verdict verdict;
    bool asked; /* the question was put */
};

/* Frees what it holds. */
void trust_clear(struct trust *trust);

/* local: the server is on this machine, and nobody can be in between. */
enum trust_verdict trust_judge(const struct trust *trust, const struct trust_shown *shown,
                               bool local);

/* Remembers a certificate; NULL forgets it. */
void trust_pin(struct trust *trust, const char *fingerprint);

/* The refused one is right, for ever or for this time. */
void trust_accept(struct trust *trust, bool keep);

/* The one that was expected when another was refused; NULL if none was. Borrowed. */
const char *trust_expected(const struct trust *trust);

/* A fingerprint as people write it (colons, blanks, capitals) as we do, to free; NULL if it is
 * none. len: bytes of text. */
char *trust_read(const char *text, int len);

/* Half a fingerprint (0 or 1) for the eye: "9f86 d081 884c 7d65 9a2f eaa0 c55a d015"; to free. */
char *trust_half(const char *fingerprint, int half);

#endif
