export const LIST_OPTIONS = [
  "$top",
  "$skip",
  "$filter",
  "$select",
  "$orderby",
  "$search",
  "$expand",
  "$count",
] as const;
export const ITEM_OPTIONS = ["$select", "$expand"] as const;

export type OptionName = (typeof LIST_OPTIONS)[number];

/** What a caller asks of an entity's items, each option well-formed by itself; lists are comma-separated without blanks. */
export type ItemOptions = Readonly<Partial<Record<OptionName, string>>>;

/** Names in a comma-separated option; none when it is absent. */
export function namesIn(option: string | undefined): readonly string[] {
  return option === undefined ? [] : option.split(",");
}
