import { accept, type Outcome, refuse } from '../../outcome.ts';
import { conditionNames, type Routing, type Statement, takesSeveral } from './routing.ts';

/** A topic of Amazon SNS; its fourth part is the region. */
export const TOPIC_ARN = /^arn:aws[a-z-]*:sns:[a-z]{2}(-[a-z]+)+-\d:\d{12}:[A-Za-z0-9_-]{1,256}(\.fifo)?$/;
const MOST_STATEMENTS = 20;
const MOST_VALUES = 50;

/** The field's JSON of which events go to which topic (events.md section 8), refused with what is wrong in it. */
export const readRouting = (text: string): Outcome<Routing> => {
  const root = parsed(text);
  if (!isObject(root)) return wrong('must be a JSON object');
  if (root.Version !== '2014-09-24') return wrong('Version must be 2014-09-24');
  const { Statement: statements } = root;
  if (!Array.isArray(statements) || statements.length === 0 || statements.length > MOST_STATEMENTS) {
    return wrong(`Statement must be a list of 1 to ${MOST_STATEMENTS}`);
  }
  for (const statement of statements as readonly unknown[]) {
    const fault = faultOf(statement);
    if (fault) return wrong(fault);
  }
  return accept({ Version: root.Version, Statement: statements as readonly Statement[] });
};

const wrong = (why: string) => refuse('invalid', `${why}.`, 'bad-routing');

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const faultOf = (statement: unknown): string | undefined => {
  if (!isObject(statement) || typeof statement.Topic !== 'string' || !TOPIC_ARN.test(statement.Topic)) {
    return 'every Statement needs a Topic, the ARN of a topic';
  }
  const { Condition = {} } = statement;
  if (!isObject(Condition)) return 'a Condition must be an object';
  for (const [name, lines] of Object.entries(Condition)) {
    const known = conditionNames.find((one) => one === name);
    if (!known) return `a Condition is one of ${conditionNames.join(', ')}`;
    if (!isObject(lines)) return `${name} must name properties with their values`;
    if (!Object.values(lines).every((value) => isWanted(value, takesSeveral(known)))) {
      return `${name} must hold values${takesSeveral(known) ? ' or lists of them' : ', no lists'}`;
    }
  }
  return undefined;
};

const isWanted = (value: unknown, several: boolean): boolean =>
  Array.isArray(value) ? several && value.length <= MOST_VALUES && value.every(isScalar) : isScalar(value);

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);
