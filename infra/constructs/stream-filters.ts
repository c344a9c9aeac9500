/**
 * Which changes of the table wake the fan-out; everything else costs nothing. Expired items are REMOVE records and
 * match no line. Lambda allows five patterns per source unless a quota is raised.
 */
export const streamFilters: readonly { readonly pattern: string }[] = [
  change(['INSERT', 'MODIFY'], { NewImage: { kind: is('order'), state: is('accepted', 'done', 'undone') } }),
  change(['INSERT'], { NewImage: { kind: is('batch', 'system-event', 'report') } }),
  change(['INSERT', 'MODIFY'], {
    NewImage: {
      kind: is(
        'alert',
        'export',
        'policy',
        'default-policy',
        'computer',
        'computer-overrides',
        'computer-change',
        'configuration-mark',
        'object',
        'subscription',
        'maintenance',
      ),
    },
  }),
  change(['MODIFY'], {
    NewImage: { kind: is('host'), offline: flag(true) },
    OldImage: { offline: flag(false) },
  }),
  change(['MODIFY'], {
    NewImage: { kind: is('host'), offline: flag(false) },
    OldImage: { offline: flag(true) },
  }),
];

/** What is added up, and nothing else. */
export const batchFilters: readonly { readonly pattern: string }[] = [
  change(['INSERT'], { NewImage: { kind: is('batch') } }),
];

function change(eventName: readonly string[], dynamodb: object): { readonly pattern: string } {
  return { pattern: JSON.stringify({ eventName, dynamodb }) };
}

function is(...values: readonly string[]): { readonly S: readonly string[] } {
  return { S: values };
}

function flag(value: boolean): { readonly BOOL: readonly boolean[] } {
  return { BOOL: [value] };
}
