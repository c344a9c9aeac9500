import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { createStore, type Store } from '../table/store.ts';
import { createPersonVerifier } from './person.ts';

const base = z.object({
  TABLE: z.string(),
  AWS_LAMBDA_FUNCTION_NAME: z.string().default('function'),
  LOG_LEVEL: z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR']).default('WARN'),
});

/** The environment is read once, here, with a schema; a function names what else it needs. */
export const environment = <S extends z.ZodRawShape>(shape: S): z.output<z.ZodObject<S>> =>
  z.object(shape).parse(process.env);

/** What every function has: a log, a clock and the table. */
export const wire = (): { store: Store; logger: Logger; now: () => number } => {
  const env = base.parse(process.env);
  const now = (): number => Date.now();
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
    marshallOptions: { removeUndefinedValues: true },
  });
  return {
    store: createStore(client, env.TABLE, now),
    logger: new Logger({ serviceName: env.AWS_LAMBDA_FUNCTION_NAME, logLevel: env.LOG_LEVEL }),
    now,
  };
};

/** For functions that people call: who signed in is checked against the issuer that the deployment names. */
export const wirePeople = () => {
  const env = environment({ OIDC_ISSUER: z.string(), OIDC_AUDIENCE: z.string(), OIDC_JWKS: z.string() });
  return createPersonVerifier(env.OIDC_ISSUER, env.OIDC_AUDIENCE, env.OIDC_JWKS);
};
