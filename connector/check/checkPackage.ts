/** The check of a connector package: the package is read from its folder, and every rule is asked for its findings. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { answerSubscribe } from "../../shared/http/routes/subscribe";
import { type SubscriptionKey } from "../../shared/model/subscription";
import { toSubscriptionId } from "../../shared/subscriptions/subscriptionId";
import { type Definition } from "./definition/swagger";
import { ANSWER_RULES, PAGING_RULES } from "./rules/answers";
import { CALL_RULES } from "./rules/calls";
import { FILE_RULES } from "./rules/files";
import { NAMING_RULES } from "./rules/naming";
import { PARAMETER_RULES } from "./rules/parameters";
import { PATH_RULES } from "./rules/paths";
import { PROPERTY_RULES } from "./rules/properties";
import { ROOT_RULES } from "./rules/root";
import { type ApiProperties, type ConnectorPackage, type Rule } from "./rules/rule";
import { TRIGGER_RULES } from "./rules/triggers";
import { REFERENCE_RULES, VALUE_RULES } from "./rules/values";

const SHIPPED = ["apiDefinition.swagger.json", "apiProperties.json", "README.md", "intro.md", "icon.png"];

/**
 * The package in a folder, with its last release if `released/` has one. Throws for a file that is missing or no JSON,
 * with its name.
 */
export function readPackage(folder: string): ConnectorPackage {
  const present = SHIPPED.filter((name) => existsSync(join(folder, name)));
  const files = Object.fromEntries(present.map((name) => [name, readFileSync(join(folder, name))]));
  const released = join(folder, "released");
  return {
    files,
    ...readBoth(folder),
    developmentProperties: readJson(join(folder, "development/apiProperties.json")) as ApiProperties,
    ...(existsSync(released) && { released: readBoth(released) }),
    locationOn,
  };
}

function readBoth(folder: string): Pick<ConnectorPackage, "definition" | "properties"> {
  return {
    definition: readJson(join(folder, "apiDefinition.swagger.json")) as Definition,
    properties: readJson(join(folder, "apiProperties.json")) as ApiProperties,
  };
}

function readJson(path: string): unknown {
  if (!existsSync(path)) throw new Error(`${path} is missing; npm run connector makes it`);
  try {
    return JSON.parse(readFileSync(path, "utf8")) as unknown;
  } catch (error) {
    throw new Error(`${path} is no strict JSON (R1)`, { cause: error });
  }
}

const KEY: SubscriptionKey = {
  instanceId: "00000000-0000-0000-0000-000000000000",
  trigger: "unification-completed",
  resourceHash: "any",
  random: "A".repeat(22),
};

/** The `Location` that the backend answers to a subscribe, with `{subscriptionId}` in the place of the id. */
function locationOn(publicBaseUrl: string): string {
  const { trigger, instanceId } = KEY;
  const request = { trigger, instanceId, callbackUrl: "https://flow.example.org", connection: "" };
  const { headers } = answerSubscribe(request, { outcome: "created", key: KEY }, publicBaseUrl);
  const { location = "" } = headers as Readonly<Record<string, string>>;
  return location.replace(toSubscriptionId(KEY), "{subscriptionId}");
}

/** The rules R1 to R73. */
export const ALL_RULES: readonly Rule[] = [
  FILE_RULES,
  ROOT_RULES,
  NAMING_RULES,
  ANSWER_RULES,
  PATH_RULES,
  PARAMETER_RULES,
  VALUE_RULES,
  REFERENCE_RULES,
  CALL_RULES,
  PAGING_RULES,
  TRIGGER_RULES,
  PROPERTY_RULES,
]
  .flat()
  .toSorted((one, other) => Number(one.id.slice(1)) - Number(other.id.slice(1)));

export interface Broken {
  readonly rule: Rule;
  readonly findings: readonly string[];
}

/** The rules that the package breaks, in their order. */
export function checkPackage(connector: ConnectorPackage): readonly Broken[] {
  const checked = ALL_RULES.map((rule) => ({ rule, findings: rule.find(connector) }));
  return checked.filter(({ findings }) => findings.length > 0);
}
