import { type ApiProperties } from "./apiProperties";
import { type Definition } from "./swagger";

/** What is checked: the shipped files as they are, and what they hold. */
export interface ConnectorPackage {
  /** By name, relative to the package's folder. */
  readonly files: Readonly<Record<string, Buffer>>;
  readonly definition: Definition;
  readonly properties: ApiProperties;
  /** The copy that `paconn update` takes. */
  readonly developmentProperties: ApiProperties;
  /** What was released last; absent before the first release. */
  readonly released?: { readonly definition: Definition; readonly properties: ApiProperties };
  /** The `Location` that the backend answers on this base URL, with `{subscriptionId}` for the id. */
  readonly locationOn: (publicBaseUrl: string) => string;
}

/** A rule of reference/connector-rules.md, part 3, by its id there. */
export interface Rule {
  readonly id: `R${number}`;
  /** A `gate` fails the build, `guidance` warns. */
  readonly severity: "gate" | "guidance";
  /** What is to be so. */
  readonly says: string;
  /** Where it is not, each with what is there; empty: the package keeps the rule. */
  readonly find: (connector: ConnectorPackage) => readonly string[];
}
