/*
 * trust_form.h - the question whether a certificate is the server's own.
 */
#ifndef TRUST_FORM_H
#define TRUST_FORM_H

#include "chat.h"

/* Asks about the certificate that was refused last; there must be one. */
void trust_form_open(struct chat *chat, struct network *network);

#endif
