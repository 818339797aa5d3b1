import * as fc from "fast-check";
import { guard, guardFields } from "../../shared/validation/guard";

const check = guard<{ name: string; size?: "s" | "m"; mood?: string | boolean | null; tags?: { label: string }[] }>({
  type: "object",
  required: ["name"],
  additionalProperties: false,
  properties: {
    name: { type: "string", minLength: 1 },
    size: { type: "string", enum: ["s", "m"] },
    mood: { type: ["string", "boolean", "null"], enum: ["sad", true, null] },
    tags: {
      type: "array",
      items: {
        type: "object",
        required: ["label"],
        additionalProperties: false,
        properties: { label: { type: "string" } },
      },
    },
  },
});

test("a right value is given back as it is", () => {
  const value = { name: "a", size: "m", tags: [{ label: "x" }] };
  expect(check(value)).toEqual({ ok: true, value });
});

test.each<[unknown, readonly { target: string; message: string }[]]>([
  [{}, [{ target: "name", message: "is required" }]],
  [{ name: "" }, [{ target: "name", message: "must not be empty" }]],
  [{ name: null }, [{ target: "name", message: "must be a string" }]],
  [{ name: "a", size: "xl" }, [{ target: "size", message: "must be one of s, m" }]],
  [{ name: "a", mood: "glad" }, [{ target: "mood", message: "must be one of sad, true" }]],
  [
    { name: "a", mood: 1 },
    [
      { target: "mood", message: "must be a string or a boolean" },
      { target: "mood", message: "must be one of sad, true" },
    ],
  ],
  [{ name: "a", colour: 1 }, [{ target: "colour", message: "is not a known field" }]],
  [{ name: "a", tags: [{ label: "x" }, {}] }, [{ target: "tags.1.label", message: "is required" }]],
  [{ name: "a", tags: [{ label: 1 }] }, [{ target: "tags.0.label", message: "must be a string" }]],
  [{ name: "a", tags: [{ label: "x", y: 1 }] }, [{ target: "tags.0.y", message: "is not a known field" }]],
  [[], [{ target: "", message: "must be an object" }]],
  [undefined, [{ target: "", message: "must be an object" }]],
  ["a", [{ target: "", message: "must be an object" }]],
])("of %j each wrong field is named with what is allowed", (value, problems) => {
  expect(check(value)).toEqual({ ok: false, problems });
});

test("several mistakes are told at once, twenty at most", () => {
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`f${index}`, 1]));
  expect(check({ size: 1, ...many })).toMatchObject({
    ok: false,
    problems: expect.arrayContaining([{ target: "name", message: "is required" }]),
  });
  const checked = check(many);
  expect(checked.ok ? [] : checked.problems).toHaveLength(20);
});

test("an endless field name is cut", () => {
  const checked = check({ name: "a", ["x".repeat(9_999)]: 1 });
  expect(checked.ok ? [] : checked.problems.map(({ target }) => target.length)).toEqual([100]);
});

test("checking twice gives the same, whatever the value", () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(check(value)).toEqual(check(value));
    }),
  );
});

describe("fields of a body", () => {
  const checkFields = guardFields<{ name: string; size?: number; isLarge?: boolean; mood?: "sad" }>({
    type: "object",
    required: ["name"],
    additionalProperties: false,
    properties: {
      name: { type: "string", minLength: 1 },
      size: { type: "number" },
      isLarge: { type: "boolean" },
      mood: { type: "string", enum: ["sad"] },
    },
  });

  test.each(["size", "isLarge", "mood"])("null and an empty text in the optional field %s are absence", (field) => {
    for (const cleared of [null, ""])
      expect(checkFields({ name: "a", [field]: cleared })).toEqual({ ok: true, value: { name: "a" } });
  });

  test.each([
    [{ name: null }, "name", "must be a string"],
    [{ name: "" }, "name", "must not be empty"],
    [{ name: "a", other: null }, "other", "is not a known field"],
    [{ name: "a", ["__proto__"]: null }, "__proto__", "is not a known field"],
    [{ name: "a", size: " " }, "size", "must be a number"],
    [null, "", "must be an object"],
    [[], "", "must be an object"],
    ["", "", "must be an object"],
  ])("%j is as wrong as before", (body, target, message) => {
    expect(checkFields(body)).toEqual({ ok: false, problems: [{ target, message }] });
  });
});
