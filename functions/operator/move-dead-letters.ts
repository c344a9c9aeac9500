import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { accept, type Outcome, refuse } from '../../shared/domain/outcome.ts';

/** A queue by its address, and its dead letters. */
export interface DeadLetters {
  readonly queueUrl: string;
  readonly deadLettersUrl: string;
}

/** Finds the dead letters of a queue, given by name or address. Refuses one that is not there or keeps none. */
export const findDeadLetters = async (sqs: SQSClient, queue: string): Promise<Outcome<DeadLetters>> => {
  try {
    const queueUrl = await urlOf(sqs, queue);
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['RedrivePolicy'] }),
    );
    const arn = /"deadLetterTargetArn"\s*:\s*"([^"]+)"/.exec(Attributes?.RedrivePolicy ?? '')?.[1];
    if (!arn) {
      return refuse(
        'invalid',
        `QUEUE: ${queue} has no dead letters; name the queue that is worked on.`,
        'queue',
      );
    }
    return accept({ queueUrl, deadLettersUrl: await urlOf(sqs, arn.slice(arn.lastIndexOf(':') + 1)) });
  } catch (error) {
    if (!(error instanceof QueueDoesNotExist)) throw error;
    return refuse('missing', `QUEUE: there is no queue ${queue}, or one that it names is gone.`, 'queue');
  }
};

const urlOf = async (sqs: SQSClient, queue: string): Promise<string> => {
  if (queue.includes('://')) return queue;
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
  return QueueUrl ?? queue;
};

/** Nobody else gets a letter while it is moved; one that could not be moved is back after it. */
const HELD_SECONDS = 60;

/**
 * Puts the dead letters of a queue back into it and answers how many, at most `most` (those that fail anew meanwhile
 * come back among them). A letter leaves only when the queue has taken it: a move that breaks off may be repeated,
 * and a message then comes twice, which is without harm. `each` is told of every letter before it moves.
 */
export const moveDeadLetters = async (
  sqs: SQSClient,
  { queueUrl, deadLettersUrl }: DeadLetters,
  most: number,
  each: (body: string) => void = () => undefined,
): Promise<number> => {
  let moved = 0;
  while (moved < most) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: deadLettersUrl,
        MaxNumberOfMessages: Math.min(10, most - moved),
        MessageAttributeNames: ['All'],
        VisibilityTimeout: HELD_SECONDS,
        WaitTimeSeconds: 1,
      }),
    );
    if (Messages.length === 0) break;
    for (const message of Messages) {
      each(message.Body ?? '');
      await move(sqs, message, queueUrl, deadLettersUrl);
      moved++;
    }
  }
  return moved;
};

const move = async (
  sqs: SQSClient,
  { Body, MessageAttributes, ReceiptHandle }: Message,
  to: string,
  from: string,
): Promise<void> => {
  const put = { QueueUrl: to, MessageBody: Body, ...(MessageAttributes && { MessageAttributes }) };
  await sqs.send(new SendMessageCommand(put));
  await sqs.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle }));
};
