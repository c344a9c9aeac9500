import type { AttackEvent, Mail } from './plane.ts';
import type { Sent } from './send.ts';

/** Everything that one walk along the road brought to light. */
export interface Walk {
  /** Ordinary requests before anything protected the host. */
  readonly baseline: readonly Sent[];
  readonly ordinary: readonly Sent[];
  readonly attacks: readonly Sent[];
  readonly detected: readonly Sent[];
  readonly preventEvents: readonly AttackEvent[];
  readonly detectEvents: readonly AttackEvent[];
  readonly mails: readonly Mail[];
  readonly queueBound: boolean;
}

const label = ({ request }: Sent): string => `${request.name}, ${request.way}`;

/** What is wrong with a walk, in words; empty when the road holds. */
export const faults = (walk: Walk): readonly string[] => [
  ...(walk.queueBound ? [] : ['No agent was bound to the kernel’s queue: nothing was inspected.']),
  ...walk.ordinary.flatMap((sent, i) => {
    const before = walk.baseline[i];
    if (!before || before.answer === '')
      return [`${label(sent)}: the shop did not answer even without protection.`];
    return sent.answer === before.answer
      ? []
      : [`${label(sent)}: the answer is not the same as without protection.`];
  }),
  ...walk.attacks.flatMap((sent) => [
    ...(sent.end === 'reset'
      ? []
      : [`${label(sent)}: the visitor’s connection ended as "${sent.end}", not reset.`]),
    ...(sent.serverClosed ? [] : [`${label(sent)}: the server still holds the connection.`]),
    ...(sent.served ? [`${label(sent)}: the attack reached the shop.`] : []),
  ]),
  ...missingEvents('prevent', walk.attacks, walk.preventEvents, 'reset'),
  ...walk.detected.flatMap((sent) =>
    sent.served && sent.answer !== '' ? [] : [`${label(sent)}: did not pass in detect mode.`],
  ),
  ...missingEvents('detect', walk.detected, walk.detectEvents, 'detect-only-reset'),
  ...(walk.mails.length > 0 ? [] : ['No mail about an attack is in the sink.']),
];

/** Each rule that was attacked n times must have at least n occurrences with the right action. */
const missingEvents = (
  mode: string,
  sent: readonly Sent[],
  events: readonly AttackEvent[],
  action: string,
): readonly string[] =>
  [...new Set(sent.map(({ request }) => request.ruleID))].flatMap((ruleID) => {
    const expected = sent.filter(({ request }) => request.ruleID === ruleID).length;
    const found = occurrences(events.filter((event) => event.ruleID === ruleID && event.action === action));
    return found >= expected
      ? []
      : [
          `${mode} mode: rule ${ruleID} was attacked ${expected} times, the plane has ${found} events of it as ${action}.`,
        ];
  });

export const occurrences = (events: readonly AttackEvent[]): number =>
  events.reduce((sum, event) => sum + event.repeatCount, 0);
