import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import { isProduction, type PlaneConfig } from '../config.ts';
import { objectBucket } from '../constructs/bucket.ts';
import { secretsKey, signingKey } from '../constructs/keys.ts';
import { SignIn } from '../constructs/sign-in.ts';
import { PlaneTable } from '../constructs/table.ts';
import type { KeyPurpose } from '../needs.ts';

/** Everything that holds state, and that a new version of the code must never replace. */
export class DataStack extends Stack {
  readonly table: PlaneTable;
  readonly bucket: Bucket;
  readonly keys: Readonly<Record<KeyPurpose, Key>>;
  readonly signIn: SignIn;

  constructor(scope: Construct, id: string, config: PlaneConfig, props: StackProps) {
    super(scope, id, props);
    const keep = isProduction(config);
    this.table = new PlaneTable(this, 'Table', {
      removalPolicy: keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      deletionProtection: keep,
    });
    this.bucket = objectBucket(this, keep, config.logDays);
    this.keys = {
      policy: signingKey(this, 'PolicyKey', 'Signs the policy pointer of a host', keep),
      rules: signingKey(this, 'RulesKey', 'Signs rule catalogues', keep),
      secrets: secretsKey(this, 'SecretsKey', 'Encrypts activation tokens', keep),
    };
    this.signIn = new SignIn(this, 'People', keep);
    new EmailIdentity(this, 'Sender', { identity: Identity.email(config.mailFrom) });

    new CfnOutput(this, 'TableName', { value: this.table.tableName });
    new CfnOutput(this, 'UserPoolId', { value: this.signIn.pool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: this.signIn.client.userPoolClientId });
  }
}
