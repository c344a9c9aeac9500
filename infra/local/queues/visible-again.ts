import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Persistence } from './fauxqs.ts';

/**
 * A visibility timeout set to zero makes fauxqs clear the receive count of the stored message, which its own
 * schema forbids: the call fails after the message has left the queue. Here only the receipt is cleared; the count
 * must stay anyway, for the redrive policy counts by it. The returned function closes the file.
 */
export function clearReceiptOnly(persistence: Persistence, dir: string): () => void {
  const database = new DatabaseSync(join(dir, 'fauxqs.db'));
  database.exec('PRAGMA busy_timeout = 5000');
  const clear = database.prepare(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
  );
  persistence.updateMessageReady = (messageId) => {
    clear.run(messageId);
  };
  return () => database.close();
}
