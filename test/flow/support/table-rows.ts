import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { OpenPlane } from '../../../infra/local/open.ts';
import { canonicalJson } from '../../../shared/domain/policy/canonical.ts';

/**
 * What the plane writes by itself, whatever is asked of it: counts of calls, where its beats have got to, that
 * contents were looked at, that sources of rules were, and how far people have been told of events, which stand in
 * rows of their own.
 */
const byItself: readonly string[] = [
  'api-usage',
  'ran',
  'position',
  'configuration-mark',
  'import-run',
  'notified',
  'digest',
];

/**
 * Every item of the table, to show that a refused request changed nothing. That it was made is counted all the same:
 * by hour, and once an hour in the key that made it.
 */
export const tableRows = async (plane: OpenPlane): Promise<string[]> => {
  const { endpoints, region, parts } = plane.machine;
  const client = new DynamoDBClient({
    endpoint: endpoints.DYNAMODB,
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const rows: string[] = [];
  let after: Record<string, never> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: parts.tables[0]?.name, ...(after && { ExclusiveStartKey: after }) }),
    );
    const items = (page.Items ?? []).filter(({ kind }) => !byItself.includes(kind?.S ?? ''));
    rows.push(...items.map(({ lastSignIn: _, ...item }) => canonicalJson(item)));
    after = page.LastEvaluatedKey as Record<string, never> | undefined;
  } while (after);
  client.destroy();
  return rows.sort();
};
