import { setTimeout as pause } from 'node:timers/promises';
import { type AwsCredentials, signFor, type Unsigned } from './aws-signature.ts';

/** Where a service of AWS answers, and as whom it is asked. */
export interface AwsAccess {
  /** The service's name in signatures. */
  readonly service: string;
  readonly region: string;
  readonly endpoint: string;
  /** Asked for each request: Lambda's credentials are temporary. */
  readonly credentials: () => AwsCredentials;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Service by what the SDK's variables call it: `AWS_ENDPOINT_URL_KMS` names another address than KMS's own. */
const services = {
  KMS: { service: 'kms', host: 'kms' },
  SES: { service: 'ses', host: 'email' },
  SQS: { service: 'sqs', host: 'sqs' },
} as const;

/** Access by what Lambda puts into a function's environment. */
export const awsAccess = (name: keyof typeof services, env: Environment): AwsAccess => {
  const { service, host } = services[name];
  const region = env.AWS_REGION ?? '';
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return {
    service,
    region,
    endpoint:
      env[`AWS_ENDPOINT_URL_${name}`] ?? env.AWS_ENDPOINT_URL ?? `https://${host}.${region}.${suffix}`,
    credentials: () => ({
      accessKeyID: env.AWS_ACCESS_KEY_ID ?? '',
      secretKey: env.AWS_SECRET_ACCESS_KEY ?? '',
      sessionToken: env.AWS_SESSION_TOKEN,
    }),
  };
};

export interface AwsReply {
  readonly status: number;
  readonly text: string;
}

/** A service refused; `name` is the service's word for why, as the SDK's clients have it. */
export class AwsRefusal extends Error {
  readonly status: number;

  constructor(name: string, message: string, status: number) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

const ATTEMPTS = 4;
const WAIT_MS = 5000;
const THROTTLED = /Throttl|TooManyRequests/;

/**
 * POSTs a signed request to a service. What may pass by itself (no answer in five seconds, 5xx, throttling) is tried
 * four times within about two seconds, as the SDK does; then the answer is handed back, or the failure thrown.
 */
export const awsCall = async (
  access: AwsAccess,
  headers: Readonly<Record<string, string>>,
  body: string,
  now: () => number = Date.now,
): Promise<AwsReply> => {
  const bytes = new Uint8Array(Buffer.from(body));
  const request = { method: 'POST', url: new URL('/', access.endpoint), headers, body: bytes };
  for (let attempt = 1; ; attempt++) {
    try {
      const reply = await once(access, request, now());
      const passes = reply.status >= 500 || reply.status === 429;
      const throttled = reply.status === 400 && THROTTLED.test(reply.text);
      if (!(passes || throttled) || attempt === ATTEMPTS) return reply;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
    await pause(50 * 4 ** (attempt - 1) * (0.5 + Math.random()));
  }
};

const once = async (
  { service, region, credentials }: AwsAccess,
  request: Unsigned & { readonly body: Uint8Array<ArrayBuffer> },
  now: number,
): Promise<AwsReply> => {
  const { host: _, ...headers } = await signFor(service, request, region, credentials(), now);
  const reply = await fetch(request.url, {
    method: request.method,
    headers,
    body: request.body,
    redirect: 'error',
    signal: AbortSignal.timeout(WAIT_MS),
  });
  return { status: reply.status, text: await reply.text() };
};

/** One operation of a service that speaks JSON: its name, its input, its output as it came. */
export type AwsJson = (operation: string, input: object) => Promise<unknown>;

/**
 * Calls a service in AWS's JSON protocol (awsJson1_0, awsJson1_1); `target` comes before the operation's name.
 * Bytes are base64 in what goes in and comes out. Throws {@link AwsRefusal} where the service refuses.
 */
export const awsJson =
  (access: AwsAccess, target: string, version: '1.0' | '1.1', now?: () => number): AwsJson =>
  async (operation, input) => {
    const headers = {
      'content-type': `application/x-amz-json-${version}`,
      'x-amz-target': `${target}.${operation}`,
    };
    const { status, text } = await awsCall(access, headers, JSON.stringify(input), now);
    if (status !== 200) throw refusalIn(text, status);
    return text === '' ? {} : JSON.parse(text);
  };

/** The last part of `__type` is the error's name; `message` is spelled in two ways. */
const refusalIn = (text: string, status: number): AwsRefusal => {
  const type = /"__type"\s*:\s*"(?:[^"#]*#)?([A-Za-z0-9.]{1,100})/.exec(text)?.[1];
  const message = /"[mM]essage"\s*:\s*"([^"]{0,300})/.exec(text)?.[1] ?? '';
  return new AwsRefusal(type ?? 'UnknownError', message || `answered ${status}`, status);
};
