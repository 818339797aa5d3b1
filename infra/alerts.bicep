// Each alert reads our log lines, one JSON text each. docs/guides/operate.md says what to do.
param location string
param tags object
param workspaceId string
param alertEmail string

var line = 'AppTraces | extend line = parse_json(Message) | extend name = tostring(line.name) | where name == '
var attempted = '${line} "delivery.attempted"'

var everyAlert = [
  {
    name: 'dead-letters'
    description: 'Deliveries were given up.'
    query: '${attempted} | where line.outcome == "dead"'
    threshold: 0
    severity: 2
  }
  {
    name: 'poison'
    description: 'The host gave up on tasks: a fault of ours.'
    query: '${line} "poison.recorded"'
    threshold: 0
    severity: 1
  }
  {
    name: 'poll-failing'
    description: 'CI cannot be read: nothing new is detected while that lasts.'
    query: '${line} "poll.completed" | where line.outcome == "source-failed"'
    threshold: 5
    severity: 1
  }
  {
    name: 'detection-gap'
    description: 'Something may have happened in CI that we cannot know of.'
    query: '${line} "gap.detected"'
    threshold: 0
    severity: 2
  }
  {
    name: 'change-refused'
    description: 'Storage does not take what was found of a data source, segment, measure or the jobs: its events wait.'
    query: '${line} "change.refused"'
    threshold: 0
    severity: 1
  }
  {
    name: 'delivery-age'
    description: 'Flows were called for the first time more than five minutes after their event was detected.'
    query: '${attempted} | where line.attempt == 1 and todouble(line.ageSeconds) > 300'
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
      windowSize: 'PT30M'
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: alert.threshold
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: empty(alertEmail) ? [] : [mail.id] }
    }
  }
]
