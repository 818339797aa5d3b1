import { POISON_CAUSES } from "../../model/deadLetter";
import { DEATH_CAUSES } from "../../model/delivery";
import { TRIGGERS } from "../../model/event";
import { type LETTER_FIELDS, OWNERS } from "../deadLetters/parseLetterFilter";
import { text } from "./listOf";
import { type JsonSchema } from "./routeSchema";

/** Whose deliveries. Without a default, which a designer might fill in: it is refused beside poison. */
export const OF: JsonSchema & { readonly title: string; readonly description: string } = {
  type: "string",
  enum: [...OWNERS],
  title: "Of",
  description: "Those of this connection, as without it, or everybody's; only operators see those of others.",
};

/** What `deadLetters/parseLetterFilter.ts` reads, from a query or a body. */
export const LETTER_FILTER: Readonly<Record<(typeof LETTER_FIELDS)[number], Told>> = {
  instanceId: told("Instance", "The Customer Insights instance; necessary for deliveries.", { format: "uuid" }),
  kind: told("Kind", "Deliveries that flows did not take, or tasks that the service itself gave up.", {
    enum: ["delivery", "poison"],
    default: "delivery",
  }),
  of: OF,
  trigger: told("Trigger", "Only deliveries of this trigger.", { enum: [...TRIGGERS] }),
  cause: told("Cause", "Only what was given up for this reason.", { enum: [...DEATH_CAUSES, ...POISON_CAUSES] }),
  since: told("Since", "Only what was given up at this time or later.", { format: "date-time" }),
  until: told("Until", "Only what was given up before this time.", { format: "date-time" }),
};

type Told = JsonSchema & { readonly title: string; readonly description: string };

function told(title: string, description: string, more: JsonSchema): Told {
  return { ...text(title, description, more), title, description };
}
