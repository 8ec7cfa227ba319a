#include "theme.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

void theme_init(struct theme *theme)
{
    *theme = (struct theme){.contrast = THEME_CONTRAST};
    for (int role = 0; role < ROLE_COUNT; role++)
        theme->roles[role] = (struct style){.fg = COLOUR_DEFAULT, .bg = COLOUR_DEFAULT};
    for (int i = 0; i < 16; i++)
        theme->irc[i] = i;
}

void theme_clear(struct theme *theme)
{
    free(theme->name);
    free(theme->dark_twin);
    free(theme->light_twin);
    free(theme->warnings);
    *theme = (struct theme){0};
}

void theme_strip(struct theme *theme)
{
    /* What a colour alone said, an attribute says. */
    static const struct {
        enum role role;
        unsigned attrs;
    } instead[] = {
        {ROLE_BORDER,       ATTR_DIM                  },
        {ROLE_BORDER_FOCUS, ATTR_BOLD                 },
        {ROLE_CODE,         ATTR_REVERSE              },
        {ROLE_CURSOR_SEL,   ATTR_REVERSE              },
        {ROLE_DAY_LINE,     ATTR_DIM                  },
        {ROLE_ERROR,        ATTR_BOLD                 },
        {ROLE_HIGHLIGHT,    ATTR_BOLD                 },
        {ROLE_INPUT_OVER,   ATTR_REVERSE              },
        {ROLE_JOIN_FOLD,    ATTR_DIM                  },
        {ROLE_MENTION,      ATTR_BOLD                 },
        {ROLE_POPUP_SEL,    ATTR_REVERSE              },
        {ROLE_QUOTE,        ATTR_DIM                  },
        {ROLE_REACT,        ATTR_DIM                  },
        {ROLE_REPLY,        ATTR_DIM                  },
        {ROLE_ROOM_ACTIVE,  ATTR_REVERSE              },
        {ROLE_ROOM_GONE,    ATTR_DIM                  },
        {ROLE_ROOM_MENTION, ATTR_BOLD | ATTR_UNDERLINE},
        {ROLE_ROOM_MUTED,   ATTR_DIM                  },
        {ROLE_ROOM_UNREAD,  ATTR_BOLD                 },
        {ROLE_SEARCH_HIT,   ATTR_REVERSE              },
        {ROLE_SPOILER,      ATTR_REVERSE              },
        {ROLE_TEXT_DIM,     ATTR_DIM                  },
        {ROLE_TIMESTAMP,    ATTR_DIM                  },
        {ROLE_UNREAD_LINE,  ATTR_BOLD                 },
        {ROLE_USER_AWAY,    ATTR_DIM                  },
    };
    for (int role = 0; role < ROLE_COUNT; role++)
        theme->roles[role].fg = theme->roles[role].bg = COLOUR_DEFAULT;
    for (size_t i = 0; i < sizeof(instead) / sizeof(*instead); i++)
        theme->roles[instead[i].role].attrs |= instead[i].attrs;
    for (int i = 0; i < 16; i++)
        theme->irc[i] = COLOUR_DEFAULT;
    theme->nnicks = 0;
}

struct style theme_nick(const struct theme *theme, const char *name)
{
    struct style style = theme->roles[ROLE_TEXT];
    if (theme->nnicks == 0) {
        style.attrs |= ATTR_BOLD;
        return style;
    }
    /* FNV-1a: stable over machines and versions, and short. */
    uint32_t hash = 2166136261U;
    for (const char *c = name; *c; c++)
        hash = (hash ^ (uint32_t)tolower((unsigned char)*c)) * 16777619U;
    style.fg = theme->nicks[hash % (uint32_t)theme->nnicks];
    return style;
}
