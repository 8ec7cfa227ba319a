#include "mode.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

/* letter, kind, bit; sorted by letter */
static const struct mode modes[] = {
    {'b', MODE_BAN,   0               },
    {'i', MODE_FLAG,  ROOM_INVITE_ONLY},
    {'k', MODE_KEY,   0               },
    {'l', MODE_LIMIT, 0               },
    {'m', MODE_FLAG,  ROOM_MODERATED  },
    {'n', MODE_FLAG,  ROOM_NO_EXTERNAL},
    {'o', MODE_RANK,  RANK_OP         },
    {'q', MODE_RANK,  RANK_OWNER      },
    {'s', MODE_FLAG,  ROOM_SECRET     },
    {'t', MODE_FLAG,  ROOM_TOPIC_OPS  },
    {'v', MODE_RANK,  RANK_VOICE      },
};

#define NMODES (sizeof(modes) / sizeof(modes[0]))

const struct mode *mode_find(char letter)
{
    for (size_t i = 0; i < NMODES; i++)
        if (modes[i].letter == letter)
            return &modes[i];
    return NULL;
}

static bool takes_param(const struct mode *mode, bool add)
{
    return mode && mode->kind != MODE_FLAG && (add || mode->kind != MODE_LIMIT);
}

void mode_read_begin(struct mode_reader *reader, const struct irc_msg *msg, size_t param)
{
    *reader = (struct mode_reader){msg, msg->params[param], param + 1, true};
}

bool mode_read(struct mode_reader *reader, struct mode_request *request)
{
    while (*reader->letters == '+' || *reader->letters == '-')
        reader->add = *reader->letters++ == '+';
    if (!*reader->letters)
        return false;

    char letter = *reader->letters++;
    *request = (struct mode_request){letter, mode_find(letter), reader->add, NULL};
    if (takes_param(request->mode, request->add) && reader->next_param < reader->msg->nparams)
        request->param = reader->msg->params[reader->next_param++];
    return true;
}

bool mode_changes_have_space(const struct mode_changes *changes, bool param)
{
    return changes->n < MODE_CHANGES_MAX && (!param || changes->nparams < MODE_PARAMS_MAX);
}

void mode_changes_add(struct mode_changes *changes, const struct mode_request *request,
                      const char *param)
{
    changes->list[changes->n++] = (struct mode_change){request->mode, request->add, xstrdup(param)};
    changes->nparams += param != NULL;
}

void mode_changes_clear(struct mode_changes *changes)
{
    for (size_t i = 0; i < changes->n; i++)
        free(changes->list[i].param);
    changes->n = 0;
    changes->nparams = 0;
}

size_t mode_changes_write(const struct mode_changes *changes, size_t first, size_t size,
                          struct irc_msg *msg, struct buf *letters)
{
    buf_reset(letters);
    size_t at = msg->nparams++;
    size_t used = 0;
    size_t i = first;

    for (char sign = '\0'; i < changes->n; i++) {
        const struct mode_change *change = &changes->list[i];
        /* Two for letter and sign, one for the space before the parameter. */
        used += 2 + (change->param ? strlen(change->param) + 1 : 0);
        if (i > first && used > size)
            break;
        char wanted = change->add ? '+' : '-';
        if (sign != wanted)
            buf_putc(letters, wanted);
        sign = wanted;
        buf_putc(letters, change->mode->letter);
        if (change->param)
            msg->params[msg->nparams++] = change->param;
    }
    msg->params[at] = buf_text(letters);
    return i;
}

char *mode_room_letters(const struct room *room, char out[static MODE_LETTERS_SIZE])
{
    size_t n = 0;
    out[n++] = '+';
    for (size_t i = 0; i < NMODES; i++) {
        const struct mode *mode = &modes[i];
        bool on = (mode->kind == MODE_FLAG && (room->flags & mode->bit)) ||
                  (mode->kind == MODE_KEY && room->key) ||
                  (mode->kind == MODE_LIMIT && room->limit > 0);
        if (on)
            out[n++] = mode->letter;
    }
    out[n] = '\0';
    return out;
}
