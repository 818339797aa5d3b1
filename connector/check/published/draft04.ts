const COUNT = { type: "integer", minimum: 0 };

/**
 * What the definition's schema borrows from JSON schema draft-04, told in the draft that our validator knows. The drafts
 * differ in nothing else that it uses.
 */
export const DRAFT_04 = {
  $id: "http://json-schema.org/draft-04/schema",
  definitions: {
    positiveInteger: COUNT,
    positiveIntegerDefault0: COUNT,
    simpleTypes: { enum: ["array", "boolean", "integer", "null", "number", "object", "string"] },
    stringArray: { type: "array", items: { type: "string" }, minItems: 1, uniqueItems: true },
  },
  properties: {
    title: { type: "string" },
    description: { type: "string" },
    default: {},
    multipleOf: { type: "number", exclusiveMinimum: 0 },
    maximum: { type: "number" },
    exclusiveMaximum: { type: "boolean" },
    minimum: { type: "number" },
    exclusiveMinimum: { type: "boolean" },
    pattern: { type: "string", format: "regex" },
    uniqueItems: { type: "boolean" },
    enum: { type: "array", minItems: 1, uniqueItems: true },
    type: {
      anyOf: [
        { $ref: "#/definitions/simpleTypes" },
        { type: "array", items: { $ref: "#/definitions/simpleTypes" }, minItems: 1, uniqueItems: true },
      ],
    },
  },
};
