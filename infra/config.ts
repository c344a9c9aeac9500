/**
 * What an operator decides about a deployment. Every value is an input (`-c name=value`, else the environment
 * variable `MVP_NAME`, else the default); nothing below this file names a region, an account or an address.
 */
export interface PlaneConfig {
  /** Several stages live side by side in one account; `prod` keeps its data when a stack is removed. */
  readonly stage: string;
  /** Each region holds a whole plane of its own. */
  readonly regions: readonly string[];
  /** Sender of notifications; SES sends nothing until this address is verified in each region. */
  readonly mailFrom: string;
  /** Who is told when an alarm goes off; absent: the alarm topic has no subscriber. */
  readonly alarmMail?: string;
  /** Days that function and access logs are kept. */
  readonly logDays: number;
  /** Requests per second that the API takes in steadily, for all callers together. */
  readonly apiRate: number;
  /** Requests that may arrive at once above the steady rate. */
  readonly apiBurst: number;
  /** Availability zones, each with a NAT gateway and a fixed address, that deliveries leave through; 0: none (EVT-6). */
  readonly fixedEgress: number;
}

/** An input that cannot be used; the message names it and says what it may be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Reads one input by name; absent or empty means not given. */
export type InputReader = (name: string) => unknown;

/** The stage whose stacks keep their data and refuse deletion. */
export const isProduction = (config: Pick<PlaneConfig, 'stage'>): boolean => config.stage === 'prod';

/** What CloudWatch Logs accepts between a day and two years. */
const retentionDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731] as const;

const regionName = /^[a-z]{2}(-[a-z]+){1,2}-[1-9]$/;
const mailAddress = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/;

/** Environment variable that stands in for an input: `mailFrom` → `MVP_MAIL_FROM`. */
export const environmentName = (input: string): string =>
  `MVP_${input.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

/** Reads and checks all inputs; throws {@link ConfigError} at the first one that cannot be used. */
export function readConfig(read: InputReader): PlaneConfig {
  const stage = text(read, 'stage') ?? 'dev';
  if (!/^[a-z][a-z0-9]{1,11}$/.test(stage)) {
    throw new ConfigError(
      `input "stage" is "${stage}": expected 2 to 12 small letters and digits, a letter first`,
    );
  }
  const alarmMail = mail(read, 'alarmMail');
  return {
    stage,
    regions: regions(text(read, 'regions') ?? 'ap-northeast-1,us-east-1'),
    mailFrom: mail(read, 'mailFrom') ?? senderWhenNoneIsGiven(stage),
    ...(alarmMail === undefined ? {} : { alarmMail }),
    logDays: days(read),
    apiRate: whole(read, 'apiRate', 1000),
    apiBurst: whole(read, 'apiBurst', 2000),
    fixedEgress: zones(read),
  };
}

function regions(list: string): string[] {
  const names = list.split(',').map((name) => name.trim());
  for (const name of names) {
    if (!regionName.test(name)) {
      throw new ConfigError(
        `input "regions" holds "${name}": expected AWS region names, separated by commas`,
      );
    }
  }
  if (new Set(names).size !== names.length) {
    throw new ConfigError(`input "regions" is "${list}": a region may be named only once`);
  }
  return names;
}

/** A template can be looked at without an address; a production stage that could never send a mail may not exist. */
function senderWhenNoneIsGiven(stage: string): string {
  if (isProduction({ stage })) {
    throw new ConfigError('input "mailFrom" is missing: stage prod needs the address its mails come from');
  }
  return 'virtual-patch@plane.invalid';
}

function mail(read: InputReader, name: string): string | undefined {
  const value = text(read, name);
  if (value !== undefined && (value.length > 254 || !mailAddress.test(value))) {
    throw new ConfigError(`input "${name}" is "${value}": expected one mail address`);
  }
  return value;
}

function days(read: InputReader): number {
  const value = whole(read, 'logDays', 30);
  if (!retentionDays.some((allowed) => allowed === value)) {
    throw new ConfigError(`input "logDays" is "${value}": expected one of ${retentionDays.join(', ')}`);
  }
  return value;
}

/** Accounts without known zones are synthesized with two. */
function zones(read: InputReader): number {
  const value = text(read, 'fixedEgress') ?? '0';
  if (!/^[0-2]$/.test(value)) {
    throw new ConfigError(`input "fixedEgress" is "${value}": expected 0, 1 or 2 fixed addresses`);
  }
  return Number(value);
}

function whole(read: InputReader, name: string, otherwise: number): number {
  const value = text(read, name);
  if (value === undefined) return otherwise;
  if (!/^[1-9][0-9]{0,5}$/.test(value)) {
    throw new ConfigError(`input "${name}" is "${value}": expected a whole number from 1 to 999999`);
  }
  return Number(value);
}

/** Context from cdk.json may carry numbers and lists where the command line carries text. */
function text(read: InputReader, name: string): string | undefined {
  const value = read(name);
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(',');
  throw new ConfigError(`input "${name}" is a ${typeof value}: expected text`);
}
