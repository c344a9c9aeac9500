import { type AwsJson, awsAccess, awsJson } from './aws-call.ts';

/**
 * KMS by its JSON protocol: its SDK client would be 28 kB of a bundle whose budget is 500, for four operations of one
 * request each.
 */
export const kmsFrom = (env: Readonly<Record<string, string | undefined>>): AwsJson =>
  awsJson(awsAccess('KMS', env), 'TrentService', '1.1');

/** Bytes that KMS answered under a name. Throws where there are none: nothing empty passes for a signature. */
export const bytesIn = (output: unknown, member: string): Buffer => {
  const text: unknown = (output as Readonly<Record<string, unknown>>)[member];
  if (typeof text !== 'string' || text === '') throw new Error(`KMS answered no ${member}`);
  return Buffer.from(text, 'base64');
};
