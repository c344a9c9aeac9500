import type { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, StreamViewType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

export interface PlaneTableProps {
  readonly removalPolicy: RemovalPolicy;
  readonly deletionProtection: boolean;
}

/** The one table: `pk` and `sk`, TTL in `expiresAt` (epoch seconds), a stream of both images, on demand. */
export class PlaneTable extends TableV2 {
  constructor(scope: Construct, id: string, props: PlaneTableProps) {
    super(scope, id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      timeToLiveAttribute: 'expiresAt',
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // A key of our own would be billed per request; what must stay secret is sealed by KEY_SECRETS before it
      // gets here.
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      ...props,
    });
  }
}
