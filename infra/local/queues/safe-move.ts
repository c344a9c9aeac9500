import type { Persistence } from './fauxqs.ts';

/**
 * A message that moves to a dead-letter queue is deleted and then inserted again, two commits: a kill between
 * them would lose it. Inserting replaces by message id, so the deletion only has to wait until the turn is over.
 * No answer leaves before that, hence what was acknowledged as deleted is deleted.
 */
export function moveSafely(persistence: Persistence): void {
  const insert = persistence.insertMessage.bind(persistence);
  const remove = persistence.deleteMessage.bind(persistence);
  const leaving = new Set<string>();
  persistence.deleteMessage = (messageId) => {
    leaving.add(messageId);
    queueMicrotask(() => {
      if (leaving.delete(messageId)) remove(messageId);
    });
  };
  persistence.insertMessage = (queueName, message) => {
    leaving.delete(message.messageId);
    insert(queueName, message);
  };
}
