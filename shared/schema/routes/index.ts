import type { Route } from './route.ts';

/** The whole route table, by function. Order does not matter: no two lines may match the same request. */
export const routes: readonly Route[] = [];
