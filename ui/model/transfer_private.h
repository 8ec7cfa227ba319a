/*
 * transfer_private.h - what the parts of transfer.h share.
 */
#ifndef TRANSFER_PRIVATE_H
#define TRANSFER_PRIVATE_H

#include "transfer.h"

void transfer_set_state(struct chat *chat, struct transfer *transfer, enum transfer_state state);

/* Stops it if the user wants to be asked before more of it comes. */
void transfer_ask_if_large(struct chat *chat, struct transfer *transfer);

/* The disk need not know of it any more. */
void transfer_forget_on_disk(struct transfers *transfers, const struct transfer *transfer);

#endif
