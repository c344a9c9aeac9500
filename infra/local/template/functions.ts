import { join } from 'node:path';
import type { Assembly } from './assembly.ts';
import type { FunctionPart, QueueMapping, SchedulePart, StreamMapping } from './parts.ts';
import { type Reading, readings } from './reading.ts';
import type { Resolve } from './resolve.ts';

/** Lambda's own defaults where the template is silent. */
const defaults = { timeout: 3, memoryMb: 128, queueBatch: 10, streamBatch: 100 };

/** The functions whose bundle the assembly holds; CDK's own helpers have none and are left out. */
export function functionParts(assembly: Assembly, resolve: Resolve): FunctionPart[] {
  return readings(assembly, resolve, 'AWS::Lambda::Function').flatMap((read): FunctionPart[] => {
    const asset = read.resource.metadata['aws:asset:path'];
    if (typeof asset !== 'string') return [];
    const [module = 'index', handler = 'handler'] = read.must('Handler').split('.');
    const reserved = read.number('ReservedConcurrentExecutions');
    return [
      {
        name: read.self('Ref'),
        arn: read.self('Arn'),
        file: join(assembly.dir, asset, `${module}.js`),
        handler,
        environment: (read.raw('Environment', 'Variables') ?? {}) as Record<string, string>,
        timeout: read.number('Timeout') ?? defaults.timeout,
        memoryMb: read.number('MemorySize') ?? defaults.memoryMb,
        ...(reserved === undefined ? {} : { reservedConcurrency: reserved }),
      },
    ];
  });
}

const mappingBase = (read: Reading, defaultBatch: number) => ({
  id: `${read.resource.stack}-${read.resource.logicalId}`,
  functionName: read.must('FunctionName').split(':').at(-1) ?? '',
  sourceArn: read.must('EventSourceArn'),
  batchSize: read.number('BatchSize') ?? defaultBatch,
  window: read.number('MaximumBatchingWindowInSeconds') ?? 0,
  reportsItemFailures: read.list('FunctionResponseTypes').includes('ReportBatchItemFailures'),
  patterns: read
    .list('FilterCriteria', 'Filters')
    .map((filter): unknown => JSON.parse((filter as { Pattern: string }).Pattern)),
});

const mappings = (assembly: Assembly, resolve: Resolve, service: string): Reading[] =>
  readings(assembly, resolve, 'AWS::Lambda::EventSourceMapping').filter(
    (read) =>
      read.must('EventSourceArn').startsWith(`arn:aws:${service}:`) && read.text('Enabled') !== 'false',
  );

export const queueMappings = (assembly: Assembly, resolve: Resolve): QueueMapping[] =>
  mappings(assembly, resolve, 'sqs').map((read) => ({
    ...mappingBase(read, defaults.queueBatch),
    maximumConcurrency: read.number('ScalingConfig', 'MaximumConcurrency') ?? 2,
  }));

export const streamMappings = (assembly: Assembly, resolve: Resolve): StreamMapping[] =>
  mappings(assembly, resolve, 'dynamodb').map((read) => {
    const onFailureArn = read.text('DestinationConfig', 'OnFailure', 'Destination');
    return {
      ...mappingBase(read, defaults.streamBatch),
      bisects: read.text('BisectBatchOnFunctionError') === 'true',
      maximumRetries: read.number('MaximumRetryAttempts') ?? -1,
      maximumAge: read.number('MaximumRecordAgeInSeconds') ?? -1,
      ...(onFailureArn === undefined ? {} : { onFailureArn }),
    };
  });

/** Rules with a schedule; rules that match events of a bus have no source here. */
export const scheduleParts = (assembly: Assembly, resolve: Resolve): SchedulePart[] =>
  readings(assembly, resolve, 'AWS::Events::Rule').flatMap((read): SchedulePart[] => {
    const expression = read.text('ScheduleExpression');
    if (expression === undefined || read.text('State') === 'DISABLED') return [];
    const targets = read.list('Targets').map((target) => {
      const { Arn, Input } = target as { Arn: string; Input?: string };
      return { functionArn: Arn, ...(Input === undefined ? {} : { input: Input }) };
    });
    return [{ name: read.self('Ref'), arn: read.self('Arn'), expression, targets }];
  });

export const scheduleGroups = (assembly: Assembly, resolve: Resolve): string[] =>
  readings(assembly, resolve, 'AWS::Scheduler::ScheduleGroup').map((read) => read.self('Ref'));

/** Roles that EventBridge Scheduler may take on. */
export const scheduleRoles = (assembly: Assembly, resolve: Resolve): string[] =>
  readings(assembly, resolve, 'AWS::IAM::Role')
    .filter(({ resource }) =>
      JSON.stringify(resource.properties.AssumeRolePolicyDocument).includes('scheduler.amazonaws.com'),
    )
    .map((read) => read.self('Arn'));
