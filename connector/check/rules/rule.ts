/** The form of a rule, and the package that it looks at. */
import { type Definition } from "../definition/swagger";

export type ConnectionParameters = Readonly<
  Record<string, { readonly type?: string; readonly oAuthSettings?: { readonly identityProvider?: string } }>
>;

interface Policy {
  readonly templateId?: string;
  readonly title?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** The parts of an apiProperties.json that the rules look at. */
export interface ApiProperties {
  readonly properties?: {
    readonly iconBrandColor?: string;
    readonly publisher?: string;
    readonly stackOwner?: string;
    readonly capabilities?: readonly string[];
    readonly connectionParameters?: ConnectionParameters;
    readonly connectionParameterSets?: {
      readonly values?: readonly { readonly name?: string; readonly parameters?: ConnectionParameters }[];
    };
    readonly policyTemplateInstances?: readonly Policy[];
  };
}

/** The package that is checked: the shipped files as they are, and what they hold. */
export interface ConnectorPackage {
  /** File contents by name, relative to the package's folder. */
  readonly files: Readonly<Record<string, Buffer>>;
  readonly definition: Definition;
  readonly properties: ApiProperties;
  /** The copy that `paconn update` takes. */
  readonly developmentProperties: ApiProperties;
  /** The last release; absent before the first one. */
  readonly released?: { readonly definition: Definition; readonly properties: ApiProperties };
  /** The `Location` that the backend answers on this base URL, with `{subscriptionId}` for the id. */
  readonly locationOn: (publicBaseUrl: string) => string;
}

/** A rule of docs/power-automate.md, by its code there. */
export interface Rule {
  readonly id: `R${number}`;
  /** A `gate` fails the build, `guidance` warns. */
  readonly severity: "gate" | "guidance";
  /** The rule in words. */
  readonly says: string;
  /** The places that break the rule, each with what is there; empty when the package keeps it. */
  readonly find: (connector: ConnectorPackage) => readonly string[];
}

/** The finding, unless something holds. */
export function unless(holds: boolean, finding: string): readonly string[] {
  return holds ? [] : [finding];
}
