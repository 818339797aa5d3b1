import { type ConnectorPackage, type Rule } from "../rule";
import { unless } from "../unless";
import { findBreaking } from "../breaking/findBreaking";
import { findSchemaFlaws } from "../findSchemaFlaws";

const NOT_OURS = ["#ffffff", "#007ee5"];

export const PROPERTY_RULES: readonly Rule[] = [
  {
    id: "R66",
    severity: "gate",
    says: "iconBrandColor is #rrggbb and neither white nor the standard blue",
    find: ({ properties: { properties } }) => {
      const { iconBrandColor: color = "" } = properties ?? {};
      return unless(/^#[0-9a-f]{6}$/i.test(color) && !NOT_OURS.includes(color.toLowerCase()), color);
    },
  },
  {
    id: "R67",
    severity: "gate",
    says: "publisher and stackOwner are there",
    find: ({ properties }) => (["publisher", "stackOwner"] as const).filter((each) => !properties.properties?.[each]),
  },
  {
    id: "R68",
    severity: "guidance",
    says: "publisher and stackOwner are letters and digits",
    find: ({ properties }) =>
      (["publisher", "stackOwner"] as const).filter(
        (each) => !/^[\p{L}\p{N} ]*$/u.test(properties.properties?.[each] ?? ""),
      ),
  },
  {
    id: "R69",
    severity: "guidance",
    says: "capabilities is []",
    find: ({ properties: { properties } }) =>
      unless(properties?.capabilities?.length === 0, `${properties?.capabilities?.join()}`),
  },
  {
    id: "R70",
    severity: "gate",
    says: "No policy sets the host: Location would lead elsewhere",
    find: ({ properties: { properties } }) =>
      (properties?.policyTemplateInstances ?? [])
        .filter(({ templateId }) => templateId === "dynamichosturl")
        .map(({ title }) => `${title}`),
  },
  { id: "R71", severity: "gate", says: "Both files pass Microsoft's published schemas", find: findSchemaFlaws },
  {
    id: "R72",
    severity: "gate",
    says: "Nothing that the last release had is gone, of another type or newly required",
    find: findBreaking,
  },
  {
    id: "R73",
    severity: "guidance",
    says: "The copy for development is the same without stackOwner",
    find: findDevelopmentFlaws,
  },
];

function findDevelopmentFlaws({ properties, developmentProperties }: ConnectorPackage): readonly string[] {
  const { stackOwner: _owner, ...wanted } = properties.properties ?? {};
  const same = JSON.stringify(developmentProperties) === JSON.stringify({ properties: wanted });
  return [
    ...unless(developmentProperties.properties?.stackOwner === undefined, "stackOwner is there"),
    ...unless(same || developmentProperties.properties?.stackOwner !== undefined, "differs otherwise"),
  ];
}
