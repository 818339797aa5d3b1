/** `lastRefreshedAt` or `gap-at` as a title: Last Refreshed At. */
export function titleCase(name: string): string {
  const words = name.replaceAll(/([a-z\d])([A-Z])/g, "$1 $2").split(/[ _-]/);
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(" ");
}

/** `list-items` or `listItems` as an id: ListItems. */
export function pascalCase(name: string): string {
  return titleCase(name).replaceAll(" ", "");
}
