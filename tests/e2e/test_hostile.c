/*
 * A server that means harm: whatever it says, no control byte of its making
 * reaches the terminal, and the client goes on.
 */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "spec.h"
#include "trap.h"
#include "tty_words.h"

/* What it puts into each place of a line; none of our own sequences is like these. */
static const char *const harms[] = {
    "\033[66;6m",
    "\033]66;harm\007",
    "\033]0;harm\033\\",
    "\033P66q\033\\",
    "\033_66\033\\",
    "\033^66\033\\",
    "\033c",
    "\033[?66h",
    "\302\23366;6m",
    "\302\23566;harm",
    "\23366;6m",
    "\342\200\256moc",
    "\342\201\246x",
    "\342\200\217y",
    "\016shift\017",
    "\005enq",
    "a\010b\010c",
    "\177del",
    "\300\233overlong",
    "\377\376",
    "\342\200",
    "\364\217\277\277\277",
    "\00304,99colour\002\026\037",
    "\001ACTION \033[66;6m\001",
    "z\314\201\314\202\314\203\314\204\314\205\314\206\314\207\314\210\314\211\314\212\314\213",
};

/* %: the harm. */
static const char *const lines[] = {
    ":s 005 alice NETWORK=% CHANTYPES=% :are supported",
    ":s 372 alice :- %",
    ":%!u@h PRIVMSG alice :hello",
    ":bob!b@h PRIVMSG alice :%",
    ":bob!b@h PRIVMSG #tea :before % behind",
    ":bob!%@% NOTICE #tea :%",
    "@msgid=%;time=%;account=% :bob!b@h PRIVMSG #tea :tagged",
    ":alice!a@h JOIN #x%",
    ":x%!u@h JOIN #tea % :%",
    ":s 332 alice #tea :topic %",
    ":s 333 alice #tea % 1795197600",
    ":s 353 alice = #tea :@bob % +%",
    ":bob!b@h TOPIC #tea :%",
    ":bob!b@h MODE #tea +o %",
    ":bob!b@h NICK b%",
    ":bob!b@h KICK #tea carol :%",
    ":carol!c@h PART #tea :%",
    ":carol!c@h QUIT :%",
    ":bob!b@h AWAY :%",
    ":bob!b@h INVITE alice #i%",
    ":s 301 alice bob :%",
    ":s 311 alice bob % h * :%",
    ":s 319 alice bob :@#%",
    ":s 318 alice bob :End",
    ":s 322 alice #l% 5 :%",
    ":s 401 alice % :No such nick",
    ":s 999 alice % :%",
    "FAIL % CODE % :%",
    "WARN JOIN % :%",
    "NOTE * % :%",
    "BATCH +% chathistory %",
    "CAP alice NEW :%",
    "%",
    ":%",
    "@%",
    ":s % alice :x",
};

/* Too little, too much, or not at all what it should be. */
static const char *const scraps[] = {
    "@",
    ":",
    " ",
    "353",
    ":s 353",
    ":s 353 alice",
    ":s 332",
    ":s 001",
    ":s 005",
    ":s 005 alice",
    ":s 433",
    ":s 903",
    ":s 904",
    "JOIN",
    "PART",
    "NICK",
    "KICK #tea",
    "MODE",
    "PRIVMSG",
    "TOPIC",
    "CAP",
    "CAP * LS",
    "BATCH",
    "BATCH -",
    "BATCH +",
    "AUTHENTICATE",
    "AUTHENTICATE +",
    ":s 311",
    ":s 319 alice",
    ":s 730",
    "REGISTER SUCCESS",
    "FAIL",
    "MARKREAD",
    "CHATHISTORY TARGETS",
    ":s 005 alice PREFIX=(ov MODES= CHATHISTORY=-5 LINELEN=0 :x",
    ":s 005 alice PREFIX=) CHANTYPES= NICKLEN=99999999999999999999 :x",
    ":s 005 alice LINELEN=1 :x",
    "MARKREAD #tea timestamp=x",
    ":s 333 alice #tea bob 99999999999999999999",
    "@time=9999-99-99T99:99:99Z :bob!b@h PRIVMSG #tea :x",
    ":bob!b@h PRIVMSG",
    ":bob!b@h PRIVMSG #tea",
    ":bob!b@h PRIVMSG #tea :",
    ":bob!b@h PRIVMSG #tea :\001",
    ":bob!b@h PRIVMSG #tea :\001ACTION",
    ":!@ PRIVMSG #tea :nobody",
    ":s 353 alice = #nowhere :bob",
    ":s 322 alice #tea -7 :x",
    ":s 324",
    ":s 324 alice #tea",
    ":s 324 alice #tea +klov",
    ":s 352",
    ":s 352 alice #tea u h s",
    ":s 352 alice #tea u h s bob",
    ":s 354 alice",
    ":bob!b@h MODE #tea +ovklb",
    ":bob!b@h BATCH +open chathistory #tea",
    "@batch=open :bob!b@h PRIVMSG #tea :in a batch that never ends",
    "BATCH +inner nosuchtype",
    "@batch=inner :bob!b@h PRIVMSG #tea :in one that nobody knows",
    "BATCH +open chathistory #other",
    ":s 005 alice KEYLEN=-1 TOPICLEN=4294967296 CHANMODES=,,,,,,, STATUSMSG :x",
};

/* Bytes that we never send to a terminal ourselves, by what makes them work. */
static const char *const never[] = {
    "\033[66;6m",   "\033]66",      "harm\007", "\033P", "\033_", "\033^",
    "\033c",        "\033[?66h",    "\005",     "\016",  "\177",  "\342\200\256",
    "\342\201\246", "\342\200\217", "\300",     "\377",  "\376",
};

static void terminal_is_unharmed(const struct trap *trap)
{
    const struct buf *painted = &trap->painted;
    for (size_t i = 0; i < sizeof(never) / sizeof(*never); i++) {
        if (memmem(painted->data, painted->len, never[i], strlen(never[i])))
            fail_msg("the terminal got what is at %zu in the list of what it never gets", i);
    }
    const char *foul = tty_words_find_foul(painted->data, painted->len);
    if (foul)
        fail_msg("the terminal got no word of ours: byte %02x at %zu",
                 (unsigned)(unsigned char)*foul, (size_t)(foul - painted->data));
}

static void say_harm(struct trap *trap, const char *line, const char *harm)
{
    struct buf text = {0};
    for (; *line; line++) {
        if (*line == '%')
            buf_puts(&text, harm);
        else
            buf_putc(&text, *line);
    }
    trap_say(trap, buf_text(&text));
    buf_clear(&text);
}

/* Goes through all rooms, lists and names, waiting each time, so that all is painted. */
static void look_everywhere(struct trap *trap)
{
    for (int i = 0; i < 80; i++) {
        trap_type(trap, "\016"); /* C-n */
        trap_check(trap);
    }
    trap_type(trap, "/names\r\t"); /* the list of people, and back */
    trap_check(trap);
    trap_type(trap, "\033OQ\033[B\033[B\033"); /* F2 and down; Esc closes it */
    trap_say(trap, "PING :looked");
    trap_await(trap, "PONG looked");
}

static void nothing_harms_the_terminal(void **state)
{
    struct trap *trap = *state;
    trap_welcome(trap);
    for (size_t i = 0; i < sizeof(harms) / sizeof(*harms); i++) {
        for (size_t j = 0; j < sizeof(lines) / sizeof(*lines); j++)
            say_harm(trap, lines[j], harms[i]);
        trap_check(trap);
    }
    look_everywhere(trap);
    assert_true(trap->painted.len > 10000);
    terminal_is_unharmed(trap);
}

static void nothing_that_is_short_or_odd_ends_the_client(void **state)
{
    struct trap *trap = *state;
    trap_welcome(trap);
    for (size_t i = 0; i < sizeof(scraps) / sizeof(*scraps); i++) {
        trap_say(trap, scraps[i]);
        trap_check(trap);
    }
    trap_type(trap, "/quit so long\r");
    trap_await(trap, "QUIT :so long");
    assert_int_equal(trap_end(trap), 0);
}

static void a_line_without_end_is_passed_over(void **state)
{
    struct trap *trap = *state;
    static char junk[300000];
    trap_welcome(trap);
    memset(junk, 'x', sizeof(junk));
    trap_say_bytes(trap, ":bob!b@h PRIVMSG #tea :", 23);
    trap_say_bytes(trap, junk, sizeof(junk));
    trap_say(trap, "");
    trap_check(trap);
    memset(junk, ' ', sizeof(junk));
    trap_say_bytes(trap, junk, sizeof(junk));
    trap_say(trap, "");
    trap_check(trap);
    trap_say_bytes(trap, ":bob!b@h PRIVMSG #tea :nul \0 behind\r\n", 37);
    trap_check(trap);
    terminal_is_unharmed(trap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_A_TRAP(test) cmocka_unit_test_setup_teardown(test, trap_setup, trap_teardown)
        IN_A_TRAP(nothing_harms_the_terminal),
        IN_A_TRAP(nothing_that_is_short_or_odd_ends_the_client),
        IN_A_TRAP(a_line_without_end_is_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
