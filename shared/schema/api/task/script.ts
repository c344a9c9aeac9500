import * as z from 'zod';
import { ID } from '../common.ts';

/** Scripts run on a manager's own host, which a serverless plane does not have: the list is empty. */
export const scripts = z.object({ scripts: z.array(z.object({ ID, name: z.string() })) });
