import { LOCAL_API_KEY } from "../../dev/start/hostSettings";
import { type Stack } from "./stack";

/** The credentials of a caller who may do everything. */
export const AUTHORIZED = { "x-api-key": LOCAL_API_KEY };

interface Company {
  readonly instances: readonly {
    readonly instanceId: string;
    readonly dataSources: readonly { readonly dataSourceId: string }[];
  }[];
}

/** An instance of the simulated company and its data sources. */
export async function anInstance({ simulator }: Pick<Stack, "simulator">): Promise<Company["instances"][number]> {
  const response = await fetch(`${simulator.url}/_control`);
  const [instance] = ((await response.json()) as Company).instances;
  if (!instance) throw new Error("the simulated company has no instance");
  return instance;
}

export async function subscribe(stack: Stack, path: string, body: object): Promise<Response> {
  return fetch(`${stack.host().url}/api/instances/${path}`, {
    method: "POST",
    headers: { ...AUTHORIZED, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

export async function statusReport(stack: Stack, instanceId: string, query = ""): Promise<Response> {
  return fetch(`${stack.host().url}/api/instances/${instanceId}/status-report${query}`, { headers: AUTHORIZED });
}

/** Deletes what a `Location` names, on the host under test: the location itself is on the public address. */
export async function unsubscribe(stack: Stack, location: string): Promise<Response> {
  return fetch(stack.host().url + new URL(location).pathname, { method: "DELETE" });
}

export async function refresh(stack: Stack, dataSourceId: string, outcome: string): Promise<void> {
  const { instanceId } = await anInstance(stack);
  await stack.simulator.control("POST", "refresh", {
    instanceId,
    scope: "source",
    dataSourceId,
    outcomes: { [dataSourceId]: outcome },
  });
}

/** Resolves when the next poll of the instance has been completed: the baseline is there. */
export async function nextPoll(stack: Stack): Promise<void> {
  await stack.nextLine(({ name, outcome }) => name === "poll.completed" && outcome === "ok");
}
