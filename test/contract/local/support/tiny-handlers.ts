/** CommonJS sources of the tiny app's functions. Each appends what it was given to the file that OUT names. */

const note = `const { appendFileSync } = require('node:fs');
const note = (value) => appendFileSync(process.env.OUT, JSON.stringify(value) + '\\n');`;

/** Answers with the event it got; some paths misbehave. */
const echo = `
exports.handler = async (event, context) => {
  const path = event.rawPath ?? '';
  if (path.endsWith('/throw')) throw new Error('secret inside');
  if (path.endsWith('/slow')) await new Promise((done) => setTimeout(done, 30000));
  if (path.endsWith('/exit')) process.exit(3);
  if (path.endsWith('/full')) { const hold = []; for (;;) hold.push(new Array(1e6).fill(hold.length)); }
  if (path.endsWith('/bad')) return { statusCode: 'no number' };
  if (path.endsWith('/large')) return { statusCode: 200, body: 'x'.repeat(7 * 1024 * 1024) };
  if (path.endsWith('/bytes')) {
    return { statusCode: 201, headers: { 'Content-Type': 'application/x-test' }, cookies: ['a=1', 'b=2'],
      body: Buffer.from([0, 255, 128]).toString('base64'), isBase64Encoded: true };
  }
  if (path.endsWith('/plain')) return { bare: true };
  if (path.endsWith('/environment')) return { statusCode: 200, body: JSON.stringify(process.env) };
  const left = context.getRemainingTimeInMillis();
  const shown = { event, context: { ...context, left, getRemainingTimeInMillis: undefined } };
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(shown) };
};`;

/** Fails what has "poison" in its body; says which. */
const worker = `${note}
exports.handler = async ({ Records }) => {
  for (const record of Records) note(record);
  return { batchItemFailures: Records.filter((record) => record.body.includes('poison'))
    .map((record) => ({ itemIdentifier: record.messageId })) };
};`;

/** Fails the whole batch when an item is poisoned, reports the record of one that is spoilt. */
const streamer = `${note}
exports.handler = async ({ Records }) => {
  note(Records);
  if (Records.some((record) => record.dynamodb.NewImage?.poison)) throw new Error('poison');
  const spoilt = Records.find((record) => record.dynamodb.NewImage?.spoilt);
  return { batchItemFailures: spoilt ? [{ itemIdentifier: spoilt.dynamodb.SequenceNumber }] : [] };
};`;

const beat = `${note}
exports.handler = async (event) => { note(event); return 'beat'; };`;

export const handlers = { echo, worker, streamer, beat } as const;
