export * from './address-policy.js';
export * from './attempt-failure.js';
export * from './guarded-http.js';
export * from './outbound-http.js';
export * from './sign-webhook.js';
