import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Puts messages of one shape (shared/schema/bus) on one queue. */
export interface Sender<T> {
  send(message: T): Promise<void>;
}

export const createSqsSender = <T>(sqs: SQSClient, queueUrl: string): Sender<T> => ({
  async send(message) {
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) }));
  },
});
