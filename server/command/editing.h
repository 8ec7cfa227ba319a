/*
 * editing.h - other words in the place of what was said (cmd_edit.c).
 */
#ifndef EDITING_H
#define EDITING_H

#include "command.h"
#include "multiline.h"

/*
 * A PRIVMSG or NOTICE (command, static) with the tag of an edit: msg has the
 * tag and the target. words: the text, with joints if it came in pieces;
 * longest: bytes of the longest line or piece of it.
 */
void edit_message(struct ctx *ctx, const char *command, const struct irc_msg *msg,
                  const struct multiline *words, size_t longest);

#endif
