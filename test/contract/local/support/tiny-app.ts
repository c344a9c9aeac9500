import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { handlers } from './tiny-handlers.ts';

/** A synthesized app in miniature: two stacks that refer to each other, written as CDK writes them. */

type Name = keyof typeof handlers;

const att = (logicalId: string, name: string) => ({ 'Fn::GetAtt': [logicalId, name] });
const imported = (name: string) => ({ 'Fn::ImportValue': `data:${name}` });

const fn = (name: Name, timeout: number, variables: object) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Handler: 'index.handler',
    Timeout: timeout,
    MemorySize: 128,
    Environment: { Variables: variables },
  },
  Metadata: { 'aws:asset:path': `asset.${name}` },
});

const queue = (properties: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties: properties });

const key = (spec: string, usage: string) => ({
  Type: 'AWS::KMS::Key',
  Properties: { KeySpec: spec, KeyUsage: usage },
});

const data = {
  Resources: {
    Table: {
      Type: 'AWS::DynamoDB::GlobalTable',
      Properties: {
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
        Replicas: [{ Region: 'eu-test-1' }],
      },
    },
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'tiny-bucket' } },
    SignKey: key('ECC_NIST_P256', 'SIGN_VERIFY'),
    SecretKey: key('SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT'),
    Sender: { Type: 'AWS::SES::EmailIdentity', Properties: { EmailIdentity: 'plane.example' } },
  },
  Outputs: {
    Name: { Value: { Ref: 'Table' }, Export: { Name: 'data:TableName' } },
    Stream: { Value: att('Table', 'StreamArn'), Export: { Name: 'data:TableStream' } },
    Sign: { Value: { Ref: 'SignKey' }, Export: { Name: 'data:SignKey' } },
  },
};

const mapping = (properties: object) => ({ Type: 'AWS::Lambda::EventSourceMapping', Properties: properties });

const route = (routeKey: string) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: {
    RouteKey: routeKey,
    AuthorizationType: 'NONE',
    Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
  },
});

const pattern = (value: object) => ({ Pattern: JSON.stringify(value) });

const work = (out: string) => ({
  Resources: {
    Dead: queue(),
    Jobs: queue({
      VisibilityTimeout: 1,
      RedrivePolicy: { deadLetterTargetArn: att('Dead', 'Arn'), maxReceiveCount: 2 },
    }),
    Lost: queue(),
    Load: queue(),
    Echo: fn('echo', 1, {
      TABLE: imported('TableName'),
      OUT: out,
      OIDC_ISSUER: 'https://in-the-cloud.example',
    }),
    Worker: fn('worker', 5, { OUT: join(out, 'worker') }),
    Streamer: fn('streamer', 5, { OUT: join(out, 'streamer') }),
    Beat: fn('beat', 5, { OUT: join(out, 'beat') }),
    Helper: { Type: 'AWS::Lambda::Function', Properties: { Handler: 'index.handler' } },
    FromJobs: mapping({
      FunctionName: { Ref: 'Worker' },
      EventSourceArn: att('Jobs', 'Arn'),
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    }),
    FromTable: mapping({
      FunctionName: { Ref: 'Streamer' },
      EventSourceArn: imported('TableStream'),
      BatchSize: 4,
      StartingPosition: 'TRIM_HORIZON',
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: att('Lost', 'Arn') } },
      FilterCriteria: {
        Filters: [
          pattern({ eventName: ['INSERT', 'MODIFY'], dynamodb: { NewImage: { kind: { S: ['seen'] } } } }),
        ],
      },
    }),
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        ScheduleExpression: 'rate(1 day)',
        State: 'ENABLED',
        Targets: [{ Id: 'T', Arn: att('Beat', 'Arn') }],
      },
    },
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: { PayloadFormatVersion: '2.0', IntegrationUri: att('Echo', 'Arn') },
    },
    Exact: route('ANY /api/things'),
    Below: route('ANY /api/things/{proxy+}'),
    Posted: route('POST /api/posted/{thingID}'),
  },
});

const artifact = (stack: string) => ({
  type: 'aws:cloudformation:stack',
  environment: 'aws://unknown-account/eu-test-1',
  properties: { templateFile: `${stack}.template.json`, stackName: stack },
});

/** Writes the assembly to `dir`; its functions note what they were given in files under `out`. */
export function writeTinyApp(dir: string, out: string): void {
  mkdirSync(dir, { recursive: true });
  mkdirSync(out, { recursive: true });
  const json = (name: string, value: object): void => writeFileSync(join(dir, name), JSON.stringify(value));
  json('manifest.json', { artifacts: { data: artifact('data'), work: artifact('work') } });
  json('data.template.json', data);
  json('work.template.json', work(out));
  for (const [name, source] of Object.entries(handlers)) {
    mkdirSync(join(dir, `asset.${name}`), { recursive: true });
    writeFileSync(join(dir, `asset.${name}`, 'index.js'), source);
  }
}
