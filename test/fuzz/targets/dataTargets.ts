import { LIST_PARTITIONS_ROUTE, READ_PARTITION_ROUTE } from "../../../shared/http/routes/partitions";
import { CREATE_ITEM_ROUTE, UPDATE_ITEM_ROUTE } from "../../../shared/http/routes/writes";
import { INSTANCE_ID } from "../../builders/anEvent";
import { type Chance } from "../../faults/schedules/chance";
import { ENTITY, PARTITION_ID } from "../fuzzEntity";
import { type Aimed, httpTarget } from "../http/httpTarget";
import { someBody } from "../http/someBody";
import { somePath, someQuery } from "../http/someQuery";
import { type FuzzTarget } from "../target";

const OF_ENTITY = { instanceId: [INSTANCE_ID], entity: [ENTITY.name] };
const TIMES = ["2026-11-20T11:00:00Z", "2026-11-20T11:00:00.1234567+05:30", "2026-02-30T11:00:00Z"];
const ITEM = { CustomerId: "CO-1", Visits: 3, LastVisit: "2026-11-20T09:00:00Z" };

function aPage(chance: Chance, path: Readonly<Record<string, readonly string[]>>): Aimed {
  return { params: somePath(chance, path), query: someQuery(chance, { $top: ["1", "2", "1000"] }) };
}

function aWrite(chance: Chance, path: Readonly<Record<string, readonly string[]>>): Aimed {
  const { body, headers } = someBody(chance, ITEM, Object.keys(ITEM));
  const match = chance.hit(0.2) ? { "if-match": chance.pick(["*", '"1"', "x", " * "]) } : {};
  const length = chance.hit(0.05) ? { "content-length": chance.pick(["-1", "999999999", "x"]) } : {};
  const query = chance.hit(0.5) ? someQuery(chance, { validUntil: TIMES }) : {};
  return { params: somePath(chance, path), query, headers: { ...headers, ...match, ...length }, body };
}

export const DATA_TARGETS: readonly FuzzTarget[] = [
  httpTarget(LIST_PARTITIONS_ROUTE, (chance) => aPage(chance, OF_ENTITY)),
  httpTarget(READ_PARTITION_ROUTE, (chance) => aPage(chance, { ...OF_ENTITY, partitionId: [PARTITION_ID] })),
  httpTarget(CREATE_ITEM_ROUTE, (chance) => aWrite(chance, OF_ENTITY)),
  httpTarget(UPDATE_ITEM_ROUTE, (chance) => aWrite(chance, { ...OF_ENTITY, itemId: ["CO-1", "a'b"] })),
];
