import { type AwsJson, awsAccess, awsJson } from './aws-call.ts';

/** Puts messages of one shape (shared/schema/bus) on one queue. */
export interface Sender<T> {
  send(message: T): Promise<void>;
}

/** SQS in its JSON protocol, for the one or two operations that a function needs: the SDK's client would be 24 kB. */
export const sqsFrom = (env: Readonly<Record<string, string | undefined>>): AwsJson =>
  awsJson(awsAccess('SQS', env), 'AmazonSQS', '1.0');

export const createSqsSender = <T>(sqs: AwsJson, queueUrl: string): Sender<T> => ({
  async send(message) {
    await sqs('SendMessage', { QueueUrl: queueUrl, MessageBody: JSON.stringify(message) });
  },
});
