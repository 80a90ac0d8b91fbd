declare const SERVECTL_VERSION: string | undefined;

/** This package's version: set by the build; `0.0.0-dev` where the sources run unbuilt. */
export const version: string = typeof SERVECTL_VERSION === 'string' ? SERVECTL_VERSION : '0.0.0-dev';
