import { type Rings, withoutPassed } from '../../../domain/rule-update/delivery/release.ts';
import { absent, all, type Condition, equals } from '../../condition.ts';
import { keys, OPERATOR } from '../../keys.ts';
import type { Write } from '../../store.ts';
import { systemEvent } from '../event/system-event.ts';
import { type Entry, trail } from '../tenant/trail.ts';
import {
  type CatalogueVersionItem,
  type PublishedItem,
  type ReleaseItem,
  releasesOf,
} from './rule-catalogue.ts';

/** Under way at once; with a version a day and delays of two it is three. */
const MOST_RELEASES = 40;

/**
 * What puts a version in force: the pointer, the version's own mark, and what is told of it. `as` is how the version
 * must still stand in the table.
 */
export const publishRules = (
  version: CatalogueVersionItem,
  before: PublishedItem | undefined,
  at: number,
  by: Entry['by'],
  rings: Rings,
  as: Condition = equals('revision', version.revision),
): Write[] => {
  const sequence = (before?.sequence ?? 0) + 1;
  // To publish an older version is to roll back, and nobody is to wait for that.
  const back = before !== undefined && version.version < before.version;
  const release: ReleaseItem = {
    ...{ version: version.version, sequence, at, jws: version.jws },
    rings: { ...rings, firstTenants: [...rings.firstTenants] },
    ...(back && { everybody: at }),
  };
  const pointer: PublishedItem = {
    ...keys.cataloguePublished,
    kind: 'catalogue-published',
    version: version.version,
    sequence,
    at,
    by: by.name,
    jws: version.jws,
    releases: [release, ...withoutPassed(releasesOf(before), at)].slice(0, MOST_RELEASES),
  };
  const marked: CatalogueVersionItem = { ...version, published: at, revision: version.revision + 1 };
  const scheduled = by.kind === 'system';
  return [
    { put: pointer, if: before ? equals('sequence', before.sequence) : absent('pk') },
    { put: marked, if: as },
    {
      put: systemEvent(OPERATOR, {
        id: `rules-published-${sequence}`,
        at,
        number: scheduled ? 106 : 107,
        severity: 'info',
        title: scheduled
          ? 'Scheduled Rule Update Downloaded and Applied'
          : 'Rule Update Downloaded and Applied',
        description: `Version ${version.version}, sequence ${sequence}`,
        actionBy: by.name,
      }),
    },
    {
      put: trail(OPERATOR, {
        at,
        action: 'rules-published',
        target: `rule-update-${version.version}`,
        by,
        detail: `sequence ${sequence}`,
      }),
    },
  ];
};

/** Changes how what was published last reaches those who wait for it. */
export const rollOut = (
  published: PublishedItem,
  change: 'now' | 'held' | 'on',
  at: number,
  by: Entry['by'],
): Write[] => {
  const [newest, ...older] = releasesOf(published);
  if (!newest) return [];
  const { held: _, ...open } = newest;
  const next: ReleaseItem = {
    ...open,
    ...(change === 'now' && { everybody: at }),
    ...(change === 'held' && { held: at }),
  };
  const { sequence, rolledOut } = published;
  const item: PublishedItem = {
    ...published,
    releases: [next, ...older],
    rolledOut: (rolledOut ?? 0) + 1,
  };
  return [
    {
      put: item,
      if: all(
        equals('sequence', sequence),
        rolledOut === undefined ? absent('rolledOut') : equals('rolledOut', rolledOut),
      ),
    },
    {
      put: trail(OPERATOR, {
        at,
        action: `rules-roll-out-${change}`,
        target: `rule-update-${published.version}`,
        by,
        detail: `sequence ${sequence}`,
      }),
    },
  ];
};
