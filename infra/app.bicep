param name string
param location string
param tags object

@description('Tags by which azd finds the site to deploy to; two resources with them would stop it.')
param serviceTags object
param identityId string
param identityClientId string
param storageName string
param packagesUrl string
param telemetryConnection string
@description('Settings that refer to secrets of the vault; none of them holds one.')
param vaultReferences object
param publicBaseUrl string
param ciTenantId string
param ciClientId string
param entraTenants string
param entraAudiences string
param allowedInstances string
param ciCallsPerMinute int
param maximumInstanceCount int
param instanceMemoryMB int
param httpConcurrency int

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

// What is empty is absent for the app, which then takes its own default.
var settings = {
  AzureWebJobsStorage__accountName: storageName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: telemetryConnection
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  AzureFunctionsJobHost__telemetryMode: 'OpenTelemetry'
  PUBLIC_BASE_URL: publicBaseUrl
  CI_TENANT_ID: ciTenantId
  CI_CLIENT_ID: empty(ciClientId) ? identityClientId : ciClientId
  CI_CALLS_PER_MINUTE: string(ciCallsPerMinute)
  ENTRA_TENANTS: entraTenants
  ENTRA_AUDIENCES: entraAudiences
  ALLOWED_INSTANCES: allowedInstances
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: union(tags, serviceTags)
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    functionAppConfig: {
      runtime: { name: 'node', version: '22' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packagesUrl
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      // Each queue function scales by itself; how much one process takes of a queue is in host.json.
      scaleAndConcurrency: {
        maximumInstanceCount: maximumInstanceCount
        instanceMemoryMB: instanceMemoryMB
        triggers: { http: { perInstanceConcurrency: httpConcurrency } }
      }
    }
    siteConfig: { minTlsVersion: '1.2' }
  }

  // Nobody deploys with a password: azd signs in with Entra ID.
  resource publishingByScm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  resource publishingByFtp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(settings, vaultReferences)
  }
}

output publicBaseUrl string = empty(publicBaseUrl) ? 'https://${app.properties.defaultHostName}/api' : publicBaseUrl
