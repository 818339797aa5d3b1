/** Rows that follow from the seed: people, the rows of ingested tables, and those of unified tables. */
import { customersOf } from "../world/instance";
import { type Cell, type Instance, type Row, type SourceTable, type World } from "../world/model";
import { type Random, createRandom, makeHex } from "../world/random";
import { type ColumnType, columnType } from "./table";

/** The rows of an ingested table. Row n of a profile table is person n; activities are of anybody. */
export function makeSourceRows(origin: string, table: SourceTable): Row[] {
  return Array.from({ length: table.rowCount }, (_, index) => {
    const random = createRandom(origin, table.name, index);
    const person = makePerson(origin, table.type === "profile" ? index : random.integer(0, 89));
    return Object.fromEntries(
      table.columns.map((column) => [
        column,
        column === "Id" ? recordId(table.name, index) : makeCell(column, person, random),
      ]),
    );
  });
}

const FIRST_NAMES =
  "Abbie Amir Bianca Carlos Corey Dana Elif Emeka Fatima Greta Hiro Ines Jonas Kavya Liam Mei Nadia Omar Priya Quinn Rosa Samir Tove Uma Viktor Wanda Yara Zoe".split(
    " ",
  );

const LAST_NAMES =
  "Adeyemi Barros Chen Dubois Eriksen Fischer Gray Haddad Ito Jansen Kowalski Lopez Moss Novak Okafor Perera Quist Rossi Singh Tanaka Usman Varga Weber Young".split(
    " ",
  );

const CITIES = [
  ["Amsterdam", "Netherlands"],
  ["Berlin", "Germany"],
  ["Lyon", "France"],
  ["Madrid", "Spain"],
  ["Oslo", "Norway"],
  ["Porto", "Portugal"],
  ["Seattle", "United States"],
  ["Toronto", "Canada"],
] as const;

/** The year in which the company's customers begin to join. */
const FIRST_YEAR_START = Date.UTC(2022, 0, 1);

/** The n-th person the company knows, the same in every table. */
function makePerson(origin: string, index: number) {
  const random = createRandom(origin, "person", index);
  const first = random.pick(FIRST_NAMES);
  const last = random.pick(LAST_NAMES);
  const [city, country] = random.pick(CITIES);
  const hasEmail = random.next() > 0.04;
  return {
    CustomerId: makeHex(origin, "customer", index),
    FullName: `${first} ${last}`,
    FirstName: first,
    LastName: last,
    Email: hasEmail ? `${first}.${last}${index}@contoso.example`.toLowerCase() : null,
    City: city,
    Country: country,
    CreatedOn: toTime(FIRST_YEAR_START + random.next() * 3.8 * 365 * 86_400_000),
    LoyaltyPoints: random.integer(0, 9_000),
    IsSubscribed: random.next() > 0.4,
    eCommerce_Contacts_Id: index < 240 ? recordId("Contacts", index) : null,
    Loyalty_LoyaltyCustomers_Id: index < 180 ? recordId("LoyaltyCustomers", index) : null,
  };
}

/** Rows carry whole seconds. */
function toTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

function recordId(table: string, index: number): string {
  return `${table.slice(0, 2).toUpperCase()}-${String(index + 1).padStart(5, "0")}`;
}

type Person = ReturnType<typeof makePerson>;

const REFERENCES: Readonly<Record<string, readonly [table: string, rows: number]>> = {
  ContactId: ["Contacts", 240],
  StoreId: ["Stores", 12],
  PurchaseId: ["Purchases", 420],
  CardNumber: ["LoyaltyCustomers", 180],
};

const WORDS: Readonly<Record<string, readonly string[]>> = {
  Page: ["/", "/shoes", "/coats", "/checkout", "/returns", "/help"],
  Subject: ["Where is my order?", "Wrong size", "Invoice", "Delivery, damaged parcel"],
  Comment: ['It said "gift wrapped"', "Fine", "Quick, friendly service", "Too slow"],
  Title: ["Rain coat", "Running shoes", "Wool scarf", "Backpack"],
  Category: ["Coats", "Shoes", "Accessories"],
  Reason: ["Too small", "Too large", "Damaged", "Changed my mind"],
};

const MAKERS: Readonly<Record<ColumnType, (random: Random, column: string) => Cell>> = {
  "Edm.Boolean": (random) => random.next() > 0.5,
  "Edm.DateTimeOffset": (random) => toTime(FIRST_YEAR_START + random.next() * 3.9 * 365 * 86_400_000),
  "Edm.Double": (random) => random.integer(500, 25_000) / 100,
  "Edm.Int64": (random, column) => random.integer(0, column === "Score" ? 10 : 3_600),
  "Edm.String": (random, column) => random.pick(WORDS[column] ?? [column]),
};

function makeCell(column: string, person: Person, random: Random): Cell {
  if (column in person) return person[column as keyof Person];
  const reference = REFERENCES[column];
  if (reference) return recordId(reference[0], random.integer(0, reference[1] - 1));
  return MAKERS[columnType(column)](random, column);
}

const ACTIVITIES_PER_CUSTOMER = 2;

const ACTIVITY_TYPES = ["Purchase", "Purchase", "WebVisit", "SupportCase", "SurveyResponse"];

export function makeActivities(origin: string, company: Instance["company"]): Row[] {
  const customers = customersOf(company);
  return Array.from({ length: customers * ACTIVITIES_PER_CUSTOMER }, (_, index) => {
    const random = createRandom(origin, "activity", index);
    const type = random.pick(ACTIVITY_TYPES);
    return {
      ActivityId: recordId("Activity", index),
      CustomerId: makePerson(origin, random.integer(0, customers - 1)).CustomerId,
      ActivityType: type,
      ActivityTime: toTime(FIRST_YEAR_START + random.next() * 3.9 * 365 * 86_400_000),
      Title: `${type} ${index + 1}`,
      Amount: type === "Purchase" ? random.integer(500, 25_000) / 100 : null,
    };
  });
}

export function makeCustomers(origin: string, company: Instance["company"]): Row[] {
  return Array.from({ length: customersOf(company) }, (_, index) => makePerson(origin, index));
}

/** Rows depend on the seed and the company, not on the instance's id, so that a reset environment fills up alike. */
export function originOf({ seed }: Pick<World, "seed">, { company }: Pick<Instance, "company">): string {
  return `${seed}:${company}`;
}

/** The profile measures of each customer, from the activities. */
export function makeCustomerMeasures(customers: readonly Row[], activities: readonly Row[]): Row[] {
  return customers.map(({ CustomerId = null }) => {
    const own = activities.filter((activity) => activity["CustomerId"] === CustomerId);
    const amounts = own.flatMap(({ Amount }) => (typeof Amount === "number" ? [Amount] : []));
    const times = own.map(({ ActivityTime }) => String(ActivityTime)).toSorted();
    return {
      CustomerId,
      LifetimeSpend: Math.round(amounts.reduce((sum, amount) => sum + amount, 0) * 100) / 100,
      OrderCount: amounts.length,
      LastActivityOn: times.at(-1) ?? null,
    };
  });
}
