import { absent, equals } from '../condition.ts';
import { keys, OPERATOR } from '../keys.ts';
import type { Write } from '../store.ts';
import type { CatalogueVersionItem, PublishedItem } from './rule-catalogue.ts';
import { systemEvent } from './system-event.ts';
import { type Entry, trail } from './trail.ts';

/** What puts a version in force: the pointer, the version's own mark, and what is told of it. */
export const publishRules = (
  version: CatalogueVersionItem,
  before: PublishedItem | undefined,
  at: number,
  by: Entry['by'],
): Write[] => {
  const sequence = (before?.sequence ?? 0) + 1;
  const pointer: PublishedItem = {
    ...keys.cataloguePublished,
    kind: 'catalogue-published',
    version: version.version,
    sequence,
    at,
    by: by.name,
    jws: version.jws,
    key: version.key,
  };
  const marked: CatalogueVersionItem = { ...version, published: at, revision: version.revision + 1 };
  const scheduled = by.kind === 'system';
  return [
    { put: pointer, if: before ? equals('sequence', before.sequence) : absent('pk') },
    { put: marked, if: equals('revision', version.revision) },
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
