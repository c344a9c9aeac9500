import { compileRegex } from '../ips/regex/regex.ts';
import { accept, type Outcome, refuse } from '../outcome.ts';

export interface EventTask {
  readonly ID: number;
  readonly name: string;
  readonly type: string;
  readonly enabled: boolean;
  readonly conditions: readonly { readonly field: string; readonly value?: string | undefined }[];
  readonly actions: readonly { readonly type: string; readonly parameterValue?: number | undefined }[];
}

/** What is known of a computer when something happens to it, by the API's names of conditions' fields. */
export type ComputerFacts = Readonly<Partial<Record<string, string>>>;

/** What may happen to a computer here, by the API's names; tasks for anything else wait in vain. */
export type ComputerTrigger =
  | 'computer-created-by-system'
  | 'computer-moved-by-system'
  | 'agent-initiated-activation'
  | 'agent-ip-changed';

/** What is seen of a computer when something happens to it. */
export interface SeenComputer {
  readonly groupID: number;
  readonly lastIPUsed: string;
  readonly addresses: readonly string[];
}

/** What a change of a stored computer sets off. What activates itself is looked after by its activation. */
export const triggersOf = (
  before: SeenComputer | undefined,
  after: SeenComputer & { readonly activated: number },
): readonly ComputerTrigger[] => {
  if (!before) return after.activated > 0 ? [] : ['computer-created-by-system'];
  const triggers: ComputerTrigger[] = [];
  if (before.groupID !== after.groupID) triggers.push('computer-moved-by-system');
  const addresses = (seen: SeenComputer) => [seen.lastIPUsed, ...seen.addresses.toSorted()].join(' ');
  if (addresses(before) !== addresses(after)) triggers.push('agent-ip-changed');
  return triggers;
};

/** What tasks want of a computer: where several name one, the one with the lowest id has its way. */
export interface Wanted {
  /** Its agent is to be deactivated. */
  readonly deactivate: boolean;
  readonly policyID?: number | undefined;
  readonly groupID?: number | undefined;
  readonly matched: readonly EventTask[];
}

const flags = { ignoreCase: false, dotAll: false, multiline: false, extended: false, dollarEndOnly: false };
/** Steps of one condition; a text of 254 characters takes a few thousand. */
const EFFORT = 200_000;
/** Of all conditions of a trigger: a tenant's tasks must not keep its own hosts from activating, nor us busy. */
const EFFORT_OF_ALL = 2_000_000;

/** A condition's value matches the whole text, as in Java; the project's own engine bounds what that may cost. */
const whole = (value: string) => compileRegex(`^(?:${value})$`, flags);

/** Every value is an expression that can be run. */
export const checkConditions = (conditions: EventTask['conditions']): Outcome<undefined> => {
  for (const [i, { value = '' }] of conditions.entries()) {
    const compiled = whole(value);
    if (compiled.ok) continue;
    const field = `conditions.${i}.value`;
    const words = compiled.reason.replace(/^pcre /, 'the expression ');
    return refuse('invalid', `${field}: ${words}.`, 'bad-expression', { field });
  }
  return accept(undefined);
};

/** A field that this service knows nothing of matches nothing. */
const holds = (
  { field, value = '' }: EventTask['conditions'][number],
  facts: ComputerFacts,
  encode: (text: string) => Uint8Array,
  all: { left: number },
): boolean => {
  if (all.left <= 0) return false;
  const compiled = whole(value);
  const text = facts[field];
  if (!compiled.ok || text === undefined) return false;
  const bytes = encode(text);
  const effort = { left: Math.min(EFFORT, all.left) };
  all.left -= effort.left;
  const found = compiled.regex.search(bytes, 0, 0, bytes.length, effort);
  all.left += Math.max(0, effort.left);
  return found;
};

/**
 * Which tasks these triggers set off for a computer, and what they assign. All conditions of a task must match, those of
 * lower ids being tried first.
 */
export const setOff = (
  tasks: readonly EventTask[],
  triggers: readonly ComputerTrigger[],
  facts: ComputerFacts,
  encode: (text: string) => Uint8Array,
): Wanted => {
  const effort = { left: EFFORT_OF_ALL };
  const matched = tasks
    .filter(({ enabled, type }) => enabled && triggers.some((trigger) => trigger === type))
    .sort((a, b) => a.ID - b.ID)
    .filter(({ conditions }) => conditions.every((condition) => holds(condition, facts, encode, effort)));
  const actions = matched.flatMap((task) => task.actions);
  const first = (type: string) => actions.find((action) => action.type === type)?.parameterValue;
  return {
    policyID: first('assign-policy'),
    groupID: first('assign-group'),
    deactivate: actions.some(({ type }) => type === 'deactivate'),
    matched,
  };
};
