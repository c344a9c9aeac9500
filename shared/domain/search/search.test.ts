import { describe, expect, it } from 'vitest';
import type { Criterion, Fields, SearchFilter } from './filter.ts';
import { search } from './search.ts';

const fields: Fields = {
  name: 'string',
  CVE: 'strings',
  CVSSScore: 'string',
  size: 'numeric',
  locked: 'boolean',
  type: 'choice',
  seen: 'date',
  agentVersion: 'version',
  'ec2/accountID': 'string',
  'interfaces/name': 'string',
};
const items = [
  {
    ID: 3,
    name: 'Web',
    CVE: ['CVE-2017-0143', 'CVE-2017-0144'],
    size: 10,
    locked: true,
    type: 'smart',
    seen: 300,
  },
  {
    ID: 1,
    name: 'web-1',
    CVSSScore: '9.8',
    size: 30,
    type: 'exploit',
    seen: 100,
    agentVersion: '20.0.0.877',
  },
  { ID: 2, name: 'db', size: 20, locked: false, seen: 200, ec2: { accountID: '42' }, agentVersion: '9.6' },
  { ID: 4, name: '', interfaces: { interfaces: [{ name: 'eth0' }, { name: 'eth1' }] }, size: 20 },
];
const ids = (filter: SearchFilter): number[] => {
  const found = search(items, filter, fields);
  if (!found.ok) throw new Error(found.message);
  return found.value.map(({ ID }) => ID);
};
const by = (...searchCriteria: Criterion[]): number[] => ids({ searchCriteria });

describe('search', () => {
  it.each<[string, Criterion, number[]]>([
    ['text, any case', { fieldName: 'name', stringValue: 'WEB' }, [3]],
    ['text with wildcards', { fieldName: 'name', stringValue: 'web%' }, [1, 3]],
    ['wildcards taken literally', { fieldName: 'name', stringValue: 'web%', stringWildcards: false }, []],
    ['another text', { fieldName: 'name', stringTest: 'not-equal', stringValue: 'web%' }, [2, 4]],
    ['one of a list', { fieldName: 'CVE', stringValue: 'CVE-2017-0144' }, [3]],
    ['part of a list', { fieldName: 'CVE', stringValue: '%2017-0144%' }, [3]],
    ['the whole list', { fieldName: 'CVE', stringValue: 'CVE-2017-0143, CVE-2017-0144' }, [3]],
    [
      'a number, in its order',
      { fieldName: 'size', numericTest: 'greater-than', numericValue: 10 },
      [2, 4, 1],
    ],
    ['a number, downwards', { fieldName: 'size', numericTest: 'less-than', numericValue: 30 }, [2, 4, 3]],
    ['a number without operator', { fieldName: 'size', numericValue: 20 }, [2, 4]],
    ['text as a number', { fieldName: 'CVSSScore', numericTest: 'greater-than', numericValue: 9 }, [1]],
    ['text as text', { fieldName: 'CVSSScore', stringValue: '9.8' }, [1]],
    ['true', { fieldName: 'locked', booleanTest: true }, [3]],
    ['false, which absence is too', { fieldName: 'locked', booleanTest: false }, [1, 2, 4]],
    ['a choice', { fieldName: 'type', choiceTest: 'equal', choiceValue: 'smart' }, [3]],
    ['another choice', { fieldName: 'type', choiceTest: 'not-equal', choiceValue: 'smart' }, [1, 2, 4]],
    ['from a time on', { fieldName: 'seen', firstDateValue: 200 }, [2, 3]],
    ['after a time', { fieldName: 'seen', firstDateValue: 200, firstDateInclusive: false }, [3]],
    ['up to a time, newest first', { fieldName: 'seen', lastDateValue: 200 }, [2, 1]],
    ['between times', { fieldName: 'seen', firstDateValue: 150, lastDateValue: 250 }, [2]],
    ['no value', { fieldName: 'type', nullTest: true }, [2, 4]],
    ['empty text is no value', { fieldName: 'name', nullTest: true }, [4]],
    ['some value', { fieldName: 'type', nullTest: false }, [1, 3]],
    [
      'a later version',
      { fieldName: 'agentVersion', versionTest: 'greater-than', versionValue: '9.10' },
      [1],
    ],
    ['ids above', { idTest: 'greater-than', idValue: 1 }, [2, 3, 4]],
    ['ids below, downwards', { idTest: 'less-than', idValue: 3 }, [2, 1]],
    ['one id', { idValue: 2 }, [2]],
    ['a sub-object', { fieldName: 'ec2/accountID', stringValue: '42' }, [2]],
    ['a wrapped list', { fieldName: 'interfaces/name', stringValue: 'eth1' }, [4]],
  ])('%s', (_, criterion, found) => {
    expect(by(criterion)).toEqual(found);
  });

  it('joins criteria by and, in order of ids', () => {
    expect(by({ fieldName: 'size', numericValue: 20 }, { idTest: 'less-than', idValue: 4 })).toEqual([2]);
    expect(
      by(
        { fieldName: 'size', numericTest: 'less-than', numericValue: 99 },
        { idTest: 'less-than', idValue: 9 },
      ),
    ).toEqual([1, 2, 3, 4]);
  });

  it('sorts by id when told to, and everything by id when nothing is asked', () => {
    expect(
      ids({
        searchCriteria: [{ fieldName: 'size', numericTest: 'less-than', numericValue: 99 }],
        sortByObjectID: true,
      }),
    ).toEqual([1, 2, 3, 4]);
    expect(ids({})).toEqual([1, 2, 3, 4]);
  });

  it('pages by id', () => {
    const page = (after: number) =>
      ids({ maxItems: 3, searchCriteria: [{ idTest: 'greater-than', idValue: after }] });
    expect([page(0), page(3), page(4)]).toEqual([[1, 2, 3], [4], []]);
  });

  it('answers 5,000 at most', () => {
    const many = Array.from({ length: 6000 }, (_, i) => ({ ID: i + 1 }));
    const found = search(many, { maxItems: 9999 }, {});
    expect(found.ok && found.value.length).toBe(5000);
  });

  it.each<[Criterion, string]>([
    [{ fieldName: 'nope', stringValue: 'x' }, 'Invalid SearchFilter: unknown fieldName: nope'],
    [{ fieldName: 'constructor', nullTest: true }, 'unknown fieldName: constructor'],
    [{ fieldName: 'name' }, 'needs a test'],
    [{ stringValue: 'x' }, 'fieldName is missing'],
    [{ fieldName: 'name', stringTest: 'equal' }, 'stringValue is missing'],
    [{ fieldName: 'name', booleanTest: true }, 'name cannot be searched by a boolean test'],
    [{ fieldName: 'name', stringValue: 'x', numericValue: 1 }, 'one test'],
  ])('%j is refused', (criterion, message) => {
    const refused = search(items, { searchCriteria: [criterion] }, fields);
    expect(refused).toMatchObject({ ok: false, kind: 'invalid', message: expect.stringContaining(message) });
  });
});
