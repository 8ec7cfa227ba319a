/*
 * ctl.h - `parlord ctl`: an operator's command for a server that runs, from
 * another terminal or a script.
 */
#ifndef CTL_H
#define CTL_H

/*
 * Arguments from "ctl" on. Answers go to standard output, what is wrong to
 * standard error. Returns the status to exit with: 0 it worked, 1 it did not,
 * 2 there is no such command line, or no server that could be asked.
 */
int ctl_run(int argc, char **argv);

#endif
