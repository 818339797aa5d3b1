export interface HistoryOptions {
  readonly historyDays: number;
}

/** Asks for histories, which are left out otherwise (reference 2.4). Throws a RangeError for no positive whole number. */
export function historyQuery({ historyDays }: HistoryOptions): Record<string, string> {
  if (!Number.isSafeInteger(historyDays) || historyDays < 1) {
    throw new RangeError(`historyDays must be a positive whole number, not ${historyDays}`);
  }
  return { includeHistoricStats: "true", historicStatsDays: String(historyDays) };
}
