import { accept, type Outcome, refuse } from '../outcome.ts';
import type { Facility } from './format/syslog-frame.ts';

export type DestinationType = 'mail' | 'smtp' | 'sns' | 'webhook' | 'syslog';

/** Where events go, without its secret. What a type does not use is not there. */
export interface Destination {
  readonly name: string;
  readonly enabled: boolean;
  readonly type: DestinationType;
  readonly recipients?: readonly string[] | undefined;
  readonly locale?: 'en-US' | 'ja-JP' | undefined;
  readonly server?: string | undefined;
  readonly port?: number | undefined;
  readonly fromAddress?: string | undefined;
  readonly security?: 'none' | 'starttls-if-offered' | 'starttls' | 'tls' | undefined;
  readonly verifyCertificate?: boolean | undefined;
  readonly username?: string | undefined;
  readonly topicArn?: string | undefined;
  readonly accessKey?: string | undefined;
  readonly url?: string | undefined;
  readonly transport?: 'udp' | 'tcp' | 'tls' | undefined;
  readonly eventFormat?: 'cef' | 'leef' | undefined;
  readonly facility?: Facility | undefined;
  readonly header?: 'rfc3164' | 'rfc5424' | undefined;
}

/** Mail is for people: counted and summed up. The others are machines and get each event. */
export const isForPeople = ({ type }: Pick<Destination, 'type'>): boolean =>
  type === 'mail' || type === 'smtp';

type Member = Exclude<keyof Destination, 'name' | 'enabled' | 'type'>;
interface Use {
  readonly needs: readonly Member[];
  readonly may: readonly Member[];
  readonly secret?: { readonly member: string; readonly needed: boolean };
}

const uses: Readonly<Record<DestinationType, Use>> = {
  mail: { needs: [], may: ['recipients', 'locale'] },
  smtp: {
    needs: ['recipients', 'server', 'fromAddress'],
    may: ['locale', 'port', 'security', 'verifyCertificate', 'username'],
    secret: { member: 'password', needed: false },
  },
  sns: {
    needs: ['topicArn', 'accessKey'],
    may: [],
    secret: { member: 'secretKey', needed: true },
  },
  webhook: {
    needs: ['url'],
    may: ['verifyCertificate'],
    secret: { member: 'signingSecret', needed: false },
  },
  syslog: {
    needs: ['server'],
    may: ['port', 'transport', 'verifyCertificate', 'eventFormat', 'facility', 'header'],
  },
};

const SUBMISSION_PORT = 587;
const SMTP_PORT = 25;
const SMTPS_PORT = 465;

const defaults = (item: Destination): Partial<Destination> => {
  switch (item.type) {
    case 'smtp':
      return {
        port: item.security === 'tls' ? SMTPS_PORT : SUBMISSION_PORT,
        security: 'starttls',
        verifyCertificate: true,
      };
    case 'syslog':
      return {
        port: item.transport === 'tls' ? 6514 : 514,
        transport: 'udp',
        eventFormat: 'cef',
        facility: 'local0',
        header: item.transport === 'tls' ? 'rfc5424' : 'rfc3164',
        ...(item.transport === 'tls' && { verifyCertificate: true }),
      };
    case 'webhook':
      return { verifyCertificate: true };
    default:
      return {};
  }
};

/** The name of the member that holds a type's secret, if it has one. */
export const secretMember = (type: DestinationType): string | undefined => uses[type].secret?.member;

const isSet = (value: unknown): boolean =>
  value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);

/** A destination with what its type makes of members that were left out; refused where it could send nothing. */
export const checkDestination = <D extends Destination>(item: D, hasSecret: boolean): Outcome<D> => {
  const { needs, may, secret } = uses[item.type];
  const missing = needs.find((member) => !isSet(item[member]));
  if (missing) return wrong(missing, `a destination of type ${item.type} needs it.`);
  if (secret?.needed && !hasSecret) {
    return wrong(secret.member, `a destination of type ${item.type} needs it.`);
  }
  const known = new Set<string>([...needs, ...may]);
  const members = Object.values(uses).flatMap((use) => [...use.needs, ...use.may]);
  const alien = members.find((member) => !known.has(member) && isSet(item[member]));
  if (alien) return wrong(alien, `a destination of type ${item.type} has no such member.`);
  const whole = { ...item, ...withoutUnset(defaults(item), item) };
  if (whole.type === 'smtp' && isSet(whole.username) && !hasSecret)
    return wrong('password', 'a user name needs it.');
  if (whole.type === 'smtp' && isSet(whole.username) && whole.security === 'none') {
    return wrong('security', 'a password is not sent over a connection that anybody can read; use starttls.');
  }
  return accept(whole);
};

const withoutUnset = (given: Partial<Destination>, item: Destination): Partial<Destination> =>
  Object.fromEntries(Object.entries(given).filter(([name]) => item[name as keyof Destination] === undefined));

const wrong = (member: string, why: string) =>
  refuse('invalid', `${member}: ${why}`, 'unfit-destination', { field: member });

/** What whoever set it up should know (EVT-6). */
export const noteOn = ({ type, port, verifyCertificate }: Destination): string | undefined => {
  if (type === 'smtp' && port === SMTP_PORT) {
    return 'Port 25: many networks, and cloud accounts by default, do not let mail out to it. Send a test; use 587 if it does not arrive.';
  }
  if (verifyCertificate === false)
    return 'The certificate is not checked: whoever stands in between can read and change everything.';
  return undefined;
};
