/**
 * The check of a new subscription against CI: a flow that names something that does not exist gets an error at once,
 * instead of silence.
 */

import { type Trigger } from "../model/event";
import { type IneligibleReason } from "../model/measure";
import { type SourceFailure, isHidden } from "../model/sourceAnswer";
import { type SubscriptionPorts } from "./ports";

/** The shortest history that CI accepts: the check needs the definition alone. */
const NO_HISTORY = { historyDays: 1 };

export type CheckDeps = Pick<SubscriptionPorts, "getInstance" | "listDataSources" | "listSegments" | "getMeasure">;

/**
 * Why a subscription is refused. `source-failed`: CI did not answer the check; `too-many`: the connection has reached
 * its limit.
 */
export type Refusal =
  | { readonly reason: "unknown-instance" }
  | { readonly reason: "unknown-resource" }
  | { readonly reason: "ineligible-measure"; readonly why: IneligibleReason }
  | { readonly reason: "too-many"; readonly most: number }
  | { readonly reason: "source-failed"; readonly failure: SourceFailure };

interface Asked {
  readonly instanceId: string;
  readonly trigger: Trigger;
  readonly resource?: string;
}

/**
 * Asks the source whether the instance and the resource of a request exist. An instance that we may not see counts as
 * unknown (A18).
 */
export async function checkInterest(asked: Asked, deps: CheckDeps): Promise<Refusal | undefined> {
  const instance = await deps.getInstance(asked.instanceId);
  if (!instance.ok) return refuse(instance.failure);
  if (asked.resource === undefined) return undefined;
  if (asked.trigger === "segment-threshold-crossed") return checkSegment(asked.instanceId, asked.resource, deps);
  if (asked.trigger === "measure-threshold-crossed") return checkMeasure(asked.instanceId, asked.resource, deps);
  return checkDataSource(asked.instanceId, asked.resource, deps);
}

async function checkDataSource(instanceId: string, id: string, deps: CheckDeps): Promise<Refusal | undefined> {
  const dataSources = await deps.listDataSources(instanceId);
  if (!dataSources.ok) return refuse(dataSources.failure);
  return dataSources.value.some(({ dataSourceId }) => dataSourceId === id) ? undefined : UNKNOWN;
}

async function checkSegment(instanceId: string, name: string, deps: CheckDeps): Promise<Refusal | undefined> {
  const segments = await deps.listSegments(instanceId, NO_HISTORY);
  if (!segments.ok) return refuse(segments.failure);
  return segments.value.some((segment) => segment.name === name) ? undefined : UNKNOWN;
}

async function checkMeasure(instanceId: string, name: string, deps: CheckDeps): Promise<Refusal | undefined> {
  const measure = await deps.getMeasure(instanceId, name, NO_HISTORY);
  if (!measure.ok) return isHidden(measure.failure) ? UNKNOWN : refuse(measure.failure);
  const { eligibility } = measure.value;
  return eligibility.ok ? undefined : { reason: "ineligible-measure", why: eligibility.reason };
}

const UNKNOWN: Refusal = { reason: "unknown-resource" };

function refuse(failure: SourceFailure): Refusal {
  return isHidden(failure) ? { reason: "unknown-instance" } : { reason: "source-failed", failure };
}
