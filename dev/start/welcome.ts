/** The text that `npm start` prints when everything is running, with an example instance that the simulator has. */
import { type AzuritePorts } from "../azurite/startAzurite";
import { LOCAL_API_KEY } from "./hostSettings";
import { type Paint } from "./terminal";

export interface Addresses {
  readonly hostUrl: string;
  readonly simulatorUrl: string;
  readonly flowUrl: string;
  readonly azurite: AzuritePorts;
  readonly persistTo?: string;
}

/** An instance and one of its data sources that the simulator can let fail. */
export interface Example {
  readonly instanceId: string;
  readonly dataSourceId: string;
  readonly dataSourceName: string;
}

/** The text that says what is running, with three commands to copy. */
export function describeStart(addresses: Addresses, example: Example, paint: Paint): string {
  const { hostUrl, simulatorUrl, flowUrl, azurite, persistTo } = addresses;
  const kept = persistTo === undefined ? "in memory" : `kept in ${persistTo}`;
  return [
    paint("bold", "Customer Insights Triggers is running. Ctrl-C ends it."),
    "",
    `  function app  ${hostUrl}/api, takes the API key ${LOCAL_API_KEY}`,
    `  simulator     ${simulatorUrl}/v1, told what to do at ${simulatorUrl}/_control`,
    `  flows         ${flowUrl}/flows/{any name}, told how to answer at ${flowUrl}/_control/flows/{name}`,
    `  Azurite       blobs ${azurite.blob}, queues ${azurite.queue}, tables ${azurite.table}, ${kept}`,
    "",
    "Three things to try in another terminal:",
    "",
    ...describeTries(addresses, example).flatMap(([what, command], at) => [
      `${at + 1}. ${what}`,
      "",
      `   ${command}`,
      "",
    ]),
    paint("dim", "What happens is shown here:"),
  ].join("\n");
}

function describeTries({ hostUrl, simulatorUrl, flowUrl }: Addresses, example: Example): [string, string][] {
  const { instanceId, dataSourceId, dataSourceName } = example;
  const subscribe = { callbackUrl: `${flowUrl}/flows/my-flow`, dataSourceId };
  const refresh = { instanceId, scope: "source", dataSourceId, outcomes: { [dataSourceId]: "fail" } };
  return [
    [
      `Subscribe a flow to failed refreshes of "${dataSourceName}":`,
      post(`${hostUrl}/api/instances/${instanceId}/triggers/data-source-refresh-failed`, subscribe, [
        `x-api-key: ${LOCAL_API_KEY}`,
      ]),
    ],
    [
      "Let its refresh fail; the flow is called within half a minute:",
      post(`${simulatorUrl}/_control/refresh`, refresh),
    ],
    [
      "See what the flow received (waits for the first callback):",
      `curl "${flowUrl}/_control/received?flow=my-flow&wait=1&timeoutMs=30000"`,
    ],
  ];
}

function post(url: string, body: object, headers: readonly string[] = []): string {
  const all = [...headers, "content-type: application/json"].map((header) => `-H "${header}"`).join(" ");
  return `curl -i -X POST ${url} ${all} -d '${JSON.stringify(body)}'`;
}

interface World {
  readonly instances?: readonly {
    readonly instanceId: string;
    readonly dataSources: readonly {
      readonly dataSourceId: string;
      readonly name: string;
      readonly friendlyName?: string;
      readonly isActive?: boolean;
      readonly hasNode?: boolean;
    }[];
  }[];
}

/** Asks the simulator what there is. Throws when it has no instance with a running data source. */
export async function findExample(simulatorUrl: string): Promise<Example> {
  const response = await fetch(`${simulatorUrl}/_control`);
  const world = (await response.json()) as World;
  for (const { instanceId, dataSources } of world.instances ?? []) {
    const source = dataSources.find(({ isActive, hasNode }) => isActive !== false && hasNode !== false);
    if (source)
      return {
        instanceId,
        dataSourceId: source.dataSourceId,
        dataSourceName: source.friendlyName ?? source.name,
      };
  }
  throw new Error(`the simulator at ${simulatorUrl} has no instance with a data source to refresh`);
}
