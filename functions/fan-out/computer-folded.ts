import { readComputer } from '../../shared/table/entities/computer/computer.ts';
import { foldComputer } from '../../shared/table/entities/computer/computer-block.ts';
import { computerChangeItem } from '../../shared/table/entities/computer/computer-change.ts';
import { forgetComputer } from '../../shared/table/entities/computer/forget-computer.ts';
import type { Follow } from './deps.ts';

/** A computer was written: lists find it in its block from now on. Of one that was deleted nothing is left behind. */
export const computerFolded: Follow = async ({ store, now }, { after }) => {
  const change = computerChangeItem.parse(after);
  const { tenant, ID } = change;
  if (!(await readComputer(store, tenant, ID))) await forgetComputer(store, tenant, ID, now());
  // Last, since it takes the mark of the change away.
  await foldComputer(store, change);
};
