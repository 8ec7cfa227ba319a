/*
 * painter.h - the least that a flood can cost a client: reads all, counts the
 * lines, keeps the last screen of them and paints it sixty times a second at
 * most; echoes keys. What the real one costs is said relative to it.
 */
#ifndef PAINTER_H
#define PAINTER_H

/* Connects to the port, paints on standard output, and answers PING; until the connection ends. */
_Noreturn void painter_run(int port, int cols, int rows);

#endif
