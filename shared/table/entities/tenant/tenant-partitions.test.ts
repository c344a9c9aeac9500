import { expect, it } from 'vitest';
import { collectionName } from '../../../schema/api/collection.ts';
import { collections } from '../../../schema/routes/collections.ts';
import { partitions } from '../../keys.ts';
import { endsByAge, erasedPartitions, knownSeveral, objectCollections } from './tenant-partitions.ts';

it('knows every partition of which a tenant has several', () => {
  const names = Object.entries(partitions)
    .filter(([, partition]) => typeof partition === 'function' && partition.length > 1)
    .map(([name]) => name);
  expect([...knownSeveral, ...endsByAge].sort()).toEqual(names.sort());
});

it('knows every collection of plain resources', () => {
  expect(objectCollections).toEqual(expect.arrayContaining(collections.map(collectionName)));
});

it('reaches one tenant alone', () => {
  const tenant = '11111111-2222-4333-8444-555555555555';
  const all = erasedPartitions(tenant);
  expect(all.filter((pk) => !pk.startsWith(`${tenant}#`))).toEqual([]);
  expect(new Set(all).size).toBe(all.length);
});
