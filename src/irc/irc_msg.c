#include "irc_msg.h"

#include <stdarg.h>
#include <string.h>

/* Ends the word at p and returns where the next one begins. */
static char *end_word(char *p)
{
    p += strcspn(p, " ");
    if (*p)
        *p++ = '\0';
    return p + strspn(p, " ");
}

static char unescape(char c)
{
    switch (c) {
    case ':': return ';';
    case 's': return ' ';
    case 'r': return '\r';
    case 'n': return '\n';
    default: return c;
    }
}

/* IRCv3 message-tags: an unknown escape loses its backslash, and so does the end. */
static void unescape_value(char *value)
{
    char *to = strchr(value, '\\');
    if (!to)
        return;

    for (const char *from = to; *from; from++) {
        if (*from != '\\')
            *to++ = *from;
        else if (from[1])
            *to++ = unescape(*++from);
    }
    *to = '\0';
}

/* Cuts one tag of a list that ends with NUL; returns the rest. */
static char *take_tag(struct irc_msg *msg, char *list)
{
    char *end = strchrnul(list, ';');
    char *rest = *end ? end + 1 : end;
    *end = '\0';

    char *value = strchrnul(list, '=');
    if (*value) {
        *value++ = '\0';
        unescape_value(value);
    }
    if (*list)
        irc_msg_add_tag(msg, list, value);
    return rest;
}

static void take_params(struct irc_msg *msg, char *p)
{
    while (*p && msg->nparams < IRC_PARAMS_MAX) {
        /* The last slot takes the remainder even without a colon (RFC 2812, 2.3.1). */
        bool last = *p == ':' || msg->nparams == IRC_PARAMS_MAX - 1;
        msg->params[msg->nparams++] = *p == ':' ? p + 1 : p;
        if (last)
            return;
        p = end_word(p);
    }
}

int irc_msg_parse(struct irc_msg *msg, char *line)
{
    msg->ntags = 0;
    msg->nparams = 0;
    msg->source = NULL;
    if (strpbrk(line, "\r\n"))
        return -1;

    char *p = line + strspn(line, " ");
    if (*p == '@') {
        char *tags = p + 1;
        p = end_word(tags);
        while (*tags)
            tags = take_tag(msg, tags);
    }
    if (*p == ':') {
        msg->source = p + 1;
        p = end_word(p);
    }
    if (!*p)
        return -1;
    msg->command = p;
    take_params(msg, end_word(p));
    return 0;
}

static void append_value(struct buf *out, const char *value)
{
    static const char special[] = ";\\ \r\n";
    static const char letters[] = ":\\srn";

    for (;;) {
        size_t len = strcspn(value, special);
        buf_append(out, value, len);
        value += len;
        if (!*value)
            return;
        buf_putc(out, '\\');
        buf_putc(out, letters[strchr(special, *value) - special]);
        value++;
    }
}

static int append_tags(const struct irc_msg *msg, struct buf *out)
{
    for (size_t i = 0; i < msg->ntags; i++) {
        const struct irc_tag *tag = &msg->tags[i];
        size_t len = strcspn(tag->key, " ;=\r\n");
        if (len == 0 || tag->key[len])
            return -1;
        buf_putc(out, i == 0 ? '@' : ';');
        buf_append(out, tag->key, len);
        if (*tag->value) {
            buf_putc(out, '=');
            append_value(out, tag->value);
        }
    }
    if (msg->ntags > 0)
        buf_putc(out, ' ');
    return 0;
}

/* Appends a word; -1 if it is none. */
static int append_word(struct buf *out, const char *word)
{
    size_t len = strcspn(word, " \r\n");
    if (len == 0 || word[len])
        return -1;
    buf_append(out, word, len);
    return 0;
}

/* A colon too many is harmless, but not to every client where the last parameter is no text. */
static bool is_list_of_words(const char *command)
{
    static const char *const commands[] = {"221", "324", "329", "MODE"};
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
        if (strcmp(command, commands[i]) == 0)
            return true;
    return false;
}

static int append_last(const struct irc_msg *msg, struct buf *out)
{
    const char *param = msg->params[msg->nparams - 1];
    size_t len = strlen(param);
    if (memchr(param, '\r', len) || memchr(param, '\n', len))
        return -1;

    bool colon = len == 0 || param[0] == ':' || memchr(param, ' ', len) ||
                 (msg->nparams >= 2 && !is_list_of_words(msg->command));
    buf_append(out, " :", colon ? 2 : 1);
    buf_append(out, param, len);
    return 0;
}

static int append_rest(const struct irc_msg *msg, struct buf *out)
{
    if (msg->source) {
        buf_putc(out, ':');
        if (append_word(out, msg->source) < 0)
            return -1;
        buf_putc(out, ' ');
    }
    if (strchr(":@", msg->command[0]) || append_word(out, msg->command) < 0)
        return -1;

    for (size_t i = 0; i + 1 < msg->nparams; i++) {
        buf_putc(out, ' ');
        if (msg->params[i][0] == ':' || append_word(out, msg->params[i]) < 0)
            return -1;
    }
    return msg->nparams > 0 ? append_last(msg, out) : 0;
}

int irc_msg_write(const struct irc_msg *msg, struct buf *out)
{
    size_t before = out->len;
    if (append_tags(msg, out) < 0 || append_rest(msg, out) < 0) {
        buf_truncate(out, before);
        return -1;
    }
    buf_append(out, "\r\n", 2);
    return 0;
}

const char *irc_msg_param(const struct irc_msg *msg, size_t i)
{
    return i < msg->nparams ? msg->params[i] : "";
}

const char *irc_msg_tag(const struct irc_msg *msg, const char *key)
{
    /* Asked many times for each line: most keys differ at once. */
    for (size_t i = 0; i < msg->ntags; i++)
        if (*msg->tags[i].key == *key && strcmp(msg->tags[i].key, key) == 0)
            return msg->tags[i].value;
    return NULL;
}

void irc_msg_add_tag(struct irc_msg *msg, const char *key, const char *value)
{
    size_t i = 0;
    while (i < msg->ntags && strcmp(msg->tags[i].key, key) != 0)
        i++;
    if (i == IRC_TAGS_MAX)
        return;
    msg->tags[i] = (struct irc_tag){key, value};
    if (i == msg->ntags)
        msg->ntags++;
}

void irc_msg_make(struct irc_msg *msg, const char *source, const char *command, ...)
{
    msg->ntags = 0;
    msg->nparams = 0;
    msg->source = source;
    msg->command = command;

    va_list args;
    va_start(args, command);
    const char *param = va_arg(args, const char *);
    while (param && msg->nparams < IRC_PARAMS_MAX) {
        msg->params[msg->nparams++] = param;
        param = va_arg(args, const char *);
    }
    va_end(args);
}

size_t irc_source_nick_len(const char *source)
{
    return strcspn(source, "!@");
}
