import { TRIGGERS } from "../../shared/model/event";
import { OPERATIONS } from "./operations";
import { TRIGGER_TEXTS } from "./triggers";

/** The text for the catalogue of connectors. */
export const INTRO = `# Customer Insights Triggers

Starts flows when data sources of Dynamics 365 Customer Insights - Data are refreshed or fail to, when its full refresh or unification completes, and when
segments or measures cross thresholds. It also reads entities, segments, measures and the state of an instance.
`;

const INTRODUCTION = `# Customer Insights Triggers

Flows that start when something happens in Dynamics 365 Customer Insights - Data, and that read what it knows.

## Publisher

Customer Insights Triggers

## Prerequisites

- A deployment of the service in your organisation, on a public address.
- Customer Insights - Data, with an account of the service that may read it.
- A plan that includes premium connectors.

## Supported Operations
`;

const REST = `## Obtaining Credentials

There are two ways to sign in, both set up by an administrator of the service.

- **Microsoft Entra ID**: you sign in with your work account. Your administrator registers the connector as a client and gives you consent.
- **API key**: you enter a key that your administrator gave you.

## Getting Started

Make a flow, choose a trigger, choose the instance and what to watch. The first look at an instance is a baseline and starts nothing; flows start
for what happens after it. Use _Test a subscription_ to have a flow called with a sample.

## Known Issues and Limitations

- A connection may make 100 calls in 60 seconds; drop-downs count. Beyond that the answer is 429 with Retry-After.
- An event may arrive twice: use Event Id to tell.
- Thresholds can be set for segments and for business measures with one value.
- What happens while a flow is turned off is not made up for; _List events_ shows it.
- Creating and updating items is a preview of Customer Insights: such items expire.

## Frequently Asked Questions

**Why does my flow not start?** _List subscriptions_ tells whether events reach it, and _Get the status report of an instance_ whether it is watched.

**Why does it start late?** An instance is looked at every few minutes, more often while something is under way there.

## Deployment Instructions

1. Make a copy for your deployment: \`npm run connector -- --host <host> --client-id <id> --resource <id URI> --tenant <id> --out <folder>\`.
2. Create it: \`paconn create --api-def apiDefinition.swagger.json --api-prop development/apiProperties.json --icon icon.png --secret <client secret>\`.
3. Add the redirect address that the connector's security page shows to the client's registration.
`;

/** The README that is shipped: what a maker can do, and what an administrator has to. */
export function writeReadme(): string {
  const triggers = TRIGGERS.map((each) => {
    const { when, hint } = TRIGGER_TEXTS[each];
    return `### When ${when}\n\nStarts a flow when ${when}. To see it work, ${hint}\n`;
  });
  const visible = OPERATIONS.filter(({ visibility }) => visibility !== "internal");
  const actions = visible.map(({ summary, description }) => `### ${summary}\n\n${description}\n`);
  return [INTRODUCTION, ...triggers, ...actions, REST].join("\n");
}
