export * from './check-run-course.js';
