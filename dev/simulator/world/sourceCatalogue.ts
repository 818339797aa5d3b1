import { type SourceTable } from "./model";

/** A data source of the example company before it gets ids and times. */
export interface SourceTemplate {
  readonly name: string;
  readonly friendlyName: string;
  readonly kind: string;
  readonly tables: readonly SourceTable[];
  readonly hasNode?: boolean;
  readonly isActive?: boolean;
}

const table = (name: string, type: SourceTable["type"], rowCount: number, columns: string): SourceTable => ({
  name,
  type,
  rowCount,
  columns: columns.split(" "),
});

/** Column types follow from the names, see `columnType`. */
export const SOURCE_CATALOGUE: readonly SourceTemplate[] = [
  {
    name: "Loyalty",
    friendlyName: "Loyalty programme",
    kind: "powerQuery",
    tables: [table("LoyaltyCustomers", "profile", 180, "Id FullName Email Points JoinedOn")],
  },
  {
    name: "eCommerce",
    friendlyName: "eCommerce (Dataverse)",
    kind: "attachCds",
    tables: [
      table("Contacts", "profile", 240, "Id FirstName LastName Email City Country CreatedOn"),
      table("Purchases", "activity", 420, "Id ContactId Amount Country PurchasedOn"),
    ],
  },
  {
    name: "PointOfSale",
    friendlyName: "Point of sale",
    kind: "attachCdm",
    tables: [
      table("Receipts", "activity", 260, "Id CardNumber Amount StoreId SoldOn"),
      table("Stores", "unspecified", 12, "Id City Country OpenedOn"),
    ],
  },
  {
    name: "WebAnalytics",
    friendlyName: "Web analytics (Synapse)",
    kind: "attachSynapse",
    tables: [table("Visits", "activity", 380, "Id Email Page Seconds VisitedOn")],
  },
  {
    name: "CallCenter",
    friendlyName: "Call centre",
    kind: "dynamics365",
    tables: [table("Cases", "activity", 150, "Id Email Subject IsClosed OpenedOn")],
  },
  {
    name: "Salesforce",
    friendlyName: "Salesforce CRM",
    kind: "salesforce",
    tables: [table("Accounts", "profile", 90, "Id FullName City Country Revenue CreatedOn")],
  },
  {
    name: "Surveys",
    friendlyName: "Customer surveys",
    kind: "powerQuery",
    tables: [table("Responses", "activity", 130, "Id Email Score Comment AnsweredOn")],
  },
  {
    name: "Newsletter",
    friendlyName: "Newsletter (dataflow)",
    kind: "powerPlatform",
    hasNode: false,
    tables: [table("Subscribers", "profile", 160, "Id Email IsSubscribed SubscribedOn")],
  },
  {
    name: "ProductCatalog",
    friendlyName: "Product catalog",
    kind: "datahub",
    tables: [table("Products", "unspecified", 60, "Id Title Category Price AddedOn")],
  },
  {
    name: "Returns",
    friendlyName: "Returned goods",
    kind: "attachCdm",
    tables: [table("ReturnedItems", "activity", 70, "Id PurchaseId Amount Reason ReturnedOn")],
  },
  {
    name: "MobileApp",
    friendlyName: "Mobile app",
    kind: "powerQuery",
    tables: [table("Sessions", "activity", 200, "Id Email Seconds StartedOn")],
  },
  {
    name: "Partners",
    friendlyName: "Partner pilot",
    kind: "firstParty",
    hasNode: false,
    isActive: false,
    tables: [table("PartnerContacts", "profile", 0, "Id FullName Email")],
  },
];
