import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { keepClock } from './clock.ts';
import { failed, type InvocationRequest, type Outcome, payloadLimit, ready } from './invocation.ts';

/** The worker thread of one function instance: loads the bundle once, then answers one invocation at a time. */
export interface ThreadData {
  readonly file: string;
  readonly handler: string;
  /** Absent: the machine's own time. */
  readonly clock?: SharedArrayBuffer;
}

const machineTime = keepClock((workerData as ThreadData | null)?.clock);

type Handler = (event: unknown, context: object) => unknown;

function context(request: InvocationRequest): object {
  return {
    awsRequestId: request.requestId,
    functionName: request.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: request.functionArn,
    memoryLimitInMB: String(request.memoryMb),
    logGroupName: `/aws/lambda/${request.functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, request.deadline - machineTime()),
  };
}

function load({ file, handler }: ThreadData): Handler {
  const exported: unknown = createRequire(file)(file);
  const found = (exported as Record<string, unknown>)[handler];
  if (typeof found !== 'function') throw new Error(`${file} exports no ${handler}`);
  return found as Handler;
}

async function run(handler: Handler, request: InvocationRequest): Promise<Outcome> {
  // Lambda hands over JSON both ways: what does not survive JSON must not survive here either.
  const value: unknown = await handler(request.event, context(request));
  const text = JSON.stringify(value) ?? 'null';
  if (Buffer.byteLength(text) > payloadLimit) return failed('error', 'Response payload size exceeded 6 MB');
  return { ok: true, value: JSON.parse(text) };
}

const described = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);

/** Lambda loads the bundle before the first invocation's time starts; a bundle that fails fails each of them. */
function loaded(): Handler {
  try {
    return load(workerData as ThreadData);
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

if (parentPort) {
  const port = parentPort;
  if (process.env.NODE_OPTIONS?.includes('--enable-source-maps')) process.setSourceMapsEnabled(true);
  const handler = loaded();
  port.on('message', async (request: InvocationRequest) => {
    try {
      port.postMessage(await run(handler, request));
    } catch (error) {
      const message = described(error);
      console.error(message);
      port.postMessage(failed('error', message));
    }
  });
  port.postMessage(ready);
}
