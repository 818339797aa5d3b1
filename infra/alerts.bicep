// Each alert reads our log lines, one JSON text each. docs/guides/operate.md says what to do.
// test/infra/alerts.test.ts evaluates the queries over lines that the code writes; it knows only what they use of Kusto.
param location string
param tags object
param workspaceId string
param alertEmail string

var line = 'AppTraces | extend line = parse_json(Message) | extend name = tostring(line.name) | where name == '
var looks = 'AppTraces | extend line = parse_json(Message) | extend name = tostring(line.name), instance = tostring(line.instanceId) | where name in ("poll.completed", "watch.retired") | summarize arg_max(TimeGenerated, *) by instance | where name == "poll.completed"'
var attempted = '${line} "delivery.attempted"'

var everyAlert = [
  {
    name: 'dead-letters'
    description: 'Deliveries were given up.'
    query: '${attempted} | where line.outcome == "dead"'
    window: 'PT30M'
    operator: 'GreaterThan'
    threshold: 0
    severity: 2
  }
  {
    name: 'poison'
    description: 'The host gave up on tasks: a fault of ours.'
    query: '${line} "poison.recorded"'
    window: 'PT30M'
    operator: 'GreaterThan'
    threshold: 0
    severity: 1
  }
  {
    // The state of each instance is that of its latest look. A success ends the row of failures, so nothing flaps.
    name: 'poll-failing'
    description: 'CI could not be read for half an hour: nothing new of an instance is detected while that lasts.'
    query: '${looks} | where line.outcome == "source-failed" and todatetime(line.failingSince) < ago(30m)'
    window: 'PT6H'
    operator: 'GreaterThan'
    threshold: 0
    severity: 1
  }
  {
    name: 'polls-missing'
    description: 'An instance that is watched was not looked at for 15 minutes after it was due.'
    query: '${looks} | where todatetime(line.nextPollAt) < ago(15m)'
    window: 'PT6H'
    operator: 'GreaterThan'
    threshold: 0
    severity: 1
  }
  {
    // A timer writes its line about every five minutes, also where no instance is watched. Both timers make two rows.
    name: 'timers-silent'
    description: 'A timer has not run for 15 minutes, or no line arrives: nothing is scheduled or taken up.'
    query: '${line} "timer.ticked" | summarize lines = count() by timer = tostring(line.timer)'
    window: 'PT15M'
    operator: 'LessThan'
    threshold: 2
    severity: 1
  }
  {
    name: 'detection-gap'
    description: 'Something may have happened in CI that we cannot know of.'
    query: '${line} "gap.detected"'
    window: 'PT30M'
    operator: 'GreaterThan'
    threshold: 0
    severity: 2
  }
  {
    name: 'change-refused'
    description: 'Storage does not take what was found of a data source, segment, measure or the jobs: its events wait.'
    query: '${line} "change.refused"'
    window: 'PT30M'
    operator: 'GreaterThan'
    threshold: 0
    severity: 1
  }
  {
    name: 'delivery-age'
    description: 'Flows were called for the first time more than five minutes after their event was detected.'
    query: '${attempted} | where line.attempt == 1 and todouble(line.ageSeconds) > 300'
    window: 'PT30M'
    operator: 'GreaterThan'
    threshold: 10
    severity: 2
  }
]

resource mail 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(alertEmail)) {
  name: 'mail'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'ci-triggers'
    emailReceivers: [{ name: 'operator', emailAddress: alertEmail, useCommonAlertSchema: true }]
  }
}

resource rules 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in everyAlert: {
    name: alert.name
    location: location
    tags: tags
    properties: {
      displayName: alert.name
      description: alert.description
      severity: alert.severity
      enabled: true
      scopes: [workspaceId]
      // A new workspace has no table AppTraces before the first line arrives.
      skipQueryValidation: true
      evaluationFrequency: 'PT5M'
      windowSize: alert.window
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: alert.operator
            threshold: alert.threshold
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: empty(alertEmail) ? [] : [mail.id] }
    }
  }
]
