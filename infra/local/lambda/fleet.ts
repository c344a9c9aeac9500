import type { Ending } from '../ending.ts';
import type { FunctionPart } from '../template/parts.ts';
import { type Endpoints, functionEnvironment } from './environment.ts';
import { failed, type Outcome } from './invocation.ts';
import { logFile } from './log-file.ts';
import { functionPool } from './pool.ts';

interface Surroundings {
  readonly functions: readonly FunctionPart[];
  readonly region: string;
  readonly endpoints: Endpoints;
  /** Variables that have another value here than in the template. */
  readonly overrides: Readonly<Record<string, string>>;
  readonly logs: string;
  readonly clock?: SharedArrayBuffer | undefined;
}

/** Invokes by ARN; never rejects. */
export type Invoke = (functionArn: string, event: unknown) => Promise<Outcome>;

/** A pool and a log for every function. */
export function startFunctions(around: Surroundings, end: Ending): Invoke {
  const pools = new Map(
    around.functions.map((part) => {
      const log = logFile(around.logs, part.environment.POWERTOOLS_SERVICE_NAME ?? part.name);
      const environment = functionEnvironment(part, around.region, around.endpoints, around.overrides);
      const pool = functionPool({ part, environment, log: log.write, clock: around.clock });
      end.add(async () => {
        await pool.stop();
        log.close();
      });
      return [part.arn, pool];
    }),
  );
  return (functionArn, event) =>
    pools.get(functionArn)?.invoke(event) ?? Promise.resolve(failed('error', `no function ${functionArn}`));
}
