import type { AlertType } from './catalogue.ts';

/** AGT-7: a relay is recommended above the first and needed above the second number of computers. */
export const RELAY_RECOMMENDED_ABOVE = 5;
export const RELAY_REQUIRED_ABOVE = 20;
/** Of the seats: so many taken is almost all. */
const ALMOST = 0.9;
/** Few seats are watched by who ordered them. */
const LEAST_SEATS = 10;

export interface Fleet {
  readonly activated: number;
  readonly quantity: number;
  /** Computers with the role of a relay. */
  readonly relays: number;
}

/** What is so with a tenant's computers as a whole: the alerts that stand, with the reason in a sentence (AGT-7, ORD-8). */
export const fleetCauses = ({
  activated,
  quantity,
  relays,
}: Fleet): readonly (readonly [type: AlertType, reason: string | undefined])[] => {
  const relayless = relays === 0;
  const full = quantity > 0 && activated >= quantity;
  const almost = quantity >= LEAST_SEATS && activated >= ALMOST * quantity && !full;
  return [
    [
      'relay-recommended',
      relayless && activated > RELAY_RECOMMENDED_ABOVE && activated <= RELAY_REQUIRED_ABOVE
        ? `More than ${RELAY_RECOMMENDED_ABOVE} computers are activated: a relay is recommended.`
        : undefined,
    ],
    [
      'relay-required',
      relayless && activated > RELAY_REQUIRED_ABOVE
        ? `More than ${RELAY_REQUIRED_ABOVE} computers are activated: a relay is needed.`
        : undefined,
    ],
    [
      'license-seat-limit-almost-reached',
      almost ? `Nine tenths of the ${quantity} ordered computers are activated.` : undefined,
    ],
    [
      'license-seat-limit-reached',
      full ? `All ${quantity} ordered computers are activated; no other can be.` : undefined,
    ],
  ];
};
