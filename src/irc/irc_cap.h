/*
 * irc_cap.h - capabilities (IRCv3 capability negotiation): name, bit, once.
 */
#ifndef IRC_CAP_H
#define IRC_CAP_H

#include <stdint.h>

/* bit name, name on the wire */
#define IRC_CAPS(X)                                       \
    X(ACCOUNT_NOTIFY, "account-notify")                   \
    X(ACCOUNT_TAG, "account-tag")                         \
    X(AWAY_NOTIFY, "away-notify")                         \
    X(BATCH, "batch")                                     \
    X(CAP_NOTIFY, "cap-notify")                           \
    X(ACCOUNT_REGISTRATION, "draft/account-registration") \
    X(CHATHISTORY, "draft/chathistory")                   \
    X(AUTHTOKEN, "draft/authtoken")                       \
    X(EVENT_PLAYBACK, "draft/event-playback")             \
    X(MESSAGE_REDACTION, "draft/message-redaction")       \
    X(MULTILINE, "draft/multiline")                       \
    X(EXTENDED_ISUPPORT, "draft/extended-isupport")       \
    X(READ_MARKER, "draft/read-marker")                   \
    X(ECHO_MESSAGE, "echo-message")                       \
    X(EXTENDED_JOIN, "extended-join")                     \
    X(EXTENDED_MONITOR, "extended-monitor")               \
    X(INVITE_NOTIFY, "invite-notify")                     \
    X(LABELED_RESPONSE, "labeled-response")               \
    X(MESSAGE_TAGS, "message-tags")                       \
    X(MULTI_PREFIX, "multi-prefix")                       \
    X(NO_IMPLICIT_NAMES, "no-implicit-names")             \
    X(PARLOR_ACK, "parlor.chat/ack")                      \
    X(PARLOR_EDIT, "parlor.chat/edit")                    \
    X(PARLOR_IDEMPOTENCY, "parlor.chat/idempotency")      \
    X(SASL, "sasl")                                       \
    X(SERVER_TIME, "server-time")                         \
    X(SETNAME, "setname")                                 \
    X(SEARCH, "soju.im/search")                           \
    X(STANDARD_REPLIES, "standard-replies")               \
    X(USERHOST_IN_NAMES, "userhost-in-names")

enum irc_cap_index {
#define X(bit, name) IRC_CAP_INDEX_##bit,
    IRC_CAPS(X)
#undef X
        IRC_CAP_COUNT
};

/* A set of capabilities is a uint64_t of these. */
enum irc_cap {
#define X(bit, name) IRC_CAP_##bit = 1 << IRC_CAP_INDEX_##bit,
    IRC_CAPS(X)
#undef X
};

/* Bit of a capability's name (aliases of drafts too: "draft/no-implicit-names"), or 0. */
uint64_t irc_cap_find(const char *name);

/* Name of the capability with this index, 0 to IRC_CAP_COUNT - 1. */
const char *irc_cap_name(int index);

#endif
