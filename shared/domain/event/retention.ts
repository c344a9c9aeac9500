const DAY = 86_400_000;

/** Logs are readable for 28 days, counted from their receipt (EVT-3). */
export const LOG_DAYS = 28;
export const LOG_LIFE = LOG_DAYS * DAY;

/** End of life in epoch seconds, as the table's TTL wants it. `received` in epoch ms. */
export const logExpiry = (received: number): number => Math.ceil((received + LOG_LIFE) / 1000);
