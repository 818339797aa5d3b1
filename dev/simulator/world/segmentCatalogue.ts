/** A segment of the example company; `share` is the part of all customers that are members. */
export interface SegmentTemplate {
  readonly name: string;
  readonly friendlyName: string;
  readonly rankedBy: string;
  readonly descending: boolean;
  readonly share: number;
  readonly isManual?: boolean;
  readonly isActive?: boolean;
}

const highest = (name: string, friendlyName: string, rankedBy: string, share: number): SegmentTemplate => ({
  name,
  friendlyName,
  rankedBy,
  descending: true,
  share,
});
const lowest = (name: string, friendlyName: string, rankedBy: string, share: number): SegmentTemplate => ({
  ...highest(name, friendlyName, rankedBy, share),
  descending: false,
});

export const SEGMENT_CATALOGUE: readonly SegmentTemplate[] = [
  highest("HighValueCustomers", "High value customers", "LifetimeSpend", 0.2),
  lowest("DormantCustomers", "Dormant customers", "LastActivityOn", 0.25),
  highest("NewCustomers", "New customers", "CreatedOn", 0.1),
  highest("LoyaltyGold", "Loyalty gold", "LoyaltyPoints", 0.15),
  lowest("ChurnRisk", "Churn risk", "LastActivityOn", 0.12),
  highest("FrequentBuyers", "Frequent buyers", "OrderCount", 0.3),
  highest("RecentlyActive", "Recently active", "LastActivityOn", 0.4),
  { ...highest("BigBaskets", "Big baskets", "LifetimeSpend", 0.08), isManual: true },
  lowest("OneTimeBuyers", "One-time buyers", "OrderCount", 0.22),
  highest("NewsletterReaders", "Newsletter readers", "Email", 0.5),
  lowest("EarlyCustomers", "Early customers", "CreatedOn", 0.18),
  { ...highest("SummerCampaign", "Summer campaign", "FullName", 0.35), isActive: false },
];
