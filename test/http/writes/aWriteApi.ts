import { type HttpResponseInit } from "@azure/functions";
import { answerAnyone } from "../../../shared/http/answerAnyone";
import { CREATE_ITEM_ROUTE, UPDATE_ITEM_ROUTE } from "../../../shared/http/routes/writes";
import { aCaller } from "../../builders/aCaller";
import { unseen } from "../../builders/unseen";
import { type SimulatedSource, withSimulatedSource } from "../../source/withSimulatedSource";
import { aContext, aHttpRequest } from "../aHttpRequest";
import { isAsPublished } from "../isAsPublished";

export interface Wish {
  readonly instanceId?: string;
  readonly entity?: string;
  readonly itemId?: string;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly json: unknown;
}

interface Scene extends SimulatedSource {
  /** Makes an item, or changes one when an `itemId` is given, as the functions do. */
  readonly write: (wish: Wish) => Promise<HttpResponseInit>;
  readonly customerId: string;
  /** Calls that the simulator has had, by operation. */
  readonly calls: () => Promise<Readonly<Record<string, number>>>;
}

export function withWrites(use: (scene: Scene) => Promise<void>, timeoutMs = 5_000): Promise<void> {
  return withSimulatedSource(
    async (simulated) => {
      const { source, instanceId: first, control } = simulated;
      const write = async ({ instanceId = first, entity = "UnifiedActivity", ...wish }: Wish) => {
        const { itemId, json, query = {}, headers = { "content-type": "application/json" } } = wish;
        const params = { instanceId, entity, ...(itemId === undefined ? {} : { itemId }) };
        const request = aHttpRequest({ params, query, headers, json });
        const { handle, answers } = itemId === undefined ? CREATE_ITEM_ROUTE : UPDATE_ITEM_ROUTE;
        const answered = await answerAnyone(request, aContext().context, unseen, () =>
          handle(request, aCaller(), source),
        );
        if (!isAsPublished(answers, answered)) throw new Error(`not as published: ${JSON.stringify(answered)}`);
        return answered;
      };
      const calls = async () => ((await control("GET", "calls")) as { calls: Record<string, number> }).calls;
      const value = await readRows(simulated, "Customer");
      await control("DELETE", "calls");
      await use({ ...simulated, write, calls, customerId: value[0]?.["CustomerId"] ?? "" });
    },
    { timeoutMs },
  );
}

/** Straight from the simulator. */
export async function readRows({ instanceId, ...simulated }: SimulatedSource, query: string) {
  const files = await simulated.source.listPartitionFiles(instanceId, "Customer");
  const { origin } = new URL(files.ok ? (files.value[0]?.uri ?? "") : "");
  const headers = { authorization: "Bearer simulator-token", "ocp-apim-subscription-key": "simulator-key-1" };
  const response = await fetch(`${origin}/v1/instances/${instanceId}/data/${query}`, { headers });
  return ((await response.json()) as { value: Record<string, string>[] }).value;
}

export const ACTIVITY = { ActivityId: "new-1", ActivityType: "Purchase", Title: "Order's é", Amount: 3 };
