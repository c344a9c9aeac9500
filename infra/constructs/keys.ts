import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccountRootPrincipal, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** What the account may hand on to its administrators, whatever the key is for. */
const administration = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:DisableKeyRotation',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListKeyPolicies',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];

/** Signs with ES256. Never rotated by AWS: agents pin its public key, and a successor is announced to them first. */
export const signingKey = (scope: Construct, id: string, description: string, keep: boolean): Key =>
  new Key(scope, id, {
    description,
    keySpec: KeySpec.ECC_NIST_P256,
    keyUsage: KeyUsage.SIGN_VERIFY,
    policy: accountPolicy(['kms:GetPublicKey', 'kms:Sign', 'kms:Verify']),
    ...lifetime(keep),
  });

/** Encrypts secrets that must be shown again; rotated every year by AWS. */
export const secretsKey = (scope: Construct, id: string, description: string, keep: boolean): Key =>
  new Key(scope, id, {
    description,
    enableKeyRotation: true,
    policy: accountPolicy(['kms:Decrypt', 'kms:Encrypt', 'kms:ListKeyRotations', 'kms:RotateKeyOnDemand']),
    ...lifetime(keep),
  });

/** Leaves it to IAM who uses the key, but only for what the key is for. */
const accountPolicy = (uses: readonly string[]): PolicyDocument =>
  new PolicyDocument({
    statements: [
      new PolicyStatement({
        principals: [new AccountRootPrincipal()],
        actions: [...administration, ...uses],
        // In a key policy this means the key itself.
        resources: ['*'],
      }),
    ],
  });

const lifetime = (keep: boolean) => ({
  removalPolicy: keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  pendingWindow: Duration.days(keep ? 30 : 7),
});
