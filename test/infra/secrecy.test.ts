import { type Template } from "../../dev/infra/deployment";
import { secretLeaks } from "../../dev/infra/secrecy";

const KEY = { parameters: { key: { type: "securestring" } }, resources: [] } as const;

const nest = (type: string): Template["resources"] => [
  {
    type: "Microsoft.Resources/deployments",
    name: "inner",
    properties: {
      parameters: { given: { value: "[parameters('key')]" } },
      template: { parameters: { given: { type } }, resources: [] },
    },
  },
];

test.each<[string, Template, string]>([
  ["an output", { ...KEY, outputs: { key: { value: "[parameters('key')]" } } }, "main puts out the secret key"],
  ["a variable", { ...KEY, variables: { copy: "[parameters('key')]" } }, "main keeps the secret key in a variable"],
  [
    "a setting",
    {
      ...KEY,
      resources: [{ type: "Microsoft.Web/sites/config", name: "x", properties: { KEY: "[parameters('key')]" } }],
    },
    "main: Microsoft.Web/sites/config holds the secret key",
  ],
  ["a parameter that is not secure", { ...KEY, resources: nest("string") }, "main/inner takes a secret in given"],
])("%s that has a secret is a leak", (_, template, leak) => {
  expect(secretLeaks(template)).toEqual([expect.stringContaining(leak)]);
});

test.each<[string, Template]>([
  [
    "the vault",
    {
      ...KEY,
      resources: [
        { type: "Microsoft.KeyVault/vaults/secrets", name: "x", properties: { value: "[parameters('key')]" } },
      ],
    },
  ],
  ["a question whether it is empty", { ...KEY, variables: { has: "[not(empty(parameters('key')))]" } }],
  ["a secure parameter", { ...KEY, resources: nest("secureString") }],
])("%s is none", (_, template) => {
  expect(secretLeaks(template)).toEqual([]);
});
