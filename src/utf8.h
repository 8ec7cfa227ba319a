/*
 * utf8.h - UTF-8: validation, grapheme clusters, columns.
 *
 * Sizes are bytes, widths are columns of a terminal. Functions but
 * utf8_valid(), utf8_decode() and utf8_sanitize() want valid UTF-8.
 */
#ifndef UTF8_H
#define UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* True if the len bytes are well-formed UTF-8 without NUL (no surrogates, nothing overlong). */
bool utf8_valid(const char *text, size_t len);

/* Bytes of the grapheme cluster (UAX #29) at text, at least 1; 0 at the end of len bytes. */
size_t utf8_cluster(const char *text, size_t len);

/* Where the cluster begins that ends before offset; 0 for offset 0. */
size_t utf8_cluster_before(const char *text, size_t offset);

/*
 * Columns of one cluster as terminals draw it: 0, 1 or 2. An emoji with VS16,
 * a ZWJ sequence, a flag or a keycap is 2.
 */
int utf8_cluster_cols(const char *text, size_t len);

/* True when terminals disagree about the cluster's width (ZWJ, VS16, flags, keycaps, modifiers). */
bool utf8_cluster_doubtful(const char *text, size_t len);

/* Columns of a whole text. */
int utf8_cols(const char *text, size_t len);

/* Most bytes of text, in whole clusters, that fit into size bytes. */
size_t utf8_cut_bytes(const char *text, size_t len, size_t size);

/* Most bytes of text, in whole clusters, that fit into cols columns. */
size_t utf8_cut_cols(const char *text, size_t len, int cols);

/* text, or as much of it as fits into cols columns (at least 1) with "…" behind it; to free. */
char *utf8_shorten(const char *text, int cols);

/* Reads one code point (U+FFFD when malformed) and sets *size to its bytes, at least 1. */
uint32_t utf8_decode(const char *text, size_t len, size_t *size);

/*
 * A copy that a terminal may draw: a tab becomes a blank, other C0, C1 and DEL
 * become U+FFFD, newlines stay only if keep_newlines; bidi marks, overrides and isolates, line and
 * paragraph separators are dropped; at most 4 combining marks a cluster; malformed bytes become
 * U+FFFD. The mIRC codes 02 03 04 0f 11 16 1d 1e 1f stay only if keep_formatting. The caller frees.
 */
char *utf8_sanitize(const char *text, size_t len, bool keep_newlines, bool keep_formatting);

/* A copy that is UTF-8: what is none is read as Windows-1252, as old clients write; a character
 * that is cut off at the end is left out. The caller frees. */
char *utf8_mend(const char *text, size_t len);

/* A copy in lower case with compatibility forms folded (NFKC_Casefold), for matching. The caller
 * frees. */
char *utf8_fold(const char *text);

#endif
