#include "tty_mouse.h"

/* Bits of what is told (xterm, ctlseqs, "Mouse Tracking"). */
#define BUTTON  3
#define SHIFT   4
#define META    8
#define CONTROL 16
#define MOTION  32
#define WHEEL   64
#define OTHERS  128

#define NO_BUTTON 3
#define FAR       10000 /* no screen is larger */

bool mouse_decode(struct key *key, const long numbers[3], char final)
{
    long what = numbers[0];
    bool placed = numbers[1] > 0 && numbers[1] < FAR && numbers[2] > 0 && numbers[2] < FAR;
    if ((final != 'M' && final != 'm') || !placed || what < 0 || what >= OTHERS)
        return false;

    key->mods |= (what & SHIFT ? PRESS_SHIFT : 0u) | (what & META ? PRESS_ALT : 0u) |
                 (what & CONTROL ? PRESS_CTRL : 0u);
    key->mouse = (struct mouse){.x = (int)numbers[1] - 1, .y = (int)numbers[2] - 1};
    if (what & WHEEL) {
        key->mouse.event = what & 1 ? MOUSE_WHEEL_DOWN : MOUSE_WHEEL_UP;
        return (what & BUTTON) < 2; /* not sidewards */
    }
    int button = (int)(what & BUTTON);
    key->mouse.button = button == NO_BUTTON ? 0 : button + 1;
    if (what & MOTION)
        key->mouse.event = MOUSE_DRAG;
    else
        key->mouse.event = final == 'm' ? MOUSE_RELEASE : MOUSE_PRESS;
    return true;
}
