/**
 * The policy that every tenant begins with: clients look for it by name to put theirs below it, or just name it by its
 * id. It sets nothing, and may be changed, renamed and deleted like any other.
 */
export const basePolicy = {
  ID: 1,
  name: 'Base Policy',
  description: 'The root of all other policies: what it sets holds below it, unless set otherwise there.',
} as const;
