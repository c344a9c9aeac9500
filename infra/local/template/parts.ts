/** The parts of a template that one machine runs, all values resolved. Times in seconds unless named otherwise. */

export interface FunctionPart {
  readonly name: string;
  readonly arn: string;
  /** The bundle's file. */
  readonly file: string;
  /** The name of the export that `Handler` names. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeout: number;
  readonly memoryMb: number;
  readonly reservedConcurrency?: number;
}

export interface RoutePart {
  /** `ANY` matches every method; `$default` as path matches what no other route does. */
  readonly method: string;
  readonly path: string;
  readonly routeKey: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
}

export interface TablePart {
  readonly name: string;
  readonly arn: string;
  readonly keySchema: readonly { readonly AttributeName: string; readonly KeyType: 'HASH' | 'RANGE' }[];
  readonly attributes: readonly { readonly AttributeName: string; readonly AttributeType: 'S' | 'N' | 'B' }[];
  readonly ttlAttribute?: string;
  readonly streamView?: 'NEW_AND_OLD_IMAGES' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'KEYS_ONLY';
}

export interface QueuePart {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  /** As SQS names and spells them, e.g. `VisibilityTimeout: "180"`. */
  readonly attributes: Readonly<Record<string, string>>;
}

interface Mapping {
  /** Stable between starts: where a checkpoint belongs. */
  readonly id: string;
  readonly functionName: string;
  readonly sourceArn: string;
  readonly batchSize: number;
  readonly window: number;
  readonly reportsItemFailures: boolean;
  /** Parsed patterns; a record must match one of them. Empty: all match. */
  readonly patterns: readonly unknown[];
}

export interface QueueMapping extends Mapping {
  readonly maximumConcurrency: number;
}

export interface StreamMapping extends Mapping {
  readonly bisects: boolean;
  /** -1: until the record's age ends it. */
  readonly maximumRetries: number;
  /** -1: never. */
  readonly maximumAge: number;
  readonly onFailureArn?: string;
}

export interface SchedulePart {
  readonly name: string;
  readonly arn: string;
  /** `rate(…)` or `cron(…)`. */
  readonly expression: string;
  readonly targets: readonly { readonly functionArn: string; readonly input?: string }[];
}

export interface KeyPart {
  /** Stable between starts: under which the key's material is kept. */
  readonly id: string;
  readonly arn: string;
  readonly spec: string;
  readonly usage: string;
  readonly aliases: readonly string[];
}

export interface Parts {
  readonly functions: readonly FunctionPart[];
  readonly routes: readonly RoutePart[];
  readonly tables: readonly TablePart[];
  readonly queues: readonly QueuePart[];
  readonly queueMappings: readonly QueueMapping[];
  readonly streamMappings: readonly StreamMapping[];
  readonly schedules: readonly SchedulePart[];
  readonly keys: readonly KeyPart[];
  readonly buckets: readonly string[];
  /** Groups of one-shot schedules, and ARNs of the roles that EventBridge Scheduler may use. */
  readonly scheduleGroups: readonly string[];
  readonly scheduleRoles: readonly string[];
  /** Verified senders: addresses or domains. */
  readonly mailIdentities: readonly string[];
}
