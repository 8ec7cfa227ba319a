#include "file_kind.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

static const struct kind {
    const char *ending, *type;
} kinds[] = {
    {"c",     "text/plain"       },
    {"csv",   "text/csv"         },
    {"flac",  "audio/flac"       },
    {"gif",   "image/gif"        },
    {"gz",    "application/gzip" },
    {"h",     "text/plain"       },
    {"jpeg",  "image/jpeg"       },
    {"jpg",   "image/jpeg"       },
    {"json",  "application/json" },
    {"log",   "text/plain"       },
    {"m4a",   "audio/mp4"        },
    {"md",    "text/markdown"    },
    {"mkv",   "video/x-matroska" },
    {"mp3",   "audio/mpeg"       },
    {"mp4",   "video/mp4"        },
    {"ogg",   "audio/ogg"        },
    {"opus",  "audio/ogg"        },
    {"patch", "text/x-diff"      },
    {"pdf",   "application/pdf"  },
    {"png",   "image/png"        },
    {"svg",   "image/svg+xml"    },
    {"tar",   "application/x-tar"},
    {"txt",   "text/plain"       },
    {"wav",   "audio/wav"        },
    {"webm",  "video/webm"       },
    {"webp",  "image/webp"       },
    {"xz",    "application/x-xz" },
    {"zip",   "application/zip"  },
};

const char *file_kind(const char *name)
{
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof(kinds) / sizeof(*kinds); i++)
        if (strcasecmp(dot + 1, kinds[i].ending) == 0)
            return kinds[i].type;
    return "application/octet-stream";
}
