import * as fc from "fast-check";
import { ANY_RESOURCE, hashResource } from "../../shared/subscriptions/hashResource";

test("any resource has a mark of its own", () => {
  expect(hashResource(undefined)).toBe(ANY_RESOURCE);
});

test("a resource is 20 hex digits, whatever its name, and never the mark for any", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("any", "", "/\\#?")), (resource) => {
      expect(hashResource(resource)).toMatch(/^[0-9a-f]{20}$/);
      expect(hashResource(resource)).toBe(hashResource(resource));
    }),
  );
});

test.each([
  ["crm", "CRM"],
  ["crm", "crm "],
  ["", "any"],
])("%j and %j are two resources", (one, other) => {
  expect(hashResource(one)).not.toBe(hashResource(other));
});
