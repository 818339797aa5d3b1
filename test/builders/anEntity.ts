import { type Entity } from "../../shared/model/entity";

/** A unified entity of customers, but for `changes`. */
export function anEntity(changes: Partial<Entity> = {}): Entity {
  return {
    name: "Customer",
    displayName: "Customer",
    kind: "profile",
    isIngested: false,
    attributes: [
      { name: "CustomerId", friendlyName: "Customer", dataType: "Edm.String", isSearchable: true },
      { name: "Points", dataType: "Edm.Int64", isSearchable: false },
    ],
    key: ["CustomerId"],
    ...changes,
  };
}
