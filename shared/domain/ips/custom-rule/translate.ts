import { type Outcome, refuse } from '../../outcome.ts';
import { compileRule } from '../rule/compile.ts';
import type { CustomDefinition, Place } from './definition.ts';
import { textsOf } from './texts.ts';

/**
 * A tenant's own rule as texts that the engine loads. Each is compiled before it is accepted: a rule that hosts would
 * disarm is refused here, and the refusal names the member to change.
 */
export const translateCustomRule = (
  ID: number,
  definition: CustomDefinition,
  place: Place,
): Outcome<readonly string[]> => {
  if (place.protocol === 'icmp') {
    return refuse(
      'invalid',
      'applicationTypeID: rules need an application type of TCP or UDP.',
      'no-payload',
    );
  }
  const texts = textsOf(ID, definition, place);
  if (!texts.ok) return texts;
  const bad = texts.value
    .map((text, index) => compileRule({ ruleID: ID, text }, index))
    .find((result) => !result.ok);
  return bad === undefined || bad.ok
    ? texts
    : refuse('invalid', `${memberOf(definition)}: ${bad.reason}.`, 'does-not-compile');
};

const memberOf = ({ template }: CustomDefinition): string =>
  template === 'signature' ? 'signature' : template === 'custom' ? 'customXML' : 'patterns';
