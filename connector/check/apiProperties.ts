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

export type ConnectionParameters = Readonly<
  Record<string, { readonly type?: string; readonly oAuthSettings?: { readonly identityProvider?: string } }>
>;

interface Policy {
  readonly templateId?: string;
  readonly title?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}
