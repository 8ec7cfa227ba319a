/*
 * http_routes.h - who answers what: the functions that stand in the table of routes.
 */
#ifndef HTTP_ROUTES_H
#define HTTP_ROUTES_H

struct http_request;

typedef void http_route_fn(struct http_request *request);

http_route_fn http_top;      /* / */
http_route_fn http_files;    /* /files/… */
http_route_fn http_exported; /* /exports/<name> */
http_route_fn http_uploaded; /* /u/<id>/<name> */
http_route_fn http_uploads;  /* /uploads, /uploads/<name> */
http_route_fn http_tus;      /* /tus, /tus/<id> */

#endif
