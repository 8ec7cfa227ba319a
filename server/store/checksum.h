/*
 * checksum.h - CRC-32, to tell a damaged row from a whole one.
 *
 * SQLite has no page checksums: without this a flipped bit in a message would
 * be served as if somebody had written it.
 */
#ifndef CHECKSUM_H
#define CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/* The checksum of what was summed to crc (0 at first) followed by these bytes. */
uint32_t checksum_add(uint32_t crc, const void *data, size_t len);

#endif
