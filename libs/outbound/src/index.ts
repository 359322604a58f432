export * from './address-policy.js';
export * from './guarded-http.js';
export * from './outbound-http.js';
