import * as z from 'zod';

/** Stands while the agent runs. Found at start: the run before did not end in order. */
export const runMark = z.object({ startedAt: z.number().int(), pid: z.number().int(), bootID: z.string() });
