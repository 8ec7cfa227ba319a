/*
 * services_files.h - the commands of Files that are about one's own uploads.
 */
#ifndef SERVICES_FILES_H
#define SERVICES_FILES_H

#include "services.h"

service_fn service_files_mine, service_files_put, service_files_quota, service_files_remove;

#endif
