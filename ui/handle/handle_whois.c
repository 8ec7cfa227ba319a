#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "handlers.h"
#include "irc_name.h"
#include "mem.h"
#include "utf8.h"
#include "when.h"

static void put_idle(struct buf *card, const struct from *from, const struct irc_msg *msg)
{
    long long idle_s = strtoll(irc_msg_param(msg, 2), NULL, 10);
    long long since_s = msg->nparams > 4 ? strtoll(irc_msg_param(msg, 3), NULL, 10) : 0;
    char when[WHEN_SIZE];
    if (idle_s >= 3600)
        buf_printf(card, "silent for %lld h %lld min", idle_s / 3600, idle_s / 60 % 60);
    else if (idle_s >= 60)
        buf_printf(card, "silent for %lld min", idle_s / 60);
    else
        buf_printf(card, "silent for %lld s", idle_s);
    if (since_s > 0 && since_s < (long long)1 << 40)
        buf_printf(card, ", here since %s", when_text(from->chat, since_s * 1000, when));
}

/* What a numeric adds to the card: words, and the parameter behind them (0: none). */
static const struct row {
    const char *number;
    const char *words;
    size_t index;
} rows[] = {
    {"301", "away: ",                 2},
    {"307", "owns this name",         0},
    {"312", "on ",                    2},
    {"313", "operator of the server", 0},
    {"319", "in ",                    2},
    {"320", "",                       2},
    {"330", "logged in as ",          2},
    {"335", "a bot",                  0},
    {"338", "from ",                  2},
    {"378", "",                       2},
    {"671", "over TLS",               0},
};

static void put_row(struct buf *row, const struct irc_msg *msg)
{
    bool same = strcmp(msg->command, "330") == 0 &&
                irc_name_equal(irc_msg_param(msg, 1), irc_msg_param(msg, 2));
    const char *number = same ? "307" : msg->command;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (strcmp(rows[i].number, number) == 0)
            buf_printf(row, "%s%s", rows[i].words,
                       rows[i].index ? irc_msg_param(msg, rows[i].index) : "");
}

/* Is it in the card already? */
static bool has_row(const struct buf *card, const char *row)
{
    size_t len = strlen(row);
    const char *at = buf_text(card);
    while ((at = strstr(at, row))) {
        bool begins = at - buf_text(card) >= 3 && memcmp(at - 3, "\n  ", 3) == 0;
        if (begins && (at[len] == '\0' || at[len] == '\n'))
            return true;
        at += len;
    }
    return false;
}

static void add_row(struct buf *card, const struct from *from, const struct irc_msg *msg)
{
    struct buf row = {0};
    if (strcmp(msg->command, "317") == 0)
        put_idle(&row, from, msg);
    else
        put_row(&row, msg);
    if (row.len > 0 && !has_row(card, buf_text(&row)))
        buf_printf(card, "%s%s", card->len ? "\n  " : "", buf_text(&row));
    buf_clear(&row);
}

/* "bob (b@host.example) Bob the builder" */
static void add_name(struct buf *card, const struct irc_msg *msg)
{
    const char *nick = irc_msg_param(msg, 1);
    const char *called = irc_msg_param(msg, 5);
    bool past = strcmp(msg->command, "314") == 0;
    bool same = strcmp(nick, called) == 0;
    buf_printf(card, "%s%s%s (%s@%s)%s%s", card->len ? "\n" : "", past ? "was here: " : "", nick,
               irc_msg_param(msg, 2), irc_msg_param(msg, 3), same ? "" : " ", same ? "" : called);
}

/* One numeric of WHOIS or WHOWAS: a row of the card. */
void on_whois(struct from *from, const struct irc_msg *msg)
{
    struct buf *card = &from->network->card;
    if (from->network->card_done)
        buf_reset(card);
    from->network->card_done = false;
    bool first = strcmp(msg->command, "311") == 0 || strcmp(msg->command, "314") == 0;
    if (card->len > CARD_BYTES_MAX)
        return;
    if (first)
        add_name(card, msg);
    else
        add_row(card, from, msg);
}

/* The server chooses when it answers: a card takes no keys that are meant for something else. */
static bool has_room_for_card(const struct chat *chat)
{
    return !chat->dialog && edit_is_empty(chat->edit) && !chat->settings.linear;
}

/* 318 or 369: the card is complete. */
void on_whois_end(struct from *from, const struct irc_msg *msg)
{
    (void)msg;
    struct buf *card = &from->network->card;
    if (card->len && from->network->card_asked && has_room_for_card(from->chat)) {
        char *clean = utf8_sanitize(card->data, card->len, true, false);
        buf_reset(card);
        buf_puts(card, clean);
        free(clean);
        from->network->card_done = true;
        return;
    }
    xreplace(&from->network->card_asked, NULL);
    if (card->len)
        chat_info(from->chat, chat_here(from->chat, from->network), LINE_INFO, "%s",
                  buf_text(card));
    buf_reset(card);
}
