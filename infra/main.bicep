// One deployment for one organisation. docs/guides/deploy.md documents each parameter.
targetScope = 'subscription'

@minLength(1)
@maxLength(40)
@description('Name of the azd environment; names of all resources are made of it.')
param environmentName string

// The regions that `az functionapp list-flexconsumption-locations` names. azd offers only these.
@allowed([
  'australiaeast'
  'australiasoutheast'
  'brazilsouth'
  'canadacentral'
  'centralindia'
  'centralus'
  'eastasia'
  'eastus'
  'eastus2'
  'francecentral'
  'germanywestcentral'
  'italynorth'
  'japaneast'
  'koreacentral'
  'northcentralus'
  'northeurope'
  'norwayeast'
  'southafricanorth'
  'southcentralus'
  'southeastasia'
  'southindia'
  'spaincentral'
  'swedencentral'
  'uaenorth'
  'uksouth'
  'ukwest'
  'westcentralus'
  'westeurope'
  'westus'
  'westus2'
  'westus3'
])
@description('Region of all resources; it has to offer Flex Consumption.')
@metadata({ azd: { type: 'location' } })
param location string

@description('Object id of whoever deploys, set by azd. Gets the roles that the guides\' commands need. Empty: nobody.')
param principalId string = ''

@allowed(['User', 'ServicePrincipal', 'Group'])
@description('Kind of principalId, set by azd.')
param principalType string = 'User'

@description('This API as callers see it, with /api, where it has a domain of its own. Empty: the address of the app.')
param publicBaseUrl string = ''

@secure()
@description('Key of the CI API, its Ocp-Apim-Subscription-Key. Empty: the one that the vault holds.')
param ciSubscriptionKey string = ''

@description('Tenant of the app registration that reads CI. Empty: the app signs in with its own identity.')
param ciTenantId string = ''

@description('Client id of the app registration that reads CI. Empty: the app signs in with its own identity.')
param ciClientId string = ''

@secure()
@description('Secret of the app registration that reads CI. Empty: the one that the vault holds, if any.')
param ciClientSecret string = ''

@secure()
@description('name:base64 of 32 bytes, comma-separated, newest first: encrypts the callback URLs that are stored. Empty: the ones that the vault holds.')
param encryptionKeys string = ''

@secure()
@description('whsec_ and base64, comma-separated: signs callbacks. Empty: those that the vault holds, if any.')
param webhookSigningKeys string = ''

@secure()
@description('name:SHA-256 in hex:roles, comma-separated: API keys that may call. Empty: those that the vault holds, if any.')
param apiKeys string = ''

@description('Secrets that the vault holds already, comma-separated. The hook before provisioning finds them: they stay as they are.')
param vaultHolds string = ''

@description('Secrets that are written again though the vault holds them, comma-separated. Never encryption-keys.')
param vaultReplaces string = ''

@maxLength(4)
@description('End of the vault\'s name: another one where the old vault was deleted and its name is still taken.')
param vaultSuffix string = ''

@description('Brings back the vault that was deleted with the environment, with its secrets.')
param recoverVault bool = false

@description('Ids of the tenants whose access tokens count, comma-separated. Empty: no tokens.')
param entraTenants string = ''

@description('What access tokens must be for, comma-separated. Needed beside entraTenants.')
param entraAudiences string = ''

@description('Which instances keys, tenants and groups may use. Empty: all.')
param allowedInstances string = ''

@minValue(1)
@maxValue(100000)
@description('Calls to the CI API in a minute with its key, over all hosts.')
param ciCallsPerMinute int = 90

@description('Address that alerts are mailed to. Empty: alerts are only shown in the portal.')
param alertEmail string = ''

@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GZRS'])
@description('Copies of what is stored. Take Standard_LRS where the region has no zones.')
param storageRedundancy string = 'Standard_ZRS'

@minValue(40)
@maxValue(1000)
@description('Budget of scale: the most processes of each function group.')
param maximumInstanceCount int = 40

@allowed([512, 2048, 4096])
@description('Memory of a process in MB.')
param instanceMemoryMB int = 2048

@minValue(1)
@maxValue(1000)
@description('HTTP requests under way in one process before another is started.')
param httpConcurrency int = 100

var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'identity.bicep' = {
  name: 'identity'
  scope: group
  params: { name: 'id-${token}', location: location, tags: tags }
}

module storage 'storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    name: 'st${token}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    deployerId: principalId
    deployerType: principalType
    redundancy: storageRedundancy
  }
}

module secrets 'secrets.bicep' = {
  name: 'secrets'
  scope: group
  params: {
    name: 'kv-${token}${vaultSuffix}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    deployerId: principalId
    deployerType: principalType
    inVault: vaultHolds
    toReplace: vaultReplaces
    recover: recoverVault
    ciSubscriptionKey: ciSubscriptionKey
    ciClientSecret: ciClientSecret
    encryptionKeys: encryptionKeys
    webhookSigningKeys: webhookSigningKeys
    apiKeys: apiKeys
  }
}

module monitoring 'monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: { token: token, location: location, tags: tags, principalId: identity.outputs.principalId }
}

module alerts 'alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: { location: location, tags: tags, workspaceId: monitoring.outputs.workspaceId, alertEmail: alertEmail }
}

module app 'app.bicep' = {
  name: 'app'
  scope: group
  params: {
    name: 'func-${token}'
    location: location
    tags: tags
    serviceTags: { 'azd-service-name': 'app' }
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageName: storage.outputs.name
    packagesUrl: storage.outputs.packagesUrl
    telemetryConnection: monitoring.outputs.connectionString
    vaultReferences: secrets.outputs.references
    publicBaseUrl: publicBaseUrl
    ciTenantId: ciTenantId
    ciClientId: ciClientId
    entraTenants: entraTenants
    entraAudiences: entraAudiences
    allowedInstances: allowedInstances
    ciCallsPerMinute: ciCallsPerMinute
    maximumInstanceCount: maximumInstanceCount
    instanceMemoryMB: instanceMemoryMB
    httpConcurrency: httpConcurrency
  }
}

output PUBLIC_BASE_URL string = app.outputs.publicBaseUrl
output VAULT_NAME string = secrets.outputs.name
output VAULT_HOLDS string = secrets.outputs.holds
