import { DEAD_LETTER_FIELDS } from "../../../shared/http/routes/deadLetterFilter";
import { LIST_DEAD_LETTERS_ROUTE } from "../../../shared/http/routes/deadLetters";
import { LIST_DELIVERIES_ROUTE } from "../../../shared/http/routes/deliveries";
import { LIST_EVENTS_ROUTE } from "../../../shared/http/routes/events";
import { REDRIVE_DEAD_LETTERS_ROUTE } from "../../../shared/http/routes/redrive";
import { INSTANCE_ID } from "../../builders/anEvent";
import { type Chance } from "../../faults/schedules/chance";
import { EVENT_IDS } from "../fillWorld";
import { type Aimed, httpTarget } from "../http/httpTarget";
import { someBody } from "../http/someBody";
import { somePath, someQuery } from "../http/someQuery";
import { type FuzzTarget } from "../target";

const TIMES = ["2026-11-20T09:00:00Z", "2026-11-20T10:00:00Z", "2026-11-20T11:00:00.1234567Z"];
const PAGES = { $top: ["1", "2", "1000"] };
const CURSOR = `letter:8204${"0".repeat(12)}.${"0".repeat(24)}`;

/** Poison and letters exclude each other's parameters: most questions are about one of them. */
function someFilter(chance: Chance): Record<string, string> {
  const times = { since: TIMES, until: TIMES };
  if (chance.hit(0.4)) {
    const causes = ["our-fault", "unreadable-row", "unreadable-message"];
    return { ...someQuery(chance, { instanceId: [INSTANCE_ID], cause: causes, ...times }), kind: "poison" };
  }
  const choices = { kind: ["delivery", "poison"], of: ["own", "everybody"], cause: ["gone", "flow-off"] };
  const filter = someQuery(chance, { ...choices, trigger: ["data-source-refresh-failed"], ...times });
  return chance.hit(0.9) ? { ...filter, instanceId: INSTANCE_ID } : filter;
}

function aRedrive(chance: Chance): Aimed {
  const good = { ...someFilter(chance), ...(chance.hit(0.6) && { preview: chance.hit(0.5) }) };
  return { params: {}, ...someBody(chance, good, [...DEAD_LETTER_FIELDS, "preview"]) };
}

export const LETTER_TARGETS: readonly FuzzTarget[] = [
  httpTarget(LIST_DEAD_LETTERS_ROUTE, (chance) => ({
    params: {},
    query: { ...someFilter(chance), ...someQuery(chance, PAGES), ...(chance.hit(0.1) && { $skiptoken: CURSOR }) },
  })),
  httpTarget(REDRIVE_DEAD_LETTERS_ROUTE, aRedrive),
  httpTarget(LIST_EVENTS_ROUTE, (chance) => ({
    params: somePath(chance, { instanceId: [INSTANCE_ID] }),
    query: { ...someQuery(chance, PAGES), ...(chance.hit(0.2) && { $skiptoken: chance.pick(["0", "2", "9"]) }) },
  })),
  httpTarget(LIST_DELIVERIES_ROUTE, (chance) => ({
    params: somePath(chance, { eventId: EVENT_IDS }),
    query: someQuery(chance, { ...PAGES, of: ["own", "everybody"] }),
  })),
];
