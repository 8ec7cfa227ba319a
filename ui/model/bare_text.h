/*
 * bare_text.h - what was said, without the codes that say how it looks.
 */
#ifndef BARE_TEXT_H
#define BARE_TEXT_H

/* The text without colours and the like (mIRC codes); newlines stay. To free. */
char *bare_text(const char *text);

#endif
