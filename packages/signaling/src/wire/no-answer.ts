import { SdkError } from '@remotemedia/base';

/**
 * Something went wrong before the server could answer, so that nothing is known of what it would have said: it cannot be
 * reached, the connection broke, nothing came in time. All other errors of a wire are answers.
 */
export class NoAnswer extends SdkError {}
