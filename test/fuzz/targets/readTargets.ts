import { INSTANCE_ID } from "../../builders/anEvent";
import { type Chance } from "../../faults/schedules/chance";
import { READ_ROUTES } from "../../data/routes";
import { type Aimed, httpTarget } from "../http/httpTarget";
import { somePath, someQuery } from "../http/someQuery";
import { type FuzzTarget } from "../target";

const PATH: Readonly<Record<string, readonly string[]>> = {
  instanceId: [INSTANCE_ID],
  entity: ["Customer", "customer", "Unified Activity"],
  itemId: ["CO-1", "a'b", "a%252Fb"],
};
const QUERY: Readonly<Record<string, readonly string[]>> = {
  $top: ["1", "7", "100000"],
  $skip: ["0", "3", "999999999"],
  $filter: ["CustomerId eq 'x'", "Visits in (1,2)", "LastVisit gt 2017-01-01T00:00:00.000Z", "IsMemberOfSegment('x')"],
  $select: ["*", "CustomerId", "CustomerId, Visits"],
  $orderby: ["CustomerId", "Visits desc", "LastVisit asc,Visits"],
  $search: ["Varga", '"two words"'],
  $expand: ["UnifiedActivity"],
  $count: ["true", "false"],
  all: ["true", "false"],
};
/** The chance of an option that the route does not know: one is refusal enough. */
const ELSEWHERE = 0.05;

function aRead(parameters: readonly { readonly name: string; readonly in: string }[]): (chance: Chance) => Aimed {
  const isOf = (place: string, name: string): boolean =>
    parameters.some((each) => each.in === place && each.name === name);
  return (chance) => {
    const isKnown = ([name]: readonly [string, unknown]): boolean => isOf("query", name) || chance.hit(ELSEWHERE);
    const path = Object.entries(PATH).filter(([name]) => isOf("path", name));
    const query = Object.entries(QUERY).filter(isKnown);
    return {
      params: somePath(chance, Object.fromEntries(path)),
      query: someQuery(chance, Object.fromEntries(query)),
    };
  };
}

export const READ_TARGETS: readonly FuzzTarget[] = READ_ROUTES.map((route) =>
  httpTarget(route, aRead(route.parameters)),
);
