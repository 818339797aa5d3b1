// Every secret is in the vault; the app's settings refer to it. The vault is the truth: a secret that it holds is never
// written again, unless it is named in `toReplace`; one that it holds keeps its setting though nothing is given.
param name string
param location string
param tags object

@description('Identity that may read the secrets.')
param principalId string

@description('Whoever deploys: may read and set the secrets. Empty: nobody.')
param deployerId string
param deployerType string

@description('Names of the secrets that the vault holds, comma-separated.')
param inVault string

@description('Names of those to write again, comma-separated.')
param toReplace string

param recover bool

@secure()
param ciSubscriptionKey string
@secure()
param ciClientSecret string
@secure()
param encryptionKeys string
@secure()
param webhookSigningKeys string
@secure()
param apiKeys string

var secretsUserRole = '4633458b-17de-408a-b874-0445c86b69e6'
var secretsOfficerRole = 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'

var held = split(replace(inVault, ' ', ''), ',')
var replaced = split(replace(toReplace, ' ', ''), ',')

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    createMode: recover ? 'recover' : 'default'
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
  }
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, principalId, secretsUserRole)
  scope: vault
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUserRole)
  }
}

resource deployerAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerId)) {
  name: guid(vault.id, deployerId, secretsOfficerRole)
  scope: vault
  properties: {
    principalId: deployerId
    principalType: deployerType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsOfficerRole)
  }
}

resource ciSubscriptionKeySecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(ciSubscriptionKey) && (!contains(held, 'ci-subscription-key') || contains(replaced, 'ci-subscription-key'))) {
  parent: vault
  name: 'ci-subscription-key'
  properties: { value: ciSubscriptionKey }
}

// A new value would lose every subscription: their callback URLs could not be read any more.
resource encryptionKeysSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(encryptionKeys) && !contains(held, 'encryption-keys')) {
  parent: vault
  name: 'encryption-keys'
  properties: { value: encryptionKeys }
}

resource ciClientSecretSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(ciClientSecret) && (!contains(held, 'ci-client-secret') || contains(replaced, 'ci-client-secret'))) {
  parent: vault
  name: 'ci-client-secret'
  properties: { value: ciClientSecret }
}

resource webhookSigningKeysSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(webhookSigningKeys) && (!contains(held, 'webhook-signing-keys') || contains(replaced, 'webhook-signing-keys'))) {
  parent: vault
  name: 'webhook-signing-keys'
  properties: { value: webhookSigningKeys }
}

resource apiKeysSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(apiKeys) && (!contains(held, 'api-keys') || contains(replaced, 'api-keys'))) {
  parent: vault
  name: 'api-keys'
  properties: { value: apiKeys }
}

var start = '@Microsoft.KeyVault(VaultName=${name};SecretName='
var withCiSubscriptionKey = empty(ciSubscriptionKey) && !contains(held, 'ci-subscription-key') ? {} : { CI_SUBSCRIPTION_KEY: '${start}ci-subscription-key)' }
var withEncryptionKeys = empty(encryptionKeys) && !contains(held, 'encryption-keys') ? {} : { ENCRYPTION_KEYS: '${start}encryption-keys)' }
var withCiClientSecret = empty(ciClientSecret) && !contains(held, 'ci-client-secret') ? {} : { CI_CLIENT_SECRET: '${start}ci-client-secret)' }
var withWebhookSigningKeys = empty(webhookSigningKeys) && !contains(held, 'webhook-signing-keys') ? {} : { WEBHOOK_SIGNING_KEYS: '${start}webhook-signing-keys)' }
var withApiKeys = empty(apiKeys) && !contains(held, 'api-keys') ? {} : { API_KEYS: '${start}api-keys)' }

var holds = join([
  empty(ciSubscriptionKey) && !contains(held, 'ci-subscription-key') ? '' : 'ci-subscription-key'
  empty(encryptionKeys) && !contains(held, 'encryption-keys') ? '' : 'encryption-keys'
  empty(ciClientSecret) && !contains(held, 'ci-client-secret') ? '' : 'ci-client-secret'
  empty(webhookSigningKeys) && !contains(held, 'webhook-signing-keys') ? '' : 'webhook-signing-keys'
  empty(apiKeys) && !contains(held, 'api-keys') ? '' : 'api-keys'
], ',')

output name string = vault.name

@description('App settings that refer to the secrets; none of them holds one.')
#disable-next-line outputs-should-not-contain-secrets // names of secrets, not their values
output references object = union(withCiSubscriptionKey, withEncryptionKeys, withCiClientSecret, withWebhookSigningKeys, withApiKeys)

@description('Names of the secrets that the vault holds now, comma-separated.')
#disable-next-line outputs-should-not-contain-secrets // names of secrets, not their values
output holds string = holds
