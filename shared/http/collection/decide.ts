import { accept, type Outcome, refuse } from '../../domain/outcome.ts';
import { MOST_ITEMS } from '../../domain/search/filter.ts';
import { type Collection, plural, type Stored } from '../../schema/api/collection.ts';
import { itemSize } from '../../table/item-size.ts';
import type { TenantCaller } from '../caller.ts';
import { withoutAbsent } from './members.ts';
import { nameTaken } from './refusals.ts';
import type { Shelf } from './shelf.ts';

/** DynamoDB takes 400 kB; what a text of a caller may take of it. */
const LARGEST_ITEM = 300_000;

/** A change as it arrived: whose, when (epoch ms) and the members given. */
export interface Asked {
  readonly caller: TenantCaller;
  readonly now: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What an item may become, filled in by the collection's own check; without `before` it is being created. */
export const decide = async <C extends Collection>(
  shelf: Shelf<C>,
  item: Stored<C>,
  { caller, now, body }: Asked,
  before?: Stored<C>,
): Promise<Outcome<Stored<C>>> => {
  const { options, nameMember, store } = shelf;
  const { thing } = shelf.collection;
  let loaded: Promise<readonly Stored<C>[]> | undefined;
  const all = () => {
    loaded ??= shelf.everything(caller.tenantID);
    return loaded;
  };
  if (nameMember !== false && before?.[nameMember] !== item[nameMember]) {
    const taken = nameTaken(thing, nameMember, item, await all());
    if (taken) return taken;
  }
  const most = options.most ?? MOST_ITEMS;
  if (!before && (await all()).length - (await shelf.builtin(caller.tenantID)).list.length >= most) {
    return refuse('conflict', `A tenant keeps at most ${most} ${plural(thing)}.`, 'too-many');
  }
  const change = { caller, now, store, all, given: body, ...(before && { before }) };
  const checked = options.check ? await options.check(item, change) : accept(item);
  if (!checked.ok) return checked;
  return itemSize(withoutAbsent(checked.value)) > LARGEST_ITEM
    ? refuse('too-large', `The ${thing} is larger than ${LARGEST_ITEM} bytes.`)
    : checked;
};
