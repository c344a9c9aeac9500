import type { AttackEvent, Mail } from './plane.ts';
import type { Sent } from './send.ts';

/** Lines of the live view: what passed, what was stopped, what the plane learned of it. */
const colour = (code: number, text: string): string =>
  process.stdout.isTTY ? `\u001b[${code}m${text}\u001b[0m` : text;

const clock = (ms: number): string => new Date(ms).toISOString().slice(11, 19);

const line = (at: number, mark: string, text: string): string => `${clock(at)}  ${mark}  ${text}`;

export const sentLine = (sent: Sent, at: number): string => {
  const { request } = sent;
  const what = `${request.name}${request.way === 'whole' ? '' : `, ${request.way}`}`;
  if (!sent.served && sent.end === 'reset')
    return line(at, colour(31, 'STOPPED'), `${what}  (both ends reset)`);
  if (request.ruleID !== undefined)
    return line(at, colour(33, 'seen   '), `${what}  (let through: detect mode, or nothing inspects)`);
  return line(at, colour(32, 'passed '), what);
};

export const eventLine = (event: AttackEvent): string =>
  line(
    event.at,
    colour(36, 'event  '),
    `${event.reason}: ${event.action}, ${event.sourceIP}:${event.sourcePort ?? ''} to ${event.destinationIP}:${event.destinationPort ?? ''}`,
  );

export const mailLine = (mail: Mail, at: number): string =>
  line(at, colour(35, 'mail   '), `to ${mail.to.join(', ')}: ${mail.subject}`);
