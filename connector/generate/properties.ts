import { type Deployment } from "./deployment";
import { isPaged, OPERATIONS } from "./operations";
import { type SwaggerSchema, pascalCase } from "./swaggerSchema";

export const BRAND_COLOR = "#0b6a5d";

/** The file apiProperties.json: the ways in which makers sign in, and what the platform's gateway does to calls. */
export function toProperties(deployment: Deployment): { readonly properties: SwaggerSchema } {
  return {
    properties: {
      connectionParameters: entraParameters(deployment),
      connectionParameterSets: {
        uiDefinition: {
          displayName: "Authentication Type",
          description: "How this connection proves who it is.",
        },
        values: [
          {
            name: "entra",
            uiDefinition: { displayName: "Microsoft Entra ID", description: "Sign in with your work account." },
            parameters: entraParameters(deployment),
          },
          {
            name: "api-key",
            uiDefinition: { displayName: "API key", description: "Use a key that your administrator gave you." },
            parameters: keyParameters(),
          },
        ],
      },
      iconBrandColor: BRAND_COLOR,
      capabilities: [],
      policyTemplateInstances: policies(),
      publisher: "Customer Insights Triggers",
      stackOwner: "Customer Insights Triggers",
    },
  };
}

/** The platform's own address, which each connector with Entra sign-in is sent back to. */
const REDIRECT_URL = "https://global.consent.azure-apim.net/redirect";

function entraParameters({ clientId, resource, tenant }: Deployment): SwaggerSchema {
  return {
    token: {
      type: "oauthSetting",
      oAuthSettings: {
        identityProvider: "aad",
        clientId,
        scopes: [],
        redirectMode: "GlobalPerConnector",
        redirectUrl: REDIRECT_URL,
        properties: { IsFirstParty: "False", AzureActiveDirectoryResourceId: resource },
        customParameters: {
          loginUri: { value: "https://login.microsoftonline.com" },
          tenantId: { value: tenant },
          resourceUri: { value: resource },
        },
      },
    },
    "token:TenantId": {
      type: "string",
      metadata: { sourceType: "AzureActiveDirectoryTenant" },
      uiDefinition: { constraints: { required: "false", hidden: "true" } },
    },
  };
}

function keyParameters(): SwaggerSchema {
  return {
    api_key: {
      type: "securestring",
      uiDefinition: {
        displayName: "API key",
        description: "The key of this connection.",
        tooltip: "Ask your administrator for a key.",
        constraints: { required: "true", clearText: false, tabIndex: 2 },
      },
    },
  };
}

/** The policies of the gateway. The app treats an empty key as none. */
function policies(): readonly SwaggerSchema[] {
  const paged = OPERATIONS.filter((each) => isPaged(each)).map(({ operation }) => pascalCase(operation));
  return [
    {
      templateId: "setheader",
      title: "API key",
      parameters: {
        "x-ms-apimTemplateParameter.name": "x-api-key",
        "x-ms-apimTemplateParameter.value": "@connectionParameters('api_key','')",
        "x-ms-apimTemplateParameter.existsAction": "override",
        "x-ms-apimTemplate-policySection": "Request",
      },
    },
    {
      templateId: "updatenextlink",
      title: "Next pages",
      parameters: {
        "x-ms-apimTemplateParameter.nextLinkPropertyName": "@odata.nextLink",
        "x-ms-apimTemplate-operationName": paged,
      },
    },
  ];
}
