export { customerSchema } from './versions/v3.js';
