import type { CarrierDeps } from '../../shared/delivery/open-carrier.ts';
import type { ApiDeps, Handler } from '../../shared/http/api.ts';
import type { SecretBox } from '../../shared/ports/secret-box.ts';
import { destinationHandlers } from './destinations.ts';
import { ruleHandlers } from './rules.ts';
import { testHandlers } from './test-destination.ts';

export interface NotificationDeps extends ApiDeps, Pick<CarrierDeps, 'egress' | 'mailer' | 'snsEndpoint'> {
  readonly secrets: SecretBox;
}

/** `/api/notificationrules` and `/api/notificationdestinations`. */
export const notificationHandlers = (deps: NotificationDeps): readonly Handler[] => [
  ...ruleHandlers(deps),
  ...destinationHandlers(deps),
  ...testHandlers(deps),
];
