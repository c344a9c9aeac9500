import { behaviourTable, reviews } from '../../shared/domain/rule-update/feed/behaviour-table.ts';
import { classTypes } from '../../shared/domain/rule-update/feed/class-types.ts';

/** docs/rule-behaviour.md: how an imported rule begins, as the table that decides it says. */
export const behaviourPage = (): string => `# How a rule begins

Made by \`npm run docs\` from \`shared/domain/rule-update/feed/behaviour-table.ts\` and \`class-types.ts\`.

\`prevent\` blocks where the policy prevents. \`detect\` only tells, until a tenant sets it to prevent. \`detect-only\` can
never be set to prevent. A rule that fires on ordinary traffic when a version is tried starts in detect, whatever stands here.

## The table

The first line that holds decides.

| class tells of | confidence of the source | severity | behaviour | because |
|---|---|---|---|---|
${behaviourTable
  .map(({ tells, confidence, severity, behaviour, because }) =>
    row([words(tells), words(confidence), words(severity), `**${behaviour}**`, because]),
  )
  .join('\n')}

## Our review

It goes before the table.

| sid | behaviour | because |
|---|---|---|
${reviews.map(({ sid, behaviour, because }) => row([String(sid), `**${behaviour}**`, because])).join('\n')}

## Classes

Severity is the source's own word (\`signature_severity\`: Critical, Major, Minor, Informational), else it follows from the
class: priority 1 is high, 2 medium, 3 and 4 low.

| class type | tells of | priority | in words |
|---|---|---|---|
${Object.entries(classTypes)
  .map(([name, { tells, priority, title }]) => row([`\`${name}\``, tells, String(priority), title]))
  .join('\n')}
| any other | sign | 2 | |
`;

const words = (list: readonly string[] | undefined): string => list?.join(', ') ?? 'any';

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
