import { type Collection, collectionRoutes } from '../api/collection.ts';
import { ipLists, macLists, portLists } from '../api/list.ts';
import type { Route } from './route.ts';

/** Every resource that has the six usual endpoints and nothing else about them. */
const collections: readonly Collection[] = [ipLists, macLists, portLists];

export const collectionLines: readonly Route[] = collections.flatMap((collection) =>
  Object.values<Route>(collectionRoutes(collection)),
);
