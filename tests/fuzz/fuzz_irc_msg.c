#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "irc_msg.h"
#include "mem.h"

/* NOLINTNEXTLINE(readability-identifier-naming): libFuzzer names it */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What was read and could be written is one line, and reads as the same message. */
static void check_line(const struct irc_msg *msg, const struct buf *line)
{
    struct irc_msg again;
    assert(line->len > 2 && memcmp(line->data + line->len - 2, "\r\n", 2) == 0);
    assert(!memchr(line->data, '\0', line->len));
    assert(strcspn(line->data, "\r\n") == line->len - 2);

    line->data[line->len - 2] = '\0';
    assert(irc_msg_parse(&again, line->data) == 0);
    assert(again.ntags == msg->ntags && again.nparams == msg->nparams);
    assert(strcmp(again.command, msg->command) == 0);
    assert(msg->source ? strcmp(again.source, msg->source) == 0 : !again.source);
    for (size_t i = 0; i < msg->ntags; i++)
        assert(strcmp(irc_msg_tag(&again, msg->tags[i].key), msg->tags[i].value) == 0);
    for (size_t i = 0; i < msg->nparams; i++)
        assert(strcmp(again.params[i], msg->params[i]) == 0);
}

/* Any bytes as words of a message: the line is one line, or there is none. */
static void check_words(const char *text)
{
    struct irc_msg msg;
    struct buf line = {0};
    irc_msg_make(&msg, text, text, text, text, NULL);
    irc_msg_add_tag(&msg, text, text);
    irc_msg_write(&msg, &line);
    irc_msg_make(&msg, "alice", "PRIVMSG", "#tea", text, NULL);
    irc_msg_add_tag(&msg, "+draft/react", text);
    buf_reset(&line);
    if (irc_msg_write(&msg, &line) == 0)
        check_line(&msg, &line);
    buf_clear(&line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = xstrndup((const char *)data, size);
    struct buf line = {0};
    struct irc_msg msg;

    check_words(text);
    if (irc_msg_parse(&msg, text) == 0 && irc_msg_write(&msg, &line) == 0)
        check_line(&msg, &line);
    buf_clear(&line);
    free(text);
    return 0;
}
