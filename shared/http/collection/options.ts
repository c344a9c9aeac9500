import type * as z from 'zod';
import type { Outcome } from '../../domain/outcome.ts';
import type { Collection, Stored } from '../../schema/api/collection.ts';
import type { ObjectEvents } from '../../table/entities/object/object-records.ts';
import type { Store } from '../../table/store.ts';
import type { TenantCaller } from '../caller.ts';

/** What a check may look at beside the item itself. */
export interface Change<C extends Collection> {
  readonly caller: TenantCaller;
  /** Epoch ms. */
  readonly now: number;
  readonly store: Store;
  /** Absent when the item is being created. */
  readonly before?: Stored<C>;
  /** Every item there is, built-in ones first; read once, when first asked for. */
  readonly all: () => Promise<readonly Stored<C>[]>;
  /** Members of the body that were given, before they were merged. */
  readonly given: Readonly<Record<string, unknown>>;
}

export interface CollectionOptions<C extends Collection> {
  /** Part of every tenant, with ids of their own; they cannot be deleted. */
  readonly builtin?: readonly Stored<C>[] | ((tenant: string) => Promise<readonly Stored<C>[]>);
  /** A tenant may change a built-in item, for itself. */
  readonly editable?: true;
  /** Members of built-in items that a tenant may set for itself all the same; kept under the built-in id. */
  readonly settable?: readonly (keyof z.output<C['body']> & string)[];
  /** Ids of a tenant's own items begin here; default: after the last built-in one. */
  readonly firstID?: number;
  /** The member whose text no two items share, in any case; `false`: names may repeat. Default `name`. */
  readonly unique?: (keyof Stored<C> & string) | false;
  /** Where names may repeat, but not everywhere: the text that no two share. `check` refuses it with its reason. */
  readonly identity?: (item: Stored<C>) => string;
  /** Decides on what an item would become, and may fill in members that nobody writes. */
  readonly check?: (item: Stored<C>, change: Change<C>) => Outcome<Stored<C>> | Promise<Outcome<Stored<C>>>;
  /** Whether an item may be deleted; asked before `users`. */
  readonly checkRemove?: (
    item: Stored<C>,
    caller: TenantCaller,
  ) => Outcome<undefined> | Promise<Outcome<undefined>>;
  /** What uses an item, e.g. `firewall rule "Web"`: it cannot be deleted then (FW-11). */
  readonly users?: (tenant: string, item: Stored<C>) => Promise<readonly string[]>;
  /** Brings an item into the shape of `read` where the two differ. */
  readonly view?: (item: Stored<C>) => Readonly<Record<string, unknown>>;
  /** Most items of a tenant; default 5,000, what a list answers. */
  readonly most?: number;
  readonly events?: ObjectEvents;
  /** Whether a caller sees an item in lists and searches; by id, shared/http/reach.ts decides. */
  readonly sees?: (item: Stored<C>, caller: TenantCaller) => boolean;
}
