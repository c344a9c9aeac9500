/** What is kept of one ecosystem's advisories. */
export interface EcosystemFacts {
  readonly hash: string;
  readonly CVEs: number;
  readonly packages: number;
  /** Epoch ms. */
  readonly imported: number;
}

/** An ecosystem that loses more of its CVEs at once was read from something broken. */
const MOST_LOST = 0.2;
/** Below this a share says nothing. */
const FEW = 50;

export interface Merged {
  readonly ecosystems: Readonly<Record<string, EcosystemFacts>>;
  readonly changed: boolean;
  /** Why an ecosystem stays as it was. */
  readonly kept: readonly { readonly ecosystem: string; readonly message: string }[];
}

/** What is known after an import: what came replaces what was, unless it shrank too much; the rest stays. */
export const mergeAdvisories = (
  before: Readonly<Record<string, EcosystemFacts>>,
  imported: Readonly<Record<string, EcosystemFacts>>,
): Merged => {
  const ecosystems: Record<string, EcosystemFacts> = { ...before };
  const kept: { ecosystem: string; message: string }[] = [];
  let changed = false;
  for (const [ecosystem, facts] of Object.entries(imported)) {
    const old = Object.hasOwn(before, ecosystem) ? before[ecosystem] : undefined;
    if (old && old.CVEs >= FEW && facts.CVEs < old.CVEs * (1 - MOST_LOST)) {
      kept.push({ ecosystem, message: `${facts.CVEs} CVEs instead of ${old.CVEs}: it stays as it was.` });
      continue;
    }
    if (old?.hash === facts.hash) continue;
    ecosystems[ecosystem] = facts;
    changed = true;
  }
  return { ecosystems, changed, kept };
};

/** Whether an import is due: the time has come, or the operator asked since the last one began. Epoch ms. */
export const isImportDue = (
  { asked = 0, started = 0 }: { readonly asked?: number | undefined; readonly started?: number | undefined },
  everyHours: number,
  now: number,
): boolean => asked > started || now - started >= everyHours * 3_600_000;
