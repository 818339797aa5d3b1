import { createRandom, type Random } from "../random/createRandom";
import { type Cell, type Row, type SourceTable } from "../world/model";
import { columnType, type ColumnType } from "./columnType";
import { FIRST_YEAR_START, makePerson, type Person, recordId, toTime } from "./makePerson";

const WORDS: Readonly<Record<string, readonly string[]>> = {
  Page: ["/", "/shoes", "/coats", "/checkout", "/returns", "/help"],
  Subject: ["Where is my order?", "Wrong size", "Invoice", "Delivery, damaged parcel"],
  Comment: ['It said "gift wrapped"', "Fine", "Quick, friendly service", "Too slow"],
  Title: ["Rain coat", "Running shoes", "Wool scarf", "Backpack"],
  Category: ["Coats", "Shoes", "Accessories"],
  Reason: ["Too small", "Too large", "Damaged", "Changed my mind"],
};

const REFERENCES: Readonly<Record<string, readonly [table: string, rows: number]>> = {
  ContactId: ["Contacts", 240],
  StoreId: ["Stores", 12],
  PurchaseId: ["Purchases", 420],
  CardNumber: ["LoyaltyCustomers", 180],
};

const MAKERS: Readonly<Record<ColumnType, (random: Random, column: string) => Cell>> = {
  "Edm.Boolean": (random) => random.next() > 0.5,
  "Edm.DateTimeOffset": (random) => toTime(FIRST_YEAR_START + random.next() * 3.9 * 365 * 86_400_000),
  "Edm.Double": (random) => random.integer(500, 25_000) / 100,
  "Edm.Int64": (random, column) => random.integer(0, column === "Score" ? 10 : 3_600),
  "Edm.String": (random, column) => random.pick(WORDS[column] ?? [column]),
};

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

function makeCell(column: string, person: Person, random: Random): Cell {
  if (column in person) return person[column as keyof Person];
  const reference = REFERENCES[column];
  if (reference) return recordId(reference[0], random.integer(0, reference[1] - 1));
  return MAKERS[columnType(column)](random, column);
}
