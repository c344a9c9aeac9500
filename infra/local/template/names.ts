import { createHash } from 'node:crypto';
import type { Resource } from './assembly.ts';

/** The account every local ARN shows; the same that the local queues use. */
export const localAccount = '000000000000';

/** What a name depends on besides the template: where the emulations listen and which keys were made. */
export interface Surroundings {
  readonly region: string;
  /** e.g. `http://127.0.0.1:4100`, no trailing slash. */
  readonly sqsEndpoint: string;
  readonly apiEndpoint: string;
  readonly issuer: string;
  readonly clientId: string;
  /** The key id of an `AWS::KMS::Key`. */
  readonly keyId: (resource: Resource) => string;
}

/** The property that names a resource, where its type has one. */
const nameProperty: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Events::Rule': 'Name',
  'AWS::SES::EmailIdentity': 'EmailIdentity',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Scheduler::ScheduleGroup': 'Name',
  'AWS::Cognito::UserPool': 'UserPoolName',
};

/** Longest physical name by type, where CloudFormation would cut it (tables: 255, never reached). */
const longest: Readonly<Record<string, number>> = {
  'AWS::SQS::Queue': 80,
  'AWS::S3::Bucket': 63,
  'AWS::Lambda::Function': 64,
  'AWS::Events::Rule': 64,
  'AWS::IAM::Role': 64,
  'AWS::Scheduler::ScheduleGroup': 64,
};

/** The physical name: the template's own, else made of stack and logical id as CloudFormation would, but stable. */
export function physicalName(resource: Resource, resolve: (value: unknown) => unknown): string {
  const property = nameProperty[resource.type];
  const given = property === undefined ? undefined : resolve(resource.properties[property]);
  if (typeof given === 'string') return given;
  const full = `${resource.stack}-${resource.logicalId}`;
  const limit = longest[resource.type] ?? 255;
  const digest = createHash('sha256').update(full).digest('hex').slice(0, 8);
  const cut = full.length <= limit ? full : `${full.slice(0, limit - 9)}-${digest}`;
  return resource.type === 'AWS::S3::Bucket' ? cut.toLowerCase() : cut;
}

type Attributes = Readonly<Record<string, string>>;

/** What `Ref` ('Ref') and `Fn::GetAtt` give for a resource here; undefined for a type without a local meaning. */
export function attributesOf(resource: Resource, name: string, around: Surroundings): Attributes | undefined {
  const { region } = around;
  const arn = (service: string, rest: string): string =>
    `arn:aws:${service}:${region}:${localAccount}:${rest}`;
  switch (resource.type) {
    case 'AWS::DynamoDB::GlobalTable':
    case 'AWS::DynamoDB::Table': {
      const table = arn('dynamodb', `table/${name}`);
      return { Ref: name, Arn: table, StreamArn: `${table}/stream/local`, TableId: name };
    }
    case 'AWS::SQS::Queue': {
      const url = `${around.sqsEndpoint}/${localAccount}/${name}`;
      return { Ref: url, QueueUrl: url, Arn: arn('sqs', name), QueueName: name };
    }
    case 'AWS::S3::Bucket':
      return { Ref: name, Arn: `arn:aws:s3:::${name}`, DomainName: `${name}.s3.amazonaws.com` };
    case 'AWS::Lambda::Function':
      return { Ref: name, Arn: arn('lambda', `function:${name}`) };
    case 'AWS::Events::Rule':
      return { Ref: name, Arn: arn('events', `rule/${name}`) };
    case 'AWS::KMS::Key': {
      const id = around.keyId(resource);
      return { Ref: id, KeyId: id, Arn: arn('kms', `key/${id}`) };
    }
    case 'AWS::IAM::Role':
      return { Ref: name, Arn: `arn:aws:iam::${localAccount}:role/${name}` };
    case 'AWS::Scheduler::ScheduleGroup':
      return { Ref: name, Arn: arn('scheduler', `schedule-group/${name}`) };
    case 'AWS::KMS::Alias':
      return { Ref: name };
    case 'AWS::SES::EmailIdentity':
      return { Ref: name };
    case 'AWS::ApiGatewayV2::Api':
      return { Ref: 'local', ApiId: 'local', ApiEndpoint: around.apiEndpoint };
    case 'AWS::Cognito::UserPool':
      return {
        Ref: name,
        UserPoolId: name,
        Arn: arn('cognito-idp', `userpool/${name}`),
        ProviderURL: around.issuer,
        ProviderName: around.issuer.replace(/^https?:\/\//, ''),
      };
    case 'AWS::Cognito::UserPoolClient':
      return { Ref: around.clientId, ClientId: around.clientId };
    default:
      return undefined;
  }
}
