export { aCustomer } from './customer-fixtures.js';
