import { createRandom } from "../random/createRandom";
import { customersOf } from "../world/createInstance";
import { type Instance, type Row, type World } from "../world/model";
import { FIRST_YEAR_START, makePerson, recordId, toTime } from "./makePerson";

const ACTIVITIES_PER_CUSTOMER = 2;
const ACTIVITY_TYPES = ["Purchase", "Purchase", "WebVisit", "SupportCase", "SurveyResponse"];

/** Rows depend on the seed and the company, not on the instance's id, so that a reset environment fills up alike. */
export function originOf({ seed }: Pick<World, "seed">, { company }: Pick<Instance, "company">): string {
  return `${seed}:${company}`;
}

export function makeCustomers(origin: string, company: Instance["company"]): Row[] {
  return Array.from({ length: customersOf(company) }, (_, index) => makePerson(origin, index));
}

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
