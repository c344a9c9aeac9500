import { chmodSync, mkdirSync } from 'node:fs';
import type * as z from 'zod';
import { ruleKills } from '../../../shared/schema/agent/rule-kills.ts';
import { failed, type InForce, inForce, trying } from './configuration.ts';
import { openContentFiles } from './content-files.ts';
import { openCounter } from './counter.ts';
import { openDocument } from './document.ts';
import { identity, pendingActivation, trust } from './identity.ts';
import { runMark } from './run-mark.ts';

export const DEFAULT_STATE_DIRECTORY = '/var/lib/mvp-agent';

/** Everything the agent keeps on disk apart from its spool. Directories have mode 0700, files 0600. */
export type AgentState = ReturnType<typeof openState>;

/** Makes the directory when it is not there. Throws what the file system throws. */
export const openState = (directory: string) => {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  const document = <S extends z.ZodType>(name: string, schema: S) =>
    openDocument<z.output<S>>(directory, name, 1, schema as z.ZodType<z.output<S>>);
  return {
    directory,
    identity: document('identity', identity),
    pendingActivation: document('pending-activation', pendingActivation),
    trust: document('trust', trust),
    inForce: openDocument<InForce>(directory, 'in-force', 1, inForce),
    trying: document('trying', trying),
    failed: document('failed', failed),
    ruleKills: document('rule-kills', ruleKills),
    runMark: document('run-mark', runMark),
    counter: openCounter(directory),
    contents: openContentFiles(directory),
  };
};
