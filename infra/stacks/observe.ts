import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { PlaneConfig } from '../config.ts';
import { Monitoring } from '../constructs/monitoring.ts';
import type { ApiStack } from './api.ts';
import type { DataStack } from './data.ts';
import type { WorkersStack } from './workers.ts';

export interface Observed {
  readonly data: DataStack;
  readonly api: ApiStack;
  readonly workers: WorkersStack;
}

/** Alarms and a dashboard over everything the other stacks hold. */
export class ObserveStack extends Stack {
  constructor(scope: Construct, id: string, config: PlaneConfig, observed: Observed, props: StackProps) {
    super(scope, id, props);
    const { data, api, workers } = observed;
    const monitoring = new Monitoring(this, 'Monitoring', config);
    monitoring.watchApi(api.api);
    monitoring.watchTable(data.table);
    for (const each of [...api.functions, ...workers.functions]) monitoring.watchFunction(each);
    for (const each of workers.workQueues) monitoring.watchQueue(each);
    // These messages point into the stream, which forgets within a day, and no queue takes them back.
    const saveAgain =
      'the sweep repairs what it can within the hour; docs/operations.md says the rest, by the kind of item';
    monitoring.watchDeadLetters('FanOutFailed', workers.fanOutFailed, saveAgain);
    monitoring.draw();
  }
}
