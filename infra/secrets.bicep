// Every secret is in the vault; the app's settings refer to it. A secret that is empty has no setting.
param name string
param location string
param tags object

@description('Of the identity that may read the secrets.')
param principalId string

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

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
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

resource ciSubscriptionKeySecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'ci-subscription-key'
  properties: { value: ciSubscriptionKey }
}

resource encryptionKeysSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'encryption-keys'
  properties: { value: encryptionKeys }
}

resource ciClientSecretSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(ciClientSecret)) {
  parent: vault
  name: 'ci-client-secret'
  properties: { value: ciClientSecret }
}

resource webhookSigningKeysSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(webhookSigningKeys)) {
  parent: vault
  name: 'webhook-signing-keys'
  properties: { value: webhookSigningKeys }
}

resource apiKeysSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(apiKeys)) {
  parent: vault
  name: 'api-keys'
  properties: { value: apiKeys }
}

var reference = '@Microsoft.KeyVault(VaultName=${name};SecretName='
var required = {
  CI_SUBSCRIPTION_KEY: '${reference}ci-subscription-key)'
  ENCRYPTION_KEYS: '${reference}encryption-keys)'
}
var withClientSecret = empty(ciClientSecret) ? {} : {
  CI_CLIENT_SECRET: '${reference}ci-client-secret)'
}
var withSigningKeys = empty(webhookSigningKeys) ? {} : {
  WEBHOOK_SIGNING_KEYS: '${reference}webhook-signing-keys)'
}
var withApiKeys = empty(apiKeys) ? {} : {
  API_KEYS: '${reference}api-keys)'
}

@description('App settings that refer to the secrets; none of them holds one.')
#disable-next-line outputs-should-not-contain-secrets // names of secrets, not their values
output settings object = union(required, withClientSecret, withSigningKeys, withApiKeys)
