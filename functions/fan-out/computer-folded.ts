import { foldComputer } from '../../shared/table/entities/computer-block.ts';
import { computerChangeItem } from '../../shared/table/entities/computer-change.ts';
import type { Follow } from './deps.ts';

/** A computer was written: lists find it in its block from now on. */
export const computerFolded: Follow = (deps, { after }) =>
  foldComputer(deps.store, computerChangeItem.parse(after));
