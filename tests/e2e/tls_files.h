/*
 * tls_files.h - a certificate of a test's own, made by the openssl program.
 */
#ifndef TLS_FILES_H
#define TLS_FILES_H

struct rig;

/* Makes certificate and key in the rig's folder; returns the section [tls] that names them, to
 * free. */
char *tls_files_make(const struct rig *rig);

/* The port of the first address by TLS that the server listens on. */
int tls_files_port(const struct rig *rig);

#endif
