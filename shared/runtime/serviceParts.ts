/**
 * The services: everything that the functions need, as the modules' ports declare it, and how their parts are joined.
 * joinServices.ts makes them.
 */
import { type DataPorts } from "../data/ports";
import { type DeliveryPorts } from "../delivery/ports";
import { type PurgePorts } from "../delivery/purge/ports";
import { type PollDeps } from "../detection/pollInstance";
import { type DetectionPorts } from "../detection/ports";
import { type HttpPorts } from "../http/ports";
import { type StatusDeps } from "../operations/statusReport";
import { type SubscriptionPorts } from "../subscriptions/ports";
import { type SubscribeDeps } from "../subscriptions/subscribe";

/**
 * The ports of all modules, in the order of the modules. Two ports that declare one name with two types do not compile:
 * an interface cannot extend both.
 */
export interface Services
  extends
    DetectionPorts,
    PollDeps,
    SubscriptionPorts,
    SubscribeDeps,
    DeliveryPorts,
    PurgePorts,
    Omit<DataPorts, "openPartitionFile">,
    StatusDeps,
    HttpPorts {}

/** The services that are made once for a process; `log` and `handOver` belong to an invocation. */
export type SharedServices = Omit<Services, "log" | "handOver">;

/**
 * Joins parts of the services into one object. A name that two parts have is a type error: one of them would silently
 * replace the other.
 */
export function joinParts<const Parts extends readonly object[]>(
  ...parts: [Clashes<Parts>] extends [never] ? Parts : readonly TwoPartsHave<Clashes<Parts>>[]
): Joined<Parts> {
  // Object.assign joins a list of any length, which its type does not say.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.assign({}, ...parts) as Joined<Parts>;
}

/** The names that more than one part has. */
type Clashes<Parts extends readonly object[]> = Parts extends readonly [infer First, ...infer Rest extends object[]]
  ? (keyof First & NameOf<Rest[number]>) | Clashes<Rest>
  : never;

type NameOf<Part> = Part extends unknown ? keyof Part : never;

/** The type of the message: the compiler reports it with the name. */
interface TwoPartsHave<Name> {
  readonly twoPartsHave: Name;
}

type Joined<Parts extends readonly object[]> = Parts extends readonly [infer First, ...infer Rest extends object[]]
  ? First & Joined<Rest>
  : unknown;
