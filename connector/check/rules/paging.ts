import { type Rule } from "../rule";
import { type ApiProperties } from "../apiProperties";
import { answerSchema } from "../walk/answerSchema";
import { operationsOf } from "../walk/operationsOf";

export const PAGING_RULES: readonly Rule[] = [
  {
    id: "R53",
    severity: "gate",
    says: "nextLinkName is nextLink or @odata.nextLink, a property of the answer",
    find: ({ definition }) =>
      operationsOf(definition).flatMap(({ operation, name }) => {
        const pageable = operation["x-ms-pageable"];
        if (!pageable) return [];
        const { nextLinkName = "" } = pageable;
        const isThere = answerSchema(definition, operation.operationId)?.properties?.[nextLinkName] !== undefined;
        return isThere && /^(?:@odata\.)?nextLink$/.test(nextLinkName) ? [] : [`${name}: ${nextLinkName}`];
      }),
  },
  {
    id: "R54",
    severity: "gate",
    says: "What is paged has its links rewritten by an updatenextlink policy",
    find: ({ definition, properties }) => {
      const rewritten = rewrittenOperations(properties);
      return operationsOf(definition)
        .filter(({ operation }) => operation["x-ms-pageable"] && !rewritten.includes(operation.operationId ?? ""))
        .map(({ name }) => name);
    },
  },
];

function rewrittenOperations({ properties }: ApiProperties): readonly string[] {
  const policies = (properties?.policyTemplateInstances ?? []).filter(
    ({ templateId }) => templateId === "updatenextlink",
  );
  return policies.flatMap(
    ({ parameters = {} }) => (parameters["x-ms-apimTemplate-operationName"] ?? []) as readonly string[],
  );
}
