import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { documentsOf } from '../table/documents.ts';
import { createStore, type Store } from '../table/store.ts';
import { createPersonVerifier } from './person.ts';
import { createUsage, type RecordUsage } from './usage.ts';

const base = z.object({
  TABLE: z.string(),
  AWS_LAMBDA_FUNCTION_NAME: z.string().default('function'),
  LOG_LEVEL: z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR']).default('WARN'),
});

/** The environment is read once, here, with a schema; a function names what else it needs. */
export const environment = <S extends z.ZodRawShape>(shape: S): z.output<z.ZodObject<S>> =>
  z.object(shape).parse(process.env);

/** What every function has: a log, a clock and the table, and what counts how the API is used. */
export const wire = (): { store: Store; logger: Logger; now: () => number; usage: RecordUsage } => {
  const env = base.parse(process.env);
  const now = (): number => Date.now();
  const store = createStore(documentsOf(new DynamoDBClient({})), env.TABLE, now);
  const logger = new Logger({ serviceName: env.AWS_LAMBDA_FUNCTION_NAME, logLevel: env.LOG_LEVEL });
  return { store, logger, now, usage: createUsage(store, (error) => logger.warn('usage', error)) };
};

/** For functions that people call: who signed in is checked against the issuer that the deployment names. */
export const wirePeople = () => {
  const env = environment({ OIDC_ISSUER: z.string(), OIDC_AUDIENCE: z.string(), OIDC_JWKS: z.string() });
  return createPersonVerifier(env.OIDC_ISSUER, env.OIDC_AUDIENCE, env.OIDC_JWKS);
};
