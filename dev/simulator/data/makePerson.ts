import { makeHex } from "../random/makeId";
import { createRandom } from "../random/createRandom";

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
export const FIRST_YEAR_START = Date.UTC(2022, 0, 1);

export type Person = ReturnType<typeof makePerson>;

/** The n-th person the company knows, the same in every table. */
export function makePerson(origin: string, index: number) {
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

export function recordId(table: string, index: number): string {
  return `${table.slice(0, 2).toUpperCase()}-${String(index + 1).padStart(5, "0")}`;
}

/** Rows carry whole seconds. */
export function toTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
